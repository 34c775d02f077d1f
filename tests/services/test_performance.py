"""How fast people are answered: the figures against a slow calculator, and what they leave out."""

import csv
import random
import statistics
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Holiday
from bkpsdm.lib.suppression import TOTAL
from services.clock import working_days_between
from services.models import Message, Question
from services.performance import (
    GENERAL,
    Window,
    completions,
    first_answer_median,
    first_answers,
    open_now,
    overseen_units,
    traffic,
)
from tests import factories
from tests.services.conversations import at, conversation

TODAY = date(2026, 6, 10)
WINDOW = Window.of(2026, today=TODAY)
MONDAY = date(2026, 3, 2)
NYEPI = date(2026, 3, 19)
LEAST = 5


@pytest.fixture
def on_today(time_machine):
    time_machine.move_to("2026-06-10 10:00+07:00", tick=False)


@pytest.fixture
def holidays(db):
    for day in (date(2026, 1, 1), NYEPI, date(2026, 3, 20)):
        factories.HolidayFactory(date=day)


def days(*offsets, start=MONDAY):
    return [start + timedelta(days=offset) for offset in offsets]


def answered(number=LEAST, *, after=1, start=MONDAY, **fields):
    """Make questions of a day that were answered so many days later and closed by their askers."""
    for _ in range(number):
        asked, done = days(0, after, start=start)
        conversation(("tanya", asked), ("jawaban", done), closed_on=done, **fields)


def all_of(figures):
    return figures.get()


def test_working_days_are_counted_from_the_day_after_receipt(holidays):
    friday = date(2026, 3, 13)
    answered(after=3, start=friday)
    assert (all_of(first_answers(WINDOW, by="kind")).median, all_of(completions(WINDOW, by="kind")).median) == (1, 1)


def test_days_off_do_not_count(holidays):
    answered(after=5, start=date(2026, 3, 18))  # Wednesday; Nyepi, collective leave, the weekend, Monday
    assert all_of(first_answers(WINDOW, by="kind")).median == 1


def test_days_that_wait_for_the_asker_do_not_count(holidays):
    asked, back, reply, done = days(0, 1, 8, 9)
    for _ in range(LEAST):
        conversation(("tanya", asked), ("tanya_balik", back), ("balasan", reply), ("jawaban", done))
    assert all_of(first_answers(WINDOW, by="kind")).median == 1
    assert all_of(completions(WINDOW, by="kind")).median == 2


def test_days_in_which_an_answer_waits_do_not_count_when_somebody_asks_again(holidays):
    asked, first, again, second = days(0, 2, 21, 22)
    for _ in range(LEAST):
        conversation(("tanya", asked), ("jawaban", first), ("balasan", again), ("jawaban", second), closed_on=second)
    assert all_of(completions(WINDOW, by="kind")).median == 3


def test_thanks_with_which_the_asker_closes_count_for_nothing(holidays):
    asked, done, thanks = days(0, 1, 7)
    for _ in range(LEAST):
        conversation(("tanya", asked), ("jawaban", done), ("balasan", thanks), closed_on=thanks)
    assert all_of(completions(WINDOW, by="kind")).median == 1


def test_two_messages_in_a_row_are_one_turn_and_notes_are_none(holidays):
    asked, more, note, done = days(0, 1, 2, 3)
    for _ in range(LEAST):
        conversation(("tanya", asked), ("balasan", more), ("catatan", note), ("jawaban", done))
    assert all_of(completions(WINDOW, by="kind")).median == 3


@pytest.mark.parametrize("closed_by", ["withdrawn", "not_ours"])
def test_what_was_never_settled_is_no_completion(holidays, closed_by):
    asked, done = days(0, 1)
    for _ in range(LEAST):
        conversation(("tanya", asked), ("jawaban", done), closed_on=done, closed_by=closed_by)
    assert (all_of(first_answers(WINDOW, by="kind")).count, all_of(completions(WINDOW, by="kind"))) == (LEAST, None)


