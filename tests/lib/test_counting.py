"""Counts that stop: a number beside a link must not cost more than the page."""

import pytest

from accounts.models import WorkUnit
from bkpsdm.lib.counting import count_up_to, said
from tests import factories


def test_counts_stop_at_the_most_and_take_one_query(db, django_assert_num_queries):
    factories.WorkUnitFactory.create_batch(5)
    rows = WorkUnit.objects.order_by()
    with django_assert_num_queries(1):
        counts = count_up_to(
            {
                "all": rows,
                "none": rows.filter(code="tidak-ada"),
                "both": rows.filter(kind="bidang")[:2].union(rows.filter(kind="dinas")[:2], all=True),
                "contradiction": rows.filter(pk__in=[]),
            },
            3,
        )
    assert counts == {"all": 3, "none": 0, "both": 2, "contradiction": 0}


def test_counting_nothing_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_up_to({}) == {}


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (99, "99"), (100, "99+")])
def test_capped_count_says_that_there_are_more(number, words):
    assert said(number) == words
