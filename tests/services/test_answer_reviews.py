"""General answers rest on items of an edition; when these change, readers and officers are told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Activity
from services.actions import confirm_answer, publish_edition, publish_revision, revise_answer
from services.models import AnswerFeedback, AnswerRevision, FrequentAnswer, Requirement, Step
from services.reviews import Change, answers_to_review, changes_of
from tests import factories

DESK = "/kerja/jawaban/"
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def answer(make_edition, bidang, today):
    """A published answer that rests on the one requirement and the one step of its edition."""
    edition = make_edition(service__slug="uji", service__unit=bidang, effective_on=today - timedelta(days=9))
    return factories.FrequentAnswerFactory(
        service=edition.service, edition=edition, rests_on=["syarat:surat", "langkah:ajukan"], code="uji-jawaban"
    )


@pytest.fixture
def next_edition(answer, today):
    """Return a function that puts another edition in force: next_edition(requirement=…, step=…)."""

    def make(*, requirement="Surat pengantar", step="Ajukan.", effective_on=None, **fields):
        draft = factories.DraftEditionFactory(service=answer.service)
        for model, key, text in ((Requirement, "surat", requirement), (Step, "ajukan", step)):
            rows = model.objects.filter(edition=draft, key=key)
            rows.update(text=text) if text else rows.delete()
        Requirement.objects.filter(edition=draft).update(**fields)
        Requirement.objects.create(edition=draft, key="lain", text="Fotokopi SK", position=9)
        Step.objects.create(edition=draft, key="tunggu", text="Tunggu kabar.", position=9)
        publish_edition(draft, effective_on=effective_on or today, by=None)
        return draft

    return make


def public(client, answer):
    return client.get(answer.get_absolute_url()).content.decode()


def test_answer_shows_what_it_rests_on(client, agency, answer):
    html = public(client, answer)
    assert ("Bersandar pada" in html, "Surat pengantar" in html, "Perlu ditinjau" in html) == (True, True, False)


def test_edition_that_changed_nothing_it_rests_on_needs_no_review(client, agency, answer, next_edition, today):
    next_edition()
    assert changes_of(answer, today=today) == []
    assert "Perlu ditinjau" not in public(client, answer)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"requirement": "Surat pengantar asli"}, [Change("Surat pengantar", "Surat pengantar asli")]),
        ({"step": ""}, [Change("Ajukan.", "")]),
        ({"format": "asli"}, [Change("Surat pengantar", "Surat pengantar")]),
        ({"kinds": ["PNS"]}, [Change("Surat pengantar", "Surat pengantar")]),
    ],
    ids=["other words", "gone", "other form", "other people"],
)
def test_changed_item_is_told_to_readers_and_officers(client, cast, answer, next_edition, today, change, expected):
    next_edition(**change)
    assert changes_of(answer, today=today) == expected
    assert "Perlu ditinjau" in public(client, answer)
    client.force_login(cast["petugas"])
    assert [found for found, _ in client.get(DESK).context["reviews"]] == [answer]


def test_edition_that_is_not_in_force_yet_changes_nothing(answer, next_edition, today):
    next_edition(requirement="Lain", effective_on=today + timedelta(days=5))
    assert changes_of(answer, today=today) == []
    assert changes_of(answer, today=today + timedelta(days=5)) != []


def test_answer_that_rests_on_nothing_is_never_reviewed(db, today):
    assert changes_of(factories.FrequentAnswerFactory(), today=today) == []


def test_officer_confirms_that_an_answer_still_holds(client, cast, answer, next_edition, today):
    current = next_edition(requirement="Surat pengantar asli", step="")
    client.force_login(cast["petugas"])
    html = client.get(reverse("services:answer-review", args=[answer.code])).content.decode()
    assert ("Surat pengantar asli" in html, "tidak ada lagi" in html) == (True, True)
    client.post(reverse("services:answer-confirm", args=[answer.code]))
    answer.refresh_from_db()
    assert (answer.edition, answer.rests_on, changes_of(answer, today=today)) == (current, ["syarat:surat"], [])
    assert Activity.objects.get(verb="answer_confirmed").actor == cast["petugas"]
    with pytest.raises(ValidationError, match="sudah bersandar"):
        confirm_answer(answer, by=cast["petugas"])


def test_new_words_wait_for_the_head_and_the_old_ones_stay(client, cast, answer, next_edition):
    current = next_edition(requirement="Surat pengantar asli")
    page, publish = (reverse(f"services:{name}", args=[answer.code]) for name in ("answer-review", "revision-publish"))
    client.force_login(cast["petugas"])
    client.post(page, {"question": "Bolehkah?", "text": "Boleh, dengan surat asli."})
    assert client.post(publish).status_code == 403
    assert "surat asli" not in public(client, answer)
    client.force_login(cast["kabid"])
    assert "Terbitkan tulisan baru" in client.get(page).content.decode()
    client.post(publish)
    assert "Boleh, dengan surat asli." in public(client, answer)
    answer.refresh_from_db()
    assert (answer.edition, answer.published_by, AnswerRevision.objects.count()) == (current, cast["kabid"], 0)
    with pytest.raises(ValidationError, match="sudah diterbitkan"):
        publish_revision(answer, by=cast["kabid"])


def test_rewritten_answer_is_found_by_its_new_words(client, cast, answer):
    revise_answer(answer, question="Bolehkah kenarikuning?", text="Boleh.", by=cast["petugas"])
    publish_revision(answer, by=cast["kabid"])
    assert answer.get_absolute_url() in client.get("/cari/", {"q": "kenarikuning"}).content.decode()


@pytest.mark.parametrize(("text", "sentence"), [("", "Tulis jawabannya"), ("NIP 198703152010012003", "Masih ada NIP")])
def test_empty_words_and_a_nip_are_refused(client, cast, answer, text, sentence):
    client.force_login(cast["petugas"])
    response = client.post(reverse("services:answer-review", args=[answer.code]), {"question": "Apa?", "text": text})
    assert sentence in response.content.decode()
    assert AnswerRevision.objects.count() == 0


def test_answers_of_other_bidang_are_not_reviewed_here(client, answer, next_edition, make_officer):
    next_edition(requirement="Lain")
    client.force_login(make_officer(factories.WorkUnitFactory()))
    assert client.get(DESK).context["reviews"] == []
    assert client.get(reverse("services:answer-review", args=[answer.code])).status_code == 404
    assert client.post(reverse("services:answer-confirm", args=[answer.code])).status_code == 404


def test_review_costs_the_same_for_three_and_for_three_hundred(answer, next_edition, today, django_assert_num_queries):
    def more(count):
        FrequentAnswer.objects.bulk_create(
            FrequentAnswer(
                code=f"jawaban-{FrequentAnswer.objects.count()}-{n}",
                service=answer.service,
                edition=answer.edition,
                question="Apa?",
                answer="Itu.",
                rests_on=answer.rests_on,
                state="terbit",
                published_at=answer.published_at,
            )
            for n in range(count)
        )

    next_edition(requirement="Lain")
    for count, total in ((2, 3), (297, 300)):
        more(count)
        with django_assert_num_queries(4):
            assert len(answers_to_review(FrequentAnswer.objects.published(), today=today)) == total


@pytest.mark.parametrize(("choice", "counted"), [("ya", (1, 0)), ("tidak", (0, 1))])
def test_reader_says_whether_it_helped(client, agency, answer, today, choice, counted):
    response = client.post(reverse("services:answer-feedback", args=[answer.code]), {"membantu": choice}, **HERE)
    assert response["Location"] == reverse("services:answer-thanks", args=[answer.code])
    assert (response.cookies, client.get(response["Location"]).status_code) == ({}, 200)
    row = AnswerFeedback.objects.get()
    assert ((row.helped, row.failed), row.day) == (counted, today)


def test_second_vote_of_a_day_is_counted_on_the_same_row(client, agency, answer):
    for choice in ("ya", "ya", "tidak"):
        client.post(reverse("services:answer-feedback", args=[answer.code]), {"membantu": choice}, **HERE)
    assert list(AnswerFeedback.objects.values_list("helped", "failed")) == [(2, 1)]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://jahat.contoh"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_vote_from_elsewhere_is_refused(client, agency, answer, headers):
    page = reverse("services:answer-feedback", args=[answer.code])
    assert client.post(page, {"membantu": "ya"}, **headers).status_code == 403
    assert AnswerFeedback.objects.count() == 0


def test_vote_of_an_older_browser_counts_by_its_origin(client, agency, answer):
    page = reverse("services:answer-feedback", args=[answer.code])
    assert client.post(page, {"membantu": "ya"}, HTTP_ORIGIN="http://testserver").status_code == 302


@pytest.mark.parametrize("sent", [{}, {"membantu": "mungkin"}])
def test_vote_that_says_nothing_is_refused(client, agency, answer, sent):
    assert client.post(reverse("services:answer-feedback", args=[answer.code]), sent, **HERE).status_code == 403


def test_votes_of_one_address_have_a_limit(client, agency, answer):
    page = reverse("services:answer-feedback", args=[answer.code])
    codes = [client.post(page, {"membantu": "ya"}, **HERE).status_code for _ in range(31)]
    assert (codes[-1], AnswerFeedback.objects.get().helped) == (429, 30)


def test_draft_takes_no_votes(client, cast, agency):
    draft = factories.FrequentAnswerFactory(publish=False)
    client.force_login(cast["petugas"])
    page = reverse("services:answer-feedback", args=[draft.code])
    assert client.post(page, {"membantu": "ya"}, **HERE).status_code == 404
    assert client.get(reverse("services:answer-thanks", args=[draft.code])).status_code == 404


def test_public_page_holds_no_token_and_stays_everybodys(client, agency, answer):
    response = client.get(answer.get_absolute_url())
    assert ("csrf" in response.content.decode(), "public" in response["Cache-Control"], response.cookies) == (
        False,
        True,
        {},
    )


def test_officers_see_the_counts(client, cast, answer):
    client.post(reverse("services:answer-feedback", args=[answer.code]), {"membantu": "tidak"}, **HERE)
    client.force_login(cast["petugas"])
    assert [(row.helped, row.failed) for row in client.get(DESK).context["rated"]] == [(0, 1)]
