"""What happens by itself: silence closes a question after a warning, officers are reminded, heads hear what is overdue.

Each is safe to run again and by two workers at once: the questions are held first, and only then it is looked up who
was told of what (Reminder).
"""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions import notify, record
from accounts.models import Holiday, Role, RoleGrant
from bkpsdm.lib.workdays import due_date
from services.clock import SILENCE_DAYS, WARNING_DAYS, closes_on, is_office_time, warned_on, working_days_between
from services.models import Message, Question, Reminder

from .directing import close, give_notice
from .handling import officers_of, tell_asker

State, Kind = Question.State, Reminder.Kind
OFFICE_WORDS = (Message.Kind.ANSWER, Message.Kind.ASK_BACK)
# Working days after the head of the bidang was told until the head of the agency is.
ESCALATION_DAYS = 2
CLOSED_BY_SILENCE = "Ditutup karena tidak ada tanggapan. Urusan Anda belum selesai? Anda masih dapat membukanya lagi."


@transaction.atomic
def warn_of_silence(*, now=None):
    """Tell askers, three working days before, that silence will close their question; return how many were told."""
    now, calendar = now or timezone.localtime(), Holiday.calendar()
    if not is_office_time(now, calendar):
        return 0
    told, earliest = 0, now - timedelta(days=SILENCE_DAYS - WARNING_DAYS)
    for question in hold(silent().filter(silent_since__lt=earliest)):
        since = timezone.localdate(question.silent_since)
        if now.date() < warned_on(since, calendar) or warning_of(question):
            continue
        day = closes_on(since, calendar, warned_on=now.date())
        question.reminders.create(kind=Kind.CLOSING, due_on=day)
        tell_asker(question, "question_closing", day=date_format(day, "l, j F Y"))
        told += 1
    return told


@transaction.atomic
def close_silent(*, now=None):
    """Close what was left unanswered by its asker past the day that the warning named; return how many."""
    now = now or timezone.localtime()
    closed, over = 0, Reminder.objects.filter(kind=Kind.CLOSING, due_on__lt=now.date())
    for question in hold(silent().filter(pk__in=over.values("question"))):
        warning = warning_of(question)
        if warning is None or now.date() <= warning.due_on:
            continue
        give_notice(question, CLOSED_BY_SILENCE, by=None)
        close(question, Question.ClosedBy.SILENCE)
        record("question_closed", question, by=None, closed_by=question.closed_by)
        tell_asker(question, "question_closed")
        closed += 1
    return closed


def silent():
    """Return what waits for its asker, each with the moment of the office's last word."""
    last_word = Max("messages__created_at", filter=Q(messages__kind__in=OFFICE_WORDS))
    awaited = Question.objects.filter(state__in=[State.ANSWERED, State.WAITING])
    return awaited.annotate(silent_since=Coalesce(last_word, "answered_at", "updated_at"))


def warning_of(question):
    """Return the warning that followed the office's last word, or None."""
    warnings = question.reminders.filter(kind=Kind.CLOSING, created_at__gte=question.silent_since)
    return warnings.order_by("-pk").first()


@transaction.atomic
def remind_officers(*, now=None):
    """Tell those who answer what is due today and on the next working day, in office hours; return how many."""
    now, calendar = now or timezone.localtime(), Holiday.calendar()
    if not is_office_time(now, calendar):
        return 0
    days = {now.date(): Kind.TODAY, due_date(now.date(), 1, calendar).day: Kind.TOMORROW}
    due = untold(Question.objects.owed().filter(due_on__in=days), lambda row: days[row.due_on])
    officers = {unit: officers_of(unit) for unit in {question.unit for question in due}}
    letters = defaultdict(lambda: defaultdict(list))
    for question in due:
        for person in [question.assignee] if question.assignee else officers[question.unit]:
            letters[person][days[question.due_on]].append(question.number)
    for person, numbers in letters.items():
        today, tomorrow = numbers[Kind.TODAY], numbers[Kind.TOMORROW]
        notify([person], "questions_due", today=today, tomorrow=tomorrow, path="/kerja/tanya/")
    return len(letters)


@transaction.atomic
def escalate_overdue(*, now=None):
    """Tell heads of bidang what is overdue, and two working days later the head, as counts without words."""
    now, calendar = now or timezone.localtime(), Holiday.calendar()
    if not is_office_time(now, calendar):
        return 0
    overdue = Question.objects.owed().filter(due_on__lt=now.date())
    by_unit = Counter(question.unit for question in untold(overdue, lambda row: Kind.OVERDUE))
    for unit, count in by_unit.items():
        path = f"/kerja/tanya/?tenggat=lewat&bidang={unit.code}"
        notify(officers_of(unit, [Role.HEAD_OF_BIDANG]), "questions_overdue", counts=[[unit.name, count]], path=path)

    def is_long(question):
        return working_days_between(question.due_on, now.date(), calendar) > ESCALATION_DAYS

    long_overdue = untold(overdue, lambda row: Kind.LONG_OVERDUE if is_long(row) else None)
    if counts := Counter(question.unit.name for question in long_overdue):
        heads = RoleGrant.objects.active_on(now.date()).filter(role=Role.HEAD).select_related("user__employee")
        people = {grant.user for grant in heads}
        notify(people, "questions_overdue", counts=sorted(counts.items()), path="/kerja/")
    return sum(by_unit.values()) + sum(counts.values())


def hold(questions):
    """Return questions, held until the transaction ends: a second worker waits, and then finds what the first did."""
    pks = list(questions.order_by().values_list("pk", flat=True))
    held = Question.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=["self"])
    still = list(held.values_list("pk", flat=True))
    return questions.filter(pk__in=still).select_related("unit", "asker__employee").order_by("pk")


def untold(questions, kind_of):
    """Return those of some questions about which nobody was told yet, and note that somebody is told now.

    ``kind_of`` says of a question what is told; None for nothing. What was answered meanwhile is left out.
    """
    pks = list(questions.values_list("pk", flat=True))
    list(Question.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=["self"]).values_list("pk"))
    rows = questions.filter(pk__in=pks).select_related("unit", "assignee__employee").order_by("due_on", "pk")
    wanted = {(row.pk, kind, row.due_on): row for row in rows if (kind := kind_of(row))}
    told = set(Reminder.objects.filter(question__in=pks).values_list("question", "kind", "due_on"))
    new = {key: row for key, row in wanted.items() if key not in told}
    Reminder.objects.bulk_create(Reminder(question=row, kind=kind, due_on=day) for (_, kind, day), row in new.items())
    return list(new.values())
