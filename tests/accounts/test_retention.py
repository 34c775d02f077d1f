"""The words of a message are emptied after a while; the proof that it was sent stays."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import mark_read, notify
from accounts.models import Notification
from accounts.tasks import drain_outbox, forget_messages
from tests import factories

State = Notification.State
OLD, YOUNG = timedelta(days=31), timedelta(days=29)


def row(age, state=State.SENT, **fields):
    moment = timezone.now() - age
    notice = factories.NotificationFactory(state=state, sent_at=moment if state == State.SENT else None, **fields)
    Notification.objects.filter(pk=notice.pk).update(created_at=moment)
    return notice


def is_forgotten(notice):
    notice.refresh_from_db()
    assert (notice.payload == {}) is (notice.forgotten_at is not None)
    return notice.payload == {}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"age": OLD}, True),
        ({"age": YOUNG}, False),
        ({"age": OLD, "state": State.HELD}, True),
        ({"age": OLD, "state": State.STALE}, True),
        ({"age": YOUNG, "state": State.HELD}, False),
        ({"age": OLD, "state": State.REFUSED}, False),
        ({"age": OLD, "state": State.UNREACHABLE}, False),
        ({"age": OLD, "state": State.WAITING}, False),
        ({"age": OLD, "channel": "portal"}, False),
        ({"age": OLD, "channel": "portal", "read_at": timezone.now() - OLD}, True),
        ({"age": OLD, "channel": "portal", "read_at": timezone.now() - YOUNG}, False),
    ],
)
def test_words_are_emptied_when_their_time_is_over(db, fields, expected):
    notice = row(**fields)
    forget_messages()
    assert is_forgotten(notice) is expected


def test_time_of_keeping_is_a_setting(db, settings):
    notice = row(timedelta(days=8))
    forget_messages()
    assert not is_forgotten(notice)
    settings.NOTICE_RETENTION_DAYS = 7
    forget_messages()
    assert is_forgotten(notice)


def test_proof_time_and_channel_stay_and_fit_the_mail(agency, post):
    notify([factories.UserFactory()], "question_answered", question="2026-0001", path="/tanya/1/")
    drain_outbox()
    mail = post.mails[0][1]
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    notice = Notification.objects.get(channel="surel")
    before = (notice.proof, notice.sent_at, notice.channel, notice.kind)
    assert notice.proof == hashlib.sha256(f"{mail['Subject']}\n\n{text.rstrip()}\n".encode()).hexdigest()
    Notification.objects.update(sent_at=timezone.now() - OLD)
    sent_at = Notification.objects.get(channel="surel").sent_at
    forget_messages()
    assert is_forgotten(notice)
    assert (notice.proof, notice.sent_at, notice.channel, notice.kind) == (before[0], sent_at, *before[2:])


def test_proof_of_the_portal_is_what_stood_there(db):
    user = factories.UserFactory()
    notify([user], "question_answered", question="2026-0001", path="/tanya/1/")
    notice = Notification.objects.visible_to(user).get()
    assert notice.proof == hashlib.sha256(b"Pertanyaan Anda sudah dijawab\n/tanya/1/").hexdigest()


def test_forgotten_message_still_stands_in_the_list_without_its_link(client, cast):
    notify([cast["asn"]], "question_answered", question="2026-0001", path="/tanya/1/")
    mark_read(Notification.objects.visible_to(cast["asn"]))
    Notification.objects.update(sent_at=timezone.now() - OLD, read_at=timezone.now() - OLD)
    forget_messages()
    client.force_login(cast["asn"])
    html = client.get("/akun/kabar/").content.decode()
    assert ("Pertanyaan Anda sudah dijawab" in html, "/tanya/1/" in html) == (True, False)
