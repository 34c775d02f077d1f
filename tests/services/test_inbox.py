"""The queue of the office: what is due first stands first, and it is as quick for many questions as for few."""

import random
import re
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import grant_role
from accounts.models import Role
from services.actions import ask_question
from services.inbox import Inbox
from services.models import Question
from tests import factories

from .office import told

INBOX = reverse("services:question-inbox")
ASSIGN = reverse("services:questions-assign")
State = Question.State


@pytest.fixture
def officer(client, cast):
    client.force_login(cast["petugas"])
    return client


@pytest.fixture
def elsewhere(db):
    return factories.WorkUnitFactory(code="lain", name="Bidang Lain")


def fill(asker, unit, count, **fields):
    """Write many questions at once, each due a day after the one before."""
    today = timezone.localdate()
    rows = []
    for number in range(count):
        day = today + timedelta(days=number // 3)
        due = {"answer_due_on": day, "complete_due_on": day, "due_on": day}
        kept = {"asker": asker, "unit": unit, "title": f"Pokok {number}", "key": factories.new_key(), **due}
        rows.append(Question(**{**kept, **fields}))
    return Question.objects.bulk_create(rows)


def closed(**fields):
    return {"state": State.CLOSED, "closed_at": timezone.now(), "closed_by": "asker", **fields}


def titles(response):
    return [question.title for question in response.context["page"]]


def links(response, rel):
    return re.findall(rf'href="\?([^"]*)" rel="{rel}"', response.content.decode().replace("&amp;", "&"))


# -- Who sees what


def anything(cast, bidang, elsewhere, count=120):
    """Write questions of every state, unit, assignee and confidence by chance, the same every time."""
    chance = random.Random(20260612)
    people = [cast["petugas"], cast["kabid"], cast["asn"], cast["thl"]]
    today = timezone.localdate()
    for number in range(count):
        state = chance.choice(State.values)
        day = today + timedelta(days=chance.randint(-5, 5))
        more = closed() if state == State.CLOSED else {"state": state}
        if state == State.ANSWERED:
            more["answered_at"] = timezone.now()
        factories.QuestionFactory(
            asker=chance.choice(people),
            unit=chance.choice([bidang, elsewhere]),
            copied_to=chance.choice([None, bidang, elsewhere]),
            assignee=chance.choice([None, *people]),
            kind=chance.choice(Question.Kind.values),
            is_confidential=chance.random() < 0.3,
            title=f"Pokok {number}",
            answer_due_on=day,
            complete_due_on=day,
            **more,
        )


def walk(user, address):
    """Return the numbers of all questions of an inbox, page by page."""
    found, after = [], address
    while after is not None:
        query = {name: values[0] for name, values in parse_qs(after).items()}
        page = Inbox(query, user, timezone.localdate()).page()
        found += [question.pk for question in page]
        after = page.after or None
    return found


@pytest.mark.parametrize("who", ["petugas", "kabid", "asn", "admin"])
def test_inbox_holds_exactly_what_a_person_may_answer(cast, bidang, elsewhere, today, who):
    anything(cast, bidang, elsewhere)
    if who == "asn":  # an assignee who holds some grant, and no bidang
        grant_role(cast["asn"], role=Role.EDITOR, unit=None, starts_on=today, by=None)
    rows = Question.objects.answerable_by(cast[who])
    assert sorted(walk(cast[who], "keadaan=semua")) == sorted(rows.values_list("pk", flat=True))
    assert walk(cast[who], "") == list(rows.owed().by_due_date().values_list("pk", flat=True))


FILTERS = {
    "keadaan=dijawab": lambda row, me, today: row.state == "dijawab",
    "keadaan=menunggu_pemohon": lambda row, me, today: row.state == "menunggu_pemohon",
    "keadaan=selesai": lambda row, me, today: row.state == "selesai",
    "petugas=saya": lambda row, me, today: row.assignee_id == me.pk and row.state in Question.OWED,
    "petugas=kosong": lambda row, me, today: row.assignee_id is None and row.state in Question.OWED,
    "petugas=lain": lambda row, me, today: row.assignee_id not in (None, me.pk) and row.state in Question.OWED,
    "jenis=pengaduan": lambda row, me, today: row.kind == "pengaduan" and row.state in Question.OWED,
    "tenggat=lewat": lambda row, me, today: row.due_on < today and row.state in Question.OWED,
    "tenggat=hari-ini": lambda row, me, today: row.due_on == today and row.state in Question.OWED,
    "tenggat=nanti": lambda row, me, today: row.due_on > today and row.state in Question.OWED,
    "tenggat=lewat&keadaan=selesai": lambda row, me, today: False,
    "bidang=mutasi-promosi": lambda row, me, today: row.unit.code == "mutasi-promosi" and row.state in Question.OWED,
    "bidang=tembusan": lambda row, me, today: (
        row.unit.code == "lain" and row.copied_to and row.copied_to.code != "lain" and row.state in Question.OWED
    ),
    "bidang=lain&keadaan=semua": lambda row, me, today: (
        row.unit.code == "lain" and (row.copied_to is None or row.copied_to.code == "lain")
    ),
    "jenis=aspirasi&petugas=kosong&keadaan=semua": lambda row, me, today: (
        row.kind == "aspirasi" and row.assignee_id is None
    ),
}


@pytest.mark.parametrize("address", FILTERS)
def test_filter_shows_what_it_says_and_its_link_counts_it(cast, bidang, elsewhere, today, address):
    anything(cast, bidang, elsewhere)
    me = cast["petugas"]
    rows = Question.objects.answerable_by(me).select_related("unit", "copied_to")
    wanted = [row.pk for row in rows if FILTERS[address](row, me, today)]
    assert sorted(walk(me, address)) == sorted(wanted)
    query = {name: values[0] for name, values in parse_qs(address).items()}
    assert Inbox(query, me, today).total == str(len(wanted))


def test_every_filter_link_leads_to_as_many_as_it_says(cast, bidang, elsewhere, officer):
    anything(cast, bidang, elsewhere)
    inbox = officer.get(INBOX).context["inbox"]
    choices = [choice for _, choices in inbox.filters for choice in choices]
    assert len(choices) == 8 + 4 + 4 + 4 + 4
    assert {choice.query: str(len(walk(cast["petugas"], choice.query))) for choice in choices} == {
        choice.query: choice.count for choice in choices
    }
    assert [choice.label for choice in choices if choice.is_chosen] == [
        "Menunggu jawaban",
        "Semua tenggat",
        "Semua petugas",
        "Semua jenis",
        "Semua bidang",
    ]


def test_count_of_more_than_ninety_nine_says_so(cast, bidang, officer):
    fill(cast["asn"], bidang, 150)
    page = officer.get(INBOX)
    assert page.context["inbox"].total == "99+"
    assert "99+ pertanyaan, tenggat terdekat di atas" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    ["keadaan=hilang", "petugas=99", "jenis=%00", "bidang=lain", "tenggat=kemarin", "sesudah=x", "sesudah=2026-13-01_1"]
    + ["sesudah=2026-01-01_", "sebelum=_5", "sesudah=2026-01-01_²", "halaman=7"],
)
def test_address_that_makes_no_sense_shows_the_queue(cast, bidang, officer, query):
    fill(cast["asn"], bidang, 2)
    page = officer.get(f"{INBOX}?{query}")
    assert (page.status_code, titles(page)) == (200, ["Pokok 0", "Pokok 1"])


