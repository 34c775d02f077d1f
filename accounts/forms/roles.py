"""Input of those who give roles."""

from django import forms

from accounts.actions import end_role, grant_role
from accounts.models import Employee, Role, WorkUnit
from bkpsdm.lib.forms import ActionForm, day_input

MOST_FOUND = 20


class PersonSearchForm(forms.Form):
    """Look somebody up in the roster; sent by POST, so that neither NIP nor name stands in an address."""

    who = forms.CharField(
        label="NIP atau nama",
        max_length=100,
        help_text="NIP lengkap 18 angka, nomor portal, atau sebagian namanya.",
        error_messages={"required": "Tulis NIP atau sebagian namanya."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def found(self, user):
        """Return the first people that somebody may see whose number or name was typed, by name."""
        people = Employee.objects.visible_to(user).known_as(self.cleaned_data["who"])
        return people.select_related("unit", "user").order_by("name", "pk")[:MOST_FOUND]


class GrantForm(ActionForm):
    """A role for one person: which, where, and from when to when."""

    role = forms.ChoiceField(label="Peran", choices=[("", "Pilih peran"), *Role.choices])
    unit = forms.ModelChoiceField(
        label="Unit atau bidang",
        queryset=WorkUnit.objects.none(),
        required=False,
        empty_label="Seluruh instansi",
        help_text="Wajib untuk operator, petugas, dan kepala bidang.",
    )
    starts_on = forms.DateField(label="Mulai", widget=day_input(), error_messages={"required": "Isi tanggal mulainya."})
    ends_on = forms.DateField(
        label="Sampai",
        widget=day_input(),
        help_text="Hari terakhirnya, paling lama setahun; peran berakhir dengan sendirinya.",
        error_messages={"required": "Isi sampai kapan peran ini berlaku."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = WorkUnit.objects.active()

    def save(self, user, *, by):
        return self.act(grant_role, user, **self.cleaned_data, by=by)


class EndRoleForm(ActionForm):
    """Take a role back; each grant of a page has a form of its own."""

    reason = forms.CharField(
        label="Sebab dicabut",
        max_length=300,
        help_text="Pemegangnya membacanya di halaman akunnya.",
        error_messages={"required": "Tulis sebab peran dicabut."},
    )

    def __init__(self, *args, grant, **kwargs):
        super().__init__(*args, auto_id=f"cabut_{grant.pk}_%s", **kwargs)
        self.grant = grant

    def save(self, *, by):
        return self.act(end_role, self.grant, reason=self.cleaned_data["reason"], by=by)
