"""Input of the one who asks."""

import uuid

from django import forms
from django.utils.html import format_html

from bkpsdm.lib.forms import ActionForm
from services.actions import Promises, ask_question, close_question, reply_to_answer
from services.models import Question, ServiceEdition

LONGEST = 5000

# What each kind is for, in the asker's words; the days come from the promise.
PURPOSES = {
    Question.Kind.PERTANYAAN: "Ada yang belum jelas.",
    Question.Kind.ASPIRASI: "Usul atau saran perbaikan.",
    Question.Kind.PENGADUAN: "Layanan tidak semestinya, misalnya diminta membayar.",
}


def kinds():
    """Return the kinds with their purpose and the days promised today."""
    promises = Promises()
    return [
        (
            kind,
            format_html(
                "{} <small>{} Tuntas paling lama {} hari kerja.</small>", kind.label, purpose, promises.of(kind)[1]
            ),
        )
        for kind, purpose in PURPOSES.items()
    ]


class ServiceChoice(forms.ModelChoiceField):
    """Services by the title of their edition in force, and by slug in the address."""

    def label_from_instance(self, edition):
        return edition.title

    def prepare_value(self, value):
        return value.service.slug if isinstance(value, ServiceEdition) else value


class AskForm(ActionForm):
    kind = forms.ChoiceField(
        label="Apa yang ingin Anda sampaikan?",
        choices=kinds,
        initial=Question.Kind.PERTANYAAN,
        widget=forms.RadioSelect,
    )
    service = ServiceChoice(
        label="Tentang layanan",
        queryset=ServiceEdition.objects.none(),
        required=False,
        empty_label="Tidak tahu / umum",
        to_field_name="service__slug",
    )
    title = forms.CharField(
        label="Pokok pertanyaan",
        max_length=150,
        help_text="Satu kalimat. Singkatan boleh.",
        error_messages={"required": "Tulis pokok pertanyaan Anda dalam satu kalimat."},
    )
    body = forms.CharField(
        label="Isi",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Tulis seperti berbicara. Jangan tulis NIK, nomor rekening, atau nama orang lain.",
        error_messages={"required": "Tulis apa yang ingin Anda tanyakan."},
    )
    edition = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        editions = ServiceEdition.objects.in_force_on(today).select_related("service").defer("search_vector")
        self.fields["service"].queryset = editions.order_by("title")

    @staticmethod
    def initial_from(query, today):
        """Return what the page before knows: the service, and the words that were searched in vain."""
        kind = query.get("jenis")
        return {
            "key": uuid.uuid4(),
            "kind": kind if kind in Question.Kind.values else Question.Kind.PERTANYAAN,
            "service": query.get("layanan", ""),
            "edition": query.get("edisi", ""),
            "title": query.get("pokok", "")[:150],
        }

    def clean(self):
        """Keep the edition that was read, as long as the question is still about its service."""
        data = super().clean()
        current, number = data.get("service"), data.get("edition", "")
        read = (
            current
            and number.isdecimal()
            and current.service.editions.published().filter(number=int(number[:4])).first()
        )
        data["edition"] = read or current
        return data

    def save(self, *, by):
        data = self.cleaned_data
        return self.act(
            ask_question,
            kind=data["kind"],
            service=data["service"] and data["service"].service,
            edition=data["edition"],
            title=data["title"],
            body=data["body"],
            key=data["key"],
            by=by,
        )


class ReplyForm(ActionForm):
    """The asker's word on an answer: settled, or not yet."""

    SETTLED, OPEN = "selesai", "belum"

    settled = forms.ChoiceField(
        label="Apakah jawaban ini menyelesaikan urusan Anda?",
        choices=[(SETTLED, "Ya, tutup pertanyaan"), (OPEN, "Belum, saya ingin bertanya lagi")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )
    body = forms.CharField(
        label="Tanggapan", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

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
        if self.cleaned_data["settled"] == self.SETTLED:
            return self.act(close_question, question, body=self.cleaned_data["body"], by=by)
        return self.act(reply_to_answer, question, body=self.cleaned_data["body"], by=by)
