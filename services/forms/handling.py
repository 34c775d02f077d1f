"""Input of those who answer."""

from django import forms

from bkpsdm.lib.forms import ActionForm
from services.actions import answer_question

from .questions import LONGEST


class AnswerForm(ActionForm):
    body = forms.CharField(
        label="Jawaban untuk penanya",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Mulai dengan jawabannya, lalu alasannya.",
        error_messages={"required": "Tulis jawabannya lebih dahulu."},
    )

    def save(self, question, *, by):
        return self.act(answer_question, question, body=self.cleaned_data["body"], by=by)
