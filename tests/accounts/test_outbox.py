"""The outbox: a message that somebody waits for is sent, once, whatever fails in between."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now

from accounts.actions import claim_notifications, notify
from accounts.channels import CHANNELS
from accounts.models import Notification
from accounts.tasks import drain_outbox
from tests import factories
from tests.together import together

State = Notification.State


def states():
    """Return pairs of address and state, in the order of the addresses."""
    return sorted(Notification.objects.values_list("user__email", "state"))


def message(name, **fields):
    return factories.NotificationFactory(user__email=f"{name}@contoh.invalid" if name else "", **fields)


def make_due():
    """Let all waits and leases be over."""
    past = Now() - timedelta(seconds=1)
    Notification.objects.filter(state=State.WAITING).update(send_after=past, leased_until=None)


@pytest.fixture
def enqueued(monkeypatch):
    """What was handed to the broker."""
    calls = []
    monkeypatch.setattr(drain_outbox, "delay", lambda: calls.append("drain"))
    return calls


def test_messages_of_many_are_enqueued_by_one_drain(db, enqueued, django_capture_on_commit_callbacks):
    users = factories.UserFactory.create_batch(3)
    with django_capture_on_commit_callbacks(execute=True):
        notify(users, "question_asked", question="2026-0001", path="/kerja/tanya/1/")
        assert enqueued == []
    assert (Notification.objects.filter(channel="surel").count(), enqueued) == (3, ["drain"])


def test_messages_of_a_failed_transaction_are_neither_kept_nor_enqueued(
    db, enqueued, django_capture_on_commit_callbacks
):
    user = factories.UserFactory()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        notify([user], "question_asked", question="2026-0001")
        raise ZeroDivisionError
    assert (Notification.objects.count(), enqueued) == (0, [])


def test_drain_sends_a_message_once_with_its_own_id(agency, post, settings):
    notice = message("satu")
    drain_outbox()
    drain_outbox()
    [(addressees, mail)] = post.mails
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    assert (addressees, mail["To"], mail["Message-ID"]) == (
        ["satu@contoh.invalid"],
        "satu@contoh.invalid",
        f"<{notice.pk}@{domain}>",
    )
    assert (mail["From"], mail["Auto-Submitted"]) == (settings.DEFAULT_FROM_EMAIL, "auto-generated")
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.error) == (State.SENT, 1, "")
    assert notice.sent_at is not None


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("question_answered", "Pertanyaan 2026-0001 sudah dijawab"),
        ("question_asked", "Pertanyaan 2026-0001 menunggu jawaban"),
    ],
)
def test_mail_is_text_and_html_and_leads_to_the_page(agency, post, settings, kind, subject):
    message("satu", kind=kind, user__employee__name="Siti & Budi <x>")
    drain_outbox()
    [(_, mail)] = post.mails
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert mail["Subject"] == subject
    assert f"{settings.SITE_URL}/tanya/1/" in text
    assert f'href="{settings.SITE_URL}/tanya/1/"' in html
    assert "Yth. Siti & Budi <x>," in text
    assert "Yth. Siti &amp; Budi &lt;x&gt;," in html
    assert agency.name in text


def test_mail_never_holds_the_nip(agency, post):
    notice = message("satu")
    drain_outbox()
    assert notice.user.login not in post.mails[0][1].as_string()


def test_drain_settles_each_message_by_itself(agency, post):
    message("")
    message("ditolak")
    message("nanti")
    message("baik")
    post.refusals = {
        "ditolak@contoh.invalid": "550 5.1.1 No such user ditolak@contoh.invalid",
        "nanti@contoh.invalid": "451 4.3.0 Try again",
    }
    drain_outbox()
    assert states() == [
        ("", State.UNREACHABLE),
        ("baik@contoh.invalid", State.SENT),
        ("ditolak@contoh.invalid", State.REFUSED),
        ("nanti@contoh.invalid", State.WAITING),
    ]
    assert post.addressees == ["baik@contoh.invalid"]
    assert dict(Notification.objects.values_list("user__email", "error")) == {
        "": "",
        "baik@contoh.invalid": "",
        "ditolak@contoh.invalid": "550",
        "nanti@contoh.invalid": "451",
    }


def wait_of(notice):
    """Return the whole minutes until a message is tried again, after a look that no lease is left."""
    row = Notification.objects.annotate(now=Now()).get(pk=notice.pk)
    assert (row.leased_until, row.leased_by) == (None, None)
    return round((row.send_after - row.now).total_seconds() / 60)


def test_wait_of_a_message_that_is_put_off_doubles_up_to_half_a_day(agency, post):
    notice = message("nanti")
    post.refusals = {"nanti@contoh.invalid": "451 4.3.0 Try again"}
    waits = []
    for _ in range(8):
        make_due()
        drain_outbox()
        waits.append(wait_of(notice))
    assert waits == [15, 30, 60, 120, 240, 480, 720, 720]
    post.refusals = {}
    make_due()
    drain_outbox()
    assert states() == [("nanti@contoh.invalid", State.SENT)]


def test_wait_for_a_mail_server_that_is_down_doubles_up_to_an_hour(agency, post):
    notice = message("nanti")
    post.close()
    waits = []
    for _ in range(8):
        make_due()
        drain_outbox()
        waits.append(wait_of(notice))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    post.open()
    make_due()
    drain_outbox()
    assert states() == [("nanti@contoh.invalid", State.SENT)]


def test_everything_waits_while_the_mail_server_is_down_and_is_sent_when_it_returns(agency, post):
    for name in ("satu", "dua", "tiga"):
        message(name)
    post.close()
    drain_outbox()
    assert {state for _, state in states()} == {State.WAITING}
    assert not Notification.objects.due().exists()
    assert set(Notification.objects.values_list("error", flat=True)) == {"ConnectionRefusedError"}
    post.open()
    make_due()
    drain_outbox()
    assert {state for _, state in states()} == {State.SENT}
    assert post.addressees == ["dua@contoh.invalid", "satu@contoh.invalid", "tiga@contoh.invalid"]


def test_everything_waits_when_the_mail_server_hangs_up_in_the_middle(agency, post):
    for name in ("a", "b", "c"):
        message(name)
    post.refusals = {"b@contoh.invalid": "421 4.3.2 Shutting down"}
    drain_outbox()
    assert states()[0] == ("a@contoh.invalid", State.SENT)
    assert [state for _, state in states()[1:]] == [State.WAITING, State.WAITING]
    post.refusals = {}
    make_due()
    drain_outbox()
    assert post.addressees == ["a@contoh.invalid", "b@contoh.invalid", "c@contoh.invalid"]


@pytest.mark.parametrize("refusal", ["530 5.7.0 Authentication required", "550 5.7.1 Sender not allowed"])
def test_everything_waits_when_the_mail_server_refuses_the_portal_itself(agency, post, settings, refusal):
    """A password that ran out is no fault of those who wait for an answer: their mail must not be given up."""
    message("satu")
    post.senders = {settings.DEFAULT_FROM_EMAIL: refusal}
    drain_outbox()
    assert states() == [("satu@contoh.invalid", State.WAITING)]


def test_fault_in_one_message_does_not_stop_the_others(agency, post):
    message("satu")
    broken = message("rusak", kind="tidak_ada")
    message("dua")
    drain_outbox()
    assert post.addressees == ["dua@contoh.invalid", "satu@contoh.invalid"]
    broken.refresh_from_db()
    assert (broken.state, broken.error, broken.leased_until) == (State.WAITING, "TemplateDoesNotExist", None)


def test_message_with_a_line_break_in_its_subject_is_sent_on_one_line(agency, post):
    message("satu", payload={"question": "2026-0001\nBcc: lain@contoh.invalid", "path": "/"})
    drain_outbox()
    assert post.addressees == ["satu@contoh.invalid"]
    assert post.mails[0][1]["Subject"] == "Pertanyaan 2026-0001 Bcc: lain@contoh.invalid sudah dijawab"
    assert post.mails[0][1]["Bcc"] is None


def claim():
    return claim_notifications(CHANNELS["surel"])


def test_claim_leases_a_batch_and_leaves_it_to_this_worker(db, monkeypatch):
    factories.NotificationFactory.create_batch(3, user=factories.UserFactory())
    monkeypatch.setattr("accounts.actions.outbox.BATCH", 2)
    first, second, third = claim(), claim(), claim()
    assert [len(first), len(second), len(third)] == [2, 1, 0]
    assert {notice.attempts for notice in (*first, *second)} == {1}
    assert not {notice.pk for notice in first} & {notice.pk for notice in second}


def test_lease_that_ran_out_is_taken_again(agency, post):
    notice = message("satu")
    claim()  # by a worker that was killed
    drain_outbox()
    assert post.mails == []
    Notification.objects.update(leased_until=Now() - timedelta(seconds=1))
    drain_outbox()
    notice.refresh_from_db()
    assert (post.addressees, notice.state, notice.attempts) == (["satu@contoh.invalid"], State.SENT, 2)


def test_message_for_later_waits_for_its_time(agency, post):
    message("satu")
    Notification.objects.update(send_after=Now() + timedelta(hours=1))
    drain_outbox()
    assert post.mails == []


def test_drain_needs_no_more_batches_than_messages(agency, post, monkeypatch):
    monkeypatch.setattr("accounts.actions.outbox.BATCH", 2)
    for number in range(5):
        message(f"orang-{number}")
    drain_outbox()
    assert len(post.mails) == 5


def test_drain_of_an_empty_outbox_asks_no_mail_server(db, monkeypatch):
    monkeypatch.setattr("accounts.channels.get_connection", lambda: pytest.fail("asked"))
    drain_outbox()


@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_send_nothing_twice(post, monkeypatch):
    factories.AgencyFactory()
    monkeypatch.setattr("accounts.actions.outbox.BATCH", 3)
    for number in range(24):
        message(f"orang-{number:02d}")
    together(drain_outbox, 4)
    assert post.addressees == [f"orang-{number:02d}@contoh.invalid" for number in range(24)]
    assert {state for _, state in states()} == {State.SENT}
    assert set(Notification.objects.values_list("attempts", flat=True)) == {1}
