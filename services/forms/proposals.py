"""Input of general answers: proposed by an officer, refused by the asker, written anew."""

import hashlib

from django import forms

from bkpsdm.lib.forms import ActionForm
from services.actions import object_to_proposal, personal_in, propose_answer, revise_answer
from services.citations import items_of
from services.models import Message
from services.redaction import without

LONGEST_QUESTION, LONGEST = 500, 5000


def text_field(label, *, rows, longest, required, **options):
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
        **options,
    )


class ProposalForm(ActionForm):
    """The text for everybody; each finding that could tell who somebody is takes a decision before it is saved."""

    REMOVE, KEEP = "hapus", "biarkan"

    question_text = text_field(
        "Pertanyaan untuk umum", rows=3, longest=LONGEST_QUESTION, required="Tulis pertanyaannya tanpa identitas."
    )
    answer_text = text_field(
        "Jawaban untuk umum",
        rows=8,
        longest=LONGEST,
        required="Tulis jawabannya tanpa identitas.",
        help_text="Harus berlaku bagi siapa saja, bukan hanya bagi penanya.",
    )
    cites = forms.MultipleChoiceField(
        label="Bersandar pada butir",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Bila butir ini berubah pada edisi berikutnya, jawaban ini perlu ditinjau.",
    )

    def __init__(self, data=None, *, question):
        self.question, answer = question, question.messages.filter(kind=Message.Kind.ANSWER).last()
        first = {"question_text": question.opening or question.title, "answer_text": answer.body if answer else ""}
        super().__init__(data, initial={**first, "cites": answer.cites if answer else []})
        self.fields["cites"].choices = [(code, item.text) for code, item in items_of(question.edition).items()]
        text = "\n".join((data if self.is_bound else first).get(name, "") for name in first)
        self.findings = {f"temuan-{_digest(found.text)}": found for found in personal_in(question, text)}
        for name, found in self.findings.items():
            keep = [] if found.must_go else [(self.KEEP, "Biarkan: ini bukan data pribadi")]
            self.fields[name] = forms.ChoiceField(
                label=f"Ditemukan {found.kind}: {found.text}",
                choices=[(self.REMOVE, "Hapus dari teks"), *keep],
                widget=forms.RadioSelect,
                error_messages={"required": "Putuskan temuan ini."},
            )

    @property
    def decisions(self):
        """Return the fields about findings, as the page shows them."""
        return [self[name] for name in self.findings]

    def save(self, *, by):
        data = self.cleaned_data
        removed = [found.text for name, found in self.findings.items() if data[name] == self.REMOVE]
        return self.act(
            propose_answer,
            self.question,
            question_text=without(data["question_text"], removed),
            answer_text=without(data["answer_text"], removed),
            cites=data["cites"],
            kept={found.text for found in self.findings.values()} - set(removed),
            by=by,
        )


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class ObjectionForm(ActionForm):
    reason = forms.CharField(
        label="Alasan", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}), empty_value=""
    )

    def save(self, proposal, *, by):
        return self.act(object_to_proposal, proposal, reason=self.cleaned_data["reason"], by=by)


class RevisionForm(ActionForm):
    question = text_field("Pertanyaan", rows=3, longest=LONGEST_QUESTION, required="Tulis pertanyaannya.")
    text = text_field("Jawaban", rows=8, longest=LONGEST, required="Tulis jawabannya.")

    def save(self, answer, *, by):
        return self.act(revise_answer, answer, **self.cleaned_data, by=by)
