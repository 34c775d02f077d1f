"""Input of the one who asked, in the thread."""

from django import forms

from bkpsdm.lib.forms import ActionForm
from services.actions import (
    RATED,
    change_consent,
    close_question,
    rate_answer,
    reopen_question,
    reopen_until,
    reply_to_answer,
    supply_details,
    withdraw_question,
)
from services.models import Question
from services.models.survey import SCALE

from .questions import AskForm, body_field, files_field

RATINGS = [(value, f"{value} {label}") for value, label in SCALE]


def rating_field(*, required):
    return forms.TypedChoiceField(
        label="Nilai jawaban kami",
        choices=RATINGS,
        coerce=int,
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu nilai."},
    )


def rating_note_field():
    return forms.CharField(label="Kesan Anda dalam satu kalimat", max_length=300, required=False)


class ThreadForm(ActionForm):
    """What the asker does in the thread; `done` is said afterwards."""

    action, done = None, ""

    def save(self, question, *, by):
        return self.act(type(self).action, question, by=by, **self.cleaned_data)


class ReplyForm(ThreadForm):
    """The asker's word on an answer: settled, or not yet."""

    SETTLED, OPEN = "selesai", "belum"

    settled = forms.ChoiceField(
        label="Apakah jawaban ini menyelesaikan urusan Anda?",
        choices=[(SETTLED, "Ya, tutup pertanyaan"), (OPEN, "Belum, saya ingin bertanya lagi")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )
    rating = rating_field(required=False)
    rating_note = rating_note_field()
    body = body_field("Tanggapan", required=False)
    files = files_field()

    def clean(self):
        data = super().clean()
        if data.get("settled") == self.OPEN and not data.get("body"):
            self.add_error("body", "Tulis apa yang masih ingin Anda tanyakan.")
        return data

    @property
    def done(self):
        return (
            "Pertanyaan ditutup. Terima kasih."
            if self.cleaned_data["settled"] == self.SETTLED
            else "Tanggapan terkirim."
        )

    def save(self, question, *, by):
        data = dict(self.cleaned_data)
        if data.pop("settled") == self.SETTLED:
            return self.act(close_question, question, by=by, **data)
        return self.act(reply_to_answer, question, body=data["body"], files=data["files"], by=by)


class DetailsForm(ThreadForm):
    """What the office asked back for."""

    action, done = supply_details, "Keterangan terkirim; tenggat berjalan lagi mulai hari kerja berikutnya."

    body = body_field("Keterangan Anda", error_messages={"required": "Tulis keterangan yang diminta petugas."})
    files = files_field()


class ReopenForm(ThreadForm):
    action, done = reopen_question, "Pertanyaan dibuka lagi; petugas dikabari."

    body = body_field("Apa yang belum selesai?", error_messages={"required": "Tulis apa yang belum selesai."})
    files = files_field()


class RateForm(ThreadForm):
    action, done = rate_answer, "Nilai tercatat. Terima kasih."

    rating = rating_field(required=True)
    rating_note = rating_note_field()


class WithdrawForm(ThreadForm):
    action, done = withdraw_question, "Pertanyaan ditarik."


class ConsentForm(ThreadForm):
    action, done = change_consent, "Pilihan Anda tercatat."

    may_serve_all = forms.TypedChoiceField(
        choices=[(AskForm.YES, "Izinkan"), (AskForm.NO, "Cabut izin")], coerce=lambda value: value == AskForm.YES
    )


# What stands behind /tanya/<id>/<act>/, and in which states the page offers it.
THREAD_FORMS = {
    "tanggapi": ReplyForm,
    "keterangan": DetailsForm,
    "buka": ReopenForm,
    "nilai": RateForm,
    "tarik": WithdrawForm,
    "izin": ConsentForm,
}
State = Question.State
OFFERED = {
    State.NEW: ["tarik"],
    State.RECEIVED: ["tarik"],
    State.WAITING: ["keterangan", "tarik"],
    State.ANSWERED: ["tanggapi"],
    State.CLOSED: ["buka", "nilai"],
}


def offered_acts(question, *, today):
    """Return what the page of a thread offers to its asker on a day; the actions check again."""
    until = reopen_until(question)
    refused = {
        "tarik": question.answered_at is not None,
        "buka": until is None or until < today,
        "nilai": question.rating is not None or question.closed_by not in RATED,
        "izin": question.is_confidential,
    }
    return [act for act in [*OFFERED.get(question.state, []), "izin"] if not refused.get(act, False)]
