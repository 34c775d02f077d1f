"""What the survey says, and what it keeps back."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from services.models import ELEMENTS, FollowUp, SurveyAnswer
from services.periods import Period, add_months
from services.survey_results import SurveyPage, YearResults, is_final, newest_result
from tests import factories
from tests.services.conversations import conversation

TODAY = date(2026, 6, 10)
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)
Q1, Q2 = Period(2026, 1), Period(2026, 2)


@pytest.fixture
def on_today(time_machine):
    time_machine.move_to("2026-06-10 10:00+07:00", tick=False)


@pytest.fixture
def other(db):
    return factories.WorkUnitFactory(name="Bidang Lain")


def answers(number, unit, *, month=MARCH, value=3, **values):
    sheet = dict.fromkeys(ELEMENTS, value) | values
    SurveyAnswer.objects.bulk_create(SurveyAnswer(unit=unit, month=month, **sheet) for _ in range(number))


def served(number, unit, *, day=MARCH):
    for _ in range(number):
        conversation(("tanya", day), ("jawaban", day), closed_on=day, unit=unit)


@pytest.mark.parametrize(
    ("code", "period"),
    [("2026", Period(2026)), ("2026-t3", Period(2026, 3)), ("2026-t5", None), ("٢٠٢٦", None), ("x", None), ("", None)],
)
def test_period_is_read_from_its_code(code, period):
    assert Period.from_code(code) == period
    if period:
        assert period.code == code


def test_periods_know_their_days_and_months_follow_each_other():
    assert (Q1.starts_on, Q1.ends_before) == (date(2026, 1, 1), date(2026, 4, 1))
    assert (Period(2026).starts_on, Period(2026, 4).ends_before) == (date(2026, 1, 1), date(2027, 1, 1))
    assert Period.quarter_of(date(2026, 12, 31)) == Period(2026, 4)
    assert [add_months(date(2026, 1, 1), n) for n in (-1, 0, 12)] == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2027, 1, 1),
    ]


def test_quarter_has_results_once_no_answer_can_join_it():
    assert [is_final(Q1, day) for day in (date(2026, 4, 30), date(2026, 5, 1))] == [False, True]


def test_result_is_index_grade_and_number_of_respondents(bidang):
    answers(6, bidang, u1=4)
    served(6, bidang)
    result = YearResults(2026, today=TODAY).of_all(Q1)
    assert (result.respondents, result.population, result.needed, result.is_enough) == (6, 6, 6, True)
    assert (result.ikm, result.grade.letter) == (Decimal("77.78"), "B")
    assert result.scores[0] == ("Persyaratan", Decimal("4.00"))


def test_population_is_of_people_whose_questions_were_closed_in_the_period(bidang, other):
    person = factories.UserFactory()
    answers(5, bidang)
    for unit, day in ((bidang, MARCH), (bidang, MARCH), (other, MARCH), (bidang, date(2026, 4, 6))):
        conversation(("tanya", day), ("jawaban", day), closed_on=day, unit=unit, asker=person)
    conversation(("tanya", MARCH), ("jawaban", MARCH), unit=bidang)
    served(3, bidang)
    result = YearResults(2026, today=TODAY).of_all(Q1)
    assert result.population == 4


def test_result_below_the_minimum_says_so(client, agency, bidang, on_today):
    answers(5, bidang)
    served(9, bidang)
    result = newest_result(TODAY)
    assert (result.needed, result.is_enough) == (9, False)
    html = client.get(reverse("services:survey-results")).content.decode()
    assert "Belum cukup responden" in html
    assert "Kurang baik</b>" not in html


def test_bidang_below_five_is_left_out_together_with_another(bidang, other):
    answers(4, bidang)
    answers(8, other)
    results = YearResults(2026, today=TODAY)
    assert [result.is_shown for result in results.of_units(Q1)] == [False, False]
    assert results.of_all(Q1).respondents == 12


def test_answers_that_can_still_be_joined_are_in_no_figure(bidang):
    answers(5, bidang)
    answers(50, bidang, month=date(2026, 4, 1), value=1)
    page = SurveyPage("", today=TODAY)
    assert (page.periods, page.result.ikm) == ([Q1], Decimal("75.00"))
    assert [quarter for quarter, _ in page.over_time] == [Q1]


def test_year_has_a_result_once_all_quarters_are_final(bidang):
    for month in (1, 4, 7, 10):
        answers(5, bidang, month=date(2025, month, 1))
    assert YearResults(2025, today=date(2026, 1, 31)).periods == Period(2025).quarters[:3]
    results = YearResults(2025, today=date(2026, 2, 1))
    assert results.newest.period == Period(2025)
    assert results.newest.respondents == 20


def test_three_lowest_elements_show_what_is_done_about_them(client, agency, bidang, on_today):
    answers(5, bidang, u9=1, u8=2, u3=2)
    FollowUp.objects.create(year=2026, quarter=1, element="u9", text="Halaman ringan untuk ponsel lama.")
    FollowUp.objects.create(year=2026, quarter=None, element="u8", text="Untuk setahun.")
    assert newest_result(TODAY).follow_ups == [
        ("Sarana dan prasarana", "Halaman ringan untuk ponsel lama."),
        ("Waktu penyelesaian", ""),
        ("Penanganan pengaduan, saran, dan masukan", ""),
    ]
    html = client.get(reverse("services:performance")).content.decode()
    assert "Halaman ringan untuk ponsel lama." in html


def test_line_over_time_has_the_figures_in_the_table_under_it(client, agency, bidang, on_today):
    for month, value in ((date(2025, 5, 1), 2), (date(2025, 8, 1), 3), (FEBRUARY, 4)):
        answers(5, bidang, month=month, value=value)
    response = client.get(reverse("services:survey-results"), {"periode": "2026-t1"})
    page, html = response.context["page"], response.content.decode()
    assert [result and result.ikm for _, result in page.over_time] == [
        None,
        Decimal(50),
        Decimal(75),
        None,
        Decimal(100),
    ]
    assert [len(run) for run in page.chart.lines[0].runs] == [2, 1]
    assert 'role="img" aria-labelledby="ikm-judul ikm-uraian"' in html
    assert html.index("</svg>") < html.index("Indeks seluruh bidang per triwulan")


def test_page_without_results_says_when_they_come(client, agency, db):
    assert "Belum ada hasil" in client.get(reverse("services:survey-results")).content.decode()


def test_unknown_period_shows_the_newest(client, agency, bidang, on_today):
    answers(5, bidang)
    answers(5, bidang, month=date(2025, 11, 1))
    page = reverse("services:survey-results")
    assert client.get(page, {"periode": "2025-t4"}).context["page"].period == Period(2025, 4)
    assert client.get(page, {"periode": "2031-t1"}).context["page"].period == Q1


def test_files_hold_what_the_page_shows_and_no_more(on_today, client, cast, bidang, other):
    third = factories.WorkUnitFactory(name="Bidang Ketiga")
    answers(4, bidang, value=1)
    answers(8, other)
    answers(9, third, value=4)
    text = client.get(reverse("services:survey-csv")).content.decode()
    rows = {row["bidang"]: row for row in csv.DictReader(StringIO(text))}
    assert (rows["semua"]["responden"], rows["Bidang Ketiga"]["ikm"]) == ("21", "100.0")
    assert {rows[unit.name]["responden"] for unit in (bidang, other)} == {""}
    client.force_login(cast["pimpinan"])
    response = client.get(reverse("services:survey-xlsx"))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    table = {row[1]: row for row in sheet.iter_rows(values_only=True)}
    assert (table["Bidang Ketiga"][5], table[bidang.name][5]) == (100, None)


def test_results_cost_the_same_for_one_bidang_and_for_thirty(
    client, agency, bidang, on_today, django_assert_num_queries
):
    answers(5, bidang)
    page = reverse("services:survey-results")
    with django_assert_num_queries(6):
        client.get(page)
    for unit in factories.WorkUnitFactory.create_batch(29):
        answers(5, unit)
    with django_assert_num_queries(6):
        assert len(client.get(page).context["page"].units) == 30
