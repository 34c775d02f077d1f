"""Input of those who give roles."""

from django import forms

from accounts.actions import end_role, grant_role
from accounts.models import Role, WorkUnit
from bkpsdm.lib.forms import ActionForm, day_input


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
