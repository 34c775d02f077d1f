"""The outbox: a message is a row before it is a mail."""

import uuid

from django.db import models
from django.db.models.functions import Now

from .people import Employee, User


class NotificationQuerySet(models.QuerySet):
    def due(self):
        """Return what waits, may be sent by now, and is leased to no worker (database time)."""
        free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=Now())
        return self.filter(free, state=Notification.State.WAITING, send_after__lte=Now())


class Notification(models.Model):
    """One message to one person through one channel, written in the transaction of what it tells.

    Thousands of employees never log in; these are told by the address in the roster.
    """

    class State(models.TextChoices):
        WAITING = "menunggu", "menunggu"
        SENT = "terkirim", "terkirim"
        UNREACHABLE = "tanpa_alamat", "tanpa alamat"
        REFUSED = "ditolak", "ditolak"

    MOVES = {State.WAITING: {State.SENT, State.UNREACHABLE, State.REFUSED}}

    class Channel(models.TextChoices):
        EMAIL = "surel", "surel"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="notifications", null=True)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="notifications", null=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    kind = models.CharField(max_length=60, help_text="The name of its templates in templates/emails/.")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=15, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(db_default=Now())
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar"
        verbose_name_plural = "kabar"
        indexes = [
            models.Index(name="notification_due", fields=["send_after"], condition=models.Q(state="menunggu")),
        ]
        constraints = [
            models.CheckConstraint(
                name="notification_state_known",
                condition=models.Q(state__in=["menunggu", "terkirim", "tanpa_alamat", "ditolak"]),
            ),
            models.CheckConstraint(
                name="notification_sent_has_time",
                condition=~models.Q(state="terkirim") | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notification_for_one_person",
                condition=models.Q(user__isnull=True) ^ models.Q(employee__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.kind} ({self.state})"

    @property
    def address(self):
        return (self.user or self.employee).email

    @property
    def person_name(self):
        return (self.user or self.employee).full_name
