"""Small forms beside a thread, each of which calls one action: take, assign, transfer, extend, and the like."""

import re

from django import forms

from accounts.models import RoleGrant, User, WorkUnit
from bkpsdm.lib.forms import ActionForm
from services import actions
from services.actions.directing import LONGEST_EXTENSION, UNSETTLED
from services.actions.handling import ANSWERING_ROLES
from services.models import Question

from .handling import units_of

NUMBER = re.compile(r"^\s*\d{4}\s*-\s*(\d{1,9})\s*$")
DIRECT, ANSWER = "services.direct_question", "services.answer_question"


def colleagues(today, units=None):
    """Return the accounts that answer in some units today, or in any."""
    grants = RoleGrant.objects.active_on(today).filter(role__in=ANSWERING_ROLES)
    if units is not None:
        grants = grants.filter(unit__in=units)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("employee__name", "pk")


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return user.full_name


def reason_field(label, help_text="Penanya membacanya."):
    return forms.CharField(label=label, max_length=300, help_text=help_text)


class DirectForm(ActionForm):
    """One act on one question. ``slug`` names it in the address, ``permission`` says whose work it is."""

    slug = title = button = done = ""
    permission = ANSWER
    leads_away = False

    def __init__(self, data=None, *, question, user, today):
        super().__init__(data, prefix=self.slug)
        self.question, self.user, self.today = question, user, today
        self.prepare()

    def prepare(self):
        """Fill in what depends on the question."""

    @classmethod
    def is_offered(cls, question, user):
        return user.has_perm(cls.permission) and question.state in UNSETTLED

    def save(self, *, by):
        return self.act(self.action, self.question, **self.cleaned_data, by=by)


class TakeForm(DirectForm):
    slug, title, button, done = "ambil", "Kerjakan sendiri", "Kerjakan", "Anda sekarang menangani pertanyaan ini."
    action = staticmethod(actions.take_question)

    @classmethod
    def is_offered(cls, question, user):
        return super().is_offered(question, user) and question.assignee_id != user.pk


class AssignForm(DirectForm):
    slug, title, button, done = "tugaskan", "Tugaskan", "Tugaskan", "Petugasnya dicatat dan dikabari."
    permission = DIRECT
    action = staticmethod(actions.assign_question)

    to = PersonChoice(label="Kepada", queryset=User.objects.none(), required=False, empty_label="Belum ada")

    def prepare(self):
        reading = [self.question.unit_id, self.question.copied_to_id] if self.question.is_confidential else None
        self.fields["to"].queryset = colleagues(self.today, reading).exclude(pk=self.question.asker_id)
        self.fields["to"].initial = self.question.assignee_id


class TransferForm(DirectForm):
    slug, title, button = "pindah", "Pindahkan ke bidang lain", "Pindahkan"
    done = "Pertanyaan dipindahkan; penanya dan bidang itu dikabari."
    leads_away = True
    action = staticmethod(actions.transfer_question)

    to = forms.ModelChoiceField(label="Ke bidang", queryset=WorkUnit.objects.none(), empty_label="Pilih bidang")
    reason = reason_field("Alasan", "Penanya membacanya. Tenggat tidak berubah.")

    def prepare(self):
        grants = RoleGrant.objects.active_on(self.today).filter(role__in=ANSWERING_ROLES)
        units = WorkUnit.objects.active().filter(pk__in=grants.values("unit"))
        self.fields["to"].queryset = units.exclude(pk=self.question.unit_id)


class ExtendForm(DirectForm):
    slug, title, button, done = (
        "perpanjang",
        "Perpanjang tenggat",
        "Perpanjang",
        "Tenggat diperpanjang; penanya dikabari.",
    )
    permission = DIRECT
    action = staticmethod(actions.extend_deadline)

    days = forms.IntegerField(
        label="Hari kerja",
        min_value=1,
        max_value=LONGEST_EXTENSION,
        help_text=f"Sekali saja, paling lama {LONGEST_EXTENSION} hari kerja.",
    )
    reason = reason_field("Sebab")

    @classmethod
    def is_offered(cls, question, user):
        return super().is_offered(question, user) and not question.extended_on


