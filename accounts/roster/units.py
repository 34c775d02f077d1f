"""Which unit is meant by a name in a foreign file."""

import difflib
import re
from collections import defaultdict

from accounts.models import UnitAlias, WorkUnit

MOST_ALIKE = 5
ALIKE = 0.6
LONGEST = 200  # of each half of a key


def name_key(text):
    """Return a name as it is compared: small letters and digits, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("&", " dan ")))


def key_of(name, parent=""):
    """Return the key of UnitAlias: the same bagian stands in many units, so the parent is part of it."""
    own, above = name_key(name)[:LONGEST], name_key(parent)[:LONGEST]
    return f"{own}|{above if above != own else ''}"


class UnitNames:
    """The units and the remembered other names, as they stand when it is made; it asks the database no more."""

    def __init__(self, units, aliases):
        self.units = {unit.pk: unit for unit in units}
        self.aliases = dict(aliases)
        self.named = defaultdict(list)
        for unit in self.units.values():
            self.named[name_key(unit.name)].append(unit)
        self._found = {}

    @classmethod
    def load(cls):
        return cls(WorkUnit.objects.all(), UnitAlias.objects.values_list("key", "unit"))

    def find(self, name, parent=""):
        """Return the unit that is meant, or None: an alias, or the one of that name that the parent does not refute."""
        key = key_of(name, parent)
        if key not in self._found:
            self._found[key] = self._current(self._by_alias(key) or self._by_name(name, parent))
        return self._found[key]

    def _by_alias(self, key):
        own = key.partition("|")[0]
        return self.units.get(self.aliases.get(key) or self.aliases.get(f"{own}|"))

    def _by_name(self, name, parent):
        meant = [unit for unit in self.named.get(name_key(name), []) if self._fits(unit, name_key(parent))]
        return meant[0] if len(meant) == 1 else None

    def _fits(self, unit, parent_key):
        above = {name_key(place.name) for place in self._upwards(unit)}
        return not parent_key or unit.parent_id is None or parent_key in above

    def _upwards(self, unit):
        """Yield a unit, and what it is part of, level by level."""
        seen = set()
        while unit and unit.pk not in seen:
            seen.add(unit.pk)
            yield unit
            unit = self.units.get(unit.parent_id)

    def _current(self, unit):
        """Return a unit, or whichever goes on in its place; None when it ended without one."""
        seen = set()
        while unit and not unit.is_active and unit.pk not in seen:
            seen.add(unit.pk)
            unit = self.units.get(unit.successor_id)
        return unit if unit and unit.is_active else None

    def alike(self, name, parent=""):
        """Return the active units that a name may mean, likeliest first; the parent last, for parts without a row."""
        active = {key: self._current(units[0]) for key, units in self.named.items()}
        found = [active[key] for key in difflib.get_close_matches(name_key(name), active, MOST_ALIKE, ALIKE)]
        above = self.find(parent) if parent else None
        return list(dict.fromkeys(unit for unit in (*found, above) if unit))
