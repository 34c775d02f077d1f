"""Who saw whose data (UU 27/2022 art. 31)."""

from django.utils import timezone

from accounts.models import AccessLog, Employee
from accounts.surfaces import SURFACES

ROLES_LENGTH = AccessLog._meta.get_field("acted_as").max_length


def note_access(person, *, by, surface, reason="", is_taken=False):
    """Write down that somebody saw the data of a person, an account or an employee; see ``note_people``."""
    note_people([person], by=by, surface=surface, reason=reason, is_taken=is_taken)


def note_people(people, *, by, surface, reason="", is_taken=False):
    """Write down that somebody saw the data of some people, once an hour for each.

    Nobody is noted for looking at their own data, and an account without a person has none.
    """
    employees = {person if isinstance(person, Employee) else person.employee for person in people}
    rows = [
        _row(by, surface, reason, is_taken, person=employee)
        for employee in sorted(employees - {None, by.employee}, key=lambda employee: employee.pk)
    ]
    # In the order of keys, so that two who look at the same people at once cannot lock each other out.
    AccessLog.objects.bulk_create(rows, ignore_conflicts=True)


def note_group(group, *, people, by, surface, reason="", is_taken=False):
    """Write down that somebody saw a list of the people of an event or decree, or took it along; how many it names.

    A person finds it by having stood in that group (``data_of`` of the doors says in which).
    """
    if people:
        row = _row(by, surface, reason, is_taken, group=group._meta.label_lower, group_id=str(group.pk), people=people)
        AccessLog.objects.bulk_create([row], ignore_conflicts=True)


def _row(by, surface, reason, is_taken, **about):
    if surface not in SURFACES:
        raise KeyError(surface)
    return AccessLog(
        viewer=by,
        acted_as="; ".join(str(grant) for grant in by.active_grants)[:ROLES_LENGTH],
        surface=surface,
        reason=reason,
        is_taken=is_taken,
        hour=timezone.now().replace(minute=0, second=0, microsecond=0),
        **about,
    )
