"""What an officer writes into a thread: an answer, a question back, a note; and beginnings of answers."""

import re

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html

from accounts.models import WorkUnit
from bkpsdm.lib.forms import ActionForm
from services.actions import add_note, answer_question, ask_back, save_template
from services.actions.handling import ANSWERING_ROLES
from services.citations import items_of
from services.models import AnswerTemplate, Message, Question

from .questions import LONGEST, files_field

State = Question.State
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def units_of(user):
    """Return the numbers of the units that a person answers for."""
    return [grant.unit_id for grant in user.active_grants if grant.role in ANSWERING_ROLES]


def fill(text, question):
    """Return the beginning of an answer with its placeholders filled; what is not known stays as it is.

    Nobody in the office needs the name of the asker, so {penanya} is the usual address.
    """
    words = {
        "penanya": "Bapak/Ibu",
        "layanan": question.edition.title if question.edition else "layanan kami",
        "nomor": question.number,
        "bidang": question.unit.name,
        "tenggat": date_format(question.complete_due_on, "l, j F Y"),
    }
    return PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)


class ComposeForm(ActionForm):
    """One word of the office. What was typed stays until it is sent; nothing passes messages that were not read."""

    ANSWER, ASK_BACK, NOTE = "jawab", "tanya-balik", "catatan"
    SEND, USE_TEMPLATE, PREVIEW = "kirim", "pola", "pratinjau"

    template = forms.ModelChoiceField(
        label="Mulai dari pola jawaban",
        queryset=AnswerTemplate.objects.none(),
        required=False,
        empty_label="Pilih pola",
    )
    body = forms.CharField(
        label="Jawaban untuk penanya",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text="Mulai dengan jawabannya, lalu alasannya.",
        error_messages={"required": "Tulis jawabannya lebih dahulu."},
    )
    then = forms.ChoiceField(label="Setelah dikirim", choices=(), widget=forms.RadioSelect, required=False)
    cites = forms.MultipleChoiceField(
        label="Rujuk butir layanan", required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )
    is_for_duplicates = forms.BooleanField(
        label="Kirim juga kepada penanya yang pertanyaannya digabung", required=False
    )
    files = files_field("penanya dan petugas")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, files=None, *, question, user):
        self.question, self.step = question, (data or {}).get("langkah", self.SEND)
        ends = self.ends()
        super().__init__(data, files, initial={"seen": last_message(question), "then": ends[0][0]})
        self.fields["template"].queryset = AnswerTemplate.objects.visible_to(user)
        self.fields["then"].choices = ends
        self.fields["cites"].choices = [(item.code, item.text) for item in items_of(question.edition).values()]
        if not question.duplicates.exists():
            del self.fields["is_for_duplicates"]

    def ends(self):
        """Return what may become of the question when this is sent, the usual first."""
        note = (self.NOTE, described("Simpan sebagai catatan internal", "Hanya terlihat petugas."))
        if self.question.state == State.CLOSED:
            return [note]
        if self.question.state == State.ANSWERED:
            return [(self.ANSWER, described("Tambahkan pada jawaban", "Penanya dikabari lagi.")), note]
        return [
            (self.ANSWER, described("Tandai dijawab", "Ditutup penanya, atau 10 hari kerja tanpa tanggapan.")),
            (self.ASK_BACK, described("Minta keterangan", "Tenggat dijeda sampai penanya membalas.")),
            note,
        ]

    @property
    def lost_files(self):
        """Return whether files were chosen that a browser does not choose again by itself."""
        return bool(self.files)

    @property
    def draft_name(self):
        """Return the name under which the device keeps what is typed."""
        return f"jawab-{self.question.pk}"

    def clean_then(self):
        return self.cleaned_data["then"] or self.initial["then"]

    def used_template(self):
        """Return this form with the chosen beginning added to what was typed; nothing is sent."""
        template = self.fields["template"].queryset.filter(pk=as_number(self.data.get("template"))).first()
        if template:
            typed = self.data.get("body", "").strip()
            begun = fill(template.body, self.question)
            self.data = self.data.copy()
            self.data["body"] = f"{typed}\n\n{begun}" if typed else begun
        return self.unsent()

    def unsent(self):
        """Return a form that shows what was typed and finds no fault with it yet."""
        kept = {name: self.data.get(name) for name in ("body", "then", "is_for_duplicates", "seen")}
        self.is_bound = False
        self.initial |= {name: value for name, value in kept.items() if value} | {"cites": self.data.getlist("cites")}
        return self

    @property
    def preview(self):
        """Return the typed message as the asker would see it, or None while nothing is typed."""
        body = self.initial.get("body", "").strip()
        if self.step != self.PREVIEW or not body:
            return None
        message = Message(kind=Message.Kind.ANSWER, body=body, unit=self.question.unit)
        items = items_of(self.question.edition)
        message.cited = [items[code] for code in self.initial["cites"] if code in items]
        return message

    @property
    def has_grown(self):
        """Return whether sending was refused because there are messages that were not read yet."""
        return self.has_error("__all__", code="grown")

    def show_grown(self):
        """Let the next sending count what the page shows now as read; what was typed stays."""
        self.data = self.data.copy()
        self.data["seen"] = last_message(self.question)

    @property
    def done(self):
        said = {
            self.ANSWER: "Jawaban untuk {} terkirim; penanya dikabari.",
            self.ASK_BACK: "Permintaan keterangan untuk {} terkirim; tenggat dijeda.",
            self.NOTE: "Catatan pada {} tersimpan; hanya terlihat petugas.",
        }
        return said[self.cleaned_data["then"]].format(self.question.number)

    def save(self, *, by):
        data = self.cleaned_data
        given = {"body": data["body"], "files": data["files"], "seen": data["seen"], "by": by}
        if data["then"] == self.ASK_BACK:
            return self.act(ask_back, self.question, **given)
        if data["then"] == self.NOTE:
            return self.act(add_note, self.question, **given)
        given |= {"cites": data["cites"], "is_for_duplicates": data.get("is_for_duplicates", False)}
        return self.act(answer_question, self.question, **given)


def described(label, explanation):
    return format_html("{} <small>{}</small>", label, explanation)


def last_message(question):
    """Return the number of the last message of a thread, 0 when there is none."""
    return question.messages.order_by("-pk").values_list("pk", flat=True).first() or 0


def as_number(text):
    return int(text) if (text or "").isdecimal() and len(text) < 12 else None


class TemplateForm(ActionForm):
    """A beginning of an answer: of one bidang, or, by heads, of all."""

    unit = forms.ModelChoiceField(label="Untuk bidang", queryset=WorkUnit.objects.none(), required=False)
    title = forms.CharField(label="Judul", max_length=100)
    body = forms.CharField(
        label="Isi",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Terisi sendiri saat dipakai: {penanya}, {layanan}, {nomor}, {bidang}, {tenggat}.",
    )

    def __init__(self, data=None, *, template, user):
        self.template = template
        shown = {"unit": template.unit_id, "title": template.title, "body": template.body}
        super().__init__(data, initial=shown)
        units = self.fields["unit"]
        units.queryset = WorkUnit.objects.filter(pk__in=units_of(user))
        units.required = not user.has_perm("services.direct_question")
        units.empty_label = "Pilih bidang" if units.required else "Semua bidang"

    def save(self, *, by):
        return self.act(save_template, self.template, **self.cleaned_data, by=by)
