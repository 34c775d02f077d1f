"""The satisfaction survey: one answer for one token, and no way back to whoever gave it."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, Notification
from services.actions import answer_question, answer_survey, give_token, survey_token_for
from services.models import ELEMENTS, Question, SurveyAnswer, SurveyToken
from tests import factories
from tests.services.test_races import at_once

GOOD = dict.fromkeys(ELEMENTS, 3)


def page(token):
    return reverse("services:survey", args=[token])


@pytest.fixture
def token(bidang, today):
    return give_token(bidang, today=today)


@pytest.fixture
def closed(cast, bidang):
    """A question that asn has closed."""
    return factories.QuestionFactory(
        asker=cast["asn"], unit=bidang, state="selesai", closed_at=timezone.now(), closed_by="asker"
    )


def test_survey_is_answered_without_login_and_once(client, agency, bidang, token, today):
    response = client.get(page(token))
    assert (response.status_code, response.content.decode().count('type="radio"')) == (200, 36)
    answered = client.post(page(token), GOOD | {"u4": 4}, follow=True)
    assert answered.redirect_chain == [(reverse("services:survey-thanks"), 302)]
    row = SurveyAnswer.objects.get()
    assert (row.unit, row.month, row.u1, row.u4) == (bidang, today.replace(day=1), 3, 4)
    assert SurveyToken.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_second_use_is_refused_in_words(client, agency, token, today, method):
    answer_survey(token, answers=GOOD, today=today)
    response = getattr(client, method)(page(token), GOOD)
    assert response.status_code == 410
    assert "sudah dijawab atau sudah lewat waktunya" in response.content.decode()
    assert SurveyAnswer.objects.count() == 1


def test_token_that_was_never_given_is_refused(client, agency, db, today):
    assert client.get(page("x" * 32)).status_code == 410
    with pytest.raises(ValidationError, match="sudah dipakai"):
        answer_survey("x" * 32, answers=GOOD, today=today)


def test_missing_and_wrong_answers_keep_the_token_and_what_was_chosen(client, agency, token):
    response = client.post(page(token), {"u1": 2, "u2": 5})
    assert response.status_code == 200
    form = response.context["form"]
    assert form.errors["u2"] == ["Pilih salah satu dari keempatnya."]
    assert form.errors["u9"] == ["Pilih salah satu."]
    assert re.search(r'name="u1" value="2"[^>]*checked', response.content.decode())
    assert (SurveyToken.objects.count(), SurveyAnswer.objects.count()) == (1, 0)


def test_token_is_good_until_the_end_of_the_next_month(bidang):
    token = give_token(bidang, today=date(2026, 1, 31))
    with pytest.raises(ValidationError, match="lewat waktunya"):
        answer_survey(token, answers=GOOD, today=date(2026, 3, 1))
    answer_survey(token, answers=GOOD, today=date(2026, 2, 28))
    assert SurveyAnswer.objects.get().month == date(2026, 1, 1)


def test_expired_tokens_go_when_a_new_one_is_given(bidang):
    give_token(bidang, today=date(2025, 12, 9))
    give_token(bidang, today=date(2026, 1, 9))
    give_token(bidang, today=date(2026, 2, 9))
    assert sorted(SurveyToken.objects.values_list("month", flat=True)) == [date(2026, 1, 1), date(2026, 2, 1)]


@pytest.mark.django_db(transaction=True)
def test_token_used_by_two_at_once_gives_one_answer(today):
    token = give_token(factories.WorkUnitFactory(), today=today)
    outcomes = at_once(*[lambda: answer_survey(token, answers=GOOD, today=today)] * 4)
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert (len(refused), outcomes.count(None), SurveyAnswer.objects.count()) == (3, 1, 1)


def test_survey_is_offered_once_a_question(closed, today):
    assert re.fullmatch(r"[\w-]{32}", survey_token_for(closed, today=today))
    assert survey_token_for(closed, today=today) is None
    assert SurveyToken.objects.count() == 1
    offered = Activity.objects.get(verb="survey_offered")
    assert (offered.thing_id, offered.details) == (str(closed.pk), {})


@pytest.mark.django_db(transaction=True)
def test_survey_of_a_question_closed_twice_at_once_is_offered_once(today):
    closed = factories.QuestionFactory(state="selesai", closed_at=timezone.now(), closed_by="asker")
    outcomes = at_once(*[lambda: survey_token_for(Question.objects.get(pk=closed.pk), today=today)] * 3)
    assert (outcomes.count(None), SurveyToken.objects.count()) == (2, 1)


@pytest.mark.parametrize("closed_by", ["silence", "withdrawn", "not_ours"])
def test_survey_is_offered_to_nobody_who_did_not_close(cast, closed, today, closed_by):
    Question.objects.filter(pk=closed.pk).update(closed_by=closed_by)
    closed.refresh_from_db()
    assert survey_token_for(closed, today=today) is None
    assert Activity.objects.filter(verb="survey_offered").count() == 0


def test_nothing_leads_from_an_answer_to_whoever_gave_it(client, agency, closed, today):
    """The token is stored nowhere, and the answer knows bidang and month alone: no time, no person, no number."""
    token = survey_token_for(closed, today=today)
    client.force_login(closed.asker)
    before = Activity.objects.count()
    client.post(page(token), GOOD)
    assert set(SurveyAnswer.objects.values()[0]) == {"id", "unit_id", "month", *ELEMENTS}
    assert SurveyAnswer.objects.get().month == today.replace(day=1)
    assert (Activity.objects.count(), Notification.objects.count()) == (before, 0)
    kept = [
        model._meta.label
        for model in apps.get_models()
        for row in model._base_manager.values_list()
        if any(secret in str(value) for value in row for secret in (token, str(SurveyAnswer.objects.get().pk)))
        if model is not SurveyAnswer
    ]
    assert kept == []


def test_tables_of_the_survey_point_at_the_bidang_alone():
    relations = {
        (model, field.name)
        for model in (SurveyToken, SurveyAnswer)
        for field in model._meta.fields
        if field.is_relation
    }
    assert relations == {(SurveyToken, "unit"), (SurveyAnswer, "unit")}
    reverse_relations = [f for model in (SurveyToken, SurveyAnswer) for f in model._meta.related_objects]
    assert reverse_relations == []


def test_ids_of_answers_have_no_order_and_no_time(bidang, today):
    for _ in range(3):
        answer_survey(give_token(bidang, today=today), answers=GOOD, today=today)
    assert {row.pk.version for row in SurveyAnswer.objects.all()} == {4}


def test_page_of_the_survey_names_nobody_and_is_kept_nowhere(client, cast, token):
    client.force_login(cast["asn"])
    for response in (client.get(page(token)), client.get(reverse("services:survey-thanks"))):
        html = response.content.decode()
        assert [part for part in (cast["asn"].short_name, cast["asn"].login, "/akun/") if part in html] == []
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"


def test_answers_of_a_month_hide_the_day(bidang, today):
    give_token(bidang, today=today.replace(day=1) + timedelta(days=20))
    assert SurveyToken.objects.get().month.day == 1


def test_asker_who_closes_finds_the_survey_on_that_thread_until_it_is_answered(client, cast, bidang):
    question = factories.QuestionFactory(asker=cast["asn"], unit=bidang)
    answer_question(question, body="Jawaban.", by=cast["petugas"])
    client.force_login(cast["asn"])
    assert "Isi survei" not in client.get(question.get_absolute_url()).content.decode()
    client.post(question.get_absolute_url(), {"settled": "selesai", "body": ""})
    html = client.get(question.get_absolute_url()).content.decode()
    link = re.search(r'href="(/survei/[^"]+)"', html)[1]
    client.post(link, GOOD)
    assert SurveyAnswer.objects.count() == 1
    assert "Isi survei" not in client.get(question.get_absolute_url()).content.decode()


def test_device_keeps_the_token_for_an_hour_and_for_the_one_thread(client, cast, bidang):
    question = factories.QuestionFactory(asker=cast["asn"], unit=bidang)
    answer_question(question, body="Jawaban.", by=cast["petugas"])
    client.force_login(cast["asn"])
    cookie = client.post(question.get_absolute_url(), {"settled": "selesai", "body": ""}).cookies["survei"]
    assert (cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        question.get_absolute_url(),
        3600,
        True,
        "Lax",
    )
    assert cookie.value not in str(list(client.session.items()))


def test_asker_who_asks_again_is_offered_no_survey(client, cast, bidang):
    question = factories.QuestionFactory(asker=cast["asn"], unit=bidang)
    answer_question(question, body="Jawaban.", by=cast["petugas"])
    client.force_login(cast["asn"])
    response = client.post(question.get_absolute_url(), {"settled": "belum", "body": "Belum jelas."})
    assert ("survei" in response.cookies, SurveyToken.objects.count()) == (False, 0)


def test_forged_cookie_shows_no_link(client, cast, bidang):
    question = factories.QuestionFactory(asker=cast["asn"], unit=bidang)
    client.force_login(cast["asn"])
    client.cookies["survei"] = "//jahat.contoh/"
    assert "Isi survei" not in client.get(question.get_absolute_url()).content.decode()
