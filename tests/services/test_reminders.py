"""What happens by itself: told once, in office hours, and never about what is answered."""

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import grant_role
from accounts.models import Notification, Role
from bkpsdm.demo import demo_data
from services import tasks
from services.actions import (
    answer_question,
    ask_back,
    assign_question,
    close_silent,
    escalate_overdue,
    remind_officers,
    reply_to_answer,
    warn_of_silence,
)
from services.models import Message, Question, Reminder
from tests import factories

from .office import ask, thread, told
from .test_races import at_once

ASKED = "2026-06-12 14:20 +0700"  # first answer due on Wednesday 17, completion on Monday 22 June


def at(day, hour="10:00", month="06"):
    return time_machine.travel(f"2026-{month}-{day:02d} {hour} +0700", tick=False)


@pytest.fixture
def calendar(db):
    for row in demo_data("holidays")["holidays"]:
        factories.HolidayFactory(**row)


@pytest.fixture
def service(calendar, make_edition, bidang):
    with at(1):
        return make_edition(service__unit=bidang).service


@pytest.fixture
def people(calendar, cast, today, bidang):
    """The cast, with grants that already held in June."""
    with at(1):
        for user in cast.values():
            user.grants.update(starts_on=timezone.localdate())
    return cast


@pytest.fixture
def question(people, service):
    with time_machine.travel(ASKED, tick=False):
        question = ask(people["asn"], service, title="kenari-judul", body="kenari-isi")
    Notification.objects.all().delete()
    return question


# -- Reminders of what is due


def test_officers_are_told_the_day_before_and_on_the_day_each_once(people, question):
    sent = []
    for day in (12, 15, 16, 17):
        for hour in ("06:00", "08:40", "09:40", "17:00"):
            with at(day, hour):
                remind_officers()
        sent.append(Notification.objects.by_mail().count())
    assert sent == [0, 1, 1, 2]
    assert told() == [("questions_due", "petugas")] * 2
    payloads = list(Notification.objects.by_mail().order_by("created_at").values_list("payload", flat=True))
    assert [(payload["today"], payload["tomorrow"]) for payload in payloads] == [
        ([], [question.number]),
        ([question.number], []),
    ]


def test_assignee_is_reminded_instead_of_the_bidang(people, question):
    with at(15):
        assign_question(question, to=people["kabid"], by=people["kabid"])
        remind_officers()
    assert told("questions_due") == ["kabid"]


def test_several_due_make_one_letter(people, question, service):
    with time_machine.travel(ASKED, tick=False):
        others = [ask(people["asn"], service) for _ in range(3)]
    Notification.objects.all().delete()
    with at(17):
        assert remind_officers() == 1
    numbers = [each.number for each in (question, *others)]
    assert Notification.objects.by_mail().get().payload["today"] == numbers


@pytest.mark.parametrize("hour", ["00:10", "07:29", "16:00", "22:00"])
def test_nobody_is_reminded_outside_office_hours(question, hour):
    with at(17, hour):
        assert (remind_officers(), escalate_overdue(), warn_of_silence()) == (0, 0, 0)
    assert told() == []


@pytest.mark.parametrize("day", [13, 14, 16])
def test_nobody_is_reminded_on_a_day_off(question, day):
    with at(day):
        assert (remind_officers(), escalate_overdue()) == (0, 0)


@pytest.mark.parametrize("act", [answer_question, ask_back])
def test_nobody_is_ever_reminded_of_what_is_answered_or_waits_for_the_asker(people, question, act):
    with at(15, "08:00"):
        act(question, body="Kata.", by=people["petugas"])
    Notification.objects.all().delete()
    for day in (15, 17, 22, 23, 24, 25, 26):
        with at(day):
            remind_officers()
            escalate_overdue()
    assert (told(), Reminder.objects.count()) == ([], 0)


def test_another_due_date_is_another_reminder(people, question):
    with at(17):
        remind_officers()
        answer_question(question, body="Jawaban.", by=people["petugas"])
    with at(18):
        reply_to_answer(question, body="Belum jelas.", by=people["asn"])
    Notification.objects.all().delete()
    with at(25):
        assert (str(Question.objects.get().due_on), remind_officers()) == ("2026-06-25", 1)


# -- What is overdue


def test_overdue_goes_to_the_head_of_bidang_and_two_working_days_later_to_the_head(people, question, bidang):
    letters = {}
    for day in (17, 18, 19, 20, 22, 23):
        before = Notification.objects.by_mail().count()
        for hour in ("09:40", "10:40"):
            with at(day, hour):
                escalate_overdue()
        letters[day] = told("questions_overdue")[before:]
    assert letters == {17: [], 18: ["kabid"], 19: [], 20: [], 22: ["pimpinan"], 23: []}
    for notice in Notification.objects.by_mail().all():
        assert notice.payload["counts"] == [[bidang.name, 1]]
        assert "kenari" not in str(notice.payload)


