"""The people of an operator's units with what each was called to, in one query for any number of them."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Employee, WorkUnit

from .models import Attendance


def people_with_turnout(user, *, now, unit=None):
    """Return the people in service of the units that somebody operates, or of one with what lies below it.

    Each has `called` and `came`: to how many events that have begun, as far as the reader may see.
    """
    units = WorkUnit.objects.overseen_by(user)
    people = Employee.objects.visible_to(user).in_service().filter(unit__in=units)
    if unit:
        people = people.filter(unit__in=WorkUnit.objects.below([unit]))
    rows = Attendance.objects.visible_to(user).held_by(now).filter(employee=OuterRef("pk")).order_by()
    return people.select_related("unit").annotate(called=_count(rows), came=_count(rows.present()))


def _count(rows):
    return Coalesce(Subquery(rows.values("employee").annotate(number=Count("pk")).values("number")), 0)
