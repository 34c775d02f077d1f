"""The pages of asker and officer: what is typed is never lost, and a list stays quick when it grows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services.actions import answer_question, ask_question, close_question, reply_to_answer
from services.models import Question
from tests import factories

INBOX = reverse("services:question-inbox")
OWN = reverse("services:question-list")


@pytest.fixture
def ask(cast, make_edition, bidang):
    """Return a function by which asn asks about a service of the bidang."""
    edition = make_edition(service__unit=bidang)

    def make(title="Pokok", by=None):
        return ask_question(
            kind="pertanyaan",
            service=edition.service,
            title=title,
            body="Isinya <b>tebal</b>.",
            key=factories.new_key(),
            by=by or cast["asn"],
        )

    return make


@pytest.fixture
def officer(client, cast):
    client.force_login(cast["petugas"])
    return client


def answer_page(question):
    return reverse("services:question-answer", args=[question.pk])


def test_answer_of_the_officer_reaches_the_asker(client, cast, ask, officer):
    question = ask()
    response = officer.post(answer_page(question), {"body": "Siapkan <b>SK</b>.\n\nLalu ajukan."}, follow=True)
    assert response.redirect_chain == [(INBOX, 302)]
    assert f"Jawaban untuk {question.number} terkirim" in response.content.decode()
    client.force_login(cast["asn"])
    html = client.get(question.get_absolute_url()).content.decode()
    assert "<p>Siapkan &lt;b&gt;SK&lt;/b&gt;.</p>" in html
    assert "Dijawab, menunggu tanggapan Anda" in html
    assert cast["petugas"].full_name not in html


def test_answer_form_shows_what_the_officer_must_know(cast, ask, officer):
    question = ask()
    html = officer.get(answer_page(question)).content.decode()
    wanted = ["Isinya &lt;b&gt;tebal&lt;/b&gt;.", "Penanya PNS", question.edition.get_absolute_url(), question.number]
    assert [part for part in wanted if part not in html] == []
    assert [part for part in (cast["asn"].employee.nip, cast["asn"].email) if part in html] == []


def test_second_answer_is_refused_and_what_was_typed_stays(cast, ask, officer):
    question = ask()
    answer_question(question, body="Yang pertama.", by=cast["kabid"])
    page = officer.post(answer_page(question), {"body": "Yang kedua, panjang sekali."})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Tidak dapat diubah dari “Dijawab” menjadi “Dijawab”." in html
    assert "Yang kedua, panjang sekali.</textarea>" in html
    assert question.messages.filter(kind="jawaban").count() == 1


@pytest.mark.parametrize("body", ["", "   \n", "x" * 5001])
def test_answer_that_is_empty_or_too_long_is_refused_on_its_field(ask, officer, body):
    question = ask()
    page = officer.post(answer_page(question), {"body": body})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["body"])
    assert 'id="id_body_error"' in page.content.decode()
    question.refresh_from_db()
    assert question.state == "baru"


def test_reply_brings_the_question_back_into_the_inbox(client, cast, ask, officer):
    question = ask("Pokok yang kembali")
    officer.post(answer_page(question), {"body": "Jawaban."})
    assert "Pokok yang kembali" not in officer.get(INBOX).content.decode()
    client.force_login(cast["asn"])
    response = client.post(question.get_absolute_url(), {"settled": "belum", "body": "Masih bingung."}, follow=True)
    assert "Tanggapan terkirim." in response.content.decode()
    client.force_login(cast["petugas"])
    html = client.get(INBOX).content.decode()
    assert ("Pokok yang kembali" in html, "Ditanya lagi" in html) == (True, True)
    assert "Masih bingung." in client.get(answer_page(question)).content.decode()


def test_asker_closes_a_question_that_is_settled(client, cast, ask):
    question = ask()
    answer_question(question, body="Jawaban.", by=cast["petugas"])
    client.force_login(cast["asn"])
    response = client.post(question.get_absolute_url(), {"settled": "selesai", "body": ""}, follow=True)
    html = response.content.decode()
    assert ("Pertanyaan ditutup. Terima kasih." in html, "Anda menutup pertanyaan ini." in html) == (True, True)
    question.refresh_from_db()
    assert question.state == "selesai"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"settled": "belum", "body": ""}, "body"),
        ({"settled": "belum", "body": "  "}, "body"),
        ({"body": "x"}, "settled"),
    ]
    + [({"settled": "mungkin", "body": "x"}, "settled"), ({"settled": "selesai", "body": "x" * 5001}, "body")],
)
def test_reply_with_bad_input_is_refused_on_its_field(client, cast, ask, sent, field):
    question = ask()
    answer_question(question, body="Jawaban.", by=cast["petugas"])
    client.force_login(cast["asn"])
    page = client.post(question.get_absolute_url(), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    question.refresh_from_db()
    assert question.state == "dijawab"


def test_reply_to_a_closed_question_is_refused_and_what_was_typed_stays(client, cast, ask):
    """Two windows: in one the asker closes, in the other she has written a long reply."""
    question = ask()
    answer_question(question, body="Jawaban.", by=cast["petugas"])
    close_question(question, by=cast["asn"])
    client.force_login(cast["asn"])
    page = client.post(question.get_absolute_url(), {"settled": "belum", "body": "Tanggapan yang panjang."})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Tidak dapat diubah dari “Selesai” menjadi “Ditanya lagi”." in html
    assert "Tanggapan yang panjang." in html


def test_inbox_counts_and_sorts_by_due_date(cast, bidang, officer, today):
    days = {"lewat": -1, "hari ini": 0, "nanti": 1, "lebih nanti": 5}
    for title, offset in reversed(days.items()):
        due = today + timedelta(days=offset)
        factories.QuestionFactory(title=title, unit=bidang, answer_due_on=due, complete_due_on=due, due_on=due)
    page = officer.get(INBOX)
    assert [question.title for question in page.context["page"]] == list(days)
    stats = {"lewat": "1", "hari_ini": "1", "nanti": "2", "menunggu_pemohon": "0"}
    assert page.context["inbox"].stats == stats
    html = page.content.decode()
    assert (html.count("Lewat 1 hari kerja"), html.count(">Hari ini</span>")) == (1, 1)


@pytest.fixture
def every_state(cast, ask):
    """One question in each state; returns titles by state."""
    for state, steps in {
        "baru": [],
        "dijawab": [answer_question],
        "ditanya_lagi": [answer_question, reply_to_answer],
        "selesai": [answer_question, close_question],
    }.items():
        question = ask(f"judul-{state}")
        for step in steps:
            step(question, body="Isi.", by=cast["kabid" if step is answer_question else "asn"])


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", ["baru", "ditanya_lagi"]),
        ("dijawab", ["dijawab"]),
        ("selesai", ["selesai"]),
        ("semua", ["baru", "dijawab", "ditanya_lagi", "selesai"]),
        ("ngawur", ["baru", "ditanya_lagi"]),
        ("\x00", ["baru", "ditanya_lagi"]),
    ],
)
def test_inbox_is_narrowed_by_state(every_state, officer, state, shown):
    page = officer.get(INBOX, {"keadaan": state})
    assert sorted(question.title for question in page.context["page"]) == [f"judul-{name}" for name in shown]


def test_own_list_shows_every_state_in_words(client, cast, every_state):
    client.force_login(cast["asn"])
    page = client.get(OWN)
    words = ["Baru, menunggu petugas", "Dijawab, menunggu tanggapan Anda", "Ditanya lagi, menunggu petugas", "Selesai"]
    assert [word for word in words if word not in page.content.decode()] == []
    assert [question.title for question in page.context["page"]] == [
        "judul-selesai",
        "judul-ditanya_lagi",
        "judul-dijawab",
        "judul-baru",
    ]


@pytest.mark.parametrize(("who", "path"), [("petugas", INBOX), ("asn", OWN), ("petugas", "/kerja/"), ("asn", "/akun/")])
def test_list_needs_as_many_queries_for_three_as_for_one(client, cast, ask, django_assert_num_queries, who, path):
    client.force_login(cast[who])
    ask()
    client.get(path)  # what the session remembers of the first visit is no part of the page
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    ask(), ask()
    with django_assert_num_queries(len(one)):
        client.get(path)


def test_thread_needs_as_many_queries_for_three_messages_as_for_one(client, cast, ask, django_assert_num_queries):
    question = ask()
    client.force_login(cast["petugas"])
    with CaptureQueriesContext(connection) as one:
        client.get(answer_page(question))
    answer_question(question, body="Satu.", by=cast["petugas"])
    reply_to_answer(question, body="Dua.", by=cast["asn"])
    with django_assert_num_queries(len(one)):
        client.get(answer_page(question))


def test_empty_lists_say_what_will_stand_there(client, cast, officer):
    assert "Tidak ada yang menunggu" in officer.get(INBOX).content.decode()
    assert "Belum ada pertanyaan" in officer.get(OWN).content.decode()


def test_inbox_warns_when_next_years_calendar_is_missing(officer, today):
    html = officer.get(INBOX).content.decode()
    assert str(today.year) in html
    assert officer.get(INBOX).context["missing_year"] == today.year
    for year in (today.year, today.year + 1):
        factories.HolidayFactory(date=today.replace(year=year, month=1, day=1))
    assert officer.get(INBOX).context["missing_year"] is None


@pytest.mark.parametrize("path", [INBOX, OWN])
def test_lists_take_no_post(officer, path):
    assert officer.post(path).status_code == 405


def test_question_stays_with_its_edition_when_a_new_one_is_published(client, cast, ask, make_edition, today):
    question = ask()
    make_edition(service=question.service, effective_on=today + timedelta(days=1))
    assert Question.objects.get().edition == question.edition
