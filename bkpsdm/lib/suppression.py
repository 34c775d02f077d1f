"""Which figures of a table to leave out, so that nobody learns of a group that is too small to hide in.

A small figure is left out, and so is whatever gives it away together with the totals. Lines add up (cells to their
total), so the figures left out are the ways of a graph whose places are the rows and the columns: one of them can be
worked out exactly when no second way joins its row and its column.
"""

FEWEST = 5
TOTAL = None


def with_totals(counts):
    """Return counts by (row, column) together with the totals of each row, of each column, and of all."""
    table = dict(counts)
    for (row, column), count in counts.items():
        for place in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            table[place] = table.get(place, 0) + count
    return table


def left_out(counts, *, fewest=FEWEST):
    """Return the places of ``with_totals(counts)`` that may not be shown.

    Columns come first: what is left out of a column does not depend on the others, so a column that has been shown
    (last month) is never shown differently when the table grows.
    """
    table = with_totals(counts)
    hidden = {place for place, count in table.items() if 0 < count < fewest}
    for lines in (_lines(table, 1), _lines(table, 0) + _lines(table, 1)):
        while more := next(filter(None, (_also(line, table, hidden, fewest) for line in lines)), None):
            hidden.add(more)
    while given_away := next(
        (place for place in sorted(hidden, key=_order) if _can_be_worked_out(place, hidden)), None
    ):
        beside = [place for place in table if place[0] == given_away[0] or place[1] == given_away[1]]
        more = _smallest(beside, table, hidden) or _smallest(table, table, hidden)
        if more is None:
            break
        hidden.add(more)
    return hidden


def _lines(table, axis):
    """Return the lines of a table, each a list of places with the total among them."""
    lines = {}
    for place in sorted(table, key=_order):
        lines.setdefault(place[axis], []).append(place)
    return list(lines.values())


def _also(line, table, hidden, fewest):
    """Return what must be left out of a line too, or None; one figure alone hides nothing, nor does a small group."""
    gaps = [place for place in line if place in hidden]
    *cells, total = line
    if not gaps or (len(gaps) > 1 and (total in hidden or sum(table[place] for place in gaps) >= fewest)):
        return None
    return _smallest(cells, table, hidden) or _smallest([total], table, hidden)


def _smallest(places, table, hidden):
    """Return the smallest figure that is shown, with the totals last, or None; a zero hides nobody."""
    shown = [place for place in places if table[place] and place not in hidden]
    return min(shown, key=lambda place: (TOTAL in place, table[place], _order(place)), default=None)


def _can_be_worked_out(place, hidden):
    """Return whether no other way through the figures left out joins the row and the column of one of them."""
    reached, front = {("row", place[0])}, [("row", place[0])]
    while front:
        axis, name = front.pop()
        for row, column in hidden - {place}:
            here, there = (("row", row), ("column", column)) if axis == "row" else (("column", column), ("row", row))
            if here == (axis, name) and there not in reached:
                reached.add(there)
                front.append(there)
    return ("column", place[1]) not in reached


def _order(place):
    """Return a key that sorts places, totals last."""
    return tuple((name is TOTAL, str(name)) for name in place)
