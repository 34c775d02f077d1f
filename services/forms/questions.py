"""Input of the one who asks."""

import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.html import format_html

from bkpsdm.lib.forms import ActionForm
from bkpsdm.lib.uploads import ACCEPTED, MOST_FILES, FilesField
from services.actions import Promises, ask_question, new_question
from services.models import Question, ServiceEdition
from services.suggestions import suggested

LONGEST = 5000

# What each kind is for, in the asker's words; the days come from the promise.
PURPOSES = {
    Question.Kind.PERTANYAAN: "Ada yang belum jelas.",
    Question.Kind.ASPIRASI: "Usul atau saran perbaikan.",
    Question.Kind.PENGADUAN: "Layanan tidak semestinya, misalnya diminta membayar.",
}

CONSENTS = (
    format_html(
        "Ya, boleh <small>{}</small>",
        "Petugas menulis versi tanpa nama, NIP, dan telepon. Anda melihatnya dan punya 3 hari kerja untuk menolak.",
    ),
    format_html("Tidak, tertutup <small>{}</small>", "Selalu begitu untuk layanan bertanda (tertutup)."),
)


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
        return f"{edition.title} (tertutup)" if edition.service.is_confidential else edition.title

    def prepare_value(self, value):
        return value.service.slug if isinstance(value, ServiceEdition) else value


def body_field(label, *, required=True, **options):
    return forms.CharField(
        label=label, max_length=LONGEST, required=required, widget=forms.Textarea(attrs={"rows": 4}), **options
    )


def files_field(readers="Anda dan petugas"):
    return FilesField(
        label="Lampiran",
        required=False,
        help_text=f"Paling banyak {MOST_FILES} berkas, masing-masing paling besar 10 MB: {ACCEPTED}. "
        f"Hanya {readers} yang dapat membukanya.",
    )


class AskForm(ActionForm):
    """A question. Without JavaScript it is looked at once more before it is sent: `step` says where its reader is."""

    CHECK, CHECKED, EDIT = "periksa", "diperiksa", "ubah"
    YES, NO = "ya", "tidak"

    kind = forms.ChoiceField(
        label="Apa yang ingin Anda sampaikan?",
        choices=kinds,
        initial=Question.Kind.PERTANYAAN,
        widget=forms.RadioSelect,
    )
    report_number = forms.RegexField(
        r"^[0-9A-Za-z-]+$",
        label="Nomor laporan di LAPOR!",
        max_length=30,
        required=False,
        help_text="Hanya untuk pengaduan, bila Anda sudah melapor di sana.",
        error_messages={"invalid": "Nomor LAPOR! terdiri dari angka, huruf, dan tanda hubung."},
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
    consent = forms.ChoiceField(
        label="Boleh dijadikan jawaban umum tanpa identitas saya?",
        choices=[(YES, CONSENTS[0]), (NO, CONSENTS[1])],
        initial=NO,
        required=False,
        widget=forms.RadioSelect,
    )
    files = files_field()
    edition = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        editions = ServiceEdition.objects.in_force_on(today).select_related("service").defer("search_vector")
        self.fields["service"].queryset = editions.order_by("title")

    @staticmethod
    def initial_from(query):
        """Return what the page before knows: the service, and the words that were searched in vain."""
        kind = query.get("jenis")
        return {
            "key": uuid.uuid4(),
            "kind": kind if kind in Question.Kind.values else Question.Kind.PERTANYAAN,
            "service": query.get("layanan", ""),
            "edition": query.get("edisi", ""),
            "title": query.get("pokok", "")[:150],
        }

    @property
    def carried(self):
        """Return the fields that travel along to the second step; files cannot."""
        return [self[name] for name in self.fields if name != "files"]

    @property
    def typed(self):
        """Return what was sent, for filling a form anew."""
        return {name: self.data[name] for name in self.fields if name in self.data}

    @property
    def step(self):
        return self.data.get("langkah", "")

    @property
    def has_second_step(self):
        """Return whether the reader belongs on the page that shows everything once more."""
        return self.step in (self.CHECK, self.CHECKED) and self.errors.keys() <= {"files", NON_FIELD_ERRORS}

    @property
    def lost_files(self):
        """Return whether files were chosen that a browser does not choose again by itself."""
        return bool(self.files) and not self.is_valid()

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
        if data.get("report_number") and data.get("kind") != Question.Kind.PENGADUAN:
            self.add_error("report_number", "Nomor LAPOR! hanya untuk pengaduan: pilih pengaduan, atau kosongkan.")
        return data

    @property
    def about(self):
        """Return the cleaned question as the actions take it."""
        data = self.cleaned_data
        names = ("kind", "title", "body", "key", "edition", "report_number")
        return {name: data[name] for name in names} | {
            "service": data["service"] and data["service"].service,
            "may_serve_all": data["consent"] == self.YES,
        }

    def preview(self, *, by):
        """Return the question as it would be stored, or None with the reason on the form."""
        return self.act(new_question, by=by, **self.about)

    def save(self, *, by):
        return self.act(ask_question, by=by, files=self.cleaned_data["files"], **self.about)


class SuggestionForm(forms.Form):
    """What was typed so far, and the service that was chosen."""

    q = forms.CharField(max_length=LONGEST + 200, required=False)
    layanan = forms.SlugField(max_length=80, required=False)

    @classmethod
    def of(cls, question):
        """Return the form as somebody fills it who asks a question."""
        slug = question.service.slug if question.service else ""
        return cls({"q": f"{question.title}\n{question.opening}", "layanan": slug})

    def suggestions(self, *, today):
        if not self.is_valid():
            return []
        return suggested(self.cleaned_data["q"], service_slug=self.cleaned_data["layanan"], today=today)
