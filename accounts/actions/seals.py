"""The sealer: one at a time, beside the writers and never before them."""

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Activity, ActivitySeal
from accounts.seals import Link, head_of_chain, link_hash

# Any number that nothing else in this database locks.
LOCK = 0x5E_A1
BATCH = 1000


@transaction.atomic
def seal_activities(*, most=BATCH):
    """Append the oldest activities without a seal to the chain; return how many.

    A second sealer waits for the first and then goes on where that one ended. Whoever writes an activity takes no lock:
    one that is committed late is sealed late, at a later position.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
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
