"""What may break while people are told: real PostgreSQL, a real broker, real worker processes, a real mail server."""

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from celery.beat import PersistentScheduler
from django.conf import settings as portal
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.actions import claim_notifications, notify, send_notification
from accounts.channels import CHANNELS
from accounts.models import Employee, Heartbeat, Notification, Preference, User
from accounts.tasks import beat_heart, drain_outbox
from bkpsdm.celery import app
from bkpsdm.launcher import privileges
from bkpsdm.launcher.files import DataDirectory
from bkpsdm.launcher.servers import Valkey
from tests import factories
from tests.accounts.broker import use_broker
from tests.browser.portal import program
from tests.browser.portal import wait_for as wait_with_patience
from tests.post import StoppingPost

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
State = Notification.State
PACKAGES = Path(pytest.__file__).resolve().parents[1]
QUEUE = "celery"
# Worker processes take seconds to start, on a machine that does other work too a minute; nothing waits without need.
PATIENCE = 240


def wait_for(condition, complaint):
    wait_with_patience(condition, complaint, PATIENCE)


@pytest.fixture
def post(settings):
    server = StoppingPost()
    server.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server
    server.go_on()
    server.close()


@pytest.fixture
def variables(post):
    """The environment of a worker that shares the tests' database, broker and mail server."""
    given = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bkpsdm.settings",
        "DATABASE_URL": database,
        "DEMO_MODE": "0",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(post.port),
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": str(portal.BASE_DIR),
    }


@pytest.fixture
def work(variables, tmp_path):
    """Return a context manager that runs a Celery worker process; its queue is empty at first."""
    with app.connection_for_write() as broker:
        app.control.purge(connection=broker)

    @contextmanager
    def working(**changes):
        number = len(list(tmp_path.iterdir()))
        command = ["celery", "-A", "bkpsdm.celery", "worker", "-c", "1", "-n", f"worker-{number}@test"]
        command += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
        with program(command, variables | changes, tmp_path / f"worker-{number}.log") as process:
            yield process

    return working


@pytest.fixture
def readers():
    """An agency and five people."""
    factories.AgencyFactory()
    return [factories.UserFactory(email=f"orang-{number}@contoh.invalid") for number in range(5)]


def tell(*people, **options):
    notify(people, "question_answered", question="2026-0001", path="/tanya/1/", **options)


def mails_in(state=None):
    mails = Notification.objects.filter(channel="surel")
    return mails.filter(state=state) if state else mails


def all_settled():
    return not mails_in(State.WAITING).exists()


def make_due():
    """Let all waits and leases be over, as time would."""
    past = Now() - timedelta(seconds=1)
    mails_in(State.WAITING).update(send_after=past)
    mails_in(State.WAITING).filter(leased_until__isnull=False).update(leased_until=past)


def letters(post):
    """Return how often each message arrived, by Message-ID."""
    return Counter(mail["Message-ID"].strip("<>").partition("@")[0] for _, mail in post.mails)


