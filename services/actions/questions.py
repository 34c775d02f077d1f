"""What the one who asks does: ask, reply, close."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import notify, record
from accounts.models import Agency, User
from bkpsdm.lib.states import move_to
from services.models import Message, Question

from .deadlines import count_due_dates, set_due_dates
from .handling import officers_of


@transaction.atomic
def ask_question(*, kind, service, title, body, key, by, edition=None):
    """Ask the bidang of a service, or the agency where no service is named; the same key twice asks once.

    The question keeps the edition that the asker read, or else the one in force today. Raises ValidationError when the
    agency has named no unit for general questions.
    """
    # A thumb that taps twice sends twice at once: the second waits here, and finds what the first has asked.
    User.objects.select_for_update(of=["self"]).get(pk=by.pk)
    if asked := Question.objects.filter(key=key, asker=by).first():
        return asked
    unit = service.unit if service else Agency.current().general_unit
    if unit is None:
        raise ValidationError("Pilih layanannya: pertanyaan umum belum memiliki penanggung jawab.")
    today = timezone.localdate()
    question = Question(
        key=key,
        kind=kind,
        asker=by,
        service=service,
        edition=edition or (service and service.editions.in_force_on(today).first()),
        unit=unit,
        title=title,
        opening=body,
    )
    count_due_dates(question, today=today)
    question.full_clean()
    question.save()
    Message.objects.create(question=question, author=by, kind=Message.Kind.ASKED, body=body)
    record("question_asked", question, by=by, kind=kind)
    notify(officers_of(unit), "question_asked", question=question.number, path=f"/kerja/tanya/{question.pk}/")
    return question


@transaction.atomic
def reply_to_answer(question, *, body, by):
    """Ask again under an answer that did not settle the matter, and tell the officers."""
    if not body.strip():
        raise ValidationError("Tulis apa yang masih ingin Anda tanyakan.")
    only_when_answered(question, Question.State.ASKED_AGAIN)
    move_to(question, Question.State.ASKED_AGAIN, asked_again_on=timezone.localdate())
    Message.objects.create(question=question, author=by, kind=Message.Kind.REPLY, body=body.strip())
    set_due_dates(question)
    record("question_asked_again", question, by=by)
    notify(officers_of(question.unit), "question_asked", question=question.number, path=f"/kerja/tanya/{question.pk}/")


@transaction.atomic
def close_question(question, *, by, body=""):
    """Close a question as settled, with a last word where there is one; only the asker does."""
    only_when_answered(question, Question.State.CLOSED)
    move_to(question, Question.State.CLOSED, closed_at=timezone.now(), closed_by=Question.ClosedBy.ASKER)
    if body.strip():
        Message.objects.create(question=question, author=by, kind=Message.Kind.REPLY, body=body.strip())
    record("question_closed", question, by=by)


def only_when_answered(question, state):
    """Raise ValidationError unless an answer lies before the asker, which is what these words are about."""
    if question.state != Question.State.ANSWERED:
        raise ValidationError(
            f"Tidak dapat diubah dari “{question.get_state_display()}” menjadi “{state.label}”.", code="move"
        )