def test_share_is_of_those_within_the_stored_promise(holidays):
    answered(3, after=2)
    answered(2, after=9)
    first, complete = all_of(first_answers(WINDOW, by="kind")), all_of(completions(WINDOW, by="kind"))
    assert (first.in_time, first.share, complete.in_time) == (3, 60, 3)


def test_figures_agree_with_a_slow_calculator(holidays, bidang):
    """A hundred invented threads; each is counted again day by day with the clock of a single question."""
    chance, calendar, asker = random.Random(7), Holiday.calendar(), factories.UserFactory()
    for _ in range(100):
        day, words = date(2026, 1, 1) + timedelta(days=chance.randrange(120)), []
        for kind in ("tanya", *chance.choice(TURNS)):
            words.append((kind, day))
            day += timedelta(days=chance.randrange(6))
        conversation(*words, unit=bidang, asker=asker, closed_on=words[-1][1] if chance.random() < 0.5 else None)
    slow_first, slow_complete = zip(
        *(slow_days(question, calendar) for question in Question.objects.all()), strict=True
    )
    for figures, slow in ((first_answers, slow_first), (completions, slow_complete)):
        total = all_of(figures(WINDOW, by="unit", units=[bidang.pk]))
        ninth = sorted(slow)[-(-9 * len(slow) // 10) - 1]
        assert (total.count, total.median, total.ninth) == (100, statistics.median(slow), ninth)


TURNS = [
    ["jawaban"],
    ["catatan", "jawaban"],
    ["tanya_balik", "balasan", "jawaban"],
    ["jawaban", "balasan", "jawaban"],
    ["tanya_balik", "balasan", "balasan", "tanya_balik", "balasan", "jawaban"],
    ["jawaban", "balasan", "tanya_balik", "catatan", "balasan", "jawaban"],
]


def slow_days(question, calendar):
    """Return the working days to the first word of the office, and those of all its turns."""
    asked_on, spent, first = None, 0, None
    for message in question.messages.exclude(kind__in=["catatan", "pemberitahuan"]):
        day = message.created_at.astimezone().date()
        if not message.is_from_office:
            asked_on = asked_on or day
        elif asked_on:
            spent += working_days_between(asked_on, day, calendar)
            asked_on, first = None, spent if first is None else first
    return first, spent


def test_running_month_is_not_shown_yet(holidays):
    answered(start=date(2026, 6, 1))
    assert all_of(first_answers(WINDOW, by="kind")) is None
    assert all_of(first_answers(Window.of(2026, today=date(2026, 7, 1)), by="kind")).count == LEAST


def test_window_holds_complete_months_only():
    assert [month.month for month in WINDOW.months] == [1, 2, 3, 4, 5]
    assert Window.of(2025, today=TODAY).months[-1] == date(2025, 12, 1)
    assert Window.of(2026, today=date(2026, 1, 20)).months == []


def test_rows_are_categories_kinds_units_and_persons(holidays, bidang):
    service = factories.ServiceFactory(category__slug="cuti", unit=bidang)
    officer = factories.UserFactory()
    answered(kind="pengaduan", needs_inspection=True, service=service, unit=bidang, officer=officer)
    answered(2)
    keys = {
        by: first_answers(WINDOW, by=by, units=list_units()).keys() for by in ("category", "kind", "unit", "person")
    }
    assert keys["category"] == {service.category_id, GENERAL}
    assert keys["kind"] == {"pemeriksaan", "pertanyaan"}
    assert bidang.pk in keys["unit"]
    assert keys["person"] == {officer.pk, 0}


def list_units():
    return list(Question.objects.values_list("unit", flat=True).distinct())


def test_last_answer_of_a_thread_tells_who_completed_it(holidays, bidang):
    one, other = factories.UserFactory.create_batch(2)
    asked, back, reply, done = days(0, 1, 2, 3)
    question = conversation(
        ("tanya", asked), ("tanya_balik", back), ("balasan", reply), ("jawaban", done), officer=one, unit=bidang
    )
    Message.objects.filter(question=question, kind="jawaban").update(author=other)
    units = [bidang.pk]
    assert first_answers(WINDOW, by="person", units=units).keys() == {one.pk}
    assert completions(WINDOW, by="person", units=units).keys() == {other.pk}


def test_group_below_five_is_left_out_for_everybody_and_shown_to_heads(holidays, bidang):
    rare, common = (factories.ServiceFactory(category__slug=slug, unit=bidang) for slug in ("rare", "common"))
    answered(4, service=rare, unit=bidang)
    answered(9, service=common, unit=bidang)
    public = first_answers(WINDOW, by="category")
    assert public.get(rare.category_id) is None
    assert public.get(common.category_id) is None  # all minus these would be the four
    assert public.get().count == 13
    head = first_answers(WINDOW, by="category", units=[bidang.pk])
    assert (head.get(rare.category_id).count, head.get(common.category_id).count) == (4, 9)


def test_answered_and_closed_are_counted_apart(holidays):
    asked, done = days(0, 1)
    for _ in range(6):
        conversation(("tanya", asked), ("jawaban", done))
    for _ in range(5):
        conversation(("tanya", asked), ("jawaban", done), closed_on=done)
    for _ in range(2):
        conversation(("tanya", asked), ("jawaban", done), closed_on=done, closed_by="silence")
    march = next(row for row in traffic(WINDOW) if row[0] == date(2026, 3, 1))
    assert march[1:] == (13, 13, 5, None)
    assert next(row for row in traffic(WINDOW, units=list_units()) if row[0] == march[0])[1:] == (13, 13, 5, 2)


def test_open_and_overdue_are_those_of_today_and_an_answered_question_is_never_late(holidays):
    for _ in range(5):
        conversation(("tanya", date(2026, 6, 9)))
    for _ in range(3):
        conversation(("tanya", MONDAY))
    conversation(("tanya", MONDAY), ("jawaban", MONDAY))
    conversation(("tanya", MONDAY), ("tanya_balik", MONDAY))
    total = open_now(TODAY)[TOTAL]
    assert (total.open, total.owed, total.overdue) == (10, 8, 3)


def test_open_row_below_five_is_left_out(holidays, bidang):
    service = factories.ServiceFactory(category__slug="cuti", unit=bidang)
    for _ in range(2):
        conversation(("tanya", MONDAY), service=service)
    for _ in range(7):
        conversation(("tanya", MONDAY))
    standing = open_now(TODAY)
    assert (standing[service.category_id], standing[GENERAL], standing[TOTAL].open) == (None, None, 9)


def test_home_page_learns_the_median_from_five_answers_on(holidays):
    answered(4)
    assert first_answer_median(TODAY) is None
    answered(1)
    assert first_answer_median(TODAY) == 1


def test_public_page_shows_figures_without_names(client, agency, holidays, on_today, bidang):
    officer = factories.UserFactory(employee__name="Contoh Petugas Rahasia")
    service = factories.ServiceFactory(category__slug="cuti", unit=bidang)
    answered(7, officer=officer, service=service, unit=bidang)
    answered(6, start=date(2026, 4, 6), officer=officer, service=service, unit=bidang)
    response = client.get(reverse("services:performance"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert "Januari–Mei 2026" in html
    assert [part for part in ("Rahasia", officer.login, "Pegawai Uji") if part in html] == []
    assert '<svg class="chart" role="img" aria-labelledby="waktu-judul waktu-uraian"' in html
    assert response.context["report"].first.count == 13


def test_public_page_without_questions_says_when_figures_come(client, agency, db, on_today):
    html = client.get(reverse("services:performance")).content.decode()
    assert "Belum ada angka untuk 2026" in html


def test_year_is_chosen_by_a_link_and_an_unknown_one_is_the_newest(client, agency, holidays, on_today):
    answered(start=date(2025, 11, 3))
    answered(6)
    page = reverse("services:performance")
    assert client.get(page).context["window"].year == 2026
    assert client.get(page, {"tahun": "2025"}).context["report"].first.count == LEAST
    assert client.get(page, {"tahun": "1999"}).context["window"].year == 2026
    assert client.get(page, {"tahun": "'; --"}).status_code == 200


def test_csv_holds_what_the_page_shows_and_no_more(client, agency, holidays, on_today, bidang):
    rare, common = (
        factories.ServiceFactory(category__slug=slug, category__name=name, unit=bidang)
        for slug, name in (("rare", "=1+1"), ("common", "Cuti"))
    )
    answered(4, service=rare)
    answered(9, service=common)
    response = client.get(reverse("services:performance-csv"))
    assert response["Content-Disposition"] == 'attachment; filename="kinerja-2026.csv"'
    rows = list(csv.DictReader(StringIO(response.content.decode())))
    first = {(row["kelompok"], row["bulan"]): row for row in rows if row["ukuran"] == "jawaban pertama"}
    assert (first["semua", "2026"]["jumlah"], first["semua", "2026"]["tepat_janji_persen"]) == ("13", "100.0")
    assert {first[name, "2026"]["jumlah"] for name in ("'=1+1", "Cuti")} == {""}
    assert first["Cuti", "2026-03"]["keterangan"].startswith("tidak ditampilkan")


def test_public_page_costs_the_same_for_three_and_for_three_hundred(client, agency, holidays, on_today):
    answered(3)
    page = reverse("services:performance")
    few = queries_of(client, page)
    Question.objects.bulk_create(copy_of(question) for question in list(Question.objects.all()) * 100)
    Question.objects.update(created_at=at(MONDAY))
    assert (queries_of(client, page), client.get(page).context["report"].first.count) == (few, 303)


def copy_of(question):
    columns = {field.attname for field in Question._meta.concrete_fields if not field.generated} - {"id", "key"}
    return Question(**{name: getattr(question, name) for name in columns})


def queries_of(client, page):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_desk_is_for_heads_alone(client, cast):
    page, file = reverse("services:performance-desk"), reverse("services:survey-xlsx")
    assert client.get(page).status_code == 302
    allowed = set()
    for name, person in cast.items():
        client.force_login(person)
        assert client.get(page).status_code == client.get(file).status_code
        allowed |= {name} if client.get(page).status_code == 200 else set()
    assert allowed == {"kabid", "pimpinan"}


def test_head_of_bidang_sees_the_own_bidang_and_its_people_only(on_today, client, cast, bidang, holidays):
    mine, theirs = (
        factories.UserFactory(employee__name="Contoh Ulin"),
        factories.UserFactory(employee__name="Contoh Kenari"),
    )
    other = factories.WorkUnitFactory(name="Bidang Lain")
    answered(2, officer=mine, unit=bidang)
    answered(2, officer=theirs, unit=other)
    client.force_login(cast["kabid"])
    html = client.get(reverse("services:performance-desk")).content.decode()
    assert ("Contoh Ulin" in html, "Contoh Kenari" in html, "Bidang Lain" in html) == (True, False, False)
    client.force_login(cast["pimpinan"])
    html = client.get(reverse("services:performance-desk")).content.decode()
    assert ("Contoh Ulin" in html, "Contoh Kenari" in html) == (True, True)


def test_units_overseen_are_those_of_today(cast, bidang):
    assert list(overseen_units(cast["kabid"])) == [bidang]
    assert overseen_units(cast["pimpinan"]).count() > 1
    assert list(overseen_units(cast["asn"])) == []


def test_page_how_we_count_states_the_rules(client, agency, db):
    html = client.get(reverse("services:how-we-count")).content.decode()
    assert [part for part in ("88,31", "sepersembilan", "kurang dari lima") if part not in html] == []
