"""What no form, import or shell may bring into the tables of services and questions."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from services.models import Condition, FrequentAnswer, Message, Question, Requirement, ServiceEdition, Step
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
    Message.objects.bulk_create([Message(question=asked, author=asked.asker, body="")])


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
    "message_has_body": empty_message,
}


def test_every_constraint_of_services_is_in_the_table():
    assert named_constraints("services") == BREAKS.keys()


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
