"""Input of events: what organisers write, and what they decide."""

from datetime import datetime
from itertools import groupby

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from accounts.models import WorkUnit
from bkpsdm.lib.forms import ActionForm

from .actions import admit_guest, cancel_event, check_in, finish_event, publish_event, save_event
from .models import Event, Invitation

LONGEST_LINE = 300
YEARS = range(2000, 2101)


class KecamatanField(forms.ModelMultipleChoiceField):
    """Whole kecamatan, ticked; the label of the group says what they are."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, unit):
        return unit.name.removeprefix("Kecamatan ")


class LinesField(forms.CharField):
    """A list of short texts, typed one a line."""

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = self._lines(super().clean(value))
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(f"Satu baris paling panjang {LONGEST_LINE} huruf.", code="long")
        return lines

    def has_changed(self, initial, data):
        return (initial or []) != self._lines(data or "")

    @staticmethod
    def _lines(text):
        return [line.strip() for line in text.splitlines() if line.strip()]


def lines(name, help_text="", rows=2):
    """Return the field of a list of the event, with the label of the model."""
    field = Event._meta.get_field(name)
    return LinesField(
        label=capfirst(field.verbose_name),
        required=False,
        help_text=help_text or field.help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class EventForm(ActionForm, forms.ModelForm):
    """One event on one page, with whom it calls."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Judul", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    date = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    starts = forms.TimeField(label="Mulai", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label="Selesai", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    link = forms.URLField(
        label="Tautan pertemuan",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="Untuk daring dan hibrida. Hanya tampil bagi undangan yang sudah masuk.",
    )
    hosts = lines("hosts", "Satu baris satu instansi.")
    partners = lines("partners", "Satu baris satu instansi.")
    speakers = lines("speakers", rows=4)
    legal_basis = lines("legal_basis", "Satu baris satu peraturan.")
    agenda = lines("agenda", rows=5)
    whole = KecamatanField(
        label="Kecamatan beserta semua unit di dalamnya", queryset=WorkUnit.objects.none(), required=False
    )
    units = forms.ModelMultipleChoiceField(
        label="Unit satu per satu",
        queryset=WorkUnit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Event
        fields = [
            "title",
            "theme",
            "series",
            "summary",
            "mode",
            "venue",
            "kecamatan",
            "link",
            "hosts",
            "partners",
            "speakers",
            "legal_basis",
            "agenda",
        ]
        help_texts = {"venue": "Wajib untuk luring dan hibrida."}
        widgets = {
            "mode": forms.RadioSelect,
            "series": forms.TextInput(attrs={"list": "seri"}),
            "summary": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        invitations = list(self.instance.invitations.all()) if self.instance.pk else []
        self._offer_units(invitations)
        if self.instance.pk:
            self.initial |= self._stored(invitations)
        zone = timezone.localtime().tzname()
        self.fields["starts"].label, self.fields["ends"].label = f"Mulai ({zone})", f"Selesai ({zone})"
        self.differences = []

    def _offer_units(self, invitations):
        """Offer the units of today, and those already invited though they are gone by now."""
        offered = WorkUnit.objects.filter(Q(is_active=True) | Q(pk__in=[row.unit_id for row in invitations]))
        self.fields["whole"].queryset = offered.kecamatan()
        self.fields["units"].queryset = offered.select_related("parent").order_by("name")
        place = WorkUnit.objects.filter(Q(is_active=True) | Q(pk=self.instance.kecamatan_id)).kecamatan()
        self.fields["kecamatan"].queryset = place
        self.fields["kecamatan"].empty_label = "Tidak disebut"

    def _stored(self, invitations):
        start, end = timezone.localtime(self.instance.starts_at), timezone.localtime(self.instance.ends_at)
        scopes = {"whole": Invitation.Scope.KECAMATAN, "units": Invitation.Scope.UNIT}
        return {
            "version": self.instance.updated_at.isoformat(),
            "date": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            **{name: [row.unit_id for row in invitations if row.scope == scope] for name, scope in scopes.items()},
        }

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_date(self):
        if self.cleaned_data["date"].year not in YEARS:
            raise ValidationError("Periksa tahunnya.", code="year")
        return self.cleaned_data["date"]

    def clean(self):
        data = super().clean()
        if data.get("mode") in (Event.Mode.LURING, Event.Mode.HIBRIDA) and not data.get("venue"):
            self.add_error("venue", "Isi tempatnya; kegiatan ini mempertemukan orang.")
        if {"date", "starts", "ends"} <= data.keys():
            self._set_times(data["date"], data["starts"], data["ends"])
        return data

    def _set_times(self, day, starts, ends):
        event = self.instance
        event.starts_at = self._moment(day, starts, event.starts_at)
        event.ends_at = self._moment(day, ends, event.ends_at)
        if ends <= starts:
            self.add_error("ends", "Kegiatan harus selesai sesudah mulai.")

    @staticmethod
    def _moment(day, time, before):
        """Return day and time as a moment, and the stored one where it differs by seconds only."""
        moment = timezone.make_aware(datetime.combine(day, time))
        return before if before and before.replace(second=0, microsecond=0) == moment else moment

    def save(self, *, by):
        """Save through the action; when somebody else saved meanwhile, say what differs and keep what was typed."""
        event, data = self.instance, self.cleaned_data
        if event.pk:
            event.updated_at = parse_version(data["version"])
        saved = self.act(save_event, event, units=data["units"], kecamatan=data["whole"], by=by)
        if self.has_error(NON_FIELD_ERRORS, code="race"):
            self._meet(Event.objects.get(pk=event.pk))
        return saved

    def _meet(self, stored):
        """Take up the version that somebody else saved, so that saving once more replaces it knowingly."""
        self.data = self.data.copy()
        self.data["version"] = stored.updated_at.isoformat()
        theirs = EventForm(self.data, instance=stored)
        self.differences = [theirs.fields[name].label for name in theirs.changed_data]

    def unit_groups(self):
        """Return the boxes of single units in groups: (label, boxes, how many are ticked)."""
        boxes = sorted(self["units"].subwidgets, key=lambda box: _group(box.data["value"].instance))
        groups = [(name, list(rows)) for name, rows in groupby(boxes, key=lambda b: _group(b.data["value"].instance))]
        return [(name[1], rows, sum(box.data["selected"] for box in rows)) for name, rows in groups]


def parse_version(text):
    """Return the moment of a version; None for what is none, which is nobody's version."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _group(unit):
    """Return the place of a unit's group on the page, and its name: parts stand under the unit they are part of."""
    if unit.parent and unit.kind in WorkUnit.PARTS:
        return len(WorkUnit.Kind), f"Bagian dari {unit.parent}"
    if unit.kind == WorkUnit.Kind.KECAMATAN:
        return list(WorkUnit.Kind).index(unit.kind), "Kantor kecamatan saja"
    return list(WorkUnit.Kind).index(unit.kind), capfirst(unit.get_kind_display())


class PublishForm(ActionForm):
    done = "Terbit. Undangan berangkat lewat surel."

    def save(self, event, *, by):
        return self.act(publish_event, event, by=by)


class FinishForm(ActionForm):
    done = "Kegiatan diselesaikan."

    def save(self, event, *, by):
        return self.act(finish_event, event, by=by)


class CancelForm(ActionForm):
    done = "Kegiatan dibatalkan."

    reason = forms.CharField(
        label="Sebab dibatalkan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dibaca semua orang di halaman kegiatan, dan undangan lewat surel.",
        error_messages={"required": "Tulis sebab kegiatan dibatalkan."},
    )

    def save(self, event, *, by):
        return self.act(cancel_event, event, reason=self.cleaned_data["reason"], by=by)


class ScanForm(ActionForm):
    """What a hand-held scanner types: a pass or a NIP, and Enter."""

    text = forms.CharField(
        label="Kode kartu atau NIP",
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "done",
            }
        ),
        error_messages={"required": "Pindai kartu masuk, atau ketik kodenya atau NIP."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def save(self, event, *, by):
        return self.act(check_in, event, text=self.cleaned_data["text"], key=self.cleaned_data["key"], by=by)


class GuestForm(ActionForm):
    AUTO_ID = "tamu_%s"  # stands on one page with the form above

    name = forms.CharField(
        label="Nama tamu",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Tulis nama tamunya."},
    )
    unit = forms.CharField(
        label="Unit atau instansi",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def save(self, event, *, by):
        data = self.cleaned_data
        return self.act(admit_guest, event, name=data["name"], unit=data["unit"], key=data["key"], by=by)
