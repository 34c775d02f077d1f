"""How the roster came to be as it is: imports, names of units in foreign files, what changed in people and units."""

import uuid

from django.db import models
from django.urls import reverse

from bkpsdm.lib.frozen import AppendOnly

from .people import Employee, User
from .reference import WorkUnit


def upload_name(run, name):
    """Return a random name: people name files by what is in them."""
    return f"impor/{uuid.uuid4().hex}"


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.has_perm("accounts.manage_roster") else self.none()

    def waiting(self):
        """Return what is still to be read, the oldest first."""
        return self.filter(state=ImportRun.State.READING).order_by("pk")


class ImportRun(models.Model):
    """One file of people: read beside the pages, looked through, and confirmed or thrown away as a whole."""

    class Layout(models.TextChoices):
        SIASN = "siasn", "Data Utama SIASN"
        THL = "thl", "Daftar THL"

    class State(models.TextChoices):
        READING = "dibaca", "Sedang dibaca"
        READY = "diperiksa", "Menunggu pengesahan"
        APPLIED = "disahkan", "Disahkan"
        CANCELLED = "dibatalkan", "Dibatalkan"
        FAILED = "gagal", "Tidak terbaca"

    MOVES = {
        State.READING: {State.READY, State.FAILED, State.CANCELLED},
        State.READY: {State.APPLIED, State.CANCELLED},
    }

    layout = models.CharField("tata letak", max_length=10, choices=Layout, blank=True, default="")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.READING)
    file = models.FileField(upload_to=upload_name, blank=True, default="")
    columns = models.JSONField(default=list, help_text="The columns that the portal needs and the file has.")
    counts = models.JSONField(default=dict, help_text="Rows by outcome: kept when the rows are gone.")
    error = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="import_runs", null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        permissions = [
            ("manage_roster", "Mengelola daftar pegawai"),
            ("read_roster", "Membuka daftar pegawai yang terlihat baginya"),
        ]
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="importrun_state_known",
                condition=models.Q(state__in=["dibaca", "diperiksa", "disahkan", "dibatalkan", "gagal"]),
                violation_error_message="Keadaan impor tidak dikenal.",
            ),
            models.CheckConstraint(
                name="importrun_upload_only_while_read",
                condition=models.Q(file="") | models.Q(state="dibaca"),
                violation_error_message="Berkas dihapus begitu selesai dibaca.",
            ),
            models.CheckConstraint(
                name="importrun_applied_has_time",
                condition=models.Q(state="disahkan", applied_at__isnull=False)
                | (~models.Q(state="disahkan") & models.Q(applied_at__isnull=True)),
                violation_error_message="Impor yang disahkan memiliki waktu.",
            ),
        ]

    def __str__(self):
        return f"Impor {self.pk}"

    def get_absolute_url(self):
        return reverse("accounts:import-detail", args=[self.pk])

    @property
    def written_count(self):
        return sum(self.counts[key] for key in ("new", "changed", "unchanged", "inactive"))

    @property
    def read_count(self):
        return self.written_count + self.counts["rejected"] + self.counts["skipped"]


class ImportRowQuerySet(models.QuerySet):
    def of(self, *outcomes):
        return self.filter(outcome__in=outcomes)

    def doubted(self):
        """Return what is stored although something in it is doubtful."""
        return self.filter(is_warned=True)

    def needing_attention(self):
        return self.filter(models.Q(is_warned=True) | models.Q(outcome=ImportRow.Outcome.REJECTED))


class ImportRow(models.Model):
    """One row of a file, only the needed columns, and what became of it; or a person who is not in the file."""

    class Outcome(models.TextChoices):
        NEW = "new", "Baru"
        CHANGED = "changed", "Berubah"
        UNCHANGED = "unchanged", "Tetap"
        GONE = "gone", "Tidak ada lagi"
        REJECTED = "rejected", "Ditolak"
        SKIPPED = "skipped", "Dilewati"
        INACTIVE = "inactive", "Nonaktif"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("baris", null=True, help_text="Empty for a person who is not in the file.")
    cells = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome)
    is_warned = models.BooleanField(default=False)
    is_cleaned = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, help_text="Pairs of column and sentence.")
    changes = models.JSONField(default=list, help_text="Triples of field, before and after.")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "baris impor"
        verbose_name_plural = "baris impor"
        ordering = ["line", "pk"]
        indexes = [models.Index(name="importrow_by_outcome", fields=["run", "outcome"])]
        constraints = [
            models.UniqueConstraint(
                name="importrow_line_once", fields=["run", "line"], violation_error_message="Baris ini sudah dibaca."
            ),
            models.CheckConstraint(
                name="importrow_outcome_known",
                condition=models.Q(
                    outcome__in=["new", "changed", "unchanged", "gone", "rejected", "skipped", "inactive"]
                ),
                violation_error_message="Hasil baris tidak dikenal.",
            ),
        ]

    def __str__(self):
        return f"{self.run}, baris {self.line}"


