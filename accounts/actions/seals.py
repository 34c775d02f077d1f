"""The sealer: one at a time, beside the writers and never before them."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Activity, ActivitySeal, SealCheckpoint
from accounts.seals import REMOVED, Link, head_of_chain, link_hash, sealed_before, verify

from .records import record

# Any number that nothing else in this database locks.
LOCK = 0x5E_A1
BATCH = 5000


@transaction.atomic
def seal_activities(*, most=BATCH):
    """Append the oldest activities without a seal to the chain; return how many.

    A second sealer waits for the first and then goes on where that one ended. Whoever writes an activity takes no lock:
    one that is committed late is sealed late, at a later position.
    """
    _lock()
    link, sealed_at = head_of_chain(), timezone.now()
    seals = []
    for activity in Activity.objects.filter(seal__isnull=True).order_by("pk")[:most]:
        place = {"position": link.position + 1, "previous": link.hash, "sealed_at": sealed_at}
        before, link = link, Link(link.position + 1, link_hash(activity, **place))
        seals.append(
            ActivitySeal(
                position=link.position,
                activity=activity,
                previous_hash=before.hash,
                hash=link.hash,
                sealed_at=sealed_at,
            )
        )
    ActivitySeal.objects.bulk_create(seals)
    return len(seals)


@transaction.atomic
def remove_sealed(before, *, now):
    """Delete the beginning of the chain, up to a moment, with its activities; return how many links went.

    Only within ``retention_pass``: anywhere else the triggers refuse. The chain goes on from a checkpoint, and the
    deletion is an activity of its own. Raises ValidationError when the chain is not sound, because what proves a fault
    must not be deleted.
    """
    _lock()
    seals = sealed_before(before)
    last = seals.order_by("-position").first()
    if last is None:
        return 0
    if fault := verify(now).fault:
        raise ValidationError(f"Rantai catatan tidak utuh ({fault.kind}); tidak ada yang dihapus sebelum diperiksa.")
    count = seals.count()
    Activity.objects.filter(pk__in=seals.values("activity"))._raw_delete(seals.db)
    ActivitySeal.objects.filter(position__lte=last.position)._raw_delete(seals.db)
    SealCheckpoint.objects.create(position=last.position, hash=last.hash, until=before)
    record(REMOVED, None, by=None, position=last.position, hash=last.hash, count=count)
    return count


def _lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
