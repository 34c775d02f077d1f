"""What no form, import or shell may bring into the tables of services and questions."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from services.models import (
    AnswerFeedback,
    AnswerTemplate,
    Attachment,
    Condition,
    FollowUp,
    FrequentAnswer,
    Message,
    Pause,
    Promise,
    Question,
    Reminder,
    Requirement,
    ServiceEdition,
    Step,
    SurveyAnswer,
    SurveyToken,
)
from tests import factories
from tests.accounts.test_constraints import change, named_constraints


def two_drafts(**fields):
    def act(today):
        draft = factories.DraftEditionFactory()
        ServiceEdition.objects.bulk_create([ServiceEdition(service=draft.service, title="Lain", **fields)])

    return act


def twice_the_number(today):
    draft = factories.DraftEditionFactory()
    moment = timezone.now()
    ServiceEdition.objects.bulk_create(
        [
            ServiceEdition(
                service=draft.service,
                number=draft.number,
                title="Lain",
                state="terbit",
                effective_on=today,
                published_at=moment,
            )
        ]
    )


def in_force_twice(today):
    draft = factories.DraftEditionFactory()
    ServiceEdition.objects.filter(pk=draft.pk).update(
        state="terbit", effective_on=today - timedelta(days=9), published_at=timezone.now()
    )
    other = factories.DraftEditionFactory(service=draft.service)
    ServiceEdition.objects.filter(pk=other.pk).update(state="terbit", effective_on=today, published_at=timezone.now())


def edition(**fields):
    return change(ServiceEdition, factories.DraftEditionFactory, **fields)


def ends_on_its_first_day(today):
    edition(effective_on=today, retired_on=today)(today)


def same_key(model, **fields):
    def act(today):
        draft = factories.DraftEditionFactory()
        model.objects.filter(edition=draft).delete()
        model.objects.bulk_create([model(edition=draft, key="kunci", **fields) for _ in range(2)])

    return act


def draft_answer():
    return factories.FrequentAnswerFactory(publish=False)


def question(**fields):
    return change(Question, factories.QuestionFactory, **fields)


def complete_before_first_answer(today):
    question(answer_due_on=today, complete_due_on=today - timedelta(days=1))(today)


def edition_without_service(today):
    question(edition=factories.DraftEditionFactory())(today)


def empty_message(today):
    asked = factories.QuestionFactory()
    Message.objects.bulk_create([Message(question=asked, author=asked.asker, kind="tanya", body="")])


def message(**fields):
    def act(today):
        asked = factories.QuestionFactory()
        return Message.objects.bulk_create([Message(question=asked, **{"kind": "tanya", "body": "Isi.", **fields})])[0]

    return act


def attachment(**fields):
    kept = {"file": "x", "name": "x.pdf", "content_type": "application/pdf", "size": 1}
    return lambda today: Attachment.objects.bulk_create([Attachment(message=message()(today), **{**kept, **fields})])


def of_one_question(model, *rows):
    """Write rows that hang on one question."""

    def act(today):
        asked = factories.QuestionFactory()
        model.objects.bulk_create([model(question=asked, **row(today)) for row in rows])

    return act


def pause(**days):
    return lambda today: {name: today + timedelta(days=offset) for name, offset in days.items()}


def reminder(kind):
    return lambda today: {"kind": kind, "due_on": today}


def promise(**fields):
    row = {"kind": "pertanyaan", "first_days": 2, "complete_days": 5, **fields}
    return lambda today: Promise.objects.bulk_create([Promise(**row)])


def twice(act):
    return lambda today: (act(today), act(today))


def feedback_twice_a_day(today):
    answer = draft_answer()
    AnswerFeedback.objects.bulk_create([AnswerFeedback(answer=answer, day=today) for _ in range(2)])


def survey(model, **fields):
    def act(today):
        kept = {"unit": factories.WorkUnitFactory(), "month": today.replace(day=1)}
        marks = {f"u{number}": 4 for number in range(1, 10)} if model is SurveyAnswer else {}
        model.objects.bulk_create([model(**{**kept, **marks, **fields})])

    return act


def follow_up(**fields):
    return lambda today: FollowUp.objects.create(**{"year": 2026, "element": "u9", "text": "Diperbaiki.", **fields})


def follow_up_twice(today):
    """Of a whole year, too, where the quarter is empty."""
    for _ in range(2):
        follow_up()(today)


# Each named constraint with one row that breaks it and nothing else.
BREAKS = {
    "serviceedition_number_unique": twice_the_number,
    "serviceedition_one_draft": two_drafts(number=2),
    "serviceedition_state_known": edition(state="arsip", effective_on="2026-01-01", published_at=timezone.now()),
    "serviceedition_published_has_dates": edition(state="terbit"),
    "serviceedition_dates_in_order": ends_on_its_first_day,
    "serviceedition_one_in_force": in_force_twice,
    "condition_key_unique": same_key(Condition, question="Ya?", reason="karena"),
    "requirement_key_unique": same_key(Requirement, text="Surat"),
    "step_key_unique": same_key(Step, text="Ajukan."),
    "frequentanswer_state_known": change(FrequentAnswer, draft_answer, state="arsip", published_at=timezone.now()),
    "frequentanswer_published_has_time": change(FrequentAnswer, draft_answer, state="terbit"),
    "question_kind_known": question(kind="curhat"),
    "question_state_known": question(state="hilang"),
    "question_due_in_order": complete_before_first_answer,
    "question_edition_with_service": edition_without_service,
    "question_closed_says_how": question(state="selesai"),
    "question_answered_has_time": question(state="dijawab"),
    "question_merged_elsewhere": question(state="selesai", closed_at=timezone.now(), closed_by="merged"),
    "question_confidential_serves_nobody_else": question(is_confidential=True, may_serve_all=True),
    "question_inspected_is_complaint": question(needs_inspection=True),
    "question_extension_has_reason": question(extra_days=3, extended_on="2026-01-05"),
    "question_rating_in_scale": question(rating=5),
    "message_has_body": empty_message,
    "message_kind_known": message(kind="bisikan"),
    "attachment_type_known": attachment(content_type="text/html"),
    "attachment_size_in_bounds": attachment(size=10 * 1024 * 1024 + 1),
    "pause_one_at_a_time": of_one_question(Pause, pause(starts_on=0), pause(starts_on=-3)),
    "pause_dates_in_order": of_one_question(Pause, pause(starts_on=0, ends_on=-1)),
    "reminder_once": of_one_question(Reminder, reminder("besok"), reminder("besok")),
    "reminder_kind_known": of_one_question(Reminder, reminder("kapan-kapan")),
    "promise_once": twice(promise()),
    "promise_days_in_order": promise(first_days=6),
    "answertemplate_title_unique": twice(
        lambda today: AnswerTemplate.objects.bulk_create([AnswerTemplate(title="Pola", body="Isi.")])
    ),
    "frequentanswer_rests_on_an_edition": change(FrequentAnswer, draft_answer, rests_on=["syarat:surat"]),
    "answerfeedback_once_a_day": feedback_twice_a_day,
    "followup_once": follow_up_twice,
    "followup_period_known": follow_up(quarter=5),
    "followup_element_known": follow_up(element="u0"),
    "surveytoken_month_first_day": survey(SurveyToken, month="2026-01-02"),
    "surveyanswer_month_first_day": survey(SurveyAnswer, month="2026-01-02"),
    "surveyanswer_in_scale": survey(SurveyAnswer, u9=5),
}


def test_every_constraint_of_services_is_in_the_table():
    assert named_constraints("services") == BREAKS.keys()


@pytest.mark.parametrize("fields", [{"state": "dijawab"}, {"closed_by": "asker"}, {"closed_at": "2026-01-05 08:00+07"}])
def test_database_refuses_a_close_that_says_only_half(db, fields):
    with pytest.raises(IntegrityError, match="question_"), transaction.atomic():
        question(**fields)(None)


@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses_what_a_constraint_forbids(db, today, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name](today)
    assert refused.value.__cause__.diag.constraint_name == name


def test_database_refuses_an_edition_published_without_a_start(db):
    with pytest.raises(IntegrityError, match="serviceedition_published_has_dates"), transaction.atomic():
        edition(state="terbit", published_at=timezone.now())(None)


def test_database_refuses_a_second_question_of_one_key(db):
    asked = factories.QuestionFactory()
    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        factories.QuestionFactory(key=asked.key)


def test_editions_of_different_services_may_have_the_same_keys(db):
    keys = [factories.DraftEditionFactory().requirements.get().key for _ in range(2)]
    assert keys == ["surat", "surat"]
