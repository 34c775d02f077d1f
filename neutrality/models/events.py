"""What the agency calls people together for, and who is invited."""

import re
import secrets

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Employee, User, WorkUnit
from bkpsdm.lib.frozen import FrozenWhen
from bkpsdm.lib.search import SearchQuerySetMixin, weighted_column

# A time, or a span of two, and what happens then.
AGENDA_LINE = re.compile(r"(?:(\d{1,2}[.:]\d{2}(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?)\s+)?(.*)", re.DOTALL)


def lines_field(label, max_length=300, **options):
    """Return a list of short texts, typed one a line."""
    return ArrayField(models.CharField(max_length=max_length), verbose_name=label, default=list, blank=True, **options)


def new_secret():
    return secrets.token_hex(32)


class EventQuerySet(SearchQuerySetMixin, models.QuerySet):
    def visible_to(self, user):
        """Return what was published, later cancelled or not; drafts only to organisers."""
        return self if user.has_perm("neutrality.edit_event") else self.public()

    def public(self):
        return self.filter(published_at__isnull=False)

    def held(self):
        """Return what counts in the figures: published, and not cancelled."""
        return self.filter(state__in=[Event.State.PUBLISHED, Event.State.FINISHED])

    def drafts(self):
        """Return what is being prepared, the last touched first."""
        return self.filter(state=Event.State.DRAFT).order_by("-updated_at", "-pk")

    def series(self):
        """Return the names of the series, each once."""
        return self.exclude(series="").order_by("series").values_list("series", flat=True).distinct()

    def up_to(self, event):
        """Return what started no later than an event, itself included."""
        return self.filter(starts_at__lte=event.starts_at)

    def upcoming(self, now):
        """Return what is still to come or going on, the nearest first."""
        return self.filter(state=Event.State.PUBLISHED, ends_at__gte=now).order_by("starts_at", "pk")

    def on_day(self, day):
        """Return what goes on on a day, the earliest first."""
        rows = self.filter(state=Event.State.PUBLISHED, starts_at__date__lte=day, ends_at__date__gte=day)
        return rows.order_by("starts_at", "pk")

    def with_counts(self):
        """Add how many employees are invited and how many of them came: counted only for the rows that are read."""
        from .attendance import Attendance  # late: attendance points at events

        rows = Attendance.objects.filter(event=models.OuterRef("pk")).invited().order_by().values("event")
        counted = {"invited_count": rows, "present_count": rows.present()}
        return self.annotate(
            **{
                name: Coalesce(models.Subquery(found.values(n=models.Count("pk"))), 0)
                for name, found in counted.items()
            }
        )

    def past(self, now):
        """Return what is over or was cancelled, the latest first."""
        over = self.exclude(state=Event.State.DRAFT).exclude(state=Event.State.PUBLISHED, ends_at__gte=now)
        return over.order_by("-starts_at", "-pk")


