"""How due dates are counted, stored, and counted anew when a holiday or a promise changes."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Holiday
from services.clock import Clock
from services.models import Promise, Question

# Working days to the first answer (own promise) and to completion (PermenPANRB 62/2018), unless entered.
USUAL_DAYS = {
    Promise.Kind.PERTANYAAN: (2, 5),
    Promise.Kind.ASPIRASI: (2, 5),
    Promise.Kind.PENGADUAN: (2, 14),
    Promise.Kind.PEMERIKSAAN: (2, 60),
}
DUE_COLUMNS = ["answer_due_on", "complete_due_on", "due_on", "is_due_provisional"]
CHUNK = 500


class Promises:
    """What is promised today, at one query."""

    def __init__(self):
        rows = Promise.objects.values_list("kind", "category", "first_days", "complete_days")
        self.days = {(kind, category): (first, complete) for kind, category, first, complete in rows}

    def of(self, kind, category=None):
        """Return the days to the first answer and to completion; what a category promises comes first."""
        return self.days.get((kind, category)) or self.days.get((kind, None)) or USUAL_DAYS[kind]

    def of_question(self, question):
        kind = Promise.Kind.PEMERIKSAAN if question.needs_inspection else question.kind
        return self.of(kind, question.service and question.service.category_id)


def promised_days(kind, received_on, *, category=None):
    """Return the due dates of a message received on a day: of the first answer and of completion (lib.workdays.Due)."""
    clock = Clock(received_on, *Promises().of(kind, category), Holiday.calendar())
    return clock.first, clock.complete


def clock_of(question, *, today, calendar=None, promises=None):
    """Return the clock of a question as it runs today."""
    first_days, complete_days = (promises or Promises()).of_question(question)
    received_on = today if question.created_at is None else timezone.localdate(question.created_at)
    starts_on = question.asked_again_on or received_on
    if question.extended_on and question.extended_on >= starts_on:
        complete_days += question.extra_days
    pauses = [] if question._state.adding else question.pauses.all()
    return Clock(
        received_on,
        first_days,
        complete_days,
        calendar or Holiday.calendar(),
        tuple((pause.starts_on, pause.ends_on or max(today, pause.starts_on)) for pause in pauses),
        question.asked_again_on,
    )


def count_due_dates(question, *, today, calendar=None, promises=None):
    """Write the due dates into a question without storing it."""
    clock = clock_of(question, today=today, calendar=calendar, promises=promises)
    question.answer_due_on, question.complete_due_on = clock.first.day, clock.complete.day
    question.due_on = question.complete_due_on if question.first_answer_at else question.answer_due_on
    question.is_due_provisional = clock.is_provisional


def set_due_dates(question, *, today=None):
    """Count the due dates of a stored question anew and keep them.

    Every action that moves them calls this after its own change: asking back, a reply, an extension, another kind.
    """
    count_due_dates(question, today=today or timezone.localdate())
    question.save(update_fields=[*DUE_COLUMNS, "updated_at"])


def end_pause(question, *, today):
    """Let the clock run again from the day after the asker's word."""
    question.pauses.filter(ends_on__isnull=True).update(ends_on=today)


@transaction.atomic
def recount_deadlines(*, today=None):
    """Count the due dates of all that is owed or paused anew; return how many questions moved.

    What is answered or closed keeps the dates by which it was judged.
    """
    today = today or timezone.localdate()
    calendar, promises, moved = Holiday.calendar(), Promises(), []
    running = Question.objects.filter(state__in=[*Question.OWED, Question.State.WAITING])
    rows = running.select_related("service").prefetch_related("pauses").order_by("pk").select_for_update(of=["self"])
    for question in rows.iterator(chunk_size=CHUNK):
        before = due_dates(question)
        count_due_dates(question, today=today, calendar=calendar, promises=promises)
        if due_dates(question) != before:
            moved.append(question)
    return Question.objects.bulk_update(moved, DUE_COLUMNS, batch_size=CHUNK)


def due_dates(question):
    return [getattr(question, column) for column in DUE_COLUMNS]