class UnitAlias(models.Model):
    """Which unit a name in foreign files means, settled once by somebody and remembered."""

    key = models.CharField(max_length=420, unique=True, help_text="accounts.roster.units.key_of(name, parent)")
    name = models.CharField("nama dalam berkas", max_length=200)
    parent_name = models.CharField("unit induk dalam berkas", max_length=200, blank=True, default="")
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="aliases", verbose_name="sama dengan")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "nama lain unit"
        verbose_name_plural = "nama lain unit"
        ordering = ["name"]

    def __str__(self):
        return f"{self.name} = {self.unit}"


class NipHistory(models.Model):
    """A number that a person had before: a PPPK who becomes CPNS gets a new NIP and stays one person."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="numbers", verbose_name="pegawai")
    nip = models.CharField("NIP", max_length=18, unique=True)
    kind = models.CharField("jenis pegawai", max_length=12)
    until = models.DateField("sampai", help_text="Hari terakhir nomor ini berlaku.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "NIP lama"
        verbose_name_plural = "NIP lama"
        ordering = ["-until", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="niphistory_nip_shape",
                condition=models.Q(nip__regex=r"^[0-9]{18}$"),
                violation_error_message="NIP terdiri dari 18 angka.",
            ),
        ]
        triggers = [AppendOnly(name="niphistory_append_only", message="NIP lama tetap tercatat sebagaimana adanya.")]

    def __str__(self):
        return f"NIP lama sampai {self.until:%Y-%m-%d}"


class Transfer(models.Model):
    """A person's way from one unit to another."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="transfers", verbose_name="pegawai")
    unit_from = models.ForeignKey(WorkUnit, models.PROTECT, related_name="+", verbose_name="dari")
    unit_to = models.ForeignKey(WorkUnit, models.PROTECT, related_name="+", verbose_name="ke")
    on = models.DateField("sejak")
    basis = models.CharField("dasar", max_length=200, blank=True, default="", help_text="Nomor SK atau “impor”.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "perpindahan"
        verbose_name_plural = "perpindahan"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="transfer_to_another_unit",
                condition=~models.Q(unit_from=models.F("unit_to")),
                violation_error_message="Pilih unit yang lain dari unit sekarang.",
            ),
        ]
        triggers = [AppendOnly(name="transfer_append_only", message="Perpindahan tercatat tetap; catat yang baru.")]

    def __str__(self):
        return f"{self.unit_from} → {self.unit_to}"


class UnitChange(models.Model):
    """What happened to a unit on a day, and by which regulation: the names and ends that old papers still show."""

    class Kind(models.TextChoices):
        RENAMED = "nama", "berganti nama"
        MERGED = "gabung", "digabung"
        SUCCEEDED = "ganti", "diteruskan"

    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="changes", verbose_name="unit")
    kind = models.CharField("perubahan", max_length=10, choices=Kind)
    on = models.DateField("berlaku sejak")
    old_name = models.CharField("nama lama", max_length=200)
    new_name = models.CharField("nama baru", max_length=200, blank=True, default="")
    successor = models.ForeignKey(WorkUnit, models.PROTECT, related_name="+", null=True, blank=True)
    basis = models.CharField("dasar", max_length=200, help_text="Nomor peraturan, misalnya “Perbup 12/2026”.")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "perubahan unit"
        verbose_name_plural = "perubahan unit"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="unitchange_says_what",
                condition=models.Q(kind="nama", successor__isnull=True) & ~models.Q(new_name="")
                | models.Q(kind__in=["gabung", "ganti"], successor__isnull=False, new_name=""),
                violation_error_message="Sebut nama barunya, atau unit yang meneruskannya.",
            ),
        ]
        triggers = [
            AppendOnly(name="unitchange_append_only", message="Perubahan unit tercatat tetap; catat yang baru.")
        ]

    def __str__(self):
        return f"{self.old_name} {self.get_kind_display()}"
