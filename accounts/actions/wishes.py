"""What people wish to be told, by which channel and when; and what they have read."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.channels import CHANNELS
from accounts.kinds import GROUPS, is_required, kind_of
from accounts.models import Notification, Pacing, Preference, User
from bkpsdm.lib.states import move_to

from .records import record

State = Notification.State


@transaction.atomic
def save_wishes(user, *, choices, has_digest, quiet_from, quiet_until, by):
    """Keep what a person wants: {(group, channel): is_on}, a weekly digest or not, and the quiet hours or None.

    What waits already follows: it is held back where it is not wanted any more, and let go where the digest ends.
    Raises ValidationError for quiet hours that are only half given.
    """
    pacing, _ = Pacing.objects.select_for_update().get_or_create(user=user)
    pacing.has_digest, pacing.quiet_from, pacing.quiet_until = has_digest, quiet_from, quiet_until
    pacing.full_clean()
    pacing.save(update_fields=["has_digest", "quiet_from", "quiet_until"])
    for (group, channel), is_on in choices.items():
        choose(user, group, channel, is_on=is_on)
    if not has_digest:
        Notification.objects.filter(user=user).for_next_digest().update(in_digest=False)
    record("wishes_saved", pacing, by=by)


@transaction.atomic
def leave_groups(leave):
    """Switch groups off for a person who has followed the link in a mail; again changes nothing."""
    for group in leave.groups:
        choose(leave.person, group, leave.channel, is_on=False)
    record("groups_left", None, by=leave.person if isinstance(leave.person, User) else None, groups=leave.groups)


def choose(person, group, channel, *, is_on):
    """Switch a group on or off for one channel, and hold back what waits of it.

    Raises ValidationError for what a rule requires, and for what does not exist.
    """
    if group not in GROUPS or channel not in CHANNELS or (not is_on and is_required(group)):
        raise ValidationError("Kabar ini wajib dan tidak dapat dimatikan.")
    whose = {"user" if isinstance(person, User) else "employee": person}
    Preference.objects.update_or_create(**whose, group=group, channel=channel, defaults={"is_on": is_on})
    if is_on:
        return
    waiting = Notification.objects.free().filter(**whose, channel=channel, state=State.WAITING, digest__isnull=True)
    # What a worker holds this very moment is on its way.
    for notification in waiting.select_for_update(skip_locked=True, of=["self"]):
        kind = kind_of(notification.kind)
        if kind.group == group and not kind.required_by:
            move_to(notification, State.HELD, error="pilihan", retry="")


def mark_read(notifications):
    """Mark messages of the portal as read; return how many were not."""
    return notifications.unread().update(read_at=timezone.now())


def pacing_of(user):
    """Return when a person wants mail, or the defaults, not saved yet."""
    return Pacing.objects.filter(user=user).first() or Pacing(user=user)
