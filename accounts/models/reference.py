"""What the agency enters once and keeps in order: itself, its units, holidays, and the words of its people."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import RawSQL
from django.urls import reverse

from bkpsdm.lib.workdays import Calendar


class Agency(models.Model):
    """The agency that runs this portal: one row."""

    name = models.CharField("nama lengkap", max_length=200)
    short_name = models.CharField("nama pendek", max_length=50)
    regency = models.CharField(
        "kabupaten atau kota", max_length=100, help_text="Beserta jenisnya: Kabupaten … atau Kota …."
    )
    province = models.CharField("provinsi", max_length=100)
    address = models.TextField("alamat", blank=True, default="")
    phone = models.CharField("telepon", max_length=50, blank=True, default="")
    email = models.EmailField("surel", blank=True, default="")
    hours = models.TextField(
        "jam layanan", blank=True, default="", help_text="Satu baris satu hari, misalnya “Jumat: 07.30–16.30 WIB”."
    )
    popular_searches = models.TextField(
        "sering dicari", blank=True, default="", help_text="Satu baris satu kata kunci; tampil di beranda."
    )
    general_unit = models.ForeignKey(
        "WorkUnit",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="unit untuk pertanyaan umum",
        help_text="Menerima pertanyaan yang tidak menyebut layanan.",
    )
    complaint_unit = models.ForeignKey(
        "WorkUnit",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="unit penerima tembusan pengaduan",
        help_text="Inspektorat: petugasnya ikut membaca setiap pengaduan.",
    )

    class Meta:
        verbose_name = "instansi"
        verbose_name_plural = "instansi"
        constraints = [
            models.CheckConstraint(
                name="agency_single", condition=models.Q(pk=1), violation_error_message="Instansi hanya satu."
            ),
        ]

    def __str__(self):
        return self.short_name

    @classmethod
    def current(cls):
        """Return the agency, or a nameless one until it is entered."""
        return cls.objects.first() or cls(short_name="Portal", name="Portal kepegawaian")

    @property
    def popular(self):
        return [line.strip() for line in self.popular_searches.splitlines() if line.strip()]

    @property
    def hour_lines(self):
        """Return pairs of day and hours."""
        return [
            tuple(part.strip() for part in line.partition(":")[::2]) for line in self.hours.splitlines() if line.strip()
        ]


class Page(models.Model):
    """A page of the agency's own words: tentang, maklumat, privasi, aksesibilitas."""

    slug = models.SlugField("alamat halaman", unique=True)
    title = models.CharField("judul", max_length=200)
    body = models.TextField("isi", help_text="Paragraf dipisahkan baris kosong.")
    position = models.PositiveSmallIntegerField("urutan", default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "halaman"
        verbose_name_plural = "halaman"
        ordering = ["position", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('accounts:page-list')}#{self.slug}"


# UNION, not UNION ALL: it ends even where somebody has made two units part of each other.
BELOW = """
    WITH RECURSIVE below (id) AS (
        SELECT id FROM accounts_workunit WHERE id = ANY(%s)
        UNION
        SELECT part.id FROM accounts_workunit part JOIN below ON part.parent_id = below.id
    ) SELECT id FROM below
"""


class WorkUnitQuerySet(models.QuerySet):
    def below(self, units):
        """Return units (or their keys) with everything below them, however deep, in the one query that reads them."""
        keys = [getattr(unit, "pk", unit) for unit in units]
        return self.filter(pk__in=RawSQL(BELOW, [keys]))  # noqa: S611  a constant text, the keys are a parameter

    def overseen_by(self, user):
        """Return the units that a person operates today, with what lies below them."""
        return self.below(user.operated_units) if user.is_authenticated else self.none()

    def active(self):
        return self.filter(is_active=True)

    def kecamatan(self):
        return self.filter(kind=WorkUnit.Kind.KECAMATAN).order_by("name")

    def with_parts(self, units):
        """Return units together with the bagian, bidang and sekretariat inside them."""
        inside = models.Q(parent__in=units, kind__in=WorkUnit.PARTS)
        return self.filter(models.Q(pk__in=units) | inside)

    def located_in(self, kecamatan):
        """Return the units that stand in some kecamatan, their offices included."""
        return self.filter(models.Q(kecamatan__in=kecamatan) | models.Q(pk__in=kecamatan))


class WorkUnit(models.Model):
    """A unit of the regency: OPD, bidang, kecamatan, bagian, UPTD, school."""

    class Kind(models.TextChoices):
        SEKRETARIAT = "sekretariat", "sekretariat"
        INSPEKTORAT = "inspektorat", "inspektorat daerah"
        BADAN = "badan", "badan"
        DINAS = "dinas", "dinas"
        SATUAN = "satuan", "satuan"
        RSUD = "rsud", "rumah sakit umum daerah"
        BAGIAN = "bagian", "bagian"
        BIDANG = "bidang", "bidang"
        KECAMATAN = "kecamatan", "kecamatan"
        KELURAHAN = "kelurahan", "kelurahan"
        UPTD = "uptd", "unit pelaksana teknis"
        KORWIL = "korwil", "koordinator wilayah pendidikan"
        SEKOLAH = "sekolah", "sekolah"

    # What has no door of its own: invited and counted with the unit that it is part of.
    PARTS = (Kind.SEKRETARIAT, Kind.BAGIAN, Kind.BIDANG)

    code = models.SlugField("kode", max_length=80, unique=True)
    name = models.CharField("nama", max_length=200)
    short_name = models.CharField("nama pendek", max_length=60, blank=True, default="")
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name="bagian dari"
    )
    kecamatan = models.ForeignKey(
        "self", models.PROTECT, related_name="units_within", null=True, blank=True, verbose_name="kecamatan letaknya"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, related_name="predecessors", null=True, blank=True, verbose_name="diteruskan oleh"
    )
    is_active = models.BooleanField("aktif", default=True)
    map_row = models.PositiveSmallIntegerField("baris peta ubin", null=True, blank=True, help_text="Hanya kecamatan.")
    map_column = models.PositiveSmallIntegerField("kolom peta ubin", null=True, blank=True)
    map_code = models.CharField("kode peta ubin", max_length=4, blank=True, default="")

    objects = WorkUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "unit kerja"
        verbose_name_plural = "unit kerja"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="workunit_kind_known",
                condition=models.Q(
                    kind__in=[
                        "sekretariat",
                        "inspektorat",
                        "badan",
                        "dinas",
                        "satuan",
                        "rsud",
                        "bagian",
                        "bidang",
                        "kecamatan",
                        "kelurahan",
                        "uptd",
                        "korwil",
                        "sekolah",
                    ]
                ),
                violation_error_message="Jenis unit tidak dikenal.",
            ),
            models.CheckConstraint(
                name="workunit_not_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                violation_error_message="Unit tidak dapat menjadi bagian dari dirinya sendiri.",
            ),
            models.CheckConstraint(
                name="workunit_map_whole",
                condition=models.Q(map_row__isnull=True, map_column__isnull=True)
                | models.Q(map_row__isnull=False, map_column__isnull=False)
                & models.Q(map_row__range=(1, 6), map_column__range=(1, 6)),
                violation_error_message="Isi baris dan kolom peta ubin keduanya, dari 1 sampai 6.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        # The constraint needs the key, which no form has, so people are told here.
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "Unit tidak dapat menjadi bagian dari dirinya sendiri."})


