"""Two at once: a phone that sends twice, two editors who publish, an officer and a colleague who answer."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from services.actions import answer_question, publish_edition
from services.models import Message, Question, Requirement, ServiceEdition
from tests import factories
from tests.conftest import COMPONENTS
from tests.post import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run acts at the same moment, each with a connection of its own; return what became of each."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            start.wait(timeout=10)
            outcomes[number] = act()
        except Exception as error:  # the test asserts which
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


@pytest.fixture
def office():
    for key, is_from_fields in COMPONENTS.items():
        factories.StandardComponentFactory(key=key, is_from_fields=is_from_fields)
    return factories.AgencyFactory()


def test_question_that_a_phone_sends_twice_at_once_is_asked_once(office):
    person = factories.UserFactory()
    sent = {"kind": "pertanyaan", "title": "Pokok", "body": "Isi.", "key": str(uuid.uuid4())}
    clients = [Client(raise_request_exception=False) for _ in range(4)]
    for client in clients:
        client.force_login(person)
    page = reverse("services:question-create")
    outcomes = at_once(*[lambda client=client: client.post(page, sent) for client in clients])
    question = Question.objects.get()
    assert [(answer.status_code, answer.get("Location")) for answer in outcomes] == [
        (302, question.get_absolute_url())
    ] * 4
    assert Message.objects.count() == 1


def test_answer_of_two_officers_at_once_is_given_once(office):
    question = factories.QuestionFactory()
    officers = factories.UserFactory.create_batch(3)
    outcomes = at_once(
        *[
            lambda officer=officer: answer_question(
                Question.objects.get(pk=question.pk), body=f"Jawaban {officer.pk}.", by=officer
            )
            for officer in officers
        ]
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    given = [outcome for outcome in outcomes if isinstance(outcome, Message)]
    assert (len(refused), given) == (2, list(question.messages.all()))


def test_edition_published_by_two_at_once_is_published_once(office, today):
    draft = factories.DraftEditionFactory()

    def publish(day):
        return lambda: publish_edition(ServiceEdition.objects.get(pk=draft.pk), effective_on=day, by=None)

    outcomes = at_once(publish(today), publish(today + timedelta(days=1)))
    draft.refresh_from_db()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "ValidationError"]
    assert (draft.state, draft.retired_on) == ("terbit", None)


def test_requirement_written_while_an_edition_is_published_is_in_it_or_refused(office, today):
    """The words that search finds and the list that readers tick are the same."""
    draft = factories.DraftEditionFactory()
    written, may_commit = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            Requirement.objects.create(edition=draft, key="baru", text="Surat kenari", position=1)
            written.set()
            may_commit.wait(timeout=10)

    def publish():
        written.wait(timeout=10)
        publish_edition(ServiceEdition.objects.get(pk=draft.pk), effective_on=today, by=None)

    def release():
        written.wait(timeout=10)
        wait_until(somebody_waits_for_a_lock, "the publication to wait for the requirement")
        may_commit.set()

    assert at_once(write, publish, release) == [None, None, None]
    edition = ServiceEdition.objects.get(pk=draft.pk)
    assert (edition.state, "Surat kenari" in edition.search_text, edition.requirements.count()) == ("terbit", True, 2)
