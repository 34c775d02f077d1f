"""How a question moves between the one who asks and those who answer."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import notify, record
from accounts.models import Agency, Holiday, Role, RoleGrant, User
from bkpsdm.lib.states import move_to
from bkpsdm.lib.workdays import due_date
from services.models import Message, Question

# Working days after the day of receipt: to the first answer (own promise) and to completion (14: SP4N-LAPOR!).
FIRST_ANSWER_DAYS = 2
COMPLETION_DAYS = {Question.Kind.PERTANYAAN: 5, Question.Kind.ASPIRASI: 5, Question.Kind.PENGADUAN: 14}


def promised_days(kind, received_on):
    """Return the due dates of a message received on a day: of the first answer and of completion (lib.workdays.Due)."""
    calendar = Holiday.calendar()
    return due_date(received_on, FIRST_ANSWER_DAYS, calendar), due_date(received_on, COMPLETION_DAYS[kind], calendar)


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
    first, complete = promised_days(kind, today)
    question = Question(
        key=key,
        kind=kind,
        asker=by,
        service=service,
        edition=edition or (service and service.editions.in_force_on(today).first()),
        unit=unit,
        title=title,
        answer_due_on=first.day,
        complete_due_on=complete.day,
        is_due_provisional=complete.is_provisional,
    )
    question.full_clean()
    question.save()
    Message.objects.create(question=question, author=by, body=body)
    record("question_asked", question, by=by, kind=kind)
    notify(officers_of(unit), "question_asked", question=question.number, path=f"/kerja/tanya/{question.pk}/")
    return question


@transaction.atomic
def answer_question(question, *, body, by):
    """Answer a question that waits for the office, and tell the asker.

    Raises ValidationError when the answer is empty or somebody else answered first.
    """
    if not body.strip():
        raise ValidationError("Tulis jawabannya lebih dahulu.")
    move_to(question, Question.State.ANSWERED)
    Message.objects.create(question=question, author=by, is_from_office=True, body=body.strip())
    record("question_answered", question, by=by)
    notify([question.asker], "question_answered", question=question.number, path=question.get_absolute_url())


@transaction.atomic
def reply_to_answer(question, *, body, by):
    """Ask again under an answer that did not settle the matter, and tell the officers."""
    if not body.strip():
        raise ValidationError("Tulis apa yang masih ingin Anda tanyakan.")
    move_to(question, Question.State.ASKED_AGAIN)
    Message.objects.create(question=question, author=by, body=body.strip())
    record("question_asked_again", question, by=by)
    notify(officers_of(question.unit), "question_asked", question=question.number, path=f"/kerja/tanya/{question.pk}/")


@transaction.atomic
def close_question(question, *, by, body=""):
    """Close a question as settled, with a last word where there is one; only the asker does."""
    move_to(question, Question.State.CLOSED)
    if body.strip():
        Message.objects.create(question=question, author=by, body=body.strip())
    record("question_closed", question, by=by)


def officers_of(unit):
    """Return the accounts of the officers of a bidang today, or of its head where it has none."""
    grants = RoleGrant.objects.active_on(timezone.localdate()).filter(unit=unit).select_related("user__employee")
    for role in (Role.OFFICER, Role.HEAD_OF_BIDANG):
        users = [grant.user for grant in grants.filter(role=role).order_by("user_id").distinct("user_id")]
        if users:
            return users
    return []
