"""Whom no mail reaches: the list by which units mend addresses."""

from django.db.models import Case, Count, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from .models import Employee, Notification, WorkUnit

State = Notification.State
# Mail goes to the account where there is one that is active, else to the roster (accounts.actions.notify_employees).
NO_ADDRESS = (
    Q(user__is_active=True, user__email="") | Q(user__isnull=True, email="") | Q(user__is_active=False, email="")
)


def unreachable_employees():
    """Return the employees in service without an address, or whose newest mail was refused.

    Each has ``fault`` (a state), and ``failed_at`` and ``fault_code`` of a refusal. Nothing says what the mail was
    about: whoever mends addresses need not know.
    """
    mails = Notification.objects.filter(channel=Notification.Channel.EMAIL)
    refused = mails.filter(state=State.REFUSED).annotate(
        person=Coalesce("employee_id", "user__employee_id", output_field=Employee._meta.pk)
    )
    newest = refused.filter(person=OuterRef("pk")).order_by("-created_at")
    sent = mails.filter(state=State.SENT).order_by()
    to_roster = sent.filter(employee=OuterRef("pk")).values("employee").annotate(at=Max("created_at")).values("at")
    to_account = sent.filter(user=OuterRef("user")).values("user").annotate(at=Max("created_at")).values("at")
    never_since = Q(reached_at__isnull=True) | Q(reached_at__lt=F("failed_at"))
    return (
        Employee.objects.in_service()
        .filter(NO_ADDRESS | Q(pk__in=refused.values("person")))
        .annotate(
            failed_at=Subquery(newest.values("created_at")[:1]),
            fault_code=Subquery(newest.values("error")[:1]),
            reached_at=Greatest(Subquery(to_roster), Subquery(to_account)),
            fault=Case(When(NO_ADDRESS, then=Value(State.UNREACHABLE)), default=Value(State.REFUSED)),
        )
        .filter(NO_ADDRESS | never_since)
    )


def units_by_unreachable():
    """Return the units with such employees, the most first, each with their number as ``unreachable``."""
    people = unreachable_employees().values("pk")
    units = WorkUnit.objects.filter(employees__in=people).annotate(unreachable=Count("employees"))
    return units.order_by("-unreachable", "name")