def kill(process):
    """Kill a worker with all its children, as a machine that loses its power."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def keys_of(notifications):
    return {str(notice.pk) for notice in notifications}


def test_rollback_sends_nothing(readers, post, work):
    with work():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            tell(readers[0])
            raise ZeroDivisionError
        tell(readers[1])
        wait_for(all_settled, "the message after the rollback did not go")
    assert post.addressees == [readers[1].email]
    assert Notification.objects.filter(user=readers[0]).count() == 0


@pytest.mark.parametrize("step", StoppingPost.STEPS)
def test_worker_killed_while_it_speaks_with_the_mail_server_loses_nothing(readers, post, work, step):
    post.silent_at = step
    with work() as worker:
        tell(readers[0])
        tell(readers[1])
        wait_for(post.reached, f"the worker did not come to {step}")
        kill(worker)
    post.go_on()
    assert mails_in(State.WAITING).count() == 2
    make_due()
    with work():
        drain_outbox.delay()  # as beat does every minute
        wait_for(all_settled, "the second worker did not send what the first had left")
    assert set(letters(post)) == keys_of(mails_in(State.SENT)) == keys_of(mails_in())
    assert sorted(letters(post).values()) == ([1, 2] if step == "250" else [1, 1])


def test_worker_killed_between_the_servers_250_and_the_commit_repeats_with_the_same_id(readers, post, work):
    post.silent_at = "250"
    with work() as worker:
        tell(readers[0])
        wait_for(lambda: len(post.mails) == 1, "the letter did not arrive")
        with transaction.atomic():
            Notification.objects.select_for_update().get(channel="surel")
            post.go_on()
            wait_for(somebody_waits_for_a_lock, "the worker did not come to its commit")
            kill(worker)
    assert mails_in(State.WAITING).count() == 1
    make_due()
    with work():
        drain_outbox.delay()
        wait_for(all_settled, "the second worker did not send it again")
    assert dict(letters(post)) == {str(mails_in().get().pk): 2}


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def test_worker_killed_before_any_line_of_the_outbox_loses_nothing(readers, post, variables):
    """Every line is tried; a letter comes twice only where the worker dies between "250" and its commit."""
    command = [sys.executable, "-m", "tests.accounts.dying_worker"]
    repeated, deaths = set(), Counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables, cwd=portal.BASE_DIR
    ) as workers:
        for number in range(1, 2000):
            Notification.objects.all().delete()
            del post.mails[:]
            tell(readers[0])
            tell(readers[1])
            workers.stdin.write(f"{number}\n")
            workers.stdin.flush()
            place = workers.stdout.readline().strip()
            if place == "done":
                break
            deaths[place] += 1
            wait_for(drained, f"what a worker killed in {place} had left did not go")
            assert set(letters(post)) == keys_of(mails_in(State.SENT)) == keys_of(mails_in())
            extra = sum(letters(post).values()) - 2
            assert extra in (0, 1)
            repeated |= {place} if extra else set()
        workers.stdin.close()
    assert place == "done"
    assert sum(deaths.values()) > 100
    assert {"drain_channel", "claim_notifications", "keep_lease", "compose_mail", "settle", "move_to"} <= deaths.keys()
    assert repeated == {"send", "digest_of_mail", "deliver", "settle", "move_to"}


def drained():
    """Drain as a second worker does, and return whether nothing waits any more.

    The server may need a moment to notice that the killed worker's transaction is gone.
    """
    make_due()
    drain_outbox()
    return all_settled()


@pytest.fixture
def broker(monkeypatch):
    """A broker of our own, to be emptied and restarted."""
    account = privileges.account()
    place = Path(tempfile.mkdtemp(prefix="bkpsdm-broker-"))
    place.chmod(0o755)
    data = DataDirectory(place / "data")
    data.make(account and account.owner)
    server = Valkey(data, PACKAGES, account)
    processes = [server.start()]
    use_broker(monkeypatch, server.url)
    server.restart = lambda: processes.append(server.start())
    yield server
    server.stop()
    for process in processes:
        process.wait()


def test_broker_emptied_then_restarted_loses_nothing(readers, post, work, broker):
    tell(readers[0])
    with redis.Redis.from_url(broker.url) as link:
        assert link.llen(QUEUE) == 1
        link.flushall()
    with work(REDIS_URL=broker.url):
        drain_outbox.delay()  # as beat does every minute
        wait_for(all_settled, "what the broker had lost was not sent")
        broker.stop()
        tell(readers[1])  # nobody can be asked to send it
        assert mails_in(State.WAITING).count() == 1
        broker.restart()
        wait_for(lambda: asked() and all_settled(), "what was told without a broker was not sent")
    assert post.addressees == [readers[0].email, readers[1].email]
    assert set(letters(post).values()) == {1}


def asked():
    drain_outbox.delay()
    return True


def test_mail_server_down_then_back_keeps_the_order_and_drops_what_is_stale(readers, post, work):
    post.close()
    with work():
        tell(readers[0])
        wait_for(lambda: mails_in().exclude(error="").count() == 1, "the worker did not try")
        tell(readers[1], expires_at=timezone.now() + timedelta(hours=1))
        tell(readers[2])
        tell(readers[3])
        wait_for(lambda: mails_in().exclude(error="").count() == 4, "the worker did not try all")
        mails_in().filter(user=readers[1]).update(expires_at=timezone.now())
        post.open()
        tell(readers[4])
        wait_for(all_settled, "what had waited did not go")
    assert [addressees for addressees, _ in post.mails] == [[readers[number].email] for number in (0, 2, 3, 4)]
    assert list(mails_in(State.STALE).values_list("user", "error")) == [(readers[1].pk, "kedaluwarsa")]


@pytest.mark.parametrize("shift", [timedelta(minutes=-10), timedelta(minutes=10)])
def test_lease_shifted_by_ten_minutes_repeats_nothing(readers, post, shift):
    """A clock that jumps ends leases early or late: whoever has lost the lease does not send."""
    tell(readers[0])
    channel = CHANNELS["surel"]
    [claimed] = claim_notifications(channel)
    Notification.objects.filter(pk=claimed.pk).update(leased_until=claimed.leased_until + shift)
    drain_outbox()
    is_taken_over = shift < timedelta(0)
    assert len(post.mails) == is_taken_over
    with channel.open() as link:
        send_notification(claimed, channel, link)
    assert (len(post.mails), mails_in().get().state) == (1, State.SENT)


def test_two_workers_racing_for_one_row_send_it_once(readers, post, work):
    tell(readers[0])
    mails_in().update(send_after=Now() + timedelta(hours=1))
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(work())
        wait_for(lambda: len(app.control.ping(timeout=1)) == 2, "two workers did not come")
        make_due()
        for _ in range(20):
            drain_outbox.delay()
        wait_for(all_settled, "the row did not go")
        wait_for(queue_is_empty, "the workers did not finish")
    assert dict(letters(post)) == {str(mails_in().get().pk): 1}
    assert mails_in().get().attempts == 1


def queue_is_empty():
    with redis.Redis.from_url(portal.REDIS_URL) as link:
        return not (link.llen(QUEUE) or link.hlen("unacked"))


def test_beat_dead_for_two_hours_is_told_and_no_storm_follows(client, readers, post, work, tmp_path):
    factories.HolidayFactory()
    factories.HolidayFactory(date=timezone.localdate() + timedelta(weeks=6))
    away = timezone.now() - timedelta(hours=2)
    Heartbeat.objects.create(name="beat", beaten_at=away)
    tell(readers[0])
    mails_in().update(send_after=away)
    response = client.get("/freshz")
    assert (response.status_code, response.json()["stale"]) == (503, ["beat", "outbox"])
    with work():
        wait_for(queue_is_empty, "the queue of the test did not run dry")
    Notification.objects.all().delete()
    tell(readers[0])
    with app.connection_for_write() as link:
        app.control.purge(connection=link)
    names = scheduled_after(away, tmp_path / "schedule")
    assert set(Counter(names).values()) == {1}
    assert {"accounts.tasks.drain_outbox", "accounts.tasks.beat_heart"} <= set(names)
    with work():
        wait_for(lambda: client.get("/freshz").status_code == 200, "the portal did not come to life again")
        wait_for(all_settled, "what had waited did not go")
    assert set(letters(post).values()) == {1}


def scheduled_after(away, file):
    """Return what a beat asks for that was away since a moment, until it would go to sleep."""
    scheduler = PersistentScheduler(app, schedule_filename=str(file))
    for entry in scheduler.schedule.values():
        entry.last_run_at = away.astimezone(entry.last_run_at.tzinfo)
    asked_for = []
    apply_async = scheduler.apply_async

    def remember(entry, *words, **options):
        asked_for.append(entry.task)
        return apply_async(entry, *words, **options)

    scheduler.apply_async = remember
    while scheduler.tick() < 1:
        pass
    scheduler.close()
    return asked_for


def test_thousand_messages_are_all_accounted_for(post, work):
    """created = sent + refused + suppressed (not wanted, or stale) + unreachable; nothing is lost, nothing is twice."""
    factories.AgencyFactory()
    unit = factories.WorkUnitFactory()
    people = Employee.objects.bulk_create(
        Employee(name=f"Orang {number} Contoh", nip=f"{number:018d}", kind="PNS", unit=unit) for number in range(1000)
    )
    fate = [number % 10 for number in range(1000)]
    users = User.objects.bulk_create(
        User(login=person.nip, employee=person, email="" if luck == 1 else f"{luck}-{person.pk}@contoh.invalid")
        for person, luck in zip(people, fate, strict=True)
    )
    lucks = list(zip(users, fate, strict=True))
    Preference.objects.bulk_create(
        Preference(user=user, group="jawaban", channel="surel", is_on=False) for user, luck in lucks if luck == 2
    )
    post.refusals = {user.email: "550 5.1.1 No such user" for user, luck in lucks if luck == 3}
    with work():
        tell(*(user for user, luck in lucks if luck == 4), expires_at=timezone.now() - timedelta(hours=1))
        tell(*(user for user, luck in lucks if luck != 4))
        wait_for(all_settled, "not all went within the time")
    counts = Counter(mails_in().values_list("state", flat=True))
    assert counts == {State.SENT: 600, State.REFUSED: 100, State.HELD: 100, State.STALE: 100, State.UNREACHABLE: 100}
    assert sum(counts.values()) == len(users) == Notification.objects.filter(channel="portal").count()
    assert set(letters(post)) == keys_of(mails_in(State.SENT))
    assert set(letters(post).values()) == {1}


def test_heart_beats_through_broker_and_worker(work):
    with work():
        beat_heart.delay()
        wait_for(Heartbeat.objects.exists, "the heart did not beat")
