"""/freshz: each part that works on its own is broken on purpose, and named."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import record, seal_activities
from accounts.freshness import BEAT_LIMIT, OUTBOX_LIMIT
from accounts.models import Heartbeat, Notification
from accounts.seals import PATIENCE
from accounts.tasks import beat_heart
from tests import factories

NOW = datetime(2026, 6, 17, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def alive(db):
    """A portal in which everything is at work, at a fixed moment."""
    factories.HolidayFactory(date=NOW.date())
    with time_machine.travel(NOW, tick=False):
        beat_heart()
        yield


def fresh(client):
    response = client.get("/freshz")
    assert "no-store" in response["Cache-Control"]
    said = response.json()
    assert response.status_code == (503 if said["stale"] else 200)
    return said


def test_freshz_says_that_all_is_at_work(client, alive):
    assert fresh(client) == {"beat_seconds": 0, "outbox_seconds": 0, "missing_year": None, "stale": []}


def test_freshz_names_a_beat_that_stopped(client, alive):
    with time_machine.travel(NOW + BEAT_LIMIT, tick=False):
        assert fresh(client)["stale"] == []
    with time_machine.travel(NOW + BEAT_LIMIT + SECOND, tick=False):
        assert (fresh(client)["stale"], fresh(client)["beat_seconds"]) == (["beat"], 301)
        beat_heart()
        assert fresh(client)["stale"] == []
    assert Heartbeat.objects.count() == 1


def test_freshz_names_a_beat_that_never_was(client, alive):
    Heartbeat.objects.all().delete()
    assert (fresh(client)["stale"], fresh(client)["beat_seconds"]) == (["beat"], None)


def test_freshz_names_an_outbox_that_nobody_drains(client, alive):
    notice = factories.NotificationFactory(send_after=NOW - OUTBOX_LIMIT)
    assert (fresh(client)["stale"], fresh(client)["outbox_seconds"]) == ([], 900)
    Notification.objects.filter(pk=notice.pk).update(send_after=NOW - OUTBOX_LIMIT - SECOND)
    assert (fresh(client)["stale"], fresh(client)["outbox_seconds"]) == (["outbox"], 901)


def test_freshz_leaves_out_what_is_meant_to_wait(client, alive):
    hour = timedelta(hours=1)
    factories.NotificationFactory(send_after=NOW + hour)
    factories.NotificationFactory(send_after=NOW - hour, in_digest=True)
    factories.NotificationFactory(send_after=NOW - hour, state="ditolak")
    assert fresh(client)["stale"] == []


def test_freshz_names_the_year_whose_holidays_are_missing_six_weeks_before_it(client, alive):
    for moment, year in ((datetime(2026, 11, 19, 3, tzinfo=UTC), None), (datetime(2026, 11, 20, 3, tzinfo=UTC), 2027)):
        with time_machine.travel(moment, tick=False):
            beat_heart()
            said = fresh(client)
        assert (said["missing_year"], said["stale"]) == (year, ["calendar"] if year else [])
    factories.HolidayFactory(date=timezone.datetime(2027, 1, 1).date())
    with time_machine.travel(datetime(2026, 11, 20, 3, tzinfo=UTC), tick=False):
        assert fresh(client)["stale"] == []


def test_freshz_names_all_that_is_stale(client, db):
    factories.NotificationFactory(send_after=timezone.now() - timedelta(days=1))
    assert fresh(client)["stale"] == ["beat", "outbox", "calendar"]


def test_freshz_names_a_sealer_that_stopped(client, alive):
    with time_machine.travel(NOW - PATIENCE, tick=False):
        record("diuji", None, by=None)
    assert fresh(client)["stale"] == []
    with time_machine.travel(NOW - PATIENCE - SECOND, tick=False):
        record("diuji", None, by=None)
    assert fresh(client)["stale"] == ["seals"]
    seal_activities()
    assert fresh(client)["stale"] == []


def test_freshz_says_nothing_about_anybody(client, alive):
    notice = factories.NotificationFactory(send_after=NOW - timedelta(days=1))
    text = str(fresh(client))
    assert [word for word in (notice.kind, notice.user.login, str(notice.pk)) if word in text] == []


def test_freshz_takes_no_post(client, db):
    assert client.post("/freshz").status_code == 405