class Holiday(models.Model):
    """A day on which working days are not counted (SKB of three ministers; polling days by Keppres)."""

    class Kind(models.TextChoices):
        LIBUR = "libur", "libur nasional"
        CUTI_BERSAMA = "cuti_bersama", "cuti bersama"

    date = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    source = models.TextField("dasar", help_text="Nomor SKB atau Keppres.")

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                name="holiday_kind_known",
                condition=models.Q(kind__in=["libur", "cuti_bersama"]),
                violation_error_message="Jenis hari libur tidak dikenal.",
            ),
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.name}"

    @classmethod
    def calendar(cls):
        """Return all days off as a lib.workdays.Calendar, at one query."""
        return Calendar(dict(cls.objects.values_list("date", "name")))


class ElectionPhaseQuerySet(models.QuerySet):
    def active_on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class ElectionPhase(models.Model):
    """A stretch of an election (KPU sets the days), in which the neutrality rules of a phase hold."""

    class Phase(models.TextChoices):
        BEFORE = "sebelum_penetapan", "sebelum penetapan calon"
        AFTER = "setelah_penetapan", "setelah penetapan calon"
        CAMPAIGN = "masa_kampanye", "masa kampanye"

    election = models.CharField("pemilihan", max_length=120, help_text="Misalnya “Pemilihan bupati 2024”.")
    phase = models.CharField("tahap", max_length=20, choices=Phase)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", help_text="Hari terakhir tahap ini.")
    source = models.CharField("dasar", max_length=200, help_text="Nomor Peraturan atau Keputusan KPU.")

    objects = ElectionPhaseQuerySet.as_manager()

    class Meta:
        verbose_name = "tahap pemilihan"
        verbose_name_plural = "tahap pemilihan"
        ordering = ["-starts_on", "election"]
        constraints = [
            models.UniqueConstraint(
                name="electionphase_once",
                fields=["election", "phase"],
                violation_error_message="Tahap ini sudah dimasukkan untuk pemilihan tersebut.",
            ),
            models.CheckConstraint(
                name="electionphase_phase_known",
                condition=models.Q(phase__in=["sebelum_penetapan", "setelah_penetapan", "masa_kampanye"]),
                violation_error_message="Tahap pemilihan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="electionphase_dates_in_order",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Tahap tidak dapat berakhir sebelum mulai.",
            ),
        ]

    def __str__(self):
        return f"{self.election}: {self.get_phase_display()}"


