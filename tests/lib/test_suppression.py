"""What is left out of a table, so that no small group can be worked out."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bkpsdm.lib.suppression import TOTAL, left_out, with_totals

TABLES = st.dictionaries(
    st.tuples(st.sampled_from("abcde"), st.sampled_from([1, 2, 3, 4])), st.integers(0, 20), min_size=1
)


def test_totals_are_of_rows_columns_and_all():
    table = with_totals({("a", 1): 2, ("a", 2): 3, ("b", 1): 4})
    assert {place: table[place] for place in table if TOTAL in place} == {
        ("a", TOTAL): 5,
        ("b", TOTAL): 4,
        (TOTAL, 1): 6,
        (TOTAL, 2): 3,
        (TOTAL, TOTAL): 9,
    }


def test_table_of_large_figures_is_shown_in_full():
    assert left_out({("a", 1): 5, ("b", 1): 6, ("a", 2): 7, ("b", 2): 0}) == set()


def test_small_figure_takes_the_next_smallest_of_its_column_with_it():
    """Alone it would be the total minus the others."""
    hidden = left_out({("a", 1): 3, ("b", 1): 9, ("c", 1): 7})
    assert hidden == {("a", 1), ("a", TOTAL), ("c", 1), ("c", TOTAL)}


def test_two_small_figures_that_are_a_small_group_together_take_a_third():
    hidden = left_out({("a", 1): 1, ("b", 1): 2, ("c", 1): 8, ("d", 1): 9})
    assert {place for place in hidden if TOTAL not in place} == {("a", 1), ("b", 1), ("c", 1)}


def test_column_that_was_shown_is_never_shown_differently_later():
    before = {("a", 1): 3, ("b", 1): 9, ("c", 1): 7}
    later = before | {("a", 2): 30, ("b", 2): 2, ("c", 2): 40}
    assert {place for place in left_out(before) if place[1] == 1} <= left_out(later)


@given(TABLES)
def test_small_figures_are_always_left_out(counts):
    hidden = left_out(counts)
    assert {place for place, count in with_totals(counts).items() if 0 < count < 5} <= hidden


@given(TABLES)
def test_no_small_figure_follows_from_what_is_shown(counts):
    """An independent solver of the equations (rows and columns add up) finds no value for one of them."""
    table, hidden = with_totals(counts), left_out(counts)
    small = [place for place in hidden if table[place] < 5]
    assert [place for place in small if place in solved(table, hidden)] == []


def solved(table, hidden):
    """Return the places that have one possible value only, by Gauss-Jordan elimination over exact fractions."""
    unknown = sorted(hidden, key=str)
    equations = []
    for axis in (0, 1):
        for name in {place[axis] for place in table}:
            line = [place for place in table if place[axis] == name]
            signs = {place: -1 if place[1 - axis] is TOTAL else 1 for place in line}
            equations.append([Fraction(signs.get(place, 0)) for place in unknown])
    found, row = set(), 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(row, len(equations)) if equations[n][column]), None)
        if pivot is None:
            continue
        equations[row], equations[pivot] = equations[pivot], equations[row]
        equations[row] = [value / equations[row][column] for value in equations[row]]
        for other in range(len(equations)):
            if other != row and (factor := equations[other][column]):
                pairs = zip(equations[other], equations[row], strict=True)
                equations[other] = [value - factor * lead for value, lead in pairs]
        row += 1
    for equation in equations[:row]:
        involved = [place for place, value in zip(unknown, equation, strict=True) if value]
        if len(involved) == 1:
            found.add(involved[0])
    return found


def test_the_solver_can_find_a_figure_that_is_badly_hidden():
    table = with_totals({("a", 1): 3, ("b", 1): 9})
    assert solved(table, {("a", 1)}) == {("a", 1)}
