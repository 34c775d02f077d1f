"""Input of events and attendance."""

from django import forms

from bkpsdm.lib.forms import ActionForm

from .actions import admit_guest, check_in


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
