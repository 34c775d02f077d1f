"""To tell people: one row for each person and channel, in the transaction of what is told."""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone

from accounts.channels import CHANNELS
from accounts.kinds import KINDS, Pace
from accounts.models import Notification, Pacing, Preference, User

ROWS_AT_ONCE = 500
State = Notification.State


def notify(people, kind, *, expires_at=None, **payload):
    """Write what each person is told into the outbox, and have it drained once the transaction is committed.

    People are accounts, or employees of the roster. ``kind`` is a key of accounts.kinds.KINDS; the payload holds what
    its templates need, and the ``path`` of the page that it leads to. After ``expires_at`` it is dropped instead of
    sent. A broker that is down delays the message until beat drains.
    """
    from accounts.tasks import drain_outbox  # late: tasks call these actions

    if KINDS[kind].goes_stale and expires_at is None:
        raise ValueError(f"{kind} goes stale: say when, by expires_at")
    people = list(people)
    wishes = Wishes.of(people)
    rows = [
        _row(person, channel, kind, payload, expires_at, wishes)
        for person in people
        for channel in CHANNELS.values()
        if channel.reaches(person)
    ]
    Notification.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    if any(row.state == State.WAITING and not row.in_digest for row in rows):
        transaction.on_commit(drain_outbox.delay, robust=True)


def notify_employees(employees, kind, *, expires_at=None, **payload):
    """Tell employees: as accounts where they have one, else by the address of the roster."""
    accounts = {user.employee_id: user for user in User.objects.filter(employee__in=employees, is_active=True)}
    people = [accounts.get(employee.pk, employee) for employee in employees]
    notify(people, kind, expires_at=expires_at, **payload)


@dataclass
class Wishes:
    """What a set of people want to be told, and how: two queries for any number of them."""

    user_choices: dict = field(default_factory=dict)  # (user id, group, channel) -> is_on
    employee_choices: dict = field(default_factory=dict)
    gatherers: set = field(default_factory=set)  # ids of users who have a weekly digest

    @classmethod
    def of(cls, people):
        users = [person.pk for person in people if isinstance(person, User)]
        employees = [person.employee_id if isinstance(person, User) else person.pk for person in people]
        wishes = cls()
        rows = Preference.objects.filter(models.Q(user__in=users) | models.Q(employee__in=employees))
        for row in rows:
            choices, key = (
                (wishes.user_choices, row.user_id) if row.user_id else (wishes.employee_choices, row.employee_id)
            )
            choices[key, row.group, row.channel] = row.is_on
        wishes.gatherers = set(Pacing.objects.filter(user__in=users, has_digest=True).values_list("user", flat=True))
        return wishes

    def wants(self, person, group, channel):
        """Return whether a person wants a group by a channel; an account's own word counts before its employee's."""
        if not isinstance(person, User):
            return self.employee_choices.get((person.pk, group, channel), True)
        before = self.employee_choices.get((person.employee_id, group, channel), True)
        return self.user_choices.get((person.pk, group, channel), before)

    def has_digest(self, person):
        return isinstance(person, User) and person.pk in self.gatherers


def _row(person, channel, kind, payload, expires_at, wishes):
    """Return the row of one person and channel in the state in which it begins: held, told already, or waiting."""
    rule = KINDS[kind]
    row = {
        "user" if isinstance(person, User) else "employee": person,
        "channel": channel.name,
        "kind": kind,
        "payload": payload,
        "expires_at": expires_at,
    }
    if not rule.required_by and not wishes.wants(person, rule.group, channel.name):
        return Notification(**row, state=State.HELD, error="pilihan")
    if channel.is_instant:
        proof = channel.send(Notification(**row), None)
        return Notification(**row, state=State.SENT, sent_at=timezone.now(), proof=proof)
    can_wait = channel.can_gather and rule.pace is Pace.RELAXED and not rule.required_by
    return Notification(**row, in_digest=can_wait and wishes.has_digest(person))
