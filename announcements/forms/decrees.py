"""Input of decrees."""

from django import forms

from announcements.actions import hand_over, save_decree
from announcements.models import Decree
from bkpsdm.lib.forms import ActionForm, day_input
from neutrality.models import Event

MONTH = "%Y-%m"


class DecreeForm(ActionForm, forms.ModelForm):
    """The facts of a decree; ``read_at`` tells whether somebody else has changed it since the page was opened."""

    period = forms.DateField(
        label="Periode",
        required=False,
        input_formats=[MONTH],
        widget=forms.DateInput(attrs={"type": "month"}, format=MONTH),
        help_text="Bulan dan tahunnya; pada penghargaan boleh dikosongkan. Contoh isian: 2024-06.",
    )
    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Decree
        fields = [
            "kind",
            "promotion_kind",
            "issuer",
            "number",
            "dated_on",
            "effective_on",
            "period",
            "signatory_name",
            "signatory_post",
            "event",
        ]
        widgets = {"dated_on": day_input(), "effective_on": day_input()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = Event.objects.public()
        self.fields["promotion_kind"].help_text = "Hanya untuk SK kenaikan pangkat."
        self.fields["effective_on"].help_text = "Terhitung mulai tanggal; wajib untuk kenaikan pangkat."
        # The field has no more than seconds, and two people may write within one.
        self.initial["read_at"] = self.instance.updated_at and self.instance.updated_at.isoformat()

    def save(self, *, by):
        return self.act(save_decree, self.instance, by=by, read_at=self.cleaned_data["read_at"])


class ConfirmForm(ActionForm):
    """Nothing to fill in: the button beside its warning is the confirmation."""

    def save(self, action, thing, *, by):
        return self.act(action, thing, by=by)


class HandOverForm(ActionForm):
    on = forms.DateField(
        label="Diserahkan pada", widget=day_input(), error_messages={"required": "Isi tanggal penyerahannya."}
    )
    event = forms.ModelChoiceField(
        label="Di kegiatan", queryset=Event.objects.none(), required=False, empty_label="Tidak di kegiatan"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = Event.objects.public()

    def save(self, decree, *, by):
        data = self.cleaned_data
        return self.act(hand_over, decree, on=data["on"], event=data["event"], by=by)
