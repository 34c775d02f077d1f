"""How the outbox is sent: leased by one worker, sent, and settled; what fails is tried again or shown to staff."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.channels import CHANNELS, PermanentError, SlowError
from accounts.kinds import DIGEST, kind_of
from accounts.models import Notification
from accounts.timing import considerate
from bkpsdm.lib.states import move_to

from .records import record

BATCH = 100
LEASE = timedelta(minutes=5)
State, Retry = Notification.State, Notification.Retry
# The first wait, which doubles with each attempt, and the longest.
WAITS = {
    Retry.QUICK: (timedelta(minutes=1), timedelta(hours=1)),
    Retry.SLOW: (timedelta(minutes=15), timedelta(hours=12)),
}
UNLEASED = {"leased_until": None, "leased_by": None}


def claim_notifications(channel):
    """Lease up to 100 due messages of a channel to one claim, in database time, and return them, oldest first."""
    claim = uuid.uuid4()
    with transaction.atomic():
        due = Notification.objects.due().filter(channel=channel.name).order_by("created_at")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        Notification.objects.filter(pk__in=ids).update(
            leased_until=Now() + LEASE, leased_by=claim, attempts=models.F("attempts") + 1
        )
    claimed = Notification.objects.filter(pk__in=ids, leased_by=claim).order_by("created_at")
    return list(claimed.select_related("user__employee", "user__pacing", "employee"))


def send_notification(notification, channel, connection):
    """Send one claimed message and record what became of it; a fault that may pass is tried again later.

    Does nothing when the lease ran out and another worker has taken the message. Raises QuickError when the channel
    itself is closed.
    """
    if not keep_lease(notification):
        return
    now = timezone.now()
    later = considerate(now, kind_of(notification.kind).pace, getattr(notification.user, "pacing", None))
    if notification.expires_at and notification.expires_at <= now:
        settle(notification, State.STALE, error="kedaluwarsa")
    elif not (notification.own_address or channel.address_of(notification.person)):
        settle(notification, State.UNREACHABLE)
    elif later > now:
        # Counted from the clock of the database, or a row could be due again at once where the clocks differ.
        own = own_rows([notification])
        own.update(send_after=Now() + (later - now), attempts=models.F("attempts") - 1, **UNLEASED)
    else:
        deliver(notification, channel, connection)


def deliver(notification, channel, connection):
    """Hand one message to its channel and keep the answer."""
    try:
        proof = channel.send(notification, connection)
    except PermanentError as refusal:
        settle(notification, State.REFUSED, error=refusal.code)
    except SlowError as delay:
        postpone([notification], Retry.SLOW, delay.code)
    else:
        settle(notification, State.SENT, sent_at=timezone.now(), proof=proof)


def own_rows(notifications):
    """Return those of the claimed messages that still wait and are still leased to the claim that read them."""
    return Notification.objects.filter(
        pk__in=[notification.pk for notification in notifications],
        leased_by__in={notification.leased_by for notification in notifications},
        state=State.WAITING,
    )


def keep_lease(notification):
    """Prolong the lease of a claimed message; return whether it is still this claim's."""
    return bool(own_rows([notification]).update(leased_until=Now() + LEASE))


@transaction.atomic
def settle(notification, state, **changes):
    """Move a message to its last state; what a digest holds shares its fate."""
    changes = {"error": "", "retry": "", **UNLEASED, **changes}
    items = notification.items.filter(state=State.WAITING) if notification.kind == DIGEST else []
    for row in [notification, *items]:
        move_to(row, state, **changes)


def postpone(notifications, retry, error):
    """Give leased messages back, each to be tried after a wait that doubles with its attempts."""
    _put_off(own_rows(notifications), retry, error)


@transaction.atomic
def delay_channel(channel, error):
    """Put off all that is due in a channel that is closed."""
    due = Notification.objects.due().filter(channel=channel.name)
    ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True))
    rows = Notification.objects.filter(pk__in=ids)
    rows.update(attempts=models.F("attempts") + 1)
    _put_off(rows, Retry.QUICK, error)


def _put_off(rows, retry, error):
    first, longest = WAITS[retry]
    for attempts in sorted(set(rows.values_list("attempts", flat=True))):
        wait = min(first * 2 ** min(attempts - 1, 12), longest)
        rows.filter(attempts=attempts).update(send_after=Now() + wait, retry=retry, error=error[:300], **UNLEASED)


def wake_channel(channel):
    """Let everything go that waited because the channel was closed, so that the oldest goes first."""
    closed = Notification.objects.waiting().free().filter(channel=channel.name, retry=Retry.QUICK)
    closed.update(send_after=Now(), retry="")


@transaction.atomic
def resend(notifications, *, by):
    """Put failed messages back into the outbox as if new, with what a digest holds; return how many.

    A message that is tried again anyway is only brought forward.
    """
    from accounts.tasks import drain_outbox  # late: tasks call these actions

    rows = list(notifications.failed().select_for_update(of=["self"]))
    Notification.objects.free().filter(pk__in=[row.pk for row in rows], state=State.WAITING).update(send_after=Now())
    for failed in rows:
        if failed.state in Notification.FAILED:
            for row in [failed, *failed.items.filter(state=failed.state)]:
                move_to(row, State.WAITING, attempts=0, error="", retry="", send_after=Now())
    for kind in sorted({row.kind for row in rows}):
        record("notifications_resent", None, by=by, kind=kind, count=sum(row.kind == kind for row in rows))
    transaction.on_commit(drain_outbox.delay, robust=True)
    return len(rows)


def forget_settled(before):
    """Empty what was told before a moment; kind, time, channel and hash stay as proof. Return how many.

    What stands in the portal keeps its link until it has been read, and what failed can still be sent again.
    """
    instant = models.Q(channel__in=[channel.name for channel in CHANNELS.values() if channel.is_instant])
    done = models.Q(state=State.SENT, sent_at__lt=before) & (~instant | models.Q(read_at__lt=before))
    never = models.Q(state__in=[State.HELD, State.STALE], created_at__lt=before)
    return Notification.objects.filter(done | never, forgotten_at__isnull=True).update(payload={}, forgotten_at=Now())
