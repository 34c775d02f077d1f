"""What the one who asks does: ask, reply, close, open again, withdraw, and change the mind about the consent."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import notify, record
from accounts.models import Agency, Holiday, User
from bkpsdm.lib.states import move_to
from bkpsdm.lib.uploads import atomic_with_files
from bkpsdm.lib.workdays import due_date
from services.models import Message, Question

from .attachments import attach_files
from .deadlines import count_due_dates, end_pause, set_due_dates
from .directing import receiver_of_copies
from .handling import officers_of, required
from .proposals import drop_unwanted

REOPEN_DAYS = 10  # working days after the close (docs/questions.md)
# Who closed what had an answer that can be rated.
RATED = (Question.ClosedBy.ASKER, Question.ClosedBy.SILENCE)


def new_question(*, kind, service, title, body, key, by, edition=None, report_number="", may_serve_all=False):
    """Return a question that is not stored yet: whose it is, who will read it, and what is promised.

    It keeps the edition that the asker read, or else the one in force today. A complaint is read by the unit for
    complaints too, unless the topic is confidential; a confidential topic never serves all. Raises ValidationError when
    the agency has named no unit for general questions.
    """
    agency, today = Agency.current(), timezone.localdate()
    unit = service.unit if service else agency.general_unit
    if unit is None:
        raise ValidationError("Pilih layanannya: pertanyaan umum belum memiliki penanggung jawab.")
    is_confidential = bool(service and service.is_confidential)
    question = Question(
        key=key,
        kind=kind,
        asker=by,
        service=service,
        edition=edition or (service and service.editions.in_force_on(today).first()),
        unit=unit,
        title=title,
        opening=body,
        is_confidential=is_confidential,
        may_serve_all=may_serve_all and not is_confidential,
        report_number=report_number,
    )
    question.copied_to = receiver_of_copies(question, agency)
    count_due_dates(question, today=today)
    question.full_clean(validate_unique=False)
    return question


@atomic_with_files()
def ask_question(*, title, body, key, by, files=(), **about):
    """Ask the bidang of a service, or the agency where no service is named; the same key twice asks once.

    `about` is what `new_question` takes. Raises ValidationError as it does, and when the key came before with other
    words.
    """
    # A thumb that taps twice sends twice at once: the second waits here, and finds what the first has asked.
    User.objects.select_for_update(of=["self"]).get(pk=by.pk)
    if asked := Question.objects.filter(key=key, asker=by).first():
        if (asked.title, asked.opening) == (title, body):
            return asked
        raise ValidationError(
            f"Pertanyaan ini sudah terkirim dengan nomor {asked.number} sebelum Anda mengubahnya. "
            "Salin tulisan baru Anda, hapus drafnya, lalu ajukan sebagai pertanyaan baru.",
            code="sent",
        )
    question = new_question(title=title, body=body, key=key, by=by, **about)
    question.validate_unique()
    question.save()
    message = Message.objects.create(question=question, author=by, kind=Message.Kind.ASKED, body=body)
    attach_files(message, files, by=by)
    record("question_asked", question, by=by, kind=question.kind)
    tell_office(question)
    return question


@atomic_with_files()
def reply_to_answer(question, *, body, by, files=()):
    """Ask again under an answer that did not settle the matter, and tell the officers."""
    body = required(body, "Tulis apa yang masih ingin Anda tanyakan.")
    expect(question, Question.State.ANSWERED, Question.State.ASKED_AGAIN)
    move_to(question, Question.State.ASKED_AGAIN, asked_again_on=timezone.localdate())
    say(question, body, files, by=by)
    set_due_dates(question)
    record("question_asked_again", question, by=by)
    tell_office(question)


@atomic_with_files()
def supply_details(question, *, body, by, files=()):
    """Answer what the office asked back: the clock runs again, and the officers are told."""
    body = required(body, "Tulis keterangan yang diminta petugas.")
    expect(question, Question.State.WAITING, Question.State.RECEIVED)
    move_to(question, Question.State.RECEIVED)
    end_pause(question, today=timezone.localdate())
    say(question, body, files, by=by)
    set_due_dates(question)
    record("question_details_supplied", question, by=by)
    tell_office(question)


@atomic_with_files()
def close_question(question, *, by, body="", files=(), rating=None, rating_note=""):
    """Close a question as settled, with a rating (1 to 4) and a last word where there is one; only the asker does."""
    if question.state != Question.State.ANSWERED:
        raise ValidationError(
            f"Pertanyaan ini {question.get_state_display().lower()}; yang ditutup yang sudah dijawab."
        )
    if rating is None and rating_note:
        raise ValidationError("Pilih nilainya juga, dari 1 sampai 4.")
    if question.rating is not None:
        rating, rating_note = question.rating, question.rating_note  # closed before: rated once is rated
    move_to(
        question,
        Question.State.CLOSED,
        closed_at=timezone.now(),
        closed_by=Question.ClosedBy.ASKER,
        rating=rating,
        rating_note=rating_note,
    )
    if body.strip() or files:
        say(question, body.strip() or "Lampiran.", files, by=by)
    record("question_closed", question, by=by)


@transaction.atomic
def rate_answer(question, *, rating, by, rating_note=""):
    """Rate an answer whose question was closed without a rating, once."""
    unrated = Question.objects.filter(pk=question.pk, closed_by__in=RATED, rating__isnull=True)
    if not unrated.update(rating=rating, rating_note=rating_note, updated_at=timezone.now()):
        raise ValidationError("Nilai diberikan satu kali, sesudah pertanyaan yang dijawab ditutup.")
    record("answer_rated", question, by=by)


def reopen_until(question, calendar=None):
    """Return the last day on which the asker may open a closed question again, or None when never."""
    never = (Question.ClosedBy.MERGED, Question.ClosedBy.WITHDRAWN)
    if question.state != Question.State.CLOSED or question.closed_by in never:
        return None
    return due_date(timezone.localdate(question.closed_at), REOPEN_DAYS, calendar or Holiday.calendar()).day


@atomic_with_files()
def reopen_question(question, *, body, by, files=()):
    """Open a closed question again within ten working days, with what is still missing."""
    last = reopen_until(question)
    if last is None:
        raise ValidationError("Pertanyaan ini tidak dapat dibuka lagi. Ajukan pertanyaan baru.")
    if timezone.localdate() > last:
        raise ValidationError("Sepuluh hari kerja sejak ditutup sudah lewat. Ajukan pertanyaan baru.")
    body = required(body, "Tulis apa yang belum selesai.")
    move_to(
        question,
        Question.State.ASKED_AGAIN,
        asked_again_on=timezone.localdate(),
        closed_at=None,
        closed_by="",
    )
    say(question, body, files, by=by)
    set_due_dates(question)
    record("question_reopened", question, by=by)
    tell_office(question)


@transaction.atomic
def withdraw_question(question, *, by):
    """Take back a question that nobody has answered yet; the office owes nothing any more."""
    if question.answered_at is not None:
        raise ValidationError("Pertanyaan ini sudah dijawab. Tutup saja bila urusannya selesai.")
    move_to(question, Question.State.CLOSED, closed_at=timezone.now(), closed_by=Question.ClosedBy.WITHDRAWN)
    end_pause(question, today=timezone.localdate())
    record("question_withdrawn", question, by=by)


@transaction.atomic
def change_consent(question, *, may_serve_all, by):
    """Allow the office to write a general answer from a question, or take the permission back."""
    if may_serve_all and question.is_confidential:
        raise ValidationError("Topik tertutup tidak pernah menjadi jawaban umum.")
    question.may_serve_all = may_serve_all
    question.save(update_fields=["may_serve_all", "updated_at"])
    record("question_consent_changed", question, by=by, may_serve_all=may_serve_all)
    if not may_serve_all:
        drop_unwanted(question, by=by)


def expect(question, before, after):
    """Refuse a move that is allowed to others, from other states, but not to the asker from this one."""
    if question.state != before:
        now, wanted = question.get_state_display(), after.label
        raise ValidationError(f"Tidak dapat diubah dari “{now}” menjadi “{wanted}”.", code="move")


def say(question, body, files, *, by):
    """Write the asker's next word into the thread."""
    message = Message.objects.create(question=question, author=by, kind=Message.Kind.REPLY, body=body.strip())
    attach_files(message, files, by=by)


def tell_office(question):
    """Tell the officer in charge, or all of the bidang, and the unit that receives copies of complaints."""
    people = [question.assignee] if question.assignee else officers_of(question.unit)
    people += officers_of(question.copied_to) if question.copied_to else []
    unique = {person.pk: person for person in people if person != question.asker}
    notify(unique.values(), "question_asked", question=question.number, path=f"/kerja/tanya/{question.pk}/")
