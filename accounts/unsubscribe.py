"""The link that leaves a group of messages by one click: signed, without a login, without a date (RFC 8058)."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .kinds import DIGEST, GROUPS, is_required, kind_of
from .models import Employee, User

signer = Signer(salt="accounts.unsubscribe")


@dataclass(frozen=True)
class Leave:
    """Who leaves which groups through which channel."""

    person: User | Employee
    groups: list
    channel: str

    @property
    def labels(self):
        return [GROUPS[name].label for name in self.groups]


def leave_path(notification):
    """Return the path that leaves the groups of a message, or nothing where a rule requires it."""
    if notification.kind == DIGEST:
        names = sorted(notification.items.values_list("kind", flat=True).distinct())
    else:
        names = [notification.kind]
    kinds = [kind_of(name) for name in names]
    groups = sorted({kind.group for kind in kinds if kind.group and not kind.required_by})
    if not groups:
        return ""
    table, key = ("u", notification.user_id) if notification.user_id else ("e", notification.employee_id)
    token = signer.sign_object([table, key, groups, notification.channel], compress=True)
    return reverse("accounts:notice-leave", args=[token])


def read_leave(token):
    """Return who leaves what, or None for a token that was not made here or whose person is gone."""
    try:
        table, key, groups, channel = signer.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    person = (User if table == "u" else Employee).objects.filter(pk=key).first()
    groups = [group for group in groups if group in GROUPS and not is_required(group)]
    return Leave(person, groups, channel) if person and groups else None
