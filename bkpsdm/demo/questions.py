"""Invented conversations of the last months, so that the demo has figures: the same each time, and all of them settled.

They are written straight into the tables: the actions live in the present, and these happened over most of a year.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Employee, Holiday, User
from bkpsdm.lib.workdays import due_date
from services.actions import Promises
from services.clock import Clock
from services.models import ELEMENTS, FollowUp, Message, Pause, Question, Service, SurveyAnswer
from services.periods import Period, add_months, month_of
from services.survey_results import is_final

from . import demo_data
from .people import DOMAIN

CONVERSATIONS, ASKERS, MONTHS = 150, 90, 10
SPACE = uuid.UUID("6f1d3f6e-5a0c-4f0e-9b57-0d1b8a6f2c11")
# Of a hundred: how often each bidang is asked. The first closes and rates everything.
UNITS = {"mutasi-promosi": 45, "kinerja-penghargaan": 30, "pengadaan-pemberhentian-informasi": 25}
THOROUGH, SPARING = "mutasi-promosi", "kinerja-penghargaan"
# Working days to the first word of the office, of ten.
DELAYS = [0, 0, 1, 1, 1, 1, 2, 2, 2, 4]
SILENCE = 10
UNUSABLE = "!"  # a hash that no password has
OPENS, CLOSES = 8, 15
# How people answer the survey: the elements that the agency still works on, and all others.
WEAK, GOOD = [2, 3, 3, 3], [3, 3, 4, 4]
FOLLOW_UPS = {
    "u9": "Halaman diringankan untuk ponsel lama.",
    "u8": "Tenggat tampil di setiap pertanyaan, lengkap dengan hitungannya.",
    "u3": "Antrean petugas diurutkan menurut tenggat.",
}


@dataclass
class Story:
    """One conversation before it is written: its words with their moments, and how it ended."""

    row: dict
    service: Service
    asker: User
    officer: User
    words: list
    pauses: list = field(default_factory=list)
    asked_again_on: object = None
    closed_at: datetime | None = None
    closed_by: str = ""

    @property
    def answers(self):
        return [at for kind, _, at in self.words if kind == Message.Kind.ANSWER]

    @property
    def first_answer_at(self):
        return next(at for kind, _, at in self.words if kind in Message.FROM_OFFICE)


def seed_questions():
    """Write conversations, survey answers and follow-ups, unless they are there already."""
    if not Question.objects.filter(key=_key(0)).exists():
        chance = Random(1142)  # noqa: S311  invented figures, the same each time
        stories = list(invent(chance, now=timezone.now()))
        write(stories)
        answer_surveys(stories, chance)
    return f"{CONVERSATIONS} percakapan contoh, {SurveyAnswer.objects.count()} jawaban survei"


def _key(number):
    return uuid.uuid5(SPACE, str(number))


def invent(chance, *, now):
    """Yield conversations that had their answer before now, from the questions and answers of the catalogue."""
    calendar, officer = Holiday.calendar(), User.objects.get(email=f"petugas@{DOMAIN}")
    askers = make_askers()
    services = {service.slug: service for service in Service.objects.select_related("unit", "category")}
    by_unit = {code: [] for code in UNITS}
    for row in demo_data("qa")["items"]:
        by_unit.setdefault(services[row["service"]].unit.code, []).append(row)
    first = add_months(month_of(timezone.localdate(now)), -MONTHS)
    span = (timezone.localdate(now) - first).days
    made = 0
    while made < CONVERSATIONS:
        row = chance.choice(by_unit[chance.choices(list(UNITS), weights=UNITS.values())[0]])
        story = Story(row, services[row["service"]], chance.choice(askers), officer, [])
        converse(story, first + timedelta(days=chance.randrange(span)), chance, calendar)
        if story.words[-1][2] < now:
            close(story, chance, calendar, now=now)
            made += 1
            yield story


def make_askers():
    """Return accounts of invented employees; nobody can log in with them."""
    people = Employee.objects.filter(user=None, name__endswith="Contoh").order_by("pk")[:ASKERS]
    return User.objects.bulk_create(
        User(login=person.nip or f"T-9{person.pk:05d}", employee=person, password=UNUSABLE) for person in people
    )


def converse(story, day, chance, calendar):
    """Fill in what was said from a day on: asked, perhaps asked back, answered, perhaps asked again."""

    def say(kind, body, day, hour):
        moment = datetime.combine(day, time(hour, chance.randrange(60)), timezone.get_current_timezone())
        # Two words of one day come one after the other.
        story.words.append(
            (kind, body, max(moment, story.words[-1][2] + timedelta(minutes=9)) if story.words else moment)
        )

    def office_day(day):
        days = chance.choice(DELAYS)
        return due_date(day, days, calendar).day if days else _working_day(day, calendar)

    say(Message.Kind.ASKED, story.row["question"], day, chance.randint(6, 8))
    day = office_day(day)
    if chance.random() < 0.2:
        say(
            Message.Kind.ASK_BACK,
            "Mohon sebutkan jenjang jabatan dan unit kerja Anda.",
            day,
            chance.randint(OPENS, CLOSES),
        )
        asked_on, day = day, day + timedelta(days=chance.randint(0, 6))
        say(Message.Kind.REPLY, "Sudah saya lengkapi, mohon dibantu.", day, 20)
        story.pauses.append((asked_on, day))
        day = office_day(day + timedelta(days=1))
    say(Message.Kind.ANSWER, story.row["answer"], day, chance.randint(OPENS, CLOSES))
    if chance.random() < 0.15:
        story.asked_again_on = day = day + timedelta(days=chance.randint(1, 5))
        say(Message.Kind.REPLY, "Terima kasih. Apakah berkasnya dibawa langsung?", day, 20)
        day = office_day(day + timedelta(days=1))
        say(
            Message.Kind.ANSWER,
            "Tidak perlu; cukup lewat pengelola kepegawaian unit kerja.",
            day,
            chance.randint(OPENS, CLOSES),
        )


def _working_day(day, calendar):
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def close(story, chance, calendar, *, now):
    """Let the asker close a conversation within days, or silence after ten working days, if that is over by now."""
    silent = story.service.unit.code != THOROUGH and chance.random() < 0.3
    last = timezone.localdate(story.words[-1][2])
    day = due_date(last, SILENCE, calendar).day if silent else last + timedelta(days=chance.randint(1, 5))
    moment = datetime.combine(day, time(CLOSES), timezone.get_current_timezone())
    if moment < now:
        story.closed_at = moment
        story.closed_by = Question.ClosedBy.SILENCE if silent else Question.ClosedBy.ASKER


def write(stories):
    """Store conversations with the moments at which they happened."""
    calendar, promises = Holiday.calendar(), Promises()
    questions = [question_of(number, story, calendar, promises) for number, story in enumerate(stories)]
    _insert(Question, questions, [story.words[0][2] for story in stories])
    words = [(question, *word) for question, story in zip(questions, stories, strict=True) for word in story.words]
    messages = [
        Message(
            question=question,
            kind=kind,
            body=body,
            author=question.assignee if kind in Message.FROM_OFFICE else question.asker,
            unit=question.unit if kind in Message.FROM_OFFICE else None,
        )
        for question, kind, body, _ in words
    ]
    _insert(Message, messages, [at for *_, at in words])
    Pause.objects.bulk_create(
        Pause(question=question, starts_on=starts_on, ends_on=ends_on)
        for question, story in zip(questions, stories, strict=True)
        for starts_on, ends_on in story.pauses
    )


def question_of(number, story, calendar, promises):
    question = Question(
        key=_key(number),
        asker=story.asker,
        service=story.service,
        edition=story.service.editions.in_force_on(timezone.localdate(story.words[0][2])).first(),
        unit=story.service.unit,
        assignee=story.officer,
        title=story.row["question"],
        opening=story.row["question"],
        is_confidential=story.service.is_confidential,
        may_serve_all=number % 2 == 0 and not story.service.is_confidential,
        state=Question.State.CLOSED if story.closed_at else Question.State.ANSWERED,
        first_answer_at=story.first_answer_at,
        answered_at=story.answers[-1],
        asked_again_on=story.asked_again_on,
        closed_at=story.closed_at,
        closed_by=story.closed_by,
    )
    clock = Clock(
        timezone.localdate(story.words[0][2]),
        *promises.of_question(question),
        calendar,
        tuple(story.pauses),
        story.asked_again_on,
    )
    question.answer_due_on, question.complete_due_on = clock.first.day, clock.complete.day
    question.due_on = question.complete_due_on
    return question


def _insert(model, rows, moments):
    """Store rows whose moment of creation lies in the past."""
    model.objects.bulk_create(rows)
    for row, moment in zip(rows, moments, strict=True):
        row.created_at = moment
    model.objects.bulk_update(rows, ["created_at"])


def answer_surveys(stories, chance):
    """Answer the survey after what the askers closed, and say what is done about the lowest of each final quarter."""
    today, answers, quarters = timezone.localdate(), [], set()
    for story in stories:
        if story.closed_by != Question.ClosedBy.ASKER:
            continue
        if story.service.unit.code == SPARING and chance.random() < 0.2:
            continue
        month = month_of(timezone.localdate(story.closed_at))
        sheet = {code: chance.choice(WEAK if code in FOLLOW_UPS else GOOD) for code in ELEMENTS} | {"u4": 4}
        answers.append(SurveyAnswer(unit=story.service.unit, month=month, **sheet))
        quarters.add(Period.quarter_of(month))
    chance.shuffle(answers)
    SurveyAnswer.objects.bulk_create(answers)
    FollowUp.objects.bulk_create(
        FollowUp(year=quarter.year, quarter=quarter.quarter, element=code, text=text)
        for quarter in sorted(quarters)
        if is_final(quarter, today)
        for code, text in FOLLOW_UPS.items()
    )
