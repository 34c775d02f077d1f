"""Whether what works on its own is still at work: beat, the outbox, the calendar, the sealer."""

from datetime import timedelta

from django.db.models import Max, Min
from django.utils import timezone

from .models import Activity, Heartbeat, Holiday, Notification
from .seals import PATIENCE

# Beat shows itself every minute, and drains every minute.
BEAT_LIMIT = timedelta(minutes=5)
OUTBOX_LIMIT = timedelta(minutes=15)
# Further back looks verify_activity.
SEALS_OF = timedelta(days=1)


def beat(name):
    """Note that a program is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": timezone.now()})


def freshness(now):
    """Return what /freshz says: seconds since the last beat and of the oldest due message, the missing year, and the
    names of what is stale. The year counts from six weeks before it begins.
    """
    beaten_at = Heartbeat.objects.filter(name="beat").aggregate(at=Max("beaten_at"))["at"]
    oldest = Notification.objects.waiting().filter(send_after__lte=now).aggregate(at=Min("send_after"))["at"]
    year = Holiday.calendar().missing_year(timezone.localdate(now))
    checks = {
        "beat": beaten_at is None or now - beaten_at > BEAT_LIMIT,
        "outbox": oldest is not None and now - oldest > OUTBOX_LIMIT,
        "calendar": year is not None,
        "seals": _unsealed(now).exists(),
    }
    return {
        "beat_seconds": beaten_at and _seconds(now - beaten_at),
        "outbox_seconds": _seconds(now - oldest) if oldest else 0,
        "missing_year": year,
        "stale": [name for name, is_stale in checks.items() if is_stale],
    }


def _unsealed(now):
    return Activity.objects.filter(created_at__gte=now - SEALS_OF, created_at__lt=now - PATIENCE, seal__isnull=True)


def _seconds(duration):
    return round(duration.total_seconds())