# -- Page by page


def test_inbox_is_turned_there_and_back_with_its_filters(cast, bidang, officer):
    fill(cast["asn"], bidang, 60, kind="aspirasi")
    pages = [officer.get(INBOX, {"jenis": "aspirasi"})]
    for _ in range(2):
        [after] = links(pages[-1], "next")
        assert "jenis=aspirasi" in after
        pages.append(officer.get(f"{INBOX}?{after}"))
    assert [len(titles(page)) for page in pages] == [25, 25, 10]
    assert [title for page in pages for title in titles(page)] == [f"Pokok {number}" for number in range(60)]
    assert (links(pages[0], "prev"), links(pages[2], "next")) == ([], [])
    [before] = links(pages[2], "prev")
    back = officer.get(f"{INBOX}?{before}")
    assert titles(back) == titles(pages[1])
    [before] = links(back, "prev")
    first = officer.get(f"{INBOX}?{before}")
    assert (titles(first), links(first, "prev")) == (titles(pages[0]), [])


def test_what_is_over_is_shown_newest_first(cast, bidang, officer):
    fill(cast["asn"], bidang, 30, **closed())
    page = officer.get(INBOX, {"keadaan": "selesai"})
    [after] = links(page, "next")
    shown = titles(page) + titles(officer.get(f"{INBOX}?{after}"))
    assert shown == [f"Pokok {number}" for number in reversed(range(30))]


def test_question_that_was_answered_meanwhile_leaves_no_gap(cast, bidang, officer):
    rows = fill(cast["asn"], bidang, 30)
    [after] = links(officer.get(INBOX), "next")
    Question.objects.filter(pk__in=[row.pk for row in rows[:25]]).update(unit=factories.WorkUnitFactory())
    assert titles(officer.get(f"{INBOX}?{after}")) == [f"Pokok {number}" for number in range(25, 30)]


@pytest.mark.parametrize("query", ["", "?keadaan=semua", "?petugas=kosong&jenis=pertanyaan", "?q=pokok"])
def test_inbox_needs_as_many_queries_for_300_as_for_1(cast, bidang, officer, django_assert_num_queries, query):
    officer.get(INBOX)
    fill(cast["asn"], bidang, 1, opening="Isi.")
    with CaptureQueriesContext(connection) as one:
        officer.get(f"{INBOX}{query}")
    fill(cast["asn"], bidang, 299, opening="Isi.", assignee=cast["kabid"])
    fill(cast["asn"], bidang, 1, opening="Isi.")
    with django_assert_num_queries(len(one)):
        officer.get(f"{INBOX}{query}")


