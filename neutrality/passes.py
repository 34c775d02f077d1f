"""The pass of a person to an event: derived from the secret of the event, never stored.

Twelve characters stand for the person, and one checks them: read aloud, typed, or shown as a QR code of version 1.
Whoever knows a pass learns nothing about another. A pass is found again by deriving those of all who are invited.
"""

import threading
from collections import OrderedDict
from typing import NamedTuple

from django.db.models import Count, Max

from bkpsdm.lib.codes import LENGTH, check_character, derived_code, is_checked

TABLES_KEPT = 8


def pass_of(event, employee_id):
    """Return the 13 characters that let an employee into an event; the last one checks the others."""
    code = _code_of(event, employee_id)
    return code + check_character(code)


def _code_of(event, employee_id):
    return derived_code(event.secret, f"pas:{employee_id}")


class _Table(NamedTuple):
    """Whose the passes of an event are, by the pass without its check; the stamp tells when others are invited."""

    stamp: tuple
    people: dict


_tables = OrderedDict()
_lock = threading.Lock()


def find_person(event, text):
    """Return the key of the invited employee whom a cleaned pass stands for, or None when it is nobody's of this event.

    Each process derives the passes of an event once and keeps them in memory; a right pass that it does not know costs
    one look at whether others are invited now. Who is no longer invited may still be found here: ask the attendance.
    """
    if not is_checked(text):
        return None
    key, code = (event.pk, event.secret), text[:LENGTH]
    table = _tables.get(key)
    if table is None or (code not in table.people and table.stamp != _stamp(event)):
        table = _derive(event, key)
    return table.people.get(code)


def _derive(event, key):
    """Derive the passes of all who are invited; threads that ask at the same moment wait for one derivation."""
    with _lock:
        stamp, table = _stamp(event), _tables.get(key)
        if table is None or table.stamp != stamp:
            people = event.attendances.invited().values_list("employee_id", flat=True)
            table = _tables[key] = _Table(stamp, {_code_of(event, pk): pk for pk in people})
            while len(_tables) > TABLES_KEPT:
                _tables.popitem(last=False)
        return table


def _stamp(event):
    """Return what changes whenever somebody else is invited."""
    return tuple(event.attendances.invited().aggregate(count=Count("pk"), last=Max("pk")).values())