class Event(models.Model):
    """A gathering for neutrality: in a hall, on a screen, or both."""

    class Mode(models.TextChoices):
        LURING = "luring", "Luring"
        DARING = "daring", "Daring"
        HIBRIDA = "hibrida", "Hibrida"

    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        PUBLISHED = "terbit", "Terbit"
        FINISHED = "selesai", "Selesai"
        CANCELLED = "batal", "Dibatalkan"

    MOVES = {
        State.DRAFT: {State.PUBLISHED, State.CANCELLED},
        State.PUBLISHED: {State.FINISHED, State.CANCELLED},
    }

    slug = models.SlugField("alamat", max_length=100, unique=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField("judul", max_length=200)
    theme = models.CharField("tema", max_length=200, blank=True, default="")
    series = models.CharField("seri", max_length=120, blank=True, default="")
    summary = models.TextField("penjelasan", blank=True, default="", help_text="Paragraf dipisahkan baris kosong.")
    mode = models.CharField("cara", max_length=10, choices=Mode, default=Mode.LURING)
    venue = models.CharField("tempat", max_length=200, blank=True, default="")
    kecamatan = models.ForeignKey(
        WorkUnit, models.PROTECT, related_name="events", null=True, blank=True, verbose_name="kecamatan"
    )
    link = models.URLField("tautan pertemuan", max_length=300, blank=True, default="")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    hosts = lines_field("penyelenggara")
    partners = lines_field("bersama")
    speakers = lines_field("narasumber", help_text="Satu baris satu orang: nama, titik koma, jabatan atau instansi.")
    legal_basis = lines_field("dasar hukum")
    agenda = lines_field("susunan acara", help_text="Satu baris satu mata acara: jam, lalu acaranya.")
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    cancel_reason = models.CharField("sebab dibatalkan", max_length=300, blank=True, default="")
    search_vector = weighted_column(A="title", B="theme", C="summary", D="venue")
    published_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="events_created", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "kegiatan"
        verbose_name_plural = "kegiatan"
        ordering = ["-starts_at", "-pk"]
        permissions = [
            ("edit_event", "Menyusun dan menerbitkan kegiatan"),
            ("take_attendance", "Mencatat dan membaca kehadiran"),
        ]
        indexes = [
            GinIndex(name="event_search", fields=["search_vector"]),
            models.Index(name="event_by_start", fields=["-starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_state_known",
                condition=models.Q(state__in=["draf", "terbit", "selesai", "batal"]),
                violation_error_message="Keadaan kegiatan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="event_mode_known",
                condition=models.Q(mode__in=["luring", "daring", "hibrida"]),
                violation_error_message="Cara kegiatan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="event_times_in_order",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message="Kegiatan harus selesai sesudah mulai.",
            ),
            models.CheckConstraint(
                name="event_published_has_time",
                condition=models.Q(state__in=["draf", "batal"]) | models.Q(published_at__isnull=False),
                violation_error_message="Kegiatan yang terbit harus memiliki waktu terbit.",
            ),
            models.CheckConstraint(
                name="event_place_where_people_meet",
                condition=models.Q(mode="daring") | ~models.Q(venue=""),
                violation_error_message="Isi tempatnya; kegiatan ini mempertemukan orang.",
            ),
            models.CheckConstraint(
                name="event_cancelled_has_reason",
                condition=~models.Q(state="batal") | ~models.Q(cancel_reason=""),
                violation_error_message="Tulis sebab kegiatan dibatalkan.",
            ),
        ]
        triggers = [
            FrozenWhen(
                name="event_start_frozen",
                once="""OLD.state <> 'draf' AND OLD.starts_at <= now() AND (
                    TG_OP = 'DELETE'
                    OR (NEW.starts_at, NEW.slug, NEW.secret) <> (OLD.starts_at, OLD.slug, OLD.secret)
                )""",
                still_moves=[],
                message="Kegiatan yang sudah mulai tidak dapat dipindahkan waktunya; batalkan dan buat yang baru.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("neutrality:event-detail", args=[self.slug])

    @property
    def search_document(self):
        """Return the text whose words the search knows."""
        return f"{self.title}\n{self.theme}\n{self.summary}\n{self.venue}"

    @property
    def starts_on(self):
        return timezone.localdate(self.starts_at)

    @property
    def has_started(self):
        return self.starts_at <= timezone.now()

    @property
    def is_closed(self):
        return self.state in (self.State.FINISHED, self.State.CANCELLED)

    @property
    def when(self):
        """Return the time in words: Jumat, 21 Juni 2024, 08.00–11.00 WIB."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        begin = date_format(start, "l, j F Y, H.i")
        if start.date() == end.date():
            return f"{begin}–{date_format(end, 'H.i')} {end.tzname()}"
        return f"{begin} – {date_format(end, 'l, j F Y, H.i')} {end.tzname()}"

    @property
    def phase(self):
        """Return how the event stands for a reader now: a draft, coming, today, over, or cancelled."""
        if self.state in (self.State.DRAFT, self.State.CANCELLED):
            return self.state
        if self.state == self.State.FINISHED or self.ends_at < timezone.now():
            return self.State.FINISHED
        return "hari_ini" if self.starts_on <= timezone.localdate() else "nanti"

    @property
    def is_past(self):
        return self.phase in (self.State.FINISHED, self.State.CANCELLED)

    @property
    def is_public(self):
        return self.published_at is not None

    @property
    def place(self):
        """Return where it is, in words: the venue with its kecamatan, or that it is online."""
        kecamatan = str(self.kecamatan or "")
        parts = [self.venue, "" if kecamatan in self.venue else kecamatan]
        return ", ".join(part for part in parts if part) or "Daring"

    @property
    def speaker_rows(self):
        """Return pairs of name and post."""
        return [tuple(part.strip() for part in line.partition(";")[::2]) for line in self.speakers]

    @property
    def agenda_rows(self):
        """Return pairs of time and what happens then; the time is empty where a line names none."""
        return [match.groups(default="") for match in map(AGENDA_LINE.fullmatch, self.agenda)]

    def is_open(self, now):
        """Return whether passes are good: published, and not over."""
        return self.state == self.State.PUBLISHED and now <= self.ends_at


class Invitation(models.Model):
    """A unit called to an event: alone with its parts, or a kecamatan with every unit in it."""

    class Scope(models.TextChoices):
        UNIT = "unit", "unit ini"
        KECAMATAN = "kecamatan", "semua unit di kecamatan ini"

    event = models.ForeignKey(Event, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="invitations")
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.UNIT)

    class Meta:
        verbose_name = "undangan"
        verbose_name_plural = "undangan"
        ordering = ["unit__name"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_once",
                fields=["event", "unit", "scope"],
                violation_error_message="Unit ini sudah diundang.",
            ),
            models.CheckConstraint(
                name="invitation_scope_known",
                condition=models.Q(scope__in=["unit", "kecamatan"]),
                violation_error_message="Cakupan undangan tidak dikenal.",
            ),
        ]

    def __str__(self):
        return f"{self.unit} ({self.get_scope_display()})"


def invited_units(event):
    """Return the units that an event calls, with their parts and with all that stands in an invited kecamatan."""
    invitations = event.invitations.all()
    whole = [i.unit_id for i in invitations if i.scope == Invitation.Scope.KECAMATAN]
    single = [i.unit_id for i in invitations if i.scope == Invitation.Scope.UNIT]
    return WorkUnit.objects.located_in(whole) | WorkUnit.objects.with_parts(single)


def invited_employees(event):
    """Return the employees in service whom an event calls, with their units."""
    return Employee.objects.in_service().filter(unit__in=invited_units(event)).select_related("unit")
