"""Suggestions while a question is typed: at most three, only what is published, and nothing rather than noise."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from services.suggestions import suggested
from tests import factories

SUGGEST = reverse("services:question-suggest")
DATA = json.loads((Path(__file__).parent.parent / "data" / "suggestions.json").read_text(encoding="utf-8"))
MOST_BYTES = 5 * 1024


@pytest.mark.parametrize(("part", "count"), [("drafts", 50), ("unseen_drafts", 20)])
def test_suggestions_of_the_demo_fit_what_people_write(seeded, today, part, count):
    """The drafts are no copies of the texts; the bounds of the suggestions were set with the first part in sight."""
    found = {draft["text"]: suggested(draft["text"], today=today) for draft in DATA[part]}
    assert len(found) == count
    assert max(map(len, found.values())) <= 3
    hits = [any(row.url.endswith(f"/{draft['right'][0]}/") for row in found[draft["text"]]) for draft in DATA[part]]
    assert sum(hits) / count >= 0.9


@pytest.mark.parametrize(("part", "count"), [("off_topic", 18), ("unseen_off_topic", 8)])
def test_nothing_is_suggested_for_what_the_catalogue_does_not_know(seeded, today, part, count):
    noise = {text: [row.title for row in suggested(text, today=today)] for text in DATA[part]}
    assert len(noise) == count
    assert {text: found for text, found in noise.items() if found} == {}


@pytest.mark.parametrize(
    ("text", "service", "url"),
    [
        ("syarat pensiun perlu kartu keluarga atau tidak", "", "/layanan/pensiun-bup/#syarat-kk-ktp"),
        ("apakah perlu kartu keluarga", "pensiun-bup", "/layanan/pensiun-bup/#syarat-kk-ktp"),
        (
            "harus melampirkan sertifikat lulus uji kompetensi untuk kenaikan pangkat fungsional",
            "",
            "/layanan/kp-fungsional/",
        ),
    ],
)
def test_exact_requirement_is_suggested_where_it_stands(client, seeded, today, text, service, url):
    found = [row.url for row in suggested(text, service_slug=service, today=today) if row.url.startswith("/layanan/")]
    assert [row.startswith(url) for row in found] == [True]
    page, _, anchor = found[0].partition("#")
    assert f'id="{anchor}"' in client.get(page).content.decode()


def ask(client, text, service="", method="post"):
    return getattr(client, method)(SUGGEST, {"q": text, "layanan": service})


@pytest.fixture
def answer(edition):
    return factories.FrequentAnswerFactory(
        code="kenari", service=edition.service, question="Bolehkah memelihara burung kenari?", answer="Boleh di kantor."
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_fragment_holds_the_suggestion_and_says_that_asking_goes_on(own, answer, method):
    html = ask(own, "bolehkah memelihara burung kenari", method=method).content.decode()
    assert f'href="{answer.get_absolute_url()}" target="_blank" rel="noopener">{answer.question}</a>' in html
    assert "Kirim saja, pertanyaan tetap kami terima." in html
    assert "<html" not in html


@pytest.mark.parametrize(
    "text", ["", "  ", "\x00", "burung", "x" * 6000, "' OR 1=1 --", "<script>alert(1)</script>", "٣"]
)
def test_text_that_says_nothing_is_answered_with_nothing(own, edition, text):
    response = ask(own, text)
    assert (response.status_code, response.content.strip()) == (200, b"")


@pytest.mark.parametrize("service", ["tidak-ada", "\x00", "a b", "x" * 200])
def test_service_that_does_not_exist_breaks_nothing(own, answer, service):
    assert ask(own, "bolehkah memelihara burung kenari", service).status_code == 200


def test_answer_of_the_chosen_service_comes_first(own, answer, make_edition):
    other = make_edition()
    twin = factories.FrequentAnswerFactory(
        code="kenari-lain", service=other.service, question=answer.question, answer=answer.answer
    )
    for service, first in ((answer.service, answer), (other.service, twin)):
        html = ask(own, "bolehkah memelihara burung kenari", service.slug).content.decode()
        places = {html.find(row.get_absolute_url()): row for row in (answer, twin)}
        assert places[min(places)] == first


def test_fragment_stays_small_whatever_the_texts_are(own, edition):
    for number in range(5):
        factories.FrequentAnswerFactory(
            code=f"panjang-{number}-{'x' * 25}",
            service=edition.service,
            question="kenari " + "&" * 2000,
            answer="kenari " + "<'\">" * 2000,
        )
    response = ask(own, "kenari")
    assert response.content.decode().count("<li") == 3
    assert len(response.content) <= MOST_BYTES


def test_drafts_of_answers_and_of_editions_are_not_suggested_to_anybody(client, cast, edition, make_edition):
    """Not even to those who write them: what is suggested is what everybody may read."""
    factories.FrequentAnswerFactory(publish=False, question="Bolehkah memelihara burung kenari?")
    make_edition(draft=True, title="Memelihara burung kenari")
    for name in ("asn", "petugas", "penyunting"):
        client.force_login(cast[name])
        assert ask(client, "bolehkah memelihara burung kenari").content.strip() == b""


def test_questions_of_people_are_not_suggested(own, put):
    put(title="Bolehkah memelihara burung kenari?", body="Burung kenari saya jinak.")
    assert ask(own, "bolehkah memelihara burung kenari").content.strip() == b""


def test_fragment_is_for_those_who_may_ask_and_is_kept_by_nobody(client, own, answer):
    assert ask(own, "burung kenari")["Cache-Control"] == "private, no-store"
    client.logout()
    assert ask(client, "burung kenari").status_code == 302


def test_suggestions_need_as_many_queries_for_three_answers_as_for_three_hundred(
    own, edition, django_assert_max_num_queries
):
    for number in range(300):
        factories.FrequentAnswerFactory(code=f"kenari-{number}", service=edition.service, question="Burung kenari?")
    with django_assert_max_num_queries(12):
        ask(own, "burung kenari")
