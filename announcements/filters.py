"""The registrar's list narrowed by links: kind and state, each with its count."""

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Count

from .models import Decree

LABELS = {"jenis": dict(Decree.Kind.choices), "keadaan": dict(Decree.State.choices)}
FIELDS = {"jenis": "kind", "keadaan": "state"}


class DecreeFilter:
    """Decrees narrowed by ?jenis=, ?keadaan= and ?nomor=; the counts of each filter respect the two others."""

    def __init__(self, query, decrees):
        self.number = query.get("nomor", "").replace("\x00", "").strip()[:120]
        self.chosen = {name: value for name in LABELS if (value := query.get(name, "")) in LABELS[name]}
        rows = decrees.filter(number__icontains=self.number) if self.number else decrees
        grouped = rows.order_by().values("kind", "state").annotate(decrees=Count("pk"))
        self._groups = [({"jenis": row["kind"], "keadaan": row["state"]}, row["decrees"]) for row in grouped]
        self.decrees = rows.filter(**{FIELDS[name]: value for name, value in self.chosen.items()})

    def _choices(self, name):
        """Return (label, query, count, is_chosen) for each value of a filter, and first for all of them."""
        rest = {key: value for key, value in self.chosen.items() if key != name}
        counts = Counter()
        for group, decrees in self._groups:
            if all(group[key] == value for key, value in rest.items()):
                counts[group[name]] += decrees
        kept = rest | ({"nomor": self.number} if self.number else {})
        yield "Semua", urlencode(kept), counts.total(), name not in self.chosen
        for value, label in LABELS[name].items():
            yield label, urlencode(kept | {name: value}), counts[value], self.chosen.get(name) == value

    @property
    def kinds(self):
        return list(self._choices("jenis"))

    @property
    def states(self):
        return list(self._choices("keadaan"))