class SynonymQuerySet(models.QuerySet):
    def about(self, text):
        """Return what holds a text in the word itself or in a meaning; all for an empty text."""
        return self.filter(models.Q(term__icontains=text) | models.Q(meanings__icontains=text)) if text else self


class Synonym(models.Model):
    """A word or phrase of the people, and what the catalogue calls it: expands queries, never texts."""

    term = models.CharField(
        "kata orang", max_length=80, unique=True, help_text="Huruf kecil, misalnya “kgb” atau “naik pangkat”."
    )
    meanings = ArrayField(
        models.CharField(max_length=120),
        verbose_name="artinya",
        help_text="Dipisahkan koma, misalnya “kenaikan gaji berkala”.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = "padanan kata"
        verbose_name_plural = "padanan kata"
        permissions = [("edit_synonym", "Menyunting padanan kata")]
        ordering = ["term"]
        constraints = [
            models.CheckConstraint(
                name="synonym_term_lower",
                condition=models.Q(term=models.functions.Lower("term")),
                violation_error_message="Tulis dengan huruf kecil.",
            ),
            models.CheckConstraint(
                name="synonym_has_meaning",
                condition=models.Q(meanings__len__gt=0),
                violation_error_message="Isi sedikitnya satu arti.",
            ),
        ]

    def __str__(self):
        return self.term


class SearchTerm(models.Model):
    """A word of the published texts with the number of texts that hold it: repairs typos and weighs words."""

    word = models.CharField(max_length=80, unique=True)
    lexeme = models.CharField(max_length=80, db_index=True)
    documents = models.PositiveIntegerField()

    class Meta:
        verbose_name = "kata yang dikenal"
        verbose_name_plural = "kata yang dikenal"
        indexes = [GinIndex(name="searchterm_word_trigram", fields=["word"], opclasses=["gin_trgm_ops"])]

    def __str__(self):
        return self.word
