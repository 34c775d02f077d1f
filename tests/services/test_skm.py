"""The arithmetic of the satisfaction index, with the figures of the regulation (PermenPANRB 14/2017)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.models import ELEMENTS
from services.skm import element_scores, equal_weights, grade_of, minimum_sample, rounded, satisfaction_index

SHEETS = st.lists(st.fixed_dictionaries({code: st.integers(1, 4) for code in ELEMENTS}), min_size=1, max_size=20)


def scores_of(sheets):
    return element_scores({code: sum(sheet[code] for sheet in sheets) for code in ELEMENTS}, len(sheets))


def test_four_everywhere_is_exactly_100_and_one_everywhere_25():
    assert satisfaction_index(dict.fromkeys(ELEMENTS, Fraction(4))) == Decimal("100.00")
    assert satisfaction_index(dict.fromkeys(ELEMENTS, Fraction(1))) == Decimal("25.00")


def test_index_is_the_weighted_mean_of_the_elements_times_25():
    """The table of the mock-up: 3.62, 3.48 … 3.04."""
    values = ["3.62", "3.48", "3.21", "3.94", "3.55", "3.51", "3.58", "3.18", "3.04"]
    scores = {code: Fraction(value) for code, value in zip(ELEMENTS, values, strict=True)}
    assert satisfaction_index(scores) == Decimal("86.42")
    heavier = {code: Fraction(1, 10) for code in ELEMENTS} | {"u4": Fraction(2, 10)}
    assert satisfaction_index(scores, heavier) == Decimal("87.63")


@pytest.mark.parametrize(
    "weights", [dict.fromkeys(ELEMENTS, Fraction(111, 1000)), {"u1": Fraction(1)}, {}], ids=["0.111", "one", "none"]
)
def test_weights_that_do_not_add_up_to_one_for_all_elements_are_refused(weights):
    with pytest.raises(ValueError, match="add up to one"):
        satisfaction_index(dict.fromkeys(ELEMENTS, Fraction(3)), weights)


@pytest.mark.parametrize(
    ("ikm", "letter"),
    [
        ("100.00", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
    ],
)
def test_grade_is_told_by_lower_bounds(ikm, letter):
    assert grade_of(Decimal(ikm)).letter == letter


def test_value_in_a_gap_of_the_bands_is_rounded_half_up_before_it_is_graded():
    assert (rounded(Fraction("88.305")), rounded(Fraction("88.3049"))) == (Decimal("88.31"), Decimal("88.30"))


@pytest.mark.parametrize(
    ("population", "sample"),
    [(0, 0), (1, 1), (10, 10), (100, 80), (500, 217), (1000, 278), (10_000, 370), (1_000_000, 384)],
)
def test_minimum_sample_is_that_of_the_table_of_krejcie_and_morgan(population, sample):
    assert minimum_sample(population) == sample


@given(st.integers(0, 10**6))
def test_minimum_sample_is_never_more_than_the_population_and_never_falls(population):
    assert minimum_sample(population) <= population
    assert minimum_sample(population) <= minimum_sample(population + 1)


@given(SHEETS)
def test_index_stays_in_its_scale_and_has_a_grade(sheets):
    ikm = satisfaction_index(scores_of(sheets))
    assert Decimal(25) <= ikm <= Decimal(100)
    assert grade_of(ikm).floor <= ikm


@given(SHEETS, st.sampled_from(list(ELEMENTS)))
def test_better_answer_never_lowers_the_index(sheets, code):
    better = [sheets[0] | {code: 4}, *sheets[1:]]
    assert satisfaction_index(scores_of(better)) >= satisfaction_index(scores_of(sheets))


@given(SHEETS)
def test_index_does_not_depend_on_the_order_of_elements_or_answers(sheets):
    scores = scores_of(sheets)
    assert satisfaction_index(dict(reversed(scores.items()))) == satisfaction_index(scores_of(sheets[::-1]))
    assert sum(equal_weights(scores).values()) == 1
