"""Counts for everybody: of what is in force, never of fewer than five, and never so that these could be computed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from announcements.actions import issue_decree, revoke_recipient
from announcements.counts import counts_by_year
from announcements.models import DecreeRecipient
from bkpsdm.lib.states import move_to
from tests import factories

PAGE = reverse("announcements:decree-counts")
PROMOTION, MEDAL = "SK Kenaikan Pangkat", "Satyalancana Karya Satya"


@pytest.fixture
def give(db):
    """Return a function that issues a decree to so many people: give(5, award_class=…, **fields of the decree)."""

    def make(count, award_class="", **fields):
        decree = factories.DecreeFactory(award=bool(award_class), **fields)
        people = factories.EmployeeFactory.create_batch(count, unit=factories.WorkUnitFactory(code="satu"))
        DecreeRecipient.objects.bulk_create(
            factories.RecipientFactory.build(decree=decree, employee=person, award_class=award_class)
            for person in people
        )
        for recipient in decree.recipients.all():
            move_to(recipient, DecreeRecipient.State.IN_FORCE)
        return decree

    return make


def groups():
    return [(year.year, group.title, group.detail, group.count) for year in counts_by_year() for group in year.groups]


def test_counts_are_by_kind_class_and_period(give):
    give(11, "X")
    give(8, "XX")
    give(23, period=date(2024, 6, 1))
    give(6, period=date(2024, 4, 1), effective_on=date(2024, 4, 1), promotion_kind="pilihan_struktural")
    give(7, effective_on=date(2023, 10, 1), dated_on=date(2024, 1, 2))
    assert groups() == [
        (2024, PROMOTION, "Reguler, periode Juni 2024", 23),
        (2024, PROMOTION, "Pilihan, jabatan struktural, periode April 2024", 6),
        (2024, MEDAL, "X tahun", 11),
        (2024, MEDAL, "XX tahun", 8),
        (2023, PROMOTION, "Reguler", 7),
    ]
    assert [year.totals for year in counts_by_year()] == [[(PROMOTION, 29), (MEDAL, 19)], []]


@pytest.mark.parametrize(("count", "shown"), [(1, None), (4, None), (5, 5)])
def test_group_of_fewer_than_five_is_not_counted_out(client, give, count, shown):
    give(count, "XXX")
    assert [group[3] for group in groups()] == [shown]
    html = client.get(PAGE).content.decode()
    assert ("kurang dari 5" in html, f"<span>{count}</span>" in html) == (shown is None, shown is not None)


def test_no_total_gives_a_hidden_group_away(client, give):
    give(11, "X")
    give(8, "XX")
    give(3, "XXX")
    give(6, period=date(2024, 6, 1))
    give(9, period=date(2024, 4, 1))
    [year] = counts_by_year()
    assert year.totals == [(PROMOTION, 15)]
    html = client.get(PAGE).content.decode()
    assert [number for number in ("22", "19", "37", "34") if f">{number}<" in html] == []


def test_only_what_is_in_force_counts(client, give, issue):
    decree = give(6, "X")
    first, second = decree.recipients.all()[:2]
    revoke_recipient(first, reason="Keliru", ended_on=decree.dated_on, by=None)
    assert [group[3] for group in groups()] == [5]
    revoke_recipient(second, reason="Keliru", ended_on=decree.dated_on, by=None)
    assert [group[3] for group in groups()] == [None]
    factories.RecipientFactory(decree__period=date(2024, 8, 1))
    assert len(groups()) == 1


def test_replaced_petikan_counts_once(give, cast):
    give(5, period=date(2024, 6, 1))
    old = DecreeRecipient.objects.first()
    new = factories.RecipientFactory(employee=old.employee, decree__period=date(2024, 6, 1))
    DecreeRecipient.objects.filter(pk=old.pk).update(replaced_by=new, reason="Ralat")
    issue_decree(new.decree, by=None)
    assert groups() == [(2024, PROMOTION, "Reguler, periode Juni 2024", 5)]


def test_years_are_chosen_by_link_the_latest_first(client, give):
    give(5, "X")
    give(6, "X", dated_on=date(2025, 8, 11))

    def chosen(query=""):
        return client.get(f"{PAGE}{query}").context["chosen"].year

    assert (chosen(), chosen("?tahun=2024"), chosen("?tahun=1999"), chosen("?tahun=x")) == (2025, 2024, 2025, 2025)
    html = client.get(PAGE).content.decode()
    assert ('<a href="?tahun=2024">2024</a>' in html, 'aria-current="true">2025</a>' in html) == (True, True)


def test_page_without_decrees_says_what_will_come(client, agency):
    response = client.get(PAGE)
    assert "Belum ada keputusan yang terbit" in response.content.decode()


def test_page_names_nobody_and_may_be_kept_by_everybody(client, agency, give):
    decree = give(5, "X", number="RAHASIA/1", signatory_name="Pejabat Rahasia")
    response = client.get(PAGE)
    html = response.content.decode()
    people = decree.recipients.all()
    secrets = [decree.number, decree.signatory_name, *(p.name for p in people), *(p.nip for p in people)]
    assert [secret for secret in secrets if secret in html] == []
    assert response["Cache-Control"] == "public, max-age=60"
    assert PAGE in client.get("/sitemap.xml").content.decode()


def test_counts_cost_the_same_for_few_and_for_many(client, agency, give):
    costs = []
    for count in (3, 297):
        give(count, "X")
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        costs.append(len(queries))
    assert costs[0] == costs[1]
