"""Input about people of the roster and about units."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import (
    merge_employees,
    reinstate_employee,
    rename_unit,
    renumber_employee,
    retire_employee,
    reveal_nip,
    succeed_unit,
    transfer_employee,
    update_employee,
)
from accounts.models import Employee, EmployeeKind, UnitChange, WorkUnit
from accounts.roster.reading import clean_phone, clean_rank
from bkpsdm.lib.forms import ActionForm

MOST_FOUND = 20


def day_field(label, **options):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": "Isi tanggalnya."}, **options)


class PersonSearchForm(forms.Form):
    """Look somebody up; sent by POST, so that neither NIP nor name stands in an address."""

    who = forms.CharField(
        label="NIP, nomor portal, atau nama",
        max_length=100,
        help_text="Nomor lengkap, atau sebagian namanya.",
        error_messages={"required": "Tulis nomornya atau sebagian namanya."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def found(self, people):
        """Return the first of some people who are meant, in the order of their names."""
        return people.known_as(self.cleaned_data["who"]).select_related("unit").order_by("name", "pk")[:MOST_FOUND]


class RevealForm(ActionForm):
    reason = forms.CharField(
        label="Alasan",
        max_length=200,
        help_text="Tercatat bersama nama Anda, dan dapat dibaca orangnya di akunnya.",
        error_messages={"required": "Tulis alasannya."},
    )

    def save(self, person, *, by):
        """Return the number in full, or None with the reason on the form."""
        return self.act(reveal_nip, person, reason=self.cleaned_data["reason"], by=by)


class EmployeeForm(ActionForm, forms.ModelForm):
    class Meta:
        model = Employee
        fields = [
            "name",
            "title_before",
            "title_after",
            "kind",
            "rank",
            "ranked_on",
            "position",
            "job_kind",
            "email",
            "phone",
        ]
        widgets = {"ranked_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_thl = self.instance.kind == EmployeeKind.NON_ASN
        kinds = [choice for choice in EmployeeKind.choices if (choice[0] == EmployeeKind.NON_ASN) == is_thl]
        self.fields["kind"].choices = kinds

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not clean_phone(phone):
            raise ValidationError("Tulis nomor telepon lengkap, misalnya 081234567890.")
        return clean_phone(phone)

    def clean_rank(self):
        rank = self.cleaned_data["rank"]
        if rank and not clean_rank(rank):
            raise ValidationError("Tulis golongan ruang seperti III/b, atau IX untuk PPPK.")
        return clean_rank(rank)

    def save(self, *, by):
        return self.act(update_employee, self.instance, changed=self.changed_data, by=by)


class TransferForm(ActionForm):
    unit = forms.ModelChoiceField(
        label="Ke unit",
        queryset=WorkUnit.objects.none(),
        empty_label="Pilih unit",
        error_messages={"required": "Pilih unit tujuannya."},
    )
    on = day_field("Sejak")
    basis = forms.CharField(
        label="Dasar", max_length=200, help_text="Nomor SK.", error_messages={"required": "Tulis nomor SK-nya."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="pindah_%s", **kwargs)
        self.fields["unit"].queryset = WorkUnit.objects.active()

    def save(self, person, *, by):
        return self.act(transfer_employee, person, by=by, **self.cleaned_data)


class RetireForm(ActionForm):
    standing = forms.ChoiceField(
        label="Kedudukan",
        choices=[choice for choice in Employee.Standing.choices if choice[0] != Employee.Standing.AKTIF],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )
    on = day_field("Sejak")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="henti_%s", **kwargs)

    def save(self, person, *, by):
        return self.act(retire_employee, person, by=by, **self.cleaned_data)


class ReinstateForm(ActionForm):
    def save(self, person, *, by):
        return self.act(reinstate_employee, person, by=by)


class RenumberForm(ActionForm):
    """A new NIP; who was PPPK stays the same person as CPNS."""

    nip = forms.CharField(
        label="NIP baru",
        max_length=30,
        help_text="18 angka; spasi boleh. NIP lama tetap tercatat dan tetap menemukan orangnya.",
        error_messages={"required": "Tulis NIP barunya."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label="Jenis pegawai sekarang",
        choices=[choice for choice in EmployeeKind.choices if choice[0] != EmployeeKind.NON_ASN],
    )
    on = day_field("Nomor lama berlaku sampai")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="nomor_%s", **kwargs)

    def save(self, person, *, by):
        return self.act(renumber_employee, person, by=by, **self.cleaned_data)


class MergeForm(ActionForm):
    """Which of the people that were found is the same person."""

    double = forms.ModelChoiceField(
        label="Baris yang digabung",
        queryset=Employee.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Pilih barisnya.", "invalid_choice": "Pilih barisnya."},
    )
    sure = forms.BooleanField(
        label="Keduanya orang yang sama", error_messages={"required": "Nyatakan bahwa keduanya orang yang sama."}
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["double"].queryset = people

    def save(self, person, *, by):
        return self.act(merge_employees, self.cleaned_data["double"], into=person, by=by)


class RenameUnitForm(ActionForm):
    name = forms.CharField(label="Nama baru", max_length=200, error_messages={"required": "Tulis nama barunya."})
    on = day_field("Berlaku sejak", initial=timezone.localdate)
    basis = forms.CharField(
        label="Dasar", max_length=200, help_text="Nomor peraturannya.", error_messages={"required": "Tulis dasarnya."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="nama_%s", **kwargs)

    def save(self, unit, *, by):
        return self.act(rename_unit, unit, by=by, **self.cleaned_data)


class SucceedUnitForm(ActionForm):
    kind = forms.ChoiceField(
        label="Apa yang terjadi",
        choices=[
            (UnitChange.Kind.MERGED, "Digabung ke unit yang sudah ada"),
            (UnitChange.Kind.SUCCEEDED, "Dibubarkan dan diteruskan unit lain"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )
    successor = forms.ModelChoiceField(
        label="Diteruskan oleh",
        queryset=WorkUnit.objects.none(),
        empty_label="Pilih unit",
        error_messages={"required": "Pilih unit yang meneruskan."},
    )
    on = day_field("Berlaku sejak", initial=timezone.localdate)
    basis = forms.CharField(
        label="Dasar", max_length=200, help_text="Nomor peraturannya.", error_messages={"required": "Tulis dasarnya."}
    )

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, auto_id="ganti_%s", **kwargs)
        self.fields["successor"].queryset = WorkUnit.objects.active().exclude(pk=unit.pk)

    def save(self, unit, *, by):
        return self.act(succeed_unit, unit, by=by, **self.cleaned_data)
