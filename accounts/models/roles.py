"""What people may do for a time: dated grants instead of superusers (docs/decisions/0002-grants.md)."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from .reference import WorkUnit


class Role(models.TextChoices):
    """What a person can be trusted with; bkpsdm/roles.py says what each allows."""

    OPERATOR = "operator", "Operator unit"
    OFFICER = "officer", "Petugas bidang"
    HEAD_OF_BIDANG = "head_of_bidang", "Kepala bidang"
    EDITOR = "editor", "Penyunting"
    ORGANISER = "organiser", "Panitia"
    REGISTRAR = "registrar", "Pengelola keputusan"
    EXAMINER = "examiner", "Pemeriksa netralitas"
    HEAD = "head", "Pimpinan"
    AUDITOR = "auditor", "Auditor"
    ADMIN = "admin", "Admin sistem"


# Days before its end from which a role is shown as one that ends soon.
ENDS_SOON = 30
# Whose sight ends at a unit; all other roles hold for the whole house.
BOUND_ROLES = (Role.OPERATOR, Role.OFFICER, Role.HEAD_OF_BIDANG)


class RoleGrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return a person's own roles; all of them to those who give roles."""
        if user.has_perm("accounts.manage_roles"):
            return self
        return self.filter(user=user) if user.is_authenticated else self.none()

    def standing(self):
        """Return what nobody has taken back."""
        return self.filter(ended_on__isnull=True)

    def active_on(self, day):
        """Return what counts on a day: nothing from the day of taking back on, nor of who has left the service."""
        still = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        taken = models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=day)
        serving = models.Q(user__employee__isnull=True) | models.Q(user__employee__standing="aktif")
        return self.filter(still, taken, serving, starts_on__lte=day)

    def starting_after(self, day):
        return self.standing().filter(starts_on__gt=day)

    def ending_by(self, day, *, today):
        """Return what counts today and runs out by a day."""
        return self.active_on(today).filter(ends_on__lte=day)

    def over_on(self, day):
        """Return what counts no more: run out, or taken back."""
        return self.filter(models.Q(ends_on__lt=day) | models.Q(ended_on__lte=day))

    def recent(self, day):
        """Return what counts or will, and what was over no more than a year before a day."""
        year = timedelta(days=365)
        is_old = models.Q(ended_on__lt=day - year) | models.Q(ends_on__lt=day - year)
        return self.exclude(is_old)

    def newest(self):
        return self.order_by("-starts_on", "-pk")

    def last_admin_until(self, day):
        """Return the last day of the last admin where it is no later than a day, else None."""
        admins = self.standing().filter(role=Role.ADMIN, user__is_active=True)
        if admins.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day)).exists():
            return None
        return admins.aggregate(last=models.Max("ends_on"))["last"]


class RoleGrant(models.Model):
    """A role of one person, bound to a unit where that makes sense, from one day to another (both included)."""

    user = models.ForeignKey("User", models.PROTECT, related_name="grants", verbose_name="akun")
    role = models.CharField("peran", max_length=20, choices=Role)
    unit = models.ForeignKey(
        WorkUnit, models.PROTECT, related_name="grants", null=True, blank=True, verbose_name="unit"
    )
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)
    granted_by = models.ForeignKey("User", models.PROTECT, related_name="grants_given", null=True, blank=True)
    ended_on = models.DateField("dicabut", null=True, blank=True, help_text="Counts no more from this day on.")
    ended_by = models.ForeignKey("User", models.PROTECT, related_name="grants_ended", null=True, blank=True)
    end_reason = models.CharField("sebab dicabut", max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "peran"
        verbose_name_plural = "peran"
        permissions = [
            ("use_workroom", "Masuk ke ruang kerja"),
            ("manage_roles", "Memberi dan mencabut peran"),
            ("see_unit", "Melihat pegawai unit sendiri dan unit di bawahnya"),
            ("see_employees", "Melihat pegawai semua unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="rolegrant_dates_in_order",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Peran tidak dapat berakhir sebelum mulai.",
            ),
            models.CheckConstraint(
                name="rolegrant_unit_where_bound",
                condition=~models.Q(role__in=["operator", "officer", "head_of_bidang"]) | models.Q(unit__isnull=False),
                violation_error_message="Peran ini harus terikat pada sebuah unit.",
            ),
            models.CheckConstraint(
                name="rolegrant_taken_back_has_reason",
                condition=models.Q(ended_on__isnull=True, ended_by__isnull=True, end_reason="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(end_reason="")),
                violation_error_message="Tulis sebab peran dicabut.",
            ),
            # Else taking one of two back would leave the person what everybody thinks is gone.
            ExclusionConstraint(
                name="rolegrant_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("unit", 0), RangeOperators.EQUAL),
                    (
                        models.Func(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(ended_on__isnull=True),
                violation_error_message="Orang ini sudah memegang peran itu pada hari-hari tersebut.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.unit}" if self.unit else self.get_role_display()

    @property
    def is_over(self):
        return self.phase in ("dicabut", "berakhir")

    @property
    def phase(self):
        """Return how it stands today: taken back, over, to come, about to end, or in force."""
        today = timezone.localdate()
        if self.ended_on:
            return "dicabut"
        if self.ends_on and self.ends_on < today:
            return "berakhir"
        if self.starts_on > today:
            return "nanti"
        return "segera" if self.ends_on and (self.ends_on - today).days <= ENDS_SOON else "berlaku"
