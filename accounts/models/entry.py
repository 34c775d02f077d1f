"""How people get in for the first time, and again after they lost their keys."""

import uuid

from django.db import models
from django.utils import timezone

from .people import Employee, User
from .reference import WorkUnit


class ActivationCodeQuerySet(models.QuerySet):
    def waiting(self, now):
        """Return what was asked for and has not been looked at by a worker yet."""
        return self.filter(told_at__isnull=True, expires_at__gt=now)

    def usable(self, now):
        return self.filter(used_at__isnull=True, expires_at__gt=now)


class ActivationCode(models.Model):
    """A code that is sent to the e-mail address in the roster of whoever has a number.

    A number that nobody has, or whose owner cannot be written to, gets a row as well, so that both are answered alike.
    """

    MOST_TRIES = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="activation_codes", null=True)
    number_hash = models.CharField(max_length=64, help_text="Fingerprint of the number that was typed.")
    code_hash = models.CharField(max_length=64, blank=True, default="", help_text="Empty: nobody was sent a code.")
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True, help_text="When the right code was typed.")
    used_at = models.DateTimeField(null=True)

    objects = ActivationCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "kode aktivasi"
        verbose_name_plural = "kode aktivasi"
        constraints = [
            models.CheckConstraint(
                name="activationcode_tries_bounded",
                condition=models.Q(tries__lte=5),
                violation_error_message="Kode ini sudah terlalu sering dicoba.",
            ),
            models.CheckConstraint(
                name="activationcode_proved_by_somebody",
                condition=models.Q(proved_at__isnull=True) | models.Q(employee__isnull=False),
            ),
        ]

    def __str__(self):
        return f"kode aktivasi {self.pk}"


class EntrySlipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the slips of the people for whom somebody may print one."""
        return self.filter(employee__in=employees_for_slips(user))

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def open(self):
        return self.filter(state__in=EntrySlip.OPEN)

    def usable(self, now):
        return self.filter(state=EntrySlip.State.VALID, usable_from__lte=now, expires_at__gt=now)


class EntrySlip(models.Model):
    """A piece of paper that lets one person in once: for the first time, or again after the keys were lost.

    A recovery is asked for by one officer and approved by another, and waits a day in which its person can stop it.
    """

    class Kind(models.TextChoices):
        ACTIVATION = "aktivasi", "slip aktivasi"
        RECOVERY = "pemulihan", "slip pemulihan"

    class State(models.TextChoices):
        ASKED = "diajukan", "menunggu persetujuan"
        VALID = "berlaku", "berlaku"
        USED = "terpakai", "terpakai"
        REVOKED = "dicabut", "dicabut"
        STOPPED = "dihentikan", "dihentikan pemiliknya"

    OPEN = (State.ASKED, State.VALID)
    MOVES = {
        State.ASKED: {State.VALID, State.REVOKED, State.STOPPED},
        State.VALID: {State.USED, State.REVOKED, State.STOPPED},
    }

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="slips", verbose_name="pegawai")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.VALID)
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="slips_made", verbose_name="dibuat oleh")
    approved_by = models.ForeignKey(
        User, models.PROTECT, related_name="slips_approved", null=True, blank=True, verbose_name="disetujui oleh"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    usable_from = models.DateTimeField("dapat dipakai sejak", null=True, blank=True)
    expires_at = models.DateTimeField("sampai")

    objects = EntrySlipQuerySet.as_manager()

    class Meta:
        verbose_name = "slip masuk"
        verbose_name_plural = "slip masuk"
        permissions = [
            ("print_slip", "Mencetak slip aktivasi dan mengajukan pemulihan bagi unit sendiri dan di bawahnya"),
            ("print_any_slip", "Mencetak slip aktivasi dan mengajukan pemulihan bagi siapa pun"),
            ("approve_recovery", "Menyetujui pemulihan akun yang diajukan petugas lain"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="entryslip_one_open",
                fields=["employee", "kind"],
                condition=models.Q(state__in=["diajukan", "berlaku"]),
                violation_error_message="Orang ini masih memiliki slip yang berlaku.",
            ),
            models.CheckConstraint(
                name="entryslip_state_known",
                condition=models.Q(state__in=["diajukan", "berlaku", "terpakai", "dicabut", "dihentikan"]),
            ),
            models.CheckConstraint(
                name="entryslip_two_persons",
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("made_by")),
                violation_error_message="Yang mengajukan tidak boleh menyetujui.",
            ),
            models.CheckConstraint(
                name="entryslip_recovery_approved",
                condition=~models.Q(kind="pemulihan", state__in=["berlaku", "terpakai"])
                | models.Q(approved_by__isnull=False),
                violation_error_message="Pemulihan perlu disetujui petugas lain.",
            ),
            models.CheckConstraint(
                name="entryslip_valid_has_beginning",
                condition=~models.Q(state__in=["berlaku", "terpakai"]) | models.Q(usable_from__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.employee}"

    @property
    def is_recovery(self):
        return self.kind == self.Kind.RECOVERY


def employees_for_slips(user):
    """Return the people for whom somebody may print a slip: all, or those of the own unit and of what lies below it."""
    if not user.is_authenticated:
        return Employee.objects.none()
    if user.has_perm("accounts.print_any_slip"):
        return Employee.objects.all()
    if not user.has_perm("accounts.print_slip"):
        return Employee.objects.none()
    return Employee.objects.filter(unit__in=WorkUnit.objects.overseen_by(user))
