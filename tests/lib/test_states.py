"""Two officers press "answer" at once: one of them wins, and the other is told."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from bkpsdm.lib.states import move_to
from services.models import FrequentAnswer, Question
from tests import factories

State = Question.State
MOVES = [(before, after) for before, targets in Question.MOVES.items() for after in targets]
NO_MOVES = [(before, after) for before in State for after in State if (before, after) not in MOVES]
# The shortest way of moves into each state.
WAYS = {
    State.NEW: [],
    State.RECEIVED: [State.RECEIVED],
    State.WAITING: [State.WAITING],
    State.ANSWERED: [State.ANSWERED],
    State.ASKED_AGAIN: [State.ANSWERED, State.ASKED_AGAIN],
    State.CLOSED: [State.ANSWERED, State.CLOSED],
}
OPEN = {"closed_at": None, "closed_by": ""}


def move(question, state):
    """Move a question with the columns that the database demands of the state."""
    now = timezone.now()
    columns = {State.ANSWERED: {"answered_at": now}, State.CLOSED: {"closed_at": now, "closed_by": "asker"}}
    move_to(question, state, **(columns.get(state, OPEN)))


@pytest.fixture
def make_question(db):
    """Return a function that makes a question in a state."""

    def make(state):
        question = factories.QuestionFactory()
        for step in WAYS[state]:
            move(question, step)
        return question

    return make


@pytest.mark.parametrize(("before", "after"), MOVES)
def test_move_is_allowed_once_and_stored(make_question, before, after):
    question = make_question(before)
    move(question, after)
    assert (question.state, Question.objects.get(pk=question.pk).state) == (after, after)
    with pytest.raises(ValidationError) as refused:
        move(question, after)
    assert refused.value.code == "move"


@pytest.mark.parametrize(("before", "after"), NO_MOVES)
def test_move_that_is_not_in_moves_is_refused_in_words(make_question, before, after):
    question = make_question(before)
    with pytest.raises(ValidationError) as refused:
        move_to(question, after)
    assert refused.value.messages == [f"Tidak dapat diubah dari “{before.label}” menjadi “{after.label}”."]
    assert Question.objects.get(pk=question.pk).state == before


def test_move_writes_the_other_columns_and_the_time_of_change(make_question):
    question = make_question(State.NEW)
    earlier = question.updated_at
    move_to(question, State.RECEIVED, title="Judul lain")
    stored = Question.objects.get(pk=question.pk)
    assert (question.title, stored.title) == ("Judul lain", "Judul lain")
    assert stored.updated_at > earlier
    assert question.updated_at == stored.updated_at


def test_move_is_refused_to_whoever_comes_second(make_question):
    question = make_question(State.NEW)
    stale = Question.objects.get(pk=question.pk)
    move(question, State.RECEIVED)
    with pytest.raises(ValidationError) as refused:
        move_to(stale, State.RECEIVED, title="Yang kedua")
    assert refused.value.code == "race"
    assert refused.value.messages == ["Keadaannya baru saja diubah orang lain. Muat ulang halaman ini."]
    assert Question.objects.get(pk=question.pk).title == question.title
    assert stale.state == State.NEW


@pytest.mark.django_db(transaction=True)
def test_move_of_many_at_once_succeeds_for_exactly_one():
    answer = factories.FrequentAnswerFactory(publish=False)
    start, outcomes = threading.Barrier(4), []

    def publish():
        try:
            own = FrequentAnswer.objects.get(pk=answer.pk)
            start.wait(timeout=10)
            with transaction.atomic():
                move_to(own, FrequentAnswer.State.PUBLISHED, published_at=own.created_at)
            outcomes.append("moved")
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert sorted(outcomes) == ["moved", "race", "race", "race"]
