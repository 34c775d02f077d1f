"""Decisions about people: promotions in rank and long-service medals. Names are for the person, counts for all."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import ExtractYear, Lower
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import Employee, User, WorkUnit
from bkpsdm.lib.codes import new_code
from bkpsdm.lib.frozen import FrozenOnce, FrozenWhen, FrozenWithParent
from bkpsdm.lib.ranks import CHOICES as RANK_CHOICES
from bkpsdm.lib.ranks import rank_label
from neutrality.models import Event

ISSUED = "Keputusan yang sudah terbit tidak dapat diubah; buat keputusan pengganti atau cabut."
FILE_FROZEN = "Berkas petikan yang sudah terbit tidak dapat diganti; terbitkan petikan pengganti."


class DecreeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return all decrees to those who keep them; others see their own petikan (DecreeRecipient)."""
        return self if user.has_perm("announcements.keep_decree") else self.none()

    def drafts(self):
        return self.filter(state=Decree.State.DRAFT)

    def issued(self):
        return self.filter(state=Decree.State.ISSUED)


class Decree(models.Model):
    """A decision with one or many recipients, each with a petikan of one's own."""

    class Kind(models.TextChoices):
        PROMOTION = "kenaikan_pangkat", "SK Kenaikan Pangkat"
        AWARD = "satyalancana", "Satyalancana Karya Satya"

    class PromotionKind(models.TextChoices):
        """PP 99/2000 jo. PP 12/2002; Peraturan BKN 2/2025."""

        REGULER = "reguler", "reguler"
        STRUKTURAL = "pilihan_struktural", "pilihan, jabatan struktural"
        FUNGSIONAL = "pilihan_fungsional", "pilihan, jabatan fungsional"
        IJAZAH = "penyesuaian_ijazah", "penyesuaian ijazah"
        PRESTASI = "pilihan_prestasi_luar_biasa", "pilihan, prestasi luar biasa"
        TUGAS_BELAJAR = "tugas_belajar", "tugas belajar"
        PENGABDIAN = "pengabdian", "pengabdian"
        ANUMERTA = "anumerta", "anumerta"

    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        ISSUED = "terbit", "Terbit"

    MOVES = {State.DRAFT: {State.ISSUED}}

    kind = models.CharField("jenis", max_length=20, choices=Kind)
    promotion_kind = models.CharField(
        "jenis kenaikan pangkat", max_length=30, choices=PromotionKind, blank=True, default=""
    )
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    issuer = models.CharField("ditetapkan oleh", max_length=150, help_text="Misalnya: Bupati, Presiden.")
    number = models.CharField("nomor", max_length=120, help_text="Persis seperti tertulis.")
    dated_on = models.DateField("tanggal penetapan")
    effective_on = models.DateField("TMT", null=True, blank=True, help_text="Hari mulai berlaku.")
    period = models.DateField("periode", null=True, blank=True, help_text="Tanggal 1 bulan periodenya.")
    signatory_name = models.CharField("nama penanda tangan", max_length=150, blank=True, default="")
    signatory_post = models.CharField(
        "jabatan penanda tangan", max_length=200, blank=True, default="", help_text="Beserta “a.n.” bila ada."
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="decrees", null=True, blank=True, verbose_name="diserahkan di kegiatan"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="decrees_created", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DecreeQuerySet.as_manager()

    class Meta:
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
        ordering = ["-dated_on", "-pk"]
        permissions = [("keep_decree", "Mencatat dan menerbitkan keputusan")]
        constraints = [
            models.UniqueConstraint(
                Lower("issuer"),
                "number",
                ExtractYear("dated_on"),
                name="decree_number_unique",
                violation_error_message="Nomor ini sudah dipakai penetap yang sama pada tahun itu.",
            ),
            models.CheckConstraint(
                name="decree_kind_known",
                condition=models.Q(kind__in=["kenaikan_pangkat", "satyalancana"]),
                violation_error_message="Jenis keputusan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="decree_state_known",
                condition=models.Q(state__in=["draf", "terbit"]),
                violation_error_message="Keadaan keputusan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="decree_promotion_has_kind_and_day",
                condition=models.Q(kind="kenaikan_pangkat", effective_on__isnull=False)
                & models.Q(
                    promotion_kind__in=[
                        "reguler",
                        "pilihan_struktural",
                        "pilihan_fungsional",
                        "penyesuaian_ijazah",
                        "pilihan_prestasi_luar_biasa",
                        "tugas_belajar",
                        "pengabdian",
                        "anumerta",
                    ]
                )
                | models.Q(kind="satyalancana", promotion_kind=""),
                violation_error_message="Kenaikan pangkat memerlukan jenisnya dan TMT; penghargaan tidak.",
            ),
            models.CheckConstraint(
                name="decree_period_first_day",
                condition=models.Q(period__isnull=True) | models.Q(period__day=1),
                violation_error_message="Periode ditulis dengan tanggal 1 bulannya.",
            ),
            models.CheckConstraint(
                name="decree_issued_has_time",
                condition=models.Q(state="draf") | models.Q(issued_at__isnull=False),
                violation_error_message="Keputusan yang terbit harus memiliki waktu terbit.",
            ),
        ]
        triggers = [
            FrozenOnce(name="decree_frozen", state="terbit", still_moves=["event", "updated_at"], message=ISSUED)
        ]

    def __str__(self):
        return f"{self.title} nomor {self.number}"

    def get_absolute_url(self):
        return reverse("announcements:decree-update", args=[self.pk])

    @property
    def title(self):
        """Return what it is called: SK Kenaikan Pangkat, periode Juni 2024."""
        return f"{self.get_kind_display()}, periode {self.period_label}" if self.period else self.get_kind_display()

    @property
    def period_label(self):
        return date_format(self.period, "F Y") if self.period else ""


class DecreeRecipientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return a person's own petikan once issued; all of them to those who keep decrees."""
        if user.has_perm("announcements.keep_decree"):
            return self
        if not user.is_authenticated or user.employee_id is None:
            return self.none()
        return self.filter(employee__in=Employee.objects.rows_of(user)).issued()

    def issued(self):
        """Return what was once issued, whatever became of it."""
        return self.exclude(state=DecreeRecipient.State.DRAFT)

    def in_force(self):
        return self.filter(state=DecreeRecipient.State.IN_FORCE)

    def own(self, user):
        """Return the own petikan of a person, once issued; those who keep decrees hold no more than their own."""
        return self.visible_to(user).filter(employee__in=Employee.objects.rows_of(user)).issued()

    def with_code(self, code):
        """Return what a code on paper stands for: whoever holds the paper may know whether it is in force."""
        return self.issued().filter(code=code)

    def waiting(self):
        """Return what is in force and has not been handed over."""
        return self.in_force().filter(handed_over_on=None)


def petikan_path(recipient, filename):
    return f"decrees/{uuid.uuid4()}.pdf"


class DecreeRecipient(models.Model):
    """One person's petikan: name, NIP and unit as of that day, what it grants, its signed file, and its own state."""

    class AwardClass(models.TextChoices):
        """UU 20/2009; PP 35/2010 art. 22: 10, 20 and 30 years of uninterrupted service."""

        X = "X", "X tahun"
        XX = "XX", "XX tahun"
        XXX = "XXX", "XXX tahun"

        @property
        def years(self):
            return 10 * len(self.value)  # a Roman ten for each ten years

    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        IN_FORCE = "berlaku", "Berlaku"
        REPLACED = "diganti", "Sudah diganti"
        REVOKED = "dicabut", "Dicabut"

    MOVES = {
        State.DRAFT: {State.IN_FORCE},
        State.IN_FORCE: {State.REPLACED, State.REVOKED},
    }

    decree = models.ForeignKey(Decree, models.PROTECT, related_name="recipients")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="petikan", verbose_name="pegawai")
    code = models.CharField("kode periksa", max_length=12, unique=True, default=new_code, editable=False)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    name = models.CharField("nama", max_length=200)
    nip = models.CharField("NIP", max_length=18, blank=True, default="")
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="petikan", verbose_name="unit")
    rank_from = models.CharField("dari", max_length=6, choices=RANK_CHOICES, blank=True, default="")
    rank_to = models.CharField("menjadi", max_length=6, choices=RANK_CHOICES, blank=True, default="")
    award_class = models.CharField("kelas", max_length=3, choices=AwardClass, blank=True, default="")
    charter_number = models.CharField("nomor piagam", max_length=120, blank=True, default="")
    file = models.FileField("berkas petikan", upload_to=petikan_path, blank=True, default="")
    file_size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    handed_over_on = models.DateField("diserahkan", null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, related_name="replaces", null=True, blank=True, verbose_name="diganti oleh"
    )
    ended_on = models.DateField("tidak berlaku sejak", null=True, blank=True)
    reason = models.CharField("sebab", max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DecreeRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = "petikan"
        verbose_name_plural = "petikan"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="decreerecipient_once",
                fields=["decree", "employee"],
                violation_error_message="Orang ini sudah tercantum dalam keputusan tersebut.",
            ),
            models.UniqueConstraint(
                name="decreerecipient_award_once",
                fields=["employee", "award_class"],
                condition=models.Q(state="berlaku") & ~models.Q(award_class=""),
                violation_error_message="Orang ini sudah memiliki Satyalancana Karya Satya kelas tersebut.",
            ),
            models.CheckConstraint(
                name="decreerecipient_state_known",
                condition=models.Q(state__in=["draf", "berlaku", "diganti", "dicabut"]),
                violation_error_message="Keadaan petikan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="decreerecipient_rank_or_award",
                condition=(
                    ~models.Q(rank_from="") & ~models.Q(rank_to="") & models.Q(award_class="", charter_number="")
                )
                | models.Q(rank_from="", rank_to="", award_class__in=["X", "XX", "XXX"]),
                violation_error_message="Isi pangkat lama dan baru, atau kelas penghargaannya.",
            ),
            models.CheckConstraint(
                name="decreerecipient_file_whole",
                condition=models.Q(file="", sha256="", file_size__isnull=True)
                | (~models.Q(file="") & models.Q(sha256__regex=r"^[0-9a-f]{64}$", file_size__gt=0)),
                violation_error_message="Berkas harus beserta sidik dan ukurannya.",
            ),
            models.CheckConstraint(
                name="decreerecipient_ended_has_reason",
                condition=models.Q(state__in=["draf", "berlaku"])
                | (models.Q(ended_on__isnull=False) & ~models.Q(reason="")),
                violation_error_message="Tulis sebab petikan diganti atau dicabut.",
            ),
            models.CheckConstraint(
                name="decreerecipient_replaced_by_another",
                condition=~models.Q(state="diganti") | models.Q(replaced_by__isnull=False),
                violation_error_message="Sebutkan petikan yang menggantikan.",
            ),
        ]
        triggers = [
            FrozenWhen(
                name="decreerecipient_frozen",
                once="OLD.state <> 'draf'",
                still_moves=[
                    "state",
                    "replaced_by",
                    "reason",
                    "ended_on",
                    "handed_over_on",
                    "file",
                    "file_size",
                    "sha256",
                    "updated_at",
                ],
                message=ISSUED,
            ),
            FrozenWhen(
                name="decreerecipient_file_frozen",
                once="""OLD.state <> 'draf' AND OLD.sha256 <> ''
                    AND (NEW.file, NEW.file_size, NEW.sha256) IS DISTINCT FROM (OLD.file, OLD.file_size, OLD.sha256)""",
                still_moves=[],
                message=FILE_FROZEN,
            ),
            FrozenWithParent(
                name="decreerecipient_joins_no_issued",
                parent="decree",
                state="terbit",
                operation=pgtrigger.Insert,
                message="Penerima tidak dapat ditambahkan ke keputusan yang sudah terbit.",
            ),
        ]

    def __str__(self):
        # Without a name: the reference data list what holds a unit or a person back, to those who may read no decree.
        return f"petikan {self.pk}"

    def get_absolute_url(self):
        return reverse("announcements:petikan-detail", args=[self.pk])

    @property
    def title(self):
        """Return what a person calls it: Piagam Satyalancana Karya Satya X Tahun."""
        if self.award_class:
            return f"Piagam {self.decree.get_kind_display()} {self.award_class} Tahun"
        return self.decree.title

    @property
    def grants(self):
        """Return what its holder has by it: the new rank, or the class of the medal."""
        if self.award_class:
            return f"Pengabdian {self.AwardClass(self.award_class).years} tahun"
        return rank_label(self.rank_to)

    @property
    def content(self):
        """Return what it changes in words: the two ranks, or the class of the medal."""
        return self.grants if self.award_class else f"{rank_label(self.rank_from)} ke {self.grants}"

    @property
    def replacement(self):
        """Return the petikan that took this one's place; one that is only planned is nobody's business yet."""
        return self.replaced_by if self.state == self.State.REPLACED else None


class PromotionPeriod(models.Model):
    """From which day to which the promotions of ranks take effect in which months (Peraturan BKN)."""

    starts_on = models.DateField("mulai", unique=True)
    ends_on = models.DateField("sampai", null=True, blank=True)
    months = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="bulan", help_text="Nomor bulan, dipisahkan koma: 4,10."
    )
    source = models.CharField("dasar", max_length=200)

    class Meta:
        verbose_name = "periode kenaikan pangkat"
        verbose_name_plural = "periode kenaikan pangkat"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="promotionperiod_dates_in_order",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Aturan tidak dapat berakhir sebelum mulai.",
            ),
            models.CheckConstraint(
                name="promotionperiod_months_known",
                condition=models.Q(months__len__gt=0, months__contained_by=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                violation_error_message="Bulan ditulis dengan angka 1 sampai 12.",
            ),
        ]

    def __str__(self):
        return self.source

    def covers(self, day):
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
