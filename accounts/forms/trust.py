"""Corrections of what is held about a person, and the filters of the auditor's trail."""

from django import forms

from accounts.actions import ask_correction, decide_correction
from accounts.models import AccessLog, Activity, CorrectionRequest
from accounts.surfaces import SURFACES
from accounts.verbs import VERBS
from bkpsdm.lib.forms import ActionForm

MOST_WORDS = 1000


class CorrectionForm(ActionForm):
    """What is wrong, and what is right."""

    subject = forms.ChoiceField(label="Yang keliru", choices=CorrectionRequest.Subject)
    wrong = forms.CharField(label="Tertulis di portal", max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))
    right = forms.CharField(
        label="Seharusnya",
        help_text="Sebutkan dasarnya bila ada, misalnya nomor dan tanggal SK.",
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def save(self, *, by):
        return self.act(ask_correction, **self.cleaned_data, by=by)


class DecisionForm(ActionForm):
    """The answer to a request: put right, or not, and why."""

    ACCEPTED, REFUSED = "diterima", "ditolak"

    decision = forms.ChoiceField(
        label="Keputusan",
        choices=[(ACCEPTED, "Diterima: datanya sudah dibetulkan"), (REFUSED, "Ditolak: datanya sudah benar")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Jawaban untuk peminta",
        help_text="Bila diterima: apa yang sudah dibetulkan. Bila ditolak: sebabnya.",
        max_length=MOST_WORDS,
        widget=forms.Textarea,
    )

    def save(self, request, *, by):
        is_accepted = self.cleaned_data["decision"] == self.ACCEPTED
        return self.act(decide_correction, request, is_accepted=is_accepted, answer=self.cleaned_data["answer"], by=by)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TrailForm(forms.Form):
    """Which day of the trail, and which kind of entry; what is not understood filters nothing."""

    jenis = forms.ChoiceField(label="Jenis", required=False)
    hari = forms.DateField(label="Hari", required=False, widget=DateInput, input_formats=["%Y-%m-%d"])

    def _found(self, rows, field):
        self.is_valid()
        if kind := self.cleaned_data.get("jenis"):
            rows = rows.filter(**{field: kind})
        if day := self.cleaned_data.get("hari"):
            rows = rows.filter(created_at__date=day)
        return rows.order_by("-created_at", "-pk")

    def _offer(self, words):
        self.fields["jenis"].choices = [("", "Semua"), *sorted(words, key=lambda pair: pair[1])]


class ActivityFilter(TrailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer(VERBS.items())

    def found(self, user):
        return self._found(Activity.objects.visible_to(user).select_related("actor__employee"), "verb")


class AccessFilter(TrailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer((name, surface.label) for name, surface in SURFACES.items())

    def found(self, user):
        rows = AccessLog.objects.visible_to(user)
        return self._found(rows.select_related("viewer__employee", "person"), "surface")