class InspectForm(DirectForm):
    slug, title, button = "pemeriksaan", "Tandai perlu pemeriksaan", "Tandai"
    done = "Ditandai perlu pemeriksaan; penanya dikabari."
    permission = DIRECT
    action = staticmethod(actions.require_inspection)

    reason = reason_field("Alasan")

    @classmethod
    def is_offered(cls, question, user):
        is_complaint = question.kind == Question.Kind.PENGADUAN
        return super().is_offered(question, user) and is_complaint and not question.needs_inspection


class ClassifyForm(DirectForm):
    slug, title, button, done = "jenis", "Jenis dan nomor LAPOR!", "Simpan jenis", "Jenisnya tersimpan."
    action = staticmethod(actions.classify_question)

    kind = forms.ChoiceField(label="Jenis", choices=Question.Kind.choices)
    report_number = forms.CharField(
        label="Nomor LAPOR!",
        max_length=30,
        required=False,
        help_text="Hanya untuk pengaduan yang juga masuk lewat SP4N-LAPOR!.",
    )

    def prepare(self):
        self.initial = {"kind": self.question.kind, "report_number": self.question.report_number}


class MergeForm(DirectForm):
    slug, title, button = "gabung", "Gabung dengan pertanyaan lain", "Gabung"
    done = "Pertanyaan digabung; kedua penanya dikabari."

    number = forms.CharField(
        label="Nomor pertanyaan yang diteruskan", max_length=20, help_text="Misalnya 2026-0412, yang Anda tangani juga."
    )
    word = forms.CharField(
        label="Pesan bagi penanya yang digabung",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tanpa menyebut isi atau orang dari pertanyaan lain itu.",
    )

    @classmethod
    def is_offered(cls, question, user):
        return user.has_perm(cls.permission) and question.state != Question.State.CLOSED

    def clean_number(self):
        found = NUMBER.match(self.cleaned_data["number"])
        into = found and Question.objects.answerable_by(self.user).filter(pk=int(found[1])).first()
        if not into:
            raise forms.ValidationError("Nomor itu tidak ada di antrean Anda.")
        return into

    def save(self, *, by):
        data = self.cleaned_data
        return self.act(actions.merge_question, self.question, into=data["number"], word=data["word"], by=by)


class RefuseForm(DirectForm):
    slug, title, button = "bukan-kewenangan", "Tutup: bukan kewenangan kami", "Tutup pertanyaan"
    done = "Pertanyaan ditutup; penanya dikabari."
    action = staticmethod(actions.refuse_question)

    reason = reason_field("Siapa yang berwenang, dan ke mana penanya dapat bertanya")


DIRECT_FORMS = {
    form.slug: form
    for form in (
        TakeForm,
        AssignForm,
        TransferForm,
        ExtendForm,
        InspectForm,
        ClassifyForm,
        MergeForm,
        RefuseForm,
    )
}


class AssignManyForm(ActionForm):
    """Questions ticked in the inbox, and who works on them: heads choose among the bidang, officers take."""

    questions = forms.ModelMultipleChoiceField(
        label="Pertanyaan",
        queryset=Question.objects.none(),
        error_messages={"required": "Centang dahulu pertanyaannya."},
    )
    to = PersonChoice(label="Tugaskan yang dicentang kepada", queryset=User.objects.none(), empty_label=None)

    def __init__(self, data=None, *, user, today):
        super().__init__(data, initial={"to": user.pk})
        self.fields["questions"].queryset = Question.objects.answerable_by(user)
        mine = User.objects.filter(pk=user.pk)
        self.fields["to"].queryset = colleagues(today, units_of(user)) if user.has_perm(DIRECT) else mine

    def save(self, *, by):
        chosen = list(self.cleaned_data["questions"].order_by("pk"))
        return self.act(actions.assign_questions, chosen, to=self.cleaned_data["to"], by=by) and len(chosen)