def test_overdue_of_several_bidang_is_one_letter_to_the_head(people, question, make_edition, today):
    with time_machine.travel(ASKED, tick=False):
        for code in ("a", "b"):
            service = make_edition(service__unit=factories.WorkUnitFactory(code=code, name=f"Bidang {code}")).service
            ask(people["asn"], service)
    Notification.objects.all().delete()
    with at(23):
        escalate_overdue()
    assert told("questions_overdue") == ["kabid", "pimpinan"]
    letter = Notification.objects.by_mail().get(user=people["pimpinan"])
    assert letter.payload["counts"] == [["Bidang Mutasi dan Promosi", 1], ["Bidang a", 1], ["Bidang b", 1]]


# -- Silence


@pytest.fixture
def answered(people, question):
    with at(19, "09:12"):
        answer_question(question, body="Perlu.", by=people["petugas"])
    Notification.objects.all().delete()
    return question


def pass_days(days):
    """Run the beat of several days; return what was told on each."""
    found = {}
    for month, day in days:
        before = len(told())
        for hour in ("08:35", "14:35"):
            with at(day, hour, f"{month:02d}"):
                tasks.keep_silence()
        found[month, day] = told()[before:]
    return found


def test_silence_closes_after_ten_working_days_with_a_warning_three_before(answered):
    days = [(6, 26), (6, 29), (6, 30), (7, 1), (7, 3), (7, 6), (7, 7)]
    assert pass_days(days) == {
        (6, 26): [],
        (6, 29): [],
        (6, 30): [("question_closing", "asn")],
        (7, 1): [],
        (7, 3): [],
        (7, 6): [("question_closed", "asn")],
        (7, 7): [],
    }
    answered.refresh_from_db()
    assert (answered.state, answered.closed_by) == ("selesai", "silence")
    assert Notification.objects.by_mail().order_by("created_at").first().payload["day"] == "Jumat, 3 Juli 2026"
    assert thread(answered)[-1][0] == "pemberitahuan"


def test_silence_after_asking_back_closes_as_well(people, question):
    with at(17):
        ask_back(question, body="Jenjang Anda?", by=people["petugas"])
    Notification.objects.all().delete()
    assert list(pass_days([(6, 26), (7, 1), (7, 2)]).values()) == [
        [("question_closing", "asn")],
        [],
        [("question_closed", "asn")],
    ]
    assert Question.objects.get().pauses.get().ends_on is not None


def test_word_of_the_asker_starts_anew(people, answered):
    pass_days([(6, 30)])
    with at(3, month="07"):
        reply_to_answer(answered, body="Belum jelas.", by=people["asn"])
        answer_question(answered, body="Lebih jelas.", by=people["petugas"])
    Notification.objects.all().delete()
    found = pass_days([(7, 6), (7, 13), (7, 14), (7, 17), (7, 20)])
    assert [told for told in found.values() if told] == [[("question_closing", "asn")], [("question_closed", "asn")]]
    assert [day for day, told in found.items() if told] == [(7, 14), (7, 20)]


def test_nothing_closes_without_its_warning_however_late(answered):
    found = pass_days([(7, 20), (7, 21), (7, 22), (7, 23), (7, 24)])
    assert [day for day, told in found.items() if told] == [(7, 20), (7, 24)]


def test_silence_closes_nothing_that_the_office_owes(people, question):
    pass_days([(7, 20), (7, 31)])
    assert Question.objects.get().state == "baru"


# -- Twice, and at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("task", [tasks.remind, tasks.keep_silence, tasks.recount_deadlines])
def test_task_that_runs_twice_and_at_the_same_time_tells_once(task, agency):
    for row in demo_data("holidays")["holidays"]:
        factories.HolidayFactory(**row)
    unit = factories.WorkUnitFactory()
    with at(1):
        for role in (Role.OFFICER, Role.HEAD_OF_BIDANG, Role.HEAD):
            bound = None if role == Role.HEAD else unit
            grant_role(factories.UserFactory(), role=role, unit=bound, starts_on=timezone.localdate(), by=None)
    officer = factories.UserFactory()
    with time_machine.travel(ASKED, tick=False):
        late, silent = factories.QuestionFactory(unit=unit), factories.QuestionFactory(unit=unit)
        answer_question(silent, body="Jawaban.", by=officer)
    Notification.objects.all().delete()
    with at(25):
        outcomes = at_once(task, task, task)
        task()
    kinds = sorted(Notification.objects.by_mail().values_list("kind", flat=True))
    expected = {tasks.remind: ["questions_overdue"] * 2, tasks.keep_silence: ["question_closing"]}
    assert (outcomes, kinds) == ([None] * 3, expected.get(task, []))
    assert Message.objects.filter(question=late).count() == 0


def test_closing_twice_closes_once(answered):
    pass_days([(6, 30)])
    with at(6, month="07"):
        assert (close_silent(), close_silent()) == (1, 0)
