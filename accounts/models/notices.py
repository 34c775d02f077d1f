"""The outbox: a message is a row before it is a mail; and what people wish to be told, how and when."""

import uuid

from django.db import models
from django.db.models.functions import Now

from accounts.kinds import GROUPS, kind_of

from .people import Employee, User


def for_one_person(name):
    """Return the constraint that a row belongs to an account or to an employee of the roster, never to both."""
    return models.CheckConstraint(name=name, condition=models.Q(user__isnull=True) ^ models.Q(employee__isnull=True))


class NotificationQuerySet(models.QuerySet):
    def by_mail(self):
        return self.filter(channel=Notification.Channel.EMAIL)

    def visible_to(self, user):
        """Return what the portal itself tells a person; what went by mail is nobody's page."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, channel=Notification.Channel.PORTAL, state=Notification.State.SENT)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def waiting(self):
        """Return what a worker may take when its time has come; what waits for a digest is not among it."""
        return self.filter(state=Notification.State.WAITING, in_digest=False)

    def free(self):
        """Return what is leased to no worker (database time)."""
        return self.filter(models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=Now()))

    def due(self):
        """Return what waits, may be sent by now, and is leased to no worker (database time)."""
        return self.waiting().free().filter(send_after__lte=Now())

    def for_next_digest(self):
        """Return what waits for the digest of its person and stands in none yet."""
        return self.filter(state=Notification.State.WAITING, in_digest=True, digest__isnull=True)

    def failed(self):
        """Return what could not be delivered, or not yet; what a digest holds fails with the digest."""
        trying = models.Q(state=Notification.State.WAITING, in_digest=False) & ~models.Q(error="")
        return self.filter(trying | models.Q(state__in=Notification.FAILED), digest__isnull=True)


class Notification(models.Model):
    """One message to one person through one channel, written in the transaction of what it tells.

    Thousands of employees never log in; these are told by the address in the roster.
    """

    class State(models.TextChoices):
        WAITING = "menunggu", "menunggu"
        SENT = "terkirim", "terkirim"
        UNREACHABLE = "tanpa_alamat", "tanpa alamat"
        REFUSED = "ditolak", "ditolak"
        HELD = "ditahan", "ditahan"
        STALE = "basi", "basi"

    FAILED = (State.REFUSED, State.UNREACHABLE)
    MOVES = {
        State.WAITING: {State.SENT, State.UNREACHABLE, State.REFUSED, State.HELD, State.STALE},
        # Sent again by somebody who has mended the address.
        State.REFUSED: {State.WAITING},
        State.UNREACHABLE: {State.WAITING},
    }

    class Channel(models.TextChoices):
        EMAIL = "surel", "Surel"
        PORTAL = "portal", "Portal"

    class Retry(models.TextChoices):
        """How long to wait after a failure: the way was closed, or this one message was put off."""

        QUICK = "cepat", "cepat"
        SLOW = "lambat", "lambat"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="notifications", null=True)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="notifications", null=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    kind = models.CharField(max_length=60, help_text="A key of accounts.kinds.KINDS.")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=15, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, help_text="Of no use afterwards: dropped instead of sent.")
    leased_until = models.DateTimeField(null=True)
    leased_by = models.UUIDField(null=True, help_text="The claim that holds the lease.")
    retry = models.CharField(max_length=6, choices=Retry, blank=True, default="")
    in_digest = models.BooleanField(default=False, help_text="Told by the weekly digest, not by a mail of its own.")
    digest = models.ForeignKey(
        "self", models.PROTECT, related_name="items", null=True, help_text="The mail that holds it: set once."
    )
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="", help_text="A code or class, never words.")
    proof = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of what was sent.")
    forgotten_at = models.DateTimeField(null=True, help_text="When the payload was emptied.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar"
        verbose_name_plural = "kabar"
        permissions = [("manage_delivery", "Mengelola pengiriman kabar")]
        indexes = [
            models.Index(
                name="notification_due",
                fields=["channel", "created_at"],
                condition=models.Q(state="menunggu", in_digest=False),
            ),
            models.Index(
                name="notification_for_digest",
                fields=["user"],
                condition=models.Q(state="menunggu", in_digest=True, digest__isnull=True),
            ),
            models.Index(
                name="notification_unread", fields=["user"], condition=models.Q(channel="portal", read_at__isnull=True)
            ),
            models.Index(
                name="notification_failed",
                fields=["-created_at"],
                condition=models.Q(state__in=["ditolak", "tanpa_alamat"]),
            ),
            models.Index(
                name="notification_not_forgotten", fields=["sent_at"], condition=models.Q(forgotten_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="notification_state_known",
                condition=models.Q(
                    state__in=["menunggu", "terkirim", "tanpa_alamat", "ditolak", "ditahan", "basi"],
                ),
            ),
            models.CheckConstraint(
                name="notification_sent_has_time",
                condition=~models.Q(state="terkirim") | models.Q(sent_at__isnull=False),
            ),
            for_one_person("notification_for_one_person"),
            models.CheckConstraint(
                name="notification_digest_gathers_its_own",
                condition=models.Q(digest__isnull=True) | models.Q(in_digest=True, user__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} ({self.state})"

    @property
    def person(self):
        return self.user or self.employee

    @property
    def person_name(self):
        return self.person.full_name

    @property
    def title(self):
        return kind_of(self.kind).title

    @property
    def room(self):
        """Return the part of the portal that it comes from."""
        group = GROUPS.get(kind_of(self.kind).group)
        return group.room if group else ""

    @property
    def own_address(self):
        """Return the address to which this message goes whatever its person's is, or nothing."""
        return self.payload.get("to", "")

    @property
    def path(self):
        """Return the page that it leads to, or nothing when it was forgotten."""
        return self.payload.get("path", "")


