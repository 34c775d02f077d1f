"""From a page to a mail through the real broker and a real worker, and what happens when the broker is away."""

import time
import uuid

import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun
from django.conf import settings as portal
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from kombu.exceptions import OperationalError

from accounts.actions import grant_role
from accounts.models import Notification
from accounts.tasks import drain_outbox
from bkpsdm.celery import app
from services.models import Question
from tests import factories
from tests.accounts.broker import use_broker
from tests.post import wait_until

CANARY = "kenari-kuning-4711"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    """An agency with one officer of its general unit, and one who asks."""
    call_command("sync_roles", verbosity=0)
    unit = factories.AgencyFactory().general_unit
    officer = factories.UserFactory(email="petugas@contoh.invalid")
    grant_role(officer, role="officer", unit=unit, starts_on=officer.created_at.date(), by=None)
    return {"officer": officer, "asker": factories.UserFactory(email="asn@contoh.invalid")}


@pytest.fixture
def worker():
    """A Celery worker in a thread, at the real broker, with an empty queue."""

    def close_connections(**kwargs):
        connections.close_all()

    with app.connection_for_write() as broker:
        app.control.purge(connection=broker)
    task_postrun.connect(close_connections, weak=False)
    with start_worker(app, perform_ping_check=False, pool="solo", loglevel="ERROR") as running:
        yield running
    task_postrun.disconnect(close_connections)


@pytest.fixture
def broker_down(monkeypatch):
    """The broker's address leads nowhere."""
    use_broker(monkeypatch, "redis://127.0.0.1:9/0")
    with pytest.raises(OperationalError):
        drain_outbox.delay()


def ask(client):
    page = reverse("services:question-create")
    form = {"kind": "pertanyaan", "title": f"Pokok {CANARY}", "body": f"Isi {CANARY}.", "key": uuid.uuid4()}
    return client.post(page, form)


def test_question_and_answer_travel_by_mail_through_broker_and_worker(client, office, worker, post):
    client.force_login(office["asker"])
    ask(client)
    wait_until(lambda: len(post.mails) == 1, "the mail to the officer")
    question = Question.objects.get()
    client.force_login(office["officer"])
    client.post(reverse("services:question-answer", args=[question.pk]), {"body": f"Jawaban {CANARY}."})
    wait_until(lambda: len(post.mails) == 2, "the mail to the asker")
    sent = [(addressees[0], mail["Subject"]) for addressees, mail in post.mails]
    assert sent == [
        ("petugas@contoh.invalid", f"Pertanyaan {question.number} menunggu jawaban"),
        ("asn@contoh.invalid", f"Pertanyaan {question.number} sudah dijawab"),
    ]
    texts = [part.get_content() for _, mail in post.mails for part in mail.walk() if not part.is_multipart()]
    assert [text for text in texts if CANARY in text] == []
    assert f"{portal.SITE_URL}{question.get_absolute_url()}" in texts[2]
    wait_until(lambda: set(Notification.objects.values_list("state", flat=True)) == {"terkirim"}, "the outbox")


def test_page_does_not_break_or_wait_while_the_broker_is_down(client, office, broker_down, post):
    client.force_login(office["asker"])
    started = time.monotonic()
    response = ask(client)
    assert time.monotonic() - started < 2
    assert (response.status_code, response["Location"]) == (302, Question.objects.get().get_absolute_url())
    assert list(Notification.objects.values_list("channel", "state").order_by("channel")) == [
        ("portal", "terkirim"),
        ("surel", "menunggu"),
    ]
    drain_outbox()  # as beat does every minute
    assert post.addressees == ["petugas@contoh.invalid"]


def test_beat_drains_the_outbox_every_minute():
    schedule = app.conf.beat_schedule["drain-outbox"]
    assert (schedule["task"], schedule["schedule"]) == (drain_outbox.name, 60.0)
    assert drain_outbox.name in app.tasks
