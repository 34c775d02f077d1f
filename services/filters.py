"""The catalogue narrowed by links: kind of reader, category, bidang, each with its count."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from .models.catalogue import READER_KINDS


@dataclass(frozen=True)
class Choice:
    label: str
    query: str
    count: int
    is_chosen: bool


class ServiceFilter:
    """Editions narrowed by ?jenis=, ?kelompok= and ?bidang=; the counts of each filter respect the two others."""

    def __init__(self, query, editions):
        self.all = editions
        self.labels = {
            "jenis": dict(READER_KINDS),
            "kelompok": {edition.service.category.slug: edition.service.category.name for edition in editions},
            "bidang": {edition.service.unit.code: edition.service.unit.name for edition in editions},
        }
        asked = {name: query.get(name, "") for name in self.labels}
        self.chosen = {name: value for name, value in asked.items() if value in self.labels[name]}
        self.editions = self._narrowed()

    def _values(self, name, edition):
        if name == "jenis":
            return [*edition.employee_kinds, *edition.also_for]
        return [edition.service.category.slug if name == "kelompok" else edition.service.unit.code]

    def _narrowed(self, without=None):
        wanted = [(name, value) for name, value in self.chosen.items() if name != without]
        return [e for e in self.all if all(value in self._values(name, e) for name, value in wanted)]

    def _choices(self, name):
        rows = self._narrowed(without=name)
        counts = Counter(value for edition in rows for value in self._values(name, edition))
        rest = {key: value for key, value in self.chosen.items() if key != name}
        every = Choice("Semua", urlencode(rest), len(rows), name not in self.chosen)
        return [every] + [
            Choice(label, urlencode({**rest, name: value}), counts[value], self.chosen.get(name) == value)
            for value, label in self.labels[name].items()
            if counts[value] or self.chosen.get(name) == value
        ]

    @property
    def kinds(self):
        return self._choices("jenis")

    @property
    def categories(self):
        return self._choices("kelompok")

    @property
    def units(self):
        return self._choices("bidang")

    @property
    def groups(self):
        """Return pairs of category and its editions, in the order of the categories."""
        return [(category, list(rows)) for category, rows in groupby(self.editions, key=lambda e: e.service.category)]

    @property
    def kind_label(self):
        return self.labels["jenis"].get(self.chosen.get("jenis"), "")

    @property
    def unit_label(self):
        return self.labels["bidang"].get(self.chosen.get("bidang"), "")