class Preference(models.Model):
    """Whether a person wants a group of messages through a channel; without a row, yes.

    People without an account leave by the link in the mail, so that they have preferences too.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="preferences", null=True)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="preferences", null=True)
    group = models.CharField(max_length=20, help_text="A key of accounts.kinds.GROUPS.")
    channel = models.CharField(max_length=10, help_text="A key of accounts.channels.CHANNELS.")
    is_on = models.BooleanField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "pilihan kabar"
        verbose_name_plural = "pilihan kabar"
        constraints = [
            for_one_person("preference_for_one_person"),
            models.UniqueConstraint(name="preference_user_once", fields=["user", "group", "channel"]),
            models.UniqueConstraint(name="preference_employee_once", fields=["employee", "group", "channel"]),
        ]

    def __str__(self):
        return f"{self.group} lewat {self.channel}: {'ya' if self.is_on else 'tidak'}"


class Pacing(models.Model):
    """When a person wants mail: gathered once a week, and not in the quiet hours."""

    user = models.OneToOneField(User, models.PROTECT, related_name="pacing")
    has_digest = models.BooleanField("Surel dirangkum sepekan sekali", default=False)
    quiet_from = models.TimeField("Jam tenang mulai", null=True, blank=True)
    quiet_until = models.TimeField("sampai", null=True, blank=True)
    digested_until = models.DateTimeField(
        null=True, blank=True, help_text="The high-water mark: the weekly moment that the last digest was made for."
    )

    class Meta:
        verbose_name = "waktu kabar"
        verbose_name_plural = "waktu kabar"
        constraints = [
            models.CheckConstraint(
                name="pacing_quiet_hours_whole",
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~models.Q(quiet_from=models.F("quiet_until")),
                violation_error_message="Isi mulai dan selesainya jam tenang, dua waktu yang berbeda; atau kosongkan.",
            ),
        ]

    def __str__(self):
        return "dirangkum sepekan sekali" if self.has_digest else "satu per satu"


class Heartbeat(models.Model):
    """The last sign of life of a program that works on its own, by name."""

    name = models.CharField(max_length=20, primary_key=True)
    beaten_at = models.DateTimeField()

    class Meta:
        verbose_name = "denyut"
        verbose_name_plural = "denyut"

    def __str__(self):
        return self.name
