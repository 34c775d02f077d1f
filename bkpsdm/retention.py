"""What is deleted when its time is over: a sweep for each table whose time in the data map is a number of days.

Whoever adds a table with such a time adds its sweep here (tests/test_datamap.py asks for it).
"""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.actions import record, remove_sealed
from accounts.models import AccessLog, CorrectionRequest, EntrySlip, ImportRow, ImportRun, Notification
from accounts.seals import sealed_before
from services.models import SurveyToken

from .datamap import MAP
from .lib.frozen import retention_pass

# By label: which rows are past their time, given the moment before which a row of that table is too old.
SWEEPS = {
    "accounts.accesslog": lambda before: AccessLog.objects.filter(created_at__lt=before),
    "accounts.notification": lambda before: Notification.objects.filter(created_at__lt=before),
    "accounts.correctionrequest": lambda before: CorrectionRequest.objects.filter(decided_at__lt=before),
    "accounts.entryslip": lambda before: EntrySlip.objects.filter(expires_at__lt=before),
    # Rows go after 30 days by a task of their own; a run without rows is counts.
    "accounts.importrun": lambda before: ImportRun.objects.filter(created_at__lt=before).exclude(
        pk__in=ImportRow.objects.values("run")
    ),
    "admin.logentry": lambda before: LogEntry.objects.filter(action_time__lt=before),
    # These two know their own end, whatever moment is given.
    "services.surveytoken": lambda before: SurveyToken.objects.expired_on(timezone.localdate()),
    "sessions.session": lambda before: Session.objects.filter(expire_date__lt=timezone.now()),
    # An activity goes with its seal, and only from the beginning of the chain.
    "accounts.activityseal": sealed_before,
}
SEALS = "accounts.activityseal"


def past_their_time(now):
    """Return how many rows of each table are past their time."""
    return {label: rows(_cut(label, now)).count() for label, rows in SWEEPS.items()}


def apply_retention(now):
    """Delete what is past its time, record it, and return how many rows of each table went.

    Raises ValidationError when the chain of activities is not sound: what proves a fault must not be deleted.
    """
    with retention_pass():
        gone = {
            label: rows(_cut(label, now))._raw_delete("default") for label, rows in SWEEPS.items() if label != SEALS
        }
        gone[SEALS] = remove_sealed(_cut(SEALS, now), now=now)
        if any(gone.values()):
            record("retention_applied", None, by=None, **{label: count for label, count in gone.items() if count})
    return gone


def _cut(label, now):
    return now - timedelta(days=MAP[label].keep.days)
