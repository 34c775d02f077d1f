"""What an officer does with a question: take, assign, answer, ask back, note; and what all such actions share."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import notify, record
from accounts.models import Role, RoleGrant
from bkpsdm.lib.states import move_to
from bkpsdm.lib.uploads import atomic_with_files
from services.citations import items_of
from services.models import Message, Question

from .attachments import attach_files
from .deadlines import end_pause, set_due_dates

ANSWERING_ROLES = (Role.OFFICER, Role.HEAD_OF_BIDANG)
State = Question.State


@transaction.atomic
def take_question(question, *, by):
    """Let somebody of the office work on a question: nobody else needs to, and the asker sees that it was received."""
    assign(question, to=by, by=by)


@transaction.atomic
def assign_question(question, *, to, by):
    """Give a question to somebody who may read it, and tell that person; None gives it back to the bidang."""
    assign(question, to=to, by=by)
    tell_assigned([question], to=to, by=by)


@transaction.atomic
def assign_questions(questions, *, to, by):
    """Give several questions to one person, who is told once. Raises ValidationError for all if one cannot be given."""
    for question in questions:
        assign(question, to=to, by=by)
    tell_assigned(questions, to=to, by=by)


def assign(question, *, to, by):
    if question.state == State.CLOSED:
        raise ValidationError(f"{question.number} sudah selesai.")
    if to is not None and not may_work_on(question, to):
        raise ValidationError(f"{question.number} tidak dapat ditugaskan kepada {to.full_name}.")
    if question.state == State.NEW and to is not None:
        move_to(question, State.RECEIVED, assignee=to)
    else:
        question.assignee = to
        question.save(update_fields=["assignee", "updated_at"])
    record("question_assigned", question, by=by, to=to and to.pk)


def tell_assigned(questions, *, to, by):
    if questions and to not in (None, by):
        number, path = ("", "?petugas=saya") if len(questions) > 1 else (questions[0].number, f"{questions[0].pk}/")
        notify([to], "question_assigned", count=len(questions), question=number, path=f"/kerja/tanya/{path}")


def may_work_on(question, person):
    """Return whether a question may be given to a person: one of the bidang; of another only where it is not closed."""
    grants = [grant for grant in person.active_grants if grant.role in ANSWERING_ROLES]
    own = any(grant.unit_id in (question.unit_id, question.copied_to_id) for grant in grants)
    return person != question.asker and (own or (bool(grants) and not question.is_confidential))


@atomic_with_files()
def answer_question(question, *, body, by, seen=None, files=(), cites=(), is_for_duplicates=False):
    """Answer a question that waits for the office, and tell the asker; return the message.

    ``seen`` is the number of the last message that was read: whoever has read an answer may add to it. ``cites`` are
    items of the edition by kind and key. Raises ValidationError when the answer is empty, when the thread has grown
    (code "grown"), or when somebody else moved the question first.
    """
    body = required(body, "Tulis jawabannya lebih dahulu.")
    state = hold_thread(question, seen)
    check_citations(question, cites)
    if seen is None or state != State.ANSWERED:
        now = timezone.now()
        move_to(question, State.ANSWERED, answered_at=now, first_answer_at=question.first_answer_at or now)
        end_pause(question, today=timezone.localdate())
        set_due_dates(question)
    answers = [write(question, Message.Kind.ANSWER, body, by=by, cites=cites, files=files)]
    if is_for_duplicates:
        answers += [write(other, Message.Kind.ANSWER, body, by=by) for other in question.duplicates.all()]
    record("question_answered", question, by=by)
    for answer in answers:
        tell_asker(answer.question, "question_answered")
    return answers[0]


@atomic_with_files()
def ask_back(question, *, body, by, seen=None, files=()):
    """Ask the asker for what is missing: the clock stands still until the reply; return the message."""
    body = required(body, "Tulis keterangan apa yang Anda perlukan.")
    hold_thread(question, seen)
    move_to(question, State.WAITING, first_answer_at=question.first_answer_at or timezone.now())
    question.pauses.create(starts_on=timezone.localdate())
    message = write(question, Message.Kind.ASK_BACK, body, by=by, files=files)
    set_due_dates(question)
    record("question_asked_back", question, by=by)
    tell_asker(question, "question_asked_back")
    return message


@atomic_with_files()
def add_note(question, *, body, by, seen=None, files=()):
    """Write what only the office reads; whoever writes it has received the question. Return the message."""
    body = required(body, "Tulis catatannya.")
    hold_thread(question, seen)
    if question.state == State.NEW:
        move_to(question, State.RECEIVED)
    message = write(question, Message.Kind.NOTE, body, by=by, files=files)
    record("question_noted", question, by=by)
    return message


# -- What the actions of the office share


def required(text, refusal):
    """Return a text without the blanks around it; raises ValidationError when nothing is left."""
    if not text.strip():
        raise ValidationError(refusal)
    return text.strip()


def hold_thread(question, seen=None):
    """Let nobody else write into a thread until the transaction ends, and return the state of its question.

    Raises ValidationError (code "grown") when there are messages after the one numbered ``seen``.
    """
    held = Question.objects.select_for_update(of=["self"]).only("state").get(pk=question.pk)
    if seen is not None and question.messages.filter(pk__gt=seen).exists():
        raise ValidationError(
            "Ada pesan baru di utas ini sejak Anda membukanya. Belum ada yang dikirim: baca dahulu, lalu kirim lagi.",
            code="grown",
        )
    return held.state


def check_citations(question, cites):
    if unknown := set(cites) - items_of(question.edition).keys():
        raise ValidationError(f"Butir yang dirujuk tidak ada pada edisi ini: {', '.join(sorted(unknown))}.")


def write(question, kind, body, *, by, cites=(), files=()):
    """Add a message in the name of the unit that its author speaks for."""
    unit = speaks_for(by, question)
    message = Message.objects.create(question=question, author=by, unit=unit, kind=kind, body=body, cites=list(cites))
    if files:
        attach_files(message, files, by=by)
    return message


def speaks_for(person, question):
    """Return the unit in whose name a person writes into a thread: that of the question where it is theirs."""
    units = (
        {grant.unit_id: grant.unit for grant in person.active_grants if grant.role in ANSWERING_ROLES} if person else {}
    )
    return units.get(question.unit_id) or units.get(question.copied_to_id) or next(iter(units.values()), question.unit)


def tell_asker(question, kind, **details):
    notify([question.asker], kind, question=question.number, path=question.get_absolute_url(), **details)


def officers_of(unit, roles=ANSWERING_ROLES):
    """Return the accounts that hold the first of some roles in a bidang today: its officers, or else its head."""
    grants = RoleGrant.objects.active_on(timezone.localdate()).filter(unit=unit).select_related("user__employee")
    for role in roles:
        users = [grant.user for grant in grants.filter(role=role).order_by("user_id").distinct("user_id")]
        if users:
            return users
    return []
