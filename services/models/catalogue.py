"""What the standard of each service says, edition by edition (UU 25/2009 art. 21; PermenPANRB 15/2014)."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from accounts.models import EmployeeKind, User, WorkUnit
from bkpsdm.lib.frozen import FrozenOnce, FrozenWithParent
from bkpsdm.lib.search import SearchQuerySetMixin, weighted_column

FROZEN = "Edisi yang sudah terbit tidak dapat diubah; buat edisi baru."


class AudienceKind(models.TextChoices):
    """Users of services who are not employees."""

    AHLI_WARIS = "ahli_waris", "Ahli waris"
    MASYARAKAT = "masyarakat", "Masyarakat"


READER_KINDS = [*EmployeeKind.choices, *AudienceKind.choices]


def kinds_field(label, **options):
    return ArrayField(models.CharField(max_length=12, choices=READER_KINDS), verbose_name=label, **options)


class Category(models.Model):
    slug = models.SlugField("kode", unique=True)
    name = models.CharField("nama", max_length=100)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "kelompok layanan"
        verbose_name_plural = "kelompok layanan"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class StandardComponent(models.Model):
    """One of the 14 components of a service standard, with the agency's text where all services share one."""

    class Group(models.TextChoices):
        DELIVERY = "delivery", "penyampaian pelayanan"
        INTERNAL = "internal", "pengelolaan pelayanan"

    key = models.SlugField("kunci", unique=True)
    title = models.CharField("judul", max_length=120)
    group = models.CharField("kelompok", max_length=10, choices=Group)
    is_from_fields = models.BooleanField("diisi kolom layanan", default=False)
    text = models.TextField("teks baku", blank=True, default="")
    is_example = models.BooleanField("teks contoh", default=False)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "komponen standar"
        verbose_name_plural = "komponen standar"
        ordering = ["position"]

    def __str__(self):
        return self.title


