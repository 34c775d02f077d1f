"""Who was called, who came, and the evidence of each try at the door. Attendance is no evidence of a violation."""

import uuid

from django.db import models

from accounts.models import Employee, User, WorkUnit
from bkpsdm.lib.codes import is_checked
from bkpsdm.lib.frozen import AppendOnly, FrozenWhen

from .events import Event


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return a person's own; to operators that of the unit and below, as of its day; all to those who take it."""
        if user.has_perm("neutrality.take_attendance"):
            return self
        if not user.has_perm("accounts.see_unit"):
            return self.own(user)
        units = WorkUnit.objects.overseen_by(user)
        mine = models.Q(employee__isnull=False, employee=user.employee_id) | models.Q(unit__in=units)
        return self.filter(mine, event__published_at__isnull=False)

    def own(self, user):
        """Return what a person was called to, whatever else the person may read."""
        if not user.is_authenticated or user.employee_id is None:
            return self.none()
        mine = Employee.objects.rows_of(user)
        return self.filter(employee__in=mine, event__published_at__isnull=False)

    def held_by(self, now):
        """Return what belongs to events that have begun and were not cancelled."""
        return self.filter(event__in=Event.objects.held().filter(starts_at__lte=now))

    def invited(self):
        return self.filter(employee__isnull=False)

    def guests(self):
        return self.filter(employee__isnull=True)

    def present(self):
        return self.filter(state=Attendance.State.PRESENT)

    def missing(self):
        return self.invited().filter(state=Attendance.State.INVITED)

    def by_place(self):
        """Return attendances with their people, by kecamatan, unit and name; guests, who have neither, last."""
        rows = self.select_related("employee", "unit", "kecamatan")
        return rows.order_by("kecamatan__name", "unit__name", "employee__name", "guest_name", "pk")


class Attendance(models.Model):
    """One invited person (unit and kecamatan as of the day of the event), or one guest by name."""

    class State(models.TextChoices):
        INVITED = "diundang", "Belum hadir"
        PRESENT = "hadir", "Hadir"

    MOVES = {State.INVITED: {State.PRESENT}}

    event = models.ForeignKey(Event, models.PROTECT, related_name="attendances")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="attendances", null=True, blank=True)
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="attendances", null=True, blank=True)
    kecamatan = models.ForeignKey(WorkUnit, models.PROTECT, related_name="+", null=True, blank=True)
    guest_name = models.CharField("nama tamu", max_length=150, blank=True, default="")
    guest_unit = models.CharField("unit atau instansi", max_length=200, blank=True, default="")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.INVITED)
    present_at = models.DateTimeField("masuk", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "kehadiran"
        verbose_name_plural = "kehadiran"
        indexes = [models.Index(name="attendance_by_state", fields=["event", "state"])]
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=["event", "employee"],
                violation_error_message="Orang ini sudah diundang ke kegiatan tersebut.",
            ),
            models.CheckConstraint(
                name="attendance_state_known",
                condition=models.Q(state__in=["diundang", "hadir"]),
                violation_error_message="Keadaan kehadiran tidak dikenal.",
            ),
            models.CheckConstraint(
                name="attendance_employee_or_guest",
                condition=models.Q(employee__isnull=False, unit__isnull=False, guest_name="", guest_unit="")
                | (models.Q(employee__isnull=True, unit__isnull=True) & ~models.Q(guest_name="")),
                violation_error_message="Kehadiran milik pegawai yang diundang atau tamu yang disebut namanya.",
            ),
            models.CheckConstraint(
                name="attendance_present_has_time",
                condition=models.Q(state="hadir", present_at__isnull=False)
                | models.Q(state="diundang", present_at__isnull=True, employee__isnull=False),
                violation_error_message="Yang hadir harus memiliki waktu masuk.",
            ),
        ]
        triggers = [
            FrozenWhen(
                name="attendance_frozen",
                parent="event",
                once="""EXISTS (
                    SELECT 1 FROM {table} WHERE id = OLD.event_id AND starts_at <= now() AND state <> 'draf'
                )""",
                still_moves=["state", "present_at"],
                message="Daftar undangan tetap sejak kegiatan mulai; yang berubah hanya kehadirannya.",
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.event}"

    @property
    def person(self):
        return self.employee.full_name if self.employee else self.guest_name

    @property
    def unit_name(self):
        return self.unit.name if self.unit else self.guest_unit


class ScanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.has_perm("neutrality.take_attendance") else self.none()

    def with_people(self):
        """Return scans with all that the gate says about them."""
        return self.select_related("attendance__employee", "attendance__unit", "employee__unit")


class Scan(models.Model):
    """One try at the door, whatever came of it: written once, never changed. The second of a person is evidence."""

    class Method(models.TextChoices):
        PASS = "kartu", "kartu masuk"
        NIP = "nip", "NIP"
        GUEST = "tamu", "tamu menurut nama"

    class Outcome(models.TextChoices):
        ENTERED = "masuk", "Masuk"
        ALREADY = "sudah", "Sudah tercatat"
        NOT_INVITED = "bukan_undangan", "Bukan undangan"
        UNKNOWN = "tidak_dikenal", "Tidak dikenal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="Made by the device: sent twice, kept once.")
    event = models.ForeignKey(Event, models.PROTECT, related_name="scans")
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="scans", null=True, blank=True)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="scans", null=True, blank=True)
    method = models.CharField(max_length=10, choices=Method)
    code = models.CharField(max_length=40, blank=True, default="", help_text="As read, cleaned: a pass or a NIP.")
    outcome = models.CharField(max_length=15, choices=Outcome)
    by = models.ForeignKey(User, models.PROTECT, related_name="scans", null=True)
    received_at = models.DateTimeField(auto_now_add=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = "pindaian"
        verbose_name_plural = "pindaian"
        indexes = [models.Index(name="scan_by_time", fields=["event", "received_at"])]
        constraints = [
            models.CheckConstraint(
                name="scan_outcome_known",
                condition=models.Q(outcome__in=["masuk", "sudah", "bukan_undangan", "tidak_dikenal"]),
            ),
            models.CheckConstraint(name="scan_method_known", condition=models.Q(method__in=["kartu", "nip", "tamu"])),
            models.CheckConstraint(
                name="scan_entry_has_attendance",
                condition=models.Q(outcome__in=["masuk", "sudah"], attendance__isnull=False)
                | models.Q(outcome__in=["bukan_undangan", "tidak_dikenal"], attendance__isnull=True),
            ),
        ]
        triggers = [AppendOnly(name="scan_append_only", message="Pindaian adalah bukti dan tidak dapat diubah.")]

    def __str__(self):
        return f"{self.get_outcome_display()}, {self.get_method_display()}"

    @property
    def is_mistyped(self):
        """Return whether what was read is neither a NIP nor a pass with its right check character."""
        return self.method == self.Method.PASS and not is_checked(self.code)