# -- Search


@pytest.fixture
def asked(cast, make_edition, bidang):
    service = make_edition(service__unit=bidang).service
    fields = {"kind": "pertanyaan", "service": service, "by": cast["asn"]}
    return [
        ask_question(title="Gaji berkala belum keluar", body="Seharusnya Maret.", key=factories.new_key(), **fields),
        ask_question(title="Cuti sakit", body="Opname di puskesmas.", key=factories.new_key(), **fields),
    ]


@pytest.mark.parametrize(("text", "found"), [("berkala", [0]), ("opname", [1]), ("tidakadakata", []), ("\x00", [0, 1])])
def test_search_finds_titles_and_openings(officer, asked, text, found):
    page = officer.get(INBOX, {"q": text})
    assert sorted(titles(page)) == sorted(asked[number].title for number in found)


def test_search_finds_a_number_with_or_without_its_year(officer, asked):
    for text in (asked[1].number, f" {asked[1].pk} ", asked[1].number.replace("-", " - ")):
        assert titles(officer.get(INBOX, {"q": text})) == ["Cuti sakit"]
    assert titles(officer.get(INBOX, {"q": "9" * 9})) == []


def test_search_finds_nothing_that_belongs_to_others(client, cast, asked, elsewhere, today):
    stranger = factories.UserFactory()
    grant_role(stranger, role=Role.OFFICER, unit=elsewhere, starts_on=today, by=None)
    client.force_login(stranger)
    for text in ("berkala", "opname", asked[0].number):
        assert titles(client.get(INBOX, {"q": text})) == []


def test_closed_topic_is_marked_and_shown_to_its_readers(cast, bidang, officer):
    factories.QuestionFactory(unit=bidang, asker=cast["asn"], title="Izin perceraian", is_confidential=True)
    html = officer.get(INBOX).content.decode()
    assert ("Izin perceraian" in html, html.count('data-state="wait">Tertutup<')) == (True, 1)


# -- Assigning several at once


def test_head_gives_several_questions_to_an_officer_in_one_go(client, cast, bidang):
    rows = fill(cast["asn"], bidang, 3)
    client.force_login(cast["kabid"])
    sent = {"questions": [rows[0].pk, rows[2].pk], "to": cast["petugas"].pk}
    page = client.post(ASSIGN, sent, follow=True)
    assert page.redirect_chain == [(INBOX, 302)]
    assert "2 pertanyaan ditugaskan kepada Contoh petugas." in page.content.decode()
    assert list(Question.objects.order_by("pk").values_list("assignee", "state")) == [
        (cast["petugas"].pk, "diterima"),
        (None, "baru"),
        (cast["petugas"].pk, "diterima"),
    ]
    assert told("question_assigned") == ["petugas"]


def test_officer_takes_several_and_gives_none_to_others(cast, bidang, officer):
    rows = fill(cast["asn"], bidang, 2)
    officer.post(ASSIGN, {"questions": [row.pk for row in rows], "to": cast["petugas"].pk})
    assert set(Question.objects.values_list("assignee", flat=True)) == {cast["petugas"].pk}
    page = officer.post(ASSIGN, {"questions": [rows[0].pk], "to": cast["kabid"].pk})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["to"])
    assert set(Question.objects.values_list("assignee", flat=True)) == {cast["petugas"].pk}


@pytest.mark.parametrize("sent", [{}, {"questions": []}, {"questions": ["x"]}, {"questions": [99999999]}])
def test_assigning_nothing_or_what_does_not_exist_is_refused_in_words(cast, bidang, officer, sent):
    fill(cast["asn"], bidang, 1)
    page = officer.post(ASSIGN, {**sent, "to": cast["petugas"].pk})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["questions"])
    assert page.context["form"].errors["questions"][0] in page.content.decode()


def test_questions_of_another_bidang_are_assigned_by_nobody_else(cast, elsewhere, officer):
    [row] = fill(cast["asn"], elsewhere, 1)
    fill(cast["asn"], factories.WorkUnitFactory(code="mutasi-promosi"), 1)
    officer.post(ASSIGN, {"questions": [row.pk], "to": cast["petugas"].pk})
    assert Question.objects.get(pk=row.pk).assignee is None


def test_assigning_is_refused_to_those_who_do_not_answer(client, cast):
    got = {}
    for who in ("asn", "admin", "pimpinan"):
        client.force_login(cast[who])
        got[who] = client.post(ASSIGN, {}).status_code
    client.logout()
    assert (got, client.post(ASSIGN, {}).status_code) == ({"asn": 403, "admin": 403, "pimpinan": 403}, 302)
