"""Input of imports: a file, what a name of a unit means, and the confirmation."""

from django import forms
from django.utils.text import capfirst

from accounts.actions import apply_import, cancel_import, create_unit, map_unit, refresh_import, start_import
from accounts.models import WorkUnit
from accounts.roster.files import TOO_LARGE
from bkpsdm.lib.forms import ActionForm
from bkpsdm.lib.uploads import MOST_BYTES


class UploadForm(ActionForm):
    file = forms.FileField(
        label="Berkas XLSX atau CSV",
        help_text="Ekspor “Data Utama” SIASN atau daftar THL, paling besar 10 MB. Dihapus begitu selesai dibaca.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def save(self, *, by):
        return self.act(start_import, self.cleaned_data["file"], by=by)


class ApplyForm(ActionForm):
    """Confirm a preview; whoever confirms rows in doubt says that they were looked at."""

    checked = forms.BooleanField(
        error_messages={"required": "Nyatakan dahulu bahwa baris yang ditinjau sudah diperiksa."}
    )

    def __init__(self, *args, run, **kwargs):
        super().__init__(*args, **kwargs)
        self.run = run
        self.fields["checked"].label = f"Saya sudah memeriksa {run.counts['warned']} baris yang ditinjau"
        self.fields["checked"].required = bool(run.counts["warned"])

    def save(self, *, by):
        counts = self.act(apply_import, self.run, by=by)
        if self.has_error("__all__", code="stale"):
            refresh_import(self.run)
        return counts


class CancelForm(ActionForm):
    def save(self, run, *, by):
        return self.act(cancel_import, run, by=by)


def units():
    return WorkUnit.objects.active()


class MapForm(ActionForm):
    """What a name in a file means: a unit that is known, or one that is new and stands in some kecamatan."""

    SAME, NEW = "sama", "baru"

    meaning = forms.ChoiceField(
        label="Nama ini",
        choices=[(SAME, "sama dengan unit yang sudah ada"), (NEW, "unit baru")],
        initial=SAME,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )
    unit = forms.ModelChoiceField(
        label="Sama dengan",
        queryset=WorkUnit.objects.none(),
        empty_label="Pilih unit",
        error_messages={"required": "Pilih unit yang dimaksud."},
    )
    kind = forms.ChoiceField(label="Jenis unit baru", error_messages={"required": "Pilih jenis unitnya."})
    parent = forms.ModelChoiceField(
        label="Bagian dari", queryset=WorkUnit.objects.none(), required=False, empty_label="Berdiri sendiri"
    )
    kecamatan = forms.ModelChoiceField(
        label="Kecamatan letaknya",
        queryset=WorkUnit.objects.none(),
        empty_label="Pilih kecamatan",
        error_messages={"required": "Pilih kecamatan tempat unit ini berada."},
    )

    def __init__(self, *args, run, name, parent_name, **kwargs):
        super().__init__(*args, **kwargs)
        self.run, self.name, self.parent_name = run, name, parent_name
        self.fields["unit"].queryset = self.fields["parent"].queryset = units()
        self.fields["kecamatan"].queryset = units().kecamatan()
        kinds = [(value, capfirst(label)) for value, label in WorkUnit.Kind.choices]
        self.fields["kind"].choices = [("", "Pilih jenis"), *kinds]
        if self.is_bound:
            self._require_what_is_meant()

    def _require_what_is_meant(self):
        is_new = self.data.get("meaning") == self.NEW
        is_kecamatan = self.data.get("kind") == WorkUnit.Kind.KECAMATAN
        self.fields["unit"].required = self.data.get("meaning") == self.SAME
        self.fields["kind"].required = is_new
        self.fields["kecamatan"].required = is_new and not is_kecamatan

    def save(self, *, by):
        return self.act(self._map, by)

    def _map(self, by):
        data, unit = self.cleaned_data, self.cleaned_data["unit"]
        if data["meaning"] == self.NEW:
            facts = {name: data[name] for name in ("kind", "parent", "kecamatan")}
            unit = create_unit(name=self.name, by=by, **facts)
        return map_unit(self.run, name=self.name, parent_name=self.parent_name, unit=unit, by=by)
