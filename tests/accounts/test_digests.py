"""The weekly digest: nothing lost, nothing twice, nothing blank."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import notify, save_wishes
from accounts.models import Notification, Pacing
from accounts.tasks import drain_outbox, send_digests
from accounts.timing import last_digest_moment
from tests import factories
from tests.together import together

State = Notification.State
MONDAY = datetime(2026, 6, 15, 0, 30, tzinfo=UTC)  # 07.30 WIB


def gather(user, *, has_digest=True):
    save_wishes(user, choices={}, has_digest=has_digest, quiet_from=None, quiet_until=None, by=user)


def tell(user, number, moment, **options):
    """Tell a person of an answer at a moment."""
    with time_machine.travel(moment, tick=False):
        notify([user], "question_answered", question=number, path=f"/tanya/{number}/", **options)


def run(moment):
    """Let the task run at a moment, and the outbox be sent."""
    with time_machine.travel(moment, tick=False):
        send_digests()
        drain_outbox()


def links(post):
    """Return the questions that each mail leads to."""
    texts = [mail.get_body(("plain",)).get_content() for _, mail in post.mails]
    return [sorted(word.split("/tanya/")[1].strip("/") for word in text.split() if "/tanya/" in word) for text in texts]


@pytest.fixture
def reader(agency):
    user = factories.UserFactory(email="pembaca@contoh.invalid")
    gather(user)
    return user


def test_digest_gathers_a_week_into_one_mail(reader, post):
    tell(reader, 1, MONDAY - timedelta(days=6))
    tell(reader, 2, MONDAY - timedelta(minutes=1))
    drain_outbox()
    assert post.mails == []
    run(MONDAY)
    assert (post.addressees, links(post)) == (["pembaca@contoh.invalid"], [["1", "2"]])
    assert post.mails[0][1]["Subject"] == "2 kabar untuk Anda pekan ini"
    mails = Notification.objects.filter(channel="surel")
    assert set(mails.values_list("state", flat=True)) == {State.SENT}
    assert len(set(mails.values_list("sent_at", flat=True))) == 1


def test_digest_is_written_once_a_week_however_often_the_task_runs(reader, post):
    tell(reader, 1, MONDAY - timedelta(days=1))
    run(MONDAY)
    run(MONDAY)
    tell(reader, 2, MONDAY + timedelta(minutes=1))
    run(MONDAY + timedelta(hours=1))
    run(MONDAY + timedelta(days=6, hours=23, minutes=59))
    assert links(post) == [["1"]]
    run(MONDAY + timedelta(weeks=1))
    assert links(post) == [["1"], ["2"]]


def test_message_that_comes_late_under_an_earlier_time_is_in_the_next_digest(reader, post):
    tell(reader, 1, MONDAY - timedelta(hours=2))
    run(MONDAY)
    tell(reader, 2, MONDAY - timedelta(hours=3))  # its transaction took until after the first digest
    run(MONDAY + timedelta(hours=1))
    run(MONDAY + timedelta(weeks=1))
    assert links(post) == [["1"], ["2"]]


def test_digest_that_beat_missed_is_written_when_beat_is_back(reader, post):
    tell(reader, 1, MONDAY - timedelta(days=1))
    tell(reader, 2, MONDAY + timedelta(days=1))
    run(MONDAY + timedelta(days=3))
    assert links(post) == [["1"]]


def test_blank_digest_is_never_sent(reader, post):
    run(MONDAY)
    tell(reader, 1, MONDAY + timedelta(days=1), expires_at=MONDAY + timedelta(days=2))
    run(MONDAY + timedelta(weeks=1))
    assert post.mails == []
    assert list(Notification.objects.filter(channel="surel").values_list("state", "error")) == [
        (State.STALE, "kedaluwarsa")
    ]


def test_digest_names_no_matter(reader, post):
    tell(reader, 1, MONDAY - timedelta(days=1), title="kenarikuning")
    run(MONDAY)
    assert "kenarikuning" not in post.mails[0][1].as_string()


def test_end_of_the_digest_lets_go_what_waits(reader, post):
    tell(reader, 1, MONDAY - timedelta(days=1))
    gather(reader, has_digest=False)
    drain_outbox()
    run(MONDAY)
    assert links(post) == [["1"]]
    assert post.mails[0][1]["Subject"] == "Pertanyaan 1 sudah dijawab"


def test_refused_digest_is_refused_with_all_that_it_holds(reader, post):
    post.refusals = {"pembaca@contoh.invalid": "550 5.1.1 No such user"}
    tell(reader, 1, MONDAY - timedelta(days=1))
    tell(reader, 2, MONDAY - timedelta(days=1))
    run(MONDAY)
    assert (
        list(Notification.objects.filter(channel="surel").values_list("state", "error")) == [(State.REFUSED, "550")] * 3
    )
    assert [row.kind for row in Notification.objects.failed()] == ["digest"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_one_digest_for_each_reader(post):
    factories.AgencyFactory()
    readers = factories.UserFactory.create_batch(5)
    moment = last_digest_moment(timezone.localtime())
    for number, user in enumerate(readers):
        gather(user)
        tell(user, number, moment - timedelta(hours=1))
    together(send_digests, 4)
    drain_outbox()
    assert sorted(links(post)) == [[str(number)] for number in range(5)]
    assert set(Pacing.objects.values_list("digested_until", flat=True)) == {moment}


def test_cost_of_looking_for_readers_does_not_grow_with_them(agency, django_assert_num_queries):
    for user in factories.UserFactory.create_batch(30):
        gather(user)
    with django_assert_num_queries(1):  # nobody has anything to be told: no work is done for anybody
        send_digests()


@given(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 12, 31)))
def test_weekly_moment_is_the_newest_monday_morning(moment):
    local = timezone.make_aware(moment)
    last = last_digest_moment(local)
    assert (last.weekday(), last.time()) == (0, time(7, 30))
    assert timedelta(0) <= local - last < timedelta(weeks=1)
