"""Due dates as they are stored: what is promised, what moves them, and what never does."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Holiday
from bkpsdm.demo import demo_data
from services.actions import (
    answer_question,
    ask_back,
    classify_question,
    end_pause,
    extend_deadline,
    promised_days,
    recount_deadlines,
    reply_to_answer,
    require_inspection,
    set_due_dates,
)
from services.models import Promise, Question
from tests import factories

from .office import ask

ASKED = "2026-06-12 14:20 +0700"  # Friday; the Tuesday after is a holiday


@pytest.fixture
def calendar(db):
    """The days off of 2024 to 2026."""
    for row in demo_data("holidays")["holidays"]:
        factories.HolidayFactory(**row)


@pytest.fixture
def service(make_edition, bidang):
    return make_edition(service__unit=bidang).service


@pytest.fixture
def question(calendar, cast, service):
    with time_machine.travel(ASKED, tick=False):
        return ask(cast["asn"], service)


def on(day):
    return time_machine.travel(f"2026-06-{day:02d} 10:00 +0700", tick=False)


def due(question):
    """Return the stored due dates: first answer, completion, the next that is open."""
    question = Question.objects.get(pk=question.pk)
    return [day.isoformat()[5:] for day in (question.answer_due_on, question.complete_due_on, question.due_on)]


@pytest.mark.parametrize(
    ("kind", "days"), [("pertanyaan", (2, 5)), ("aspirasi", (2, 5)), ("pengaduan", (2, 14)), ("pemeriksaan", (2, 60))]
)
def test_promise_that_nobody_entered_is_the_usual_one(seeded, kind, days):
    promise = Promise.objects.get(kind=kind, category=None)
    assert (promise.first_days, promise.complete_days) == days
    before = promised_days(kind, date(2026, 6, 12))
    Promise.objects.all().delete()
    assert promised_days(kind, date(2026, 6, 12)) == before


def test_promise_of_a_category_comes_before_that_of_the_kind(calendar, cast, service, make_edition, bidang):
    factories.PromiseFactory(complete_days=5)
    factories.PromiseFactory(category=service.category, first_days=1, complete_days=3)
    other = make_edition(service__unit=bidang, service__category=factories.CategoryFactory(slug="lain")).service
    with time_machine.travel(ASKED, tick=False):
        assert due(ask(cast["asn"], service)) == ["06-15", "06-18", "06-15"]
        assert due(ask(cast["asn"], other)) == ["06-17", "06-22", "06-17"]
        assert due(ask(cast["asn"], None)) == ["06-17", "06-22", "06-17"]


def test_first_answer_is_due_first_and_completion_once_it_was_given(cast, question):
    assert due(question) == ["06-17", "06-22", "06-17"]
    with on(15):
        ask_back(question, body="Jenjang Anda?", by=cast["petugas"])
    assert due(question)[2] == "06-22"


def test_pause_pushes_completion_by_the_days_that_were_waited(cast, question):
    with on(17):
        ask_back(question, body="Jenjang Anda?", by=cast["petugas"])
    for day, complete in ((17, "06-22"), (18, "06-23"), (19, "06-24"), (22, "06-25")):
        with on(day):
            recount_deadlines()
        assert due(question) == ["06-17", complete, complete]
    with on(22):
        end_pause(question, today=date(2026, 6, 22))
        set_due_dates(question)
    with on(30):
        recount_deadlines()
    assert due(question) == ["06-17", "06-25", "06-25"]


def test_reply_on_the_day_of_asking_back_costs_nothing(cast, question):
    with on(15):
        ask_back(question, body="Jenjang Anda?", by=cast["petugas"])
        end_pause(question, today=date(2026, 6, 15))
        set_due_dates(question)
    assert due(question) == ["06-17", "06-22", "06-22"]


def test_extension_moves_completion_alone_and_ends_with_the_count_that_it_was_given_for(cast, question):
    with on(15):
        extend_deadline(question, days=3, reason="Menunggu BKN.", by=cast["kabid"])
        assert due(question) == ["06-17", "06-25", "06-17"]
        answer_question(question, body="Jawaban.", by=cast["petugas"])
    with on(26):
        reply_to_answer(question, body="Belum jelas.", by=cast["asn"])
    assert due(question) == ["06-17", "07-03", "07-03"]


def test_question_asked_again_owes_completion_anew_from_that_day(cast, question):
    with on(15):
        answer_question(question, body="Jawaban.", by=cast["petugas"])
    with on(26):
        reply_to_answer(question, body="Belum jelas.", by=cast["asn"])
    assert due(question) == ["06-17", "07-03", "07-03"]


def test_inspection_takes_sixty_working_days_from_receipt(calendar, cast, service):
    with time_machine.travel(ASKED, tick=False):
        question = ask(cast["asn"], service, kind="pengaduan")
    assert due(question) == ["06-17", "07-03", "06-17"]
    with on(15):
        require_inspection(question, reason="Perlu memeriksa berkas.", by=cast["kabid"])
    assert due(question) == ["06-17", "09-09", "06-17"]


def test_another_kind_is_another_promise_from_receipt(cast, question):
    with on(15):
        classify_question(question, kind="pengaduan", report_number="", by=cast["petugas"])
    assert due(question) == ["06-17", "07-03", "06-17"]


def test_what_is_answered_keeps_the_dates_by_which_it_was_judged(cast, question):
    with on(15):
        answer_question(question, body="Jawaban.", by=cast["petugas"])
    before = due(question)
    factories.HolidayFactory(date="2026-06-17")
    with on(16):
        assert recount_deadlines() == 0
    assert due(question) == before


def test_recount_twice_moves_once(question):
    factories.HolidayFactory(date="2026-06-17")
    with on(15):
        assert (recount_deadlines(), recount_deadlines()) == (1, 0)
    assert due(question) == ["06-18", "06-23", "06-18"]


def test_recount_needs_as_many_queries_for_300_as_for_3(calendar, cast, bidang, django_assert_max_num_queries):
    def rows(count):
        today = date(2026, 6, 12)
        days = dict.fromkeys(("answer_due_on", "complete_due_on", "due_on"), today)
        Question.objects.bulk_create(
            Question(asker=cast["asn"], unit=bidang, title="Pokok", key=factories.new_key(), **days)
            for _ in range(count)
        )

    rows(3)
    with django_assert_max_num_queries(12) as few:
        assert recount_deadlines() == 3
    Question.objects.all().delete()
    rows(300)
    with django_assert_max_num_queries(len(few)):
        assert recount_deadlines() == 300


@pytest.fixture
def admin_client(client, cast):
    client.force_login(cast["admin"])
    return client


def test_holiday_that_the_admin_enters_changes_and_deletes_moves_what_is_open(admin_client, question):
    page = reverse("admin:accounts_holiday_add")
    sent = {"date": "2026-06-17", "name": "Cuti bersama", "kind": "cuti_bersama", "source": "SKB"}
    admin_client.post(page, sent)
    assert due(question) == ["06-18", "06-23", "06-18"]
    holiday = Holiday.objects.get(date="2026-06-17")
    admin_client.post(reverse("admin:accounts_holiday_change", args=[holiday.pk]), sent | {"date": "2026-06-19"})
    assert due(question) == ["06-17", "06-23", "06-17"]
    admin_client.post(reverse("admin:accounts_holiday_delete", args=[holiday.pk]), {"post": "yes"})
    assert due(question) == ["06-17", "06-22", "06-17"]


def test_promise_that_the_admin_enters_moves_what_is_open(admin_client, question):
    sent = {"kind": "pertanyaan", "category": "", "first_days": 1, "complete_days": 3}
    admin_client.post(reverse("admin:services_promise_add"), sent)
    assert due(question) == ["06-15", "06-18", "06-15"]


@pytest.mark.parametrize("days", [{"first_days": 6}, {"first_days": 0}, {"complete_days": ""}])
def test_promise_that_makes_no_sense_is_refused(admin_client, days):
    sent = {"kind": "pertanyaan", "category": "", "first_days": 2, "complete_days": 5, **days}
    page = admin_client.post(reverse("admin:services_promise_add"), sent)
    assert (page.status_code, Promise.objects.count()) == (200, 0)


def test_calendar_of_next_year_makes_provisional_dates_final(calendar, cast, service):
    with time_machine.travel("2026-12-29 10:00 +0700", tick=False):
        question = ask(cast["asn"], service)
        assert question.is_due_provisional is True
        factories.HolidayFactory(date="2027-01-01")
        assert recount_deadlines() == 1
    question.refresh_from_db()
    assert question.is_due_provisional is False
