"""How a question stands against its promises, in the words of the pages."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format

from .actions.deadlines import clock_of
from .clock import closes_on, working_days_between
from .models import Message, Question

State, Kind = Question.State, Message.Kind
EVENTS = {Kind.ASK_BACK: "kami bertanya balik", Kind.ANSWER: "dijawab"}


@dataclass(frozen=True)
class Badge:
    text: str
    state: str


@dataclass(frozen=True)
class Standing:
    """Both promises of a question with what became of each, the days that make them up, and when silence closes it."""

    question: Question
    clock: object
    first: Badge
    complete: Badge
    lines: list = field(default_factory=list)
    closes_on: object = None


def standing_of(question, thread, *, today, asker="penanya"):
    """Return the Standing of a question; ``asker`` is how the page calls the one who asked."""
    clock = clock_of(question, today=today)
    zone = timezone.localtime().tzname()
    reply = "Anda membalas" if asker == "Anda" else f"{asker} membalas"
    events = [
        (timezone.localdate(message.created_at), EVENTS.get(message.kind, reply))
        for message in thread
        if message.kind in (*EVENTS, Kind.REPLY)
    ]
    if question.extended_on:
        events.append((question.extended_on, f"diperpanjang {question.extra_days} hari kerja"))
    events = [event for event in dict.fromkeys(events) if event[0] >= clock.starts_on]
    return Standing(
        question,
        clock,
        first_badge(question, clock, today),
        due_badge(question, today=today, calendar=clock.calendar, due_on=clock.complete.day),
        clock.tally(events=events, asker=asker, closing_time=f"23.59 {zone}"),
        silence_of(question, thread, clock.calendar),
    )


def first_badge(question, clock, today):
    """Return what became of the promise of a first answer."""
    if question.first_answer_at is None:
        if question.state == State.CLOSED:
            return Badge("Ditutup tanpa jawaban", "calm")
        return pending(clock.first.day, today, clock.calendar)
    answered_on = timezone.localdate(question.first_answer_at)
    late = working_days_between(clock.first.day, answered_on, clock.calendar)
    if late > 0:
        return Badge(f"Terlambat {late} hari kerja", "bad")
    return Badge(f"Ditepati {date_format(answered_on, 'j F')}", "ok")


def due_badge(question, *, today, calendar, due_on=None):
    """Return how a question stands against the next of its promises, for a list."""
    due_on = due_on or question.due_on
    if question.state == State.CLOSED:
        return Badge("Selesai", "ok")
    if question.state == State.ANSWERED:
        early = working_days_between(timezone.localdate(question.answered_at), due_on, calendar)
        if early < 0:
            return Badge(f"Dijawab terlambat {-early} hari kerja", "bad")
        return Badge(f"Dijawab {early} hari kerja lebih awal" if early else "Dijawab tepat waktu", "ok")
    if question.state == State.WAITING:
        left = working_days_between(today, due_on, calendar)
        return Badge(f"Dijeda, {left} hari kerja tersisa" if left >= 0 else f"Dijeda, lewat {-left} hari kerja", "calm")
    return pending(due_on, today, calendar)


def pending(due_on, today, calendar):
    left = working_days_between(today, due_on, calendar)
    if due_on < today:
        return Badge(f"Lewat {max(-left, 1)} hari kerja", "bad")
    if due_on == today:
        return Badge("Hari ini", "wait")
    return Badge(f"{left} hari kerja lagi", "info")


def silence_of(question, thread, calendar):
    """Return the day after which silence closes a question that waits for its asker, or None."""
    if question.state not in (State.ANSWERED, State.WAITING):
        return None
    words = [message.created_at for message in thread if message.kind in EVENTS]
    return closes_on(timezone.localdate(max(words)), calendar) if words else None
