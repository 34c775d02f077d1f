"""A list narrowed by links, so that it works without a script and every choice has an address."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Choice:
    label: str
    query: str
    count: int
    is_chosen: bool


class LinkFilter:
    """Rows narrowed by parameters of the address; the counts of each filter respect the others.

    A subclass says in ``_values(name, row)`` under which values of a filter a row is found. ``labels`` holds for
    each filter the label of each value, in their order on the page.
    """

    def __init__(self, query, rows, labels):
        self.all, self.labels = rows, labels
        asked = {name: query.get(name, "") for name in labels}
        self.chosen = {name: value for name, value in asked.items() if value in labels[name]}

    def narrowed(self, without=None):
        wanted = [(name, value) for name, value in self.chosen.items() if name != without]
        return [row for row in self.all if all(value in self._values(name, row) for name, value in wanted)]

    def choices(self, name):
        """Return the links of one filter: all of it, then each value that finds something."""
        rows = self.narrowed(without=name)
        counts = Counter(value for row in rows for value in self._values(name, row))
        rest = {key: value for key, value in self.chosen.items() if key != name}
        every = Choice("Semua", urlencode(rest), len(rows), name not in self.chosen)
        return [every] + [
            Choice(label, urlencode({**rest, name: value}), counts[value], self.chosen.get(name) == value)
            for value, label in self.labels[name].items()
            if counts[value] or self.chosen.get(name) == value
        ]
