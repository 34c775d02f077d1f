"""How one person's answer comes to serve everybody: without identity, seen by the asker, published by a head."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower, StrIndex
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.actions import notify, record
from accounts.models import Employee, Holiday
from bkpsdm.lib.workdays import due_date
from services.citations import items_of
from services.models import AnswerProposal, FrequentAnswer, Question
from services.redaction import SHORTEST_NAME, find_personal, name_parts

from .answers import publish_answer

# Working days in which the asker may object (docs/questions.md).
DAYS_TO_OBJECT = 3
CODE_WORDS = 30


def why_not_proposed(question):
    """Return the sentence that says why a question cannot become a general answer, or nothing."""
    if question.is_confidential:
        return "Topik ini tertutup, jadi tidak pernah menjadi jawaban umum."
    if not question.may_serve_all:
        return "Penanya tidak mengizinkan pertanyaannya menjadi jawaban umum."
    if question.state not in (Question.State.ANSWERED, Question.State.CLOSED) or not question.answered_at:
        return "Jawab pertanyaannya lebih dahulu."
    if AnswerProposal.objects.filter(question=question).exists():
        return "Jawaban umum dari pertanyaan ini sudah diusulkan."
    return ""


def personal_in(question, text):
    """Return what in a text could tell who somebody is: numbers, the asker's own name, names of the roster."""
    known = Employee.objects.annotate(place=StrIndex(Value(text.lower()), Lower("name"))).filter(place__gt=0)
    names = {name for name in known.values_list("name", flat=True) if len(name) >= SHORTEST_NAME}
    asker = question.asker.employee
    return find_personal(text, names=names | (name_parts(asker.name) if asker else set()))


@transaction.atomic
def propose_answer(question, *, question_text, answer_text, cites=(), kept=(), by):
    """Propose a general answer of its own text, and tell the asker, who may object for three working days.

    ``kept`` are findings of ``personal_in()`` that the officer has confirmed to be no personal data. Raises
    ValidationError when consent or answer are lacking, when a finding is neither removed nor confirmed, or when an
    item is none of the question's edition.
    """
    question = Question.objects.select_for_update(of=["self"]).select_related("asker__employee").get(pk=question.pk)
    if reason := why_not_proposed(question):
        raise ValidationError(reason)
    found = personal_in(question, f"{question_text}\n{answer_text}")
    if left := [finding for finding in found if finding.must_go or finding.text not in kept]:
        raise ValidationError([f"Masih ada {finding.kind}: {finding.text}." for finding in left], code="personal")
    if unknown := set(cites) - items_of(question.edition).keys():
        raise ValidationError(f"Butir ini tidak ada pada edisi layanannya: {', '.join(sorted(unknown))}.")
    answer = FrequentAnswer(
        code=_new_code(question_text),
        service=question.service,
        question=question_text.strip(),
        answer=answer_text.strip(),
        edition=question.edition if cites else None,
        rests_on=list(cites),
    )
    answer.full_clean()
    answer.save()
    until = due_date(timezone.localdate(), DAYS_TO_OBJECT, Holiday.calendar()).day
    proposal = AnswerProposal.objects.create(question=question, answer=answer, proposed_by=by, object_until=until)
    # On the question, not on the answer: the record of what everybody reads must not begin at somebody's question.
    record("answer_proposed", question, by=by)
    notify([question.asker], "answer_proposed", question=question.number, path=_path(question))
    return proposal


@transaction.atomic
def object_to_proposal(proposal, *, reason="", by):
    """Let the asker refuse within the time; the answer is then never published, and the consent is withdrawn."""
    proposal = _locked(proposal)
    if proposal.objected_at:
        raise ValidationError("Anda sudah menolak usul ini.")
    if not proposal.is_open_on(timezone.localdate()):
        raise ValidationError("Waktu untuk menolak sudah lewat.")
    proposal.objected_at, proposal.objection = timezone.now(), reason.strip()
    proposal.full_clean(validate_unique=False)
    proposal.save(update_fields=["objected_at", "objection"])
    question = proposal.question
    question.may_serve_all = False
    question.save(update_fields=["may_serve_all", "updated_at"])
    record("answer_objected", question, by=by)
    notify([proposal.proposed_by], "answer_objected", question=question.number, path=reverse("services:answer-desk"))


@transaction.atomic
def publish_proposal(proposal, *, by):
    """Publish what the asker let pass, and forget whose question it was: no row leads back."""
    proposal = _locked(proposal)
    if proposal.objected_at:
        raise ValidationError("Penanya menolak usul ini, jadi tidak dapat diterbitkan.")
    if not proposal.question.may_serve_all or proposal.question.is_confidential:
        raise ValidationError("Penanya mencabut izinnya, jadi usul ini tidak dapat diterbitkan.")
    if proposal.is_open_on(timezone.localdate()):
        raise ValidationError("Penanya masih dapat menolak; terbitkan sesudah tanggal itu lewat.")
    answer = proposal.answer
    proposal.delete()
    publish_answer(answer, by=by)
    # The hour at which it was proposed stands in the message to the asker too; two equal hours would join the two.
    FrequentAnswer.objects.filter(pk=answer.pk).update(created_at=answer.published_at)
    return answer


@transaction.atomic
def drop_proposal(proposal, *, by):
    """Withdraw a proposal together with its text: the consent is gone, or the office has thought better of it."""
    proposal = _locked(proposal)
    record("answer_dropped", proposal.question, by=by)
    proposal.answer.delete()


def drop_unwanted(question, *, by):
    """Drop what was proposed of a question whose asker has taken the consent back; call it in that transaction."""
    if proposal := AnswerProposal.objects.filter(question=question).first():
        drop_proposal(proposal, by=by)


def _locked(proposal):
    """Return a proposal as it stands now, held with its question until the end; whoever is late learns it is gone."""
    held = AnswerProposal.objects.select_for_update(of=["self", "question"])
    proposal = held.select_related("question__asker", "answer", "proposed_by").filter(pk=proposal.pk).first()
    if proposal is None:
        raise ValidationError("Usul ini sudah diterbitkan atau dihapus. Muat ulang halaman ini.")
    return proposal


def _path(question):
    return reverse("services:proposal-detail", args=[question.pk])


def _new_code(text):
    """Return an address that says what it is about, and nothing of the question's number."""
    return f"{slugify(text)[:CODE_WORDS].strip('-') or 'jawaban'}-{secrets.token_hex(4)}"
