"""The weekly digest: what waits for it goes as one mail, once."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.kinds import DIGEST
from accounts.models import Notification, Pacing
from bkpsdm.lib.states import move_to

State = Notification.State


def people_due(moment):
    """Return the pacings of those for whom something waits, and who had no digest for a weekly moment yet."""
    waiting = Notification.objects.for_next_digest().filter(created_at__lt=moment)
    before = Q(digested_until__isnull=True) | Q(digested_until__lt=moment)
    return Pacing.objects.filter(before, user__in=waiting.values("user"))


@transaction.atomic
def write_digest(pacing, *, moment):
    """Give all that waits for a person's digest to one mail in the outbox; return it, or None where nothing waits.

    Two marks keep it to once: the person's ``digested_until`` lets a weekly moment have one digest, and the row's
    ``digest`` lets a message stand in one. A message is taken because it stands in none, never because of its time, so
    that one whose transaction was slow to commit is not lost between two moments.
    """
    from accounts.tasks import drain_outbox  # late: tasks call these actions

    pacing = Pacing.objects.select_for_update().get(pk=pacing.pk)
    if pacing.digested_until and pacing.digested_until >= moment:
        return None
    rows = Notification.objects.for_next_digest().filter(user=pacing.user_id, created_at__lt=moment)
    for stale in rows.filter(expires_at__lte=timezone.now()):
        move_to(stale, State.STALE, error="kedaluwarsa")
    if not rows.exists():
        return None
    pacing.digested_until = moment
    pacing.save(update_fields=["digested_until"])
    digest = Notification.objects.create(
        user_id=pacing.user_id, kind=DIGEST, payload={"path": reverse("accounts:notice-list")}
    )
    rows.update(digest=digest)
    transaction.on_commit(drain_outbox.delay, robust=True)
    return digest
