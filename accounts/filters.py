"""The list of roles narrowed by links and by unit."""

from collections import Counter
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count

from .models import ENDS_SOON, Role, WorkUnit

IN_FORCE = ""


class RoleFilter:
    """Grants narrowed by ?keadaan=, ?peran= and ?unit=; without ?keadaan= those that count today.

    The counts of each filter respect the two others. A unit stands for itself and all that lies below it.
    """

    LABELS = {
        "keadaan": {
            IN_FORCE: "Berlaku",
            "segera": f"Berakhir dalam {ENDS_SOON} hari",
            "nanti": "Akan datang",
            "berakhir": "Sudah berakhir",
        },
        "peran": {"": "Semua peran", **dict(Role.choices)},
    }

    def __init__(self, query, grants, *, today):
        self.today = today
        self.chosen = {name: query.get(name, "") for name in self.LABELS}
        self.chosen = {name: value if value in self.LABELS[name] else "" for name, value in self.chosen.items()}
        self.unit = WorkUnit.objects.filter(code=query.get("unit", "")).first()
        self.all = grants.filter(unit__in=WorkUnit.objects.below([self.unit])) if self.unit else grants

    def _in_state(self, state):
        return {
            IN_FORCE: self.all.active_on(self.today),
            "segera": self.all.ending_by(self.today + timedelta(days=ENDS_SOON), today=self.today),
            "nanti": self.all.starting_after(self.today),
            "berakhir": self.all.over_on(self.today),
        }[state]

    @property
    def grants(self):
        rows = self._in_state(self.chosen["keadaan"])
        return rows.filter(role=self.chosen["peran"]) if self.chosen["peran"] else rows

    @cached_property
    def _by_role(self):
        """Return for each state how many grants there are of each role: a query for each state."""
        return {
            state: Counter(dict(self._in_state(state).order_by().values_list("role").annotate(Count("pk"))))
            for state in self.LABELS["keadaan"]
        }

    def _count(self, state, role):
        counts = self._by_role[state]
        return counts[role] if role else counts.total()

    def _query(self, **changed):
        parts = {**self.chosen, "unit": self.unit.code if self.unit else "", **changed}
        return urlencode({name: value for name, value in parts.items() if value})

    def _choices(self, name, count):
        for value, label in self.LABELS[name].items():
            number, is_chosen = count(value), self.chosen[name] == value
            if number or is_chosen or not value:
                yield label, self._query(**{name: value}), number, is_chosen

    @property
    def states(self):
        """Return label, query, count, is_chosen of each state."""
        return list(self._choices("keadaan", lambda state: self._count(state, self.chosen["peran"])))

    @property
    def roles(self):
        """Return label, query, count, is_chosen of each role that somebody holds, and first of all of them."""
        return list(self._choices("peran", lambda role: self._count(self.chosen["keadaan"], role)))
