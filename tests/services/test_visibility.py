"""Who may read and who may act on a question: a wrong grant here shows a colleague's trouble to the whole office."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.actions import grant_role
from accounts.models import Role
from services.actions import answer_question
from services.models import FrequentAnswer, Question, ServiceEdition
from tests import factories
from tests.conftest import CAST


@pytest.fixture
def people(cast, bidang, today):
    """The cast, and those whose grants are bound elsewhere or to other days; warga is nobody's account."""
    elsewhere = factories.WorkUnitFactory(code="lain")
    day = timedelta(days=1)
    bounds = {
        "other-officer": (Role.OFFICER, elsewhere, today, None),
        "other-head": (Role.HEAD_OF_BIDANG, elsewhere, today, None),
        "expired": (Role.OFFICER, bidang, today - 30 * day, today - day),
        "last-day": (Role.OFFICER, bidang, today - 30 * day, today),
        "future": (Role.OFFICER, bidang, today + day, None),
        "unit-operator": (Role.OPERATOR, bidang, today, None),
    }
    others = {}
    for name, (role, unit, starts_on, ends_on) in bounds.items():
        others[name] = factories.UserFactory()
        grant_role(others[name], role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, by=None)
    return {**cast, **others, "asker": factories.UserFactory(), "warga": AnonymousUser()}


@pytest.fixture
def question(people, bidang):
    return factories.QuestionFactory(asker=people["asker"], unit=bidang)


READERS = {"asker", "petugas", "kabid", "last-day"}
ANSWERERS = READERS - {"asker"}
EXTRA = ["other-officer", "other-head", "expired", "last-day", "future", "unit-operator", "asker"]
EVERYBODY = [*CAST, *EXTRA, "warga"]

# What each page answers to each kind of person; everybody else gets the last value.
DETAIL, ANSWER, INBOX, OWN = "detail", "answer", "inbox", "own"
HAS_INBOX = {"petugas", "kabid", "inspektur", "other-officer", "other-head", "last-day"}
STATUS = {
    DETAIL: lambda who: 302 if who == "warga" else 200 if who == "asker" else 404,
    ANSWER: lambda who: 302 if who == "warga" else 200 if who in ANSWERERS else 404 if who in HAS_INBOX else 403,
    INBOX: lambda who: 302 if who == "warga" else 200 if who in HAS_INBOX else 403,
    OWN: lambda who: 302 if who == "warga" else 200,
}


def address(page, question):
    return {
        DETAIL: question.get_absolute_url(),
        ANSWER: reverse("services:question-answer", args=[question.pk]),
        INBOX: reverse("services:question-inbox"),
        OWN: reverse("services:question-list"),
    }[page]


@pytest.fixture
def visit(client, people):
    """Return a function that asks for a page as each person in turn, and returns the responses by person."""

    def go(path, data=None, *, without=()):
        responses = {}
        for who in EVERYBODY:
            if who in without:
                continue
            client.logout() if who == "warga" else client.force_login(people[who])
            responses[who] = client.get(path) if data is None else client.post(path, data)
        return responses

    return go


def test_question_is_visible_to_asker_and_to_officers_of_today(people, question):
    seen = {who for who in EVERYBODY if Question.objects.visible_to(people[who]).filter(pk=question.pk).exists()}
    assert seen == READERS


@pytest.mark.parametrize("page", STATUS)
def test_question_page_answers_each_person_as_it_should(visit, question, page):
    got = {who: response.status_code for who, response in visit(address(page, question)).items()}
    assert got == {who: STATUS[page](who) for who in EVERYBODY}


@pytest.mark.parametrize(("page", "listed"), [(INBOX, ANSWERERS), (OWN, {"asker"})])
def test_question_is_listed_only_for_those_who_may_read_it(visit, question, page, listed):
    responses = visit(address(page, question))
    assert {who for who, response in responses.items() if question.title in response.content.decode()} == listed


def test_answer_of_somebody_else_is_refused_and_changes_nothing(visit, question):
    responses = visit(address(ANSWER, question), {"body": "Jawaban."}, without=ANSWERERS)
    assert {who: response.status_code for who, response in responses.items()} == {
        who: STATUS[ANSWER](who) for who in EVERYBODY if who not in ANSWERERS
    }
    question.refresh_from_db()
    assert (question.state, question.messages.count()) == ("baru", 0)


def test_reply_of_somebody_else_is_refused_and_changes_nothing(visit, people, question):
    answer_question(question, body="Jawaban.", by=people["petugas"])
    responses = visit(address(DETAIL, question), {"settled": "selesai"}, without={"asker"})
    assert {who: response.status_code for who, response in responses.items()} == {
        who: STATUS[DETAIL](who) for who in EVERYBODY if who != "asker"
    }
    question.refresh_from_db()
    assert (question.state, question.messages.count()) == ("dijawab", 1)


def test_officer_who_asks_the_own_bidang_does_not_answer_herself(client, people, bidang):
    own = factories.QuestionFactory(asker=people["petugas"], unit=bidang)
    client.force_login(people["petugas"])
    assert client.get(address(DETAIL, own)).status_code == 200
    assert client.get(address(ANSWER, own)).status_code == 404
    assert own.title not in client.get(address(INBOX, own)).content.decode()
    client.force_login(people["kabid"])
    assert client.get(address(ANSWER, own)).status_code == 200


def test_officer_whose_account_was_closed_reads_nothing(client, people, question):
    client.force_login(people["petugas"])
    people["petugas"].is_active = False
    people["petugas"].save()
    assert client.get(address(INBOX, question)).status_code == 302


def test_drafts_are_visible_only_to_those_who_write_them(people, make_edition):
    make_edition(draft=True)
    factories.FrequentAnswerFactory(publish=False)
    seen = {
        model: {who for who in EVERYBODY if model.objects.visible_to(people[who]).exists()}
        for model in (ServiceEdition, FrequentAnswer)
    }
    assert seen == {ServiceEdition: {"penyunting", "penyunting2"}, FrequentAnswer: HAS_INBOX}


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30])
def test_question_that_does_not_exist_is_a_404(client, cast, pk):
    client.force_login(cast["petugas"])
    assert [client.get(path).status_code for path in (f"/tanya/{pk}/", f"/kerja/tanya/{pk}/")] == [404, 404]
