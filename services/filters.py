"""The catalogue narrowed by links: kind of reader, category, bidang, each with its count."""

from itertools import groupby

from bkpsdm.lib.filters import LinkFilter

from .models.catalogue import READER_KINDS


class ServiceFilter(LinkFilter):
    """Editions narrowed by ?jenis=, ?kelompok= and ?bidang=."""

    def __init__(self, query, editions):
        labels = {
            "jenis": dict(READER_KINDS),
            "kelompok": {edition.service.category.slug: edition.service.category.name for edition in editions},
            "bidang": {edition.service.unit.code: edition.service.unit.name for edition in editions},
        }
        super().__init__(query, editions, labels)
        self.editions = self.narrowed()

    def _values(self, name, edition):
        if name == "jenis":
            return [*edition.employee_kinds, *edition.also_for]
        return [edition.service.category.slug if name == "kelompok" else edition.service.unit.code]

    @property
    def kinds(self):
        return self.choices("jenis")

    @property
    def categories(self):
        return self.choices("kelompok")

    @property
    def units(self):
        return self.choices("bidang")

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