class Service(models.Model):
    """A service of the agency; what it demands stands in its editions."""

    slug = models.SlugField("alamat", max_length=80, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="services", verbose_name="kelompok")
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="services", verbose_name="bidang yang menangani")
    is_confidential = models.BooleanField(
        "topik tertutup",
        default=False,
        help_text="Perceraian, disiplin, hukum, sakit, netralitas, LHKPN: pertanyaannya hanya dibaca bidang ini.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "layanan"
        verbose_name_plural = "layanan"

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("services:service-detail", args=[self.slug])


class ServiceEditionQuerySet(SearchQuerySetMixin, models.QuerySet):
    def visible_to(self, user):
        """Return what is published; drafts only to those who write them."""
        return self if user.has_perm("services.edit_edition") else self.published()

    def published(self):
        return self.filter(state=ServiceEdition.State.PUBLISHED)

    def in_force_on(self, day):
        """Return the one edition of each service that applies on a day."""
        still = models.Q(retired_on__isnull=True) | models.Q(retired_on__gt=day)
        return self.published().filter(still, effective_on__lte=day)

    def with_everything(self):
        """Return editions ready to be shown in full, at a constant number of queries."""
        return self.select_related("service__category", "service__unit").prefetch_related(
            "conditions", "requirements", "steps"
        )


class ServiceEdition(models.Model):
    """What the standard of a service said from a day on. Once published it never changes, nor do its children."""

    class State(models.TextChoices):
        DRAFT = "draf", "draf"
        PUBLISHED = "terbit", "terbit"

    MOVES = {State.DRAFT: {State.PUBLISHED}}

    class DurationUnit(models.TextChoices):
        WORKING_DAYS = "hari_kerja", "hari kerja"
        CALENDAR_DAYS = "hari_kalender", "hari kalender"
        MONTHS = "bulan", "bulan"

    service = models.ForeignKey(Service, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("edisi")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    effective_on = models.DateField("berlaku sejak", null=True, blank=True)
    retired_on = models.DateField("tidak berlaku sejak", null=True, blank=True)
    decree_number = models.CharField("nomor SK", max_length=120, blank=True, default="")
    change_note = models.TextField("yang berubah", blank=True, default="")

    title = models.CharField("nama layanan", max_length=200)
    summary = models.TextField("ringkasan", blank=True, default="")
    employee_kinds = kinds_field("untuk pegawai", default=list, blank=True)
    also_for = kinds_field("juga untuk", default=list, blank=True)
    legal_basis = ArrayField(models.CharField(max_length=300), verbose_name="dasar hukum", default=list, blank=True)
    duration_number = models.PositiveSmallIntegerField("lama proses", null=True, blank=True)
    duration_unit = models.CharField("satuan", max_length=15, choices=DurationUnit, default=DurationUnit.WORKING_DAYS)
    duration_note = models.CharField("keterangan waktu", max_length=300, blank=True, default="")
    cost = models.CharField("biaya", max_length=300, blank=True, default="")
    product = models.CharField("hasil", max_length=300, blank=True, default="")
    channel = models.CharField("lewat", max_length=300, blank=True, default="")
    notes = models.TextField("catatan", blank=True, default="")
    synonyms = ArrayField(models.CharField(max_length=80), verbose_name="kata lain", default=list, blank=True)
    standard_texts = models.JSONField(
        "teks komponen standar",
        default=dict,
        blank=True,
        help_text="Kunci komponen dan teksnya; yang kosong memakai teks baku.",
    )

    search_names = models.TextField(blank=True, default="", editable=False)
    search_text = models.TextField(blank=True, default="", editable=False)
    search_vector = weighted_column(A="search_names", B="summary", C="search_text")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="editions_published", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ServiceEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "edisi layanan"
        verbose_name_plural = "edisi layanan"
        ordering = ["service_id", "-number"]
        permissions = [
            ("edit_edition", "Menyusun edisi layanan"),
            ("publish_edition", "Menerbitkan edisi layanan"),
        ]
        indexes = [GinIndex(name="edition_search", fields=["search_vector"])]
        constraints = [
            models.UniqueConstraint(
                name="serviceedition_number_unique",
                fields=["service", "number"],
                violation_error_message="Nomor edisi ini sudah ada pada layanan tersebut.",
            ),
            models.UniqueConstraint(
                name="serviceedition_one_draft",
                fields=["service"],
                condition=models.Q(state="draf"),
                violation_error_message="Layanan ini sudah memiliki draf.",
            ),
            models.CheckConstraint(
                name="serviceedition_state_known",
                condition=models.Q(state__in=["draf", "terbit"]),
                violation_error_message="Keadaan edisi tidak dikenal.",
            ),
            models.CheckConstraint(
                name="serviceedition_published_has_dates",
                condition=models.Q(state="draf") | models.Q(effective_on__isnull=False, published_at__isnull=False),
                violation_error_message="Edisi yang terbit harus memiliki tanggal berlaku.",
            ),
            models.CheckConstraint(
                name="serviceedition_dates_in_order",
                condition=models.Q(retired_on__isnull=True) | models.Q(retired_on__gt=models.F("effective_on")),
                violation_error_message="Tanggal akhir harus sesudah tanggal berlaku.",
            ),
            ExclusionConstraint(
                name="serviceedition_one_in_force",
                expressions=[
                    (
                        models.Func(
                            "effective_on",
                            "retired_on",
                            RangeBoundary(),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("service", RangeOperators.EQUAL),
                ],
                condition=models.Q(state="terbit"),
                violation_error_message="Pada satu hari hanya satu edisi yang berlaku.",
            ),
        ]
        triggers = [FrozenOnce(name="edition_frozen", state="terbit", still_moves=["retired_on"], message=FROZEN)]

    def __str__(self):
        return f"{self.title}, edisi {self.number}"

    def get_absolute_url(self):
        return reverse("services:edition-detail", args=[self.service.slug, self.number])

    @property
    def search_document(self):
        """Return the text whose words the search knows."""
        return f"{self.search_names}\n{self.summary}\n{self.search_text}"

    @property
    def reader_kinds(self):
        """Return the kinds of reader that this service is for, as pairs of value and label."""
        return [(value, label) for value, label in READER_KINDS if value in {*self.employee_kinds, *self.also_for}]

    @property
    def audience(self):
        return ", ".join(label for _, label in self.reader_kinds)

    @property
    def duration(self):
        return f"{self.duration_number} {self.get_duration_unit_display()}" if self.duration_number else ""

    def is_in_force_on(self, day):
        """Return whether this published edition applies on a day."""
        return self.effective_on <= day and (self.retired_on is None or day < self.retired_on)

    @property
    def last_day(self):
        """Return the last day on which this edition applies, or None while no end is known."""
        return self.retired_on - timedelta(days=1) if self.retired_on else None


class Keyed(models.Model):
    """A child of an edition with a key that lives on in the next edition."""

    key = models.SlugField("kunci", max_length=80)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        abstract = True
        ordering = ["position"]


def frozen_child(name):
    return FrozenWithParent(name=f"{name}_frozen", parent="edition", state="terbit", message=FROZEN)


class Condition(Keyed):
    """A yes/no question about the reader; the same key is the same question in every service."""

    edition = models.ForeignKey(ServiceEdition, models.CASCADE, related_name="conditions")
    question = models.CharField("pertanyaan", max_length=300)
    reason = models.CharField("alasan butir muncul", max_length=300)
    prefill_field = models.CharField("diisi dari", max_length=20, blank=True, default="")
    prefill_values = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta(Keyed.Meta):
        constraints = [models.UniqueConstraint(name="condition_key_unique", fields=["edition", "key"])]
        triggers = [frozen_child("condition")]

    def __str__(self):
        return self.question


class Requirement(Keyed):
    """A document or fact that the service demands, of everybody or under conditions."""

    edition = models.ForeignKey(ServiceEdition, models.CASCADE, related_name="requirements")
    text = models.CharField("uraian", max_length=400)
    format = models.CharField("bentuk", max_length=120, blank=True, default="")
    is_required = models.BooleanField("wajib bagi semua", default=True)
    condition_keys = ArrayField(models.CharField(max_length=80), verbose_name="bila", default=list, blank=True)
    kinds = kinds_field("hanya untuk", default=list, blank=True)

    class Meta(Keyed.Meta):
        constraints = [models.UniqueConstraint(name="requirement_key_unique", fields=["edition", "key"])]
        triggers = [frozen_child("requirement")]

    def __str__(self):
        return self.text


class Step(Keyed):
    """One step of the procedure."""

    edition = models.ForeignKey(ServiceEdition, models.CASCADE, related_name="steps")
    text = models.TextField("uraian")

    class Meta(Keyed.Meta):
        constraints = [models.UniqueConstraint(name="step_key_unique", fields=["edition", "key"])]
        triggers = [frozen_child("step")]

    def __str__(self):
        return self.text
