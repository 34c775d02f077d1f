"""The data map: for each field of each table why it is held, how delicate it is, on which law, and how long.

A field without an entry fails the run (tests/test_datamap.py). Data saya, the breach report and ``apply_retention``
read it, so it is what the portal does and not only what it says.
"""

from . import doors, frame, hallway
from .shape import Fact, Held, Keep, Kind

MAP = {**hallway.MAP, **doors.MAP, **frame.MAP}


def held_of(model):
    """Return what is said about a model."""
    return MAP[model._meta.label_lower]


def fact_of(model, name):
    """Return what is said about one field."""
    return held_of(model).fact(name)


__all__ = ["MAP", "Fact", "Held", "Keep", "Kind", "fact_of", "held_of"]
