"""The one place where a state is assigned.

A model with states has a field ``state`` and a dict ``MOVES`` from each state to the states that may follow.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone


def move_to(thing, state, **changes):
    """Move a stored object to another state, together with other columns, by compare-and-swap.

    Raises ValidationError when the move is not in ``MOVES``, or when somebody else moved the object first.
    """
    if state not in thing.MOVES.get(thing.state, ()):
        before, after = thing.get_state_display(), dict(type(thing).State.choices)[state]
        raise ValidationError(f"Tidak dapat diubah dari “{before}” menjadi “{after}”.", code="move")
    if any(field.name == "updated_at" for field in thing._meta.fields):
        changes.setdefault("updated_at", timezone.now())
    rows = type(thing)._base_manager.filter(pk=thing.pk, state=thing.state)
    if not rows.update(state=state, **changes):
        raise ValidationError("Keadaannya baru saja diubah orang lain. Muat ulang halaman ini.", code="race")
    thing.state = state
    for name, value in changes.items():
        setattr(thing, name, value)
