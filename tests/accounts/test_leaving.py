"""To leave by one click (RFC 8058): for people and mail programs, without a login, and never what a rule requires."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import notify, notify_employees, save_wishes
from accounts.kinds import KINDS
from accounts.models import Activity, Notification, Preference
from accounts.tasks import drain_outbox, send_digests
from accounts.unsubscribe import leave_path, read_leave, signer
from bkpsdm.lib.sealed import seal
from tests import factories


@pytest.fixture
def stranger():
    """A client as a mail program is: no cookie, and the check against forged forms at work."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def reader(agency):
    return factories.UserFactory(email="pembaca@contoh.invalid")


# What the mails of the way in hold.
SECRETS = {"sealed": seal("12345678"), "token": "abc"}


def letter(post, person, kind="question_answered"):
    """Tell somebody and return the mail."""
    tell = notify if hasattr(person, "login") else notify_employees
    later = timezone.now() + timedelta(hours=1)
    tell([person], kind, expires_at=later, question="2026-0001", path="/tanya/1/", **SECRETS)
    drain_outbox()
    return post.mails[-1][1]


def address_in(mail, settings):
    """Return the path of the header, after a look that it stands in both texts too."""
    address = re.fullmatch(r"<(http.+)>", mail["List-Unsubscribe"].strip())[1]
    assert address.startswith(f"{settings.SITE_URL}/kabar/berhenti/")
    assert address in mail.get_body(("plain",)).get_content()
    assert f'href="{address}"' in mail.get_body(("html",)).get_content()
    return address.removeprefix(settings.SITE_URL)


def test_mail_can_be_left_by_one_click(reader, post, stranger, settings):
    mail = letter(post, reader)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    response = stranger.post(address_in(mail, settings), {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.cookies) == (200, {})
    assert Preference.objects.values_list("user", "group", "channel", "is_on").get() == (
        reader.pk,
        "jawaban",
        "surel",
        False,
    )
    letter(post, factories.UserFactory())
    count = len(post.mails)
    notify([reader], "question_answered", question="2026-0002", path="/tanya/2/")
    drain_outbox()
    assert len(post.mails) == count
    assert Notification.objects.filter(user=reader, channel="portal", state="terkirim").count() == 2


def test_page_asks_first_and_a_click_on_the_link_switches_nothing_off(reader, post, stranger, settings):
    path = address_in(letter(post, reader), settings)
    response = stranger.get(path)
    html = response.content.decode()
    assert (response.status_code, "Jawaban atas pertanyaan saya" in html, html.count("<form")) == (200, True, 1)
    assert reader.full_name not in html
    assert "no-store" in response["Cache-Control"]
    assert not Preference.objects.exists()


def test_leaving_again_changes_nothing(reader, post, stranger, settings):
    path = address_in(letter(post, reader), settings)
    assert [stranger.post(path).status_code for _ in range(2)] == [200, 200]
    assert Preference.objects.count() == 1


def test_employee_without_an_account_can_leave(agency, post, stranger, settings):
    employee = factories.EmployeeFactory(email="daftar@contoh.invalid")
    stranger.post(address_in(letter(post, employee), settings))
    notify_employees([employee], "question_answered", question="2026-0002", path="/")
    drain_outbox()
    assert len(post.mails) == 1
    activity = Activity.objects.get(verb="groups_left")
    assert (activity.actor, activity.details) == (None, {"groups": ["jawaban"]})


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.required_by])
def test_required_mail_offers_no_way_to_leave(reader, post, kind):
    mail = letter(post, reader, kind)
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (None, None)
    assert "/kabar/berhenti/" not in mail.as_string()


def test_digest_is_left_by_leaving_what_it_holds(reader, post, stranger, settings, today):
    save_wishes(reader, choices={}, has_digest=True, quiet_from=None, quiet_until=None, by=reader)
    notify([reader], "question_answered", question="2026-0001", path="/tanya/1/")
    Notification.objects.update(created_at="2026-01-01T00:00:00Z")
    send_digests()
    drain_outbox()
    stranger.post(address_in(post.mails[-1][1], settings))
    assert list(Preference.objects.values_list("group", "channel", "is_on")) == [("jawaban", "surel", False)]


def forged(token):
    body, _, signature = token.rpartition(":")
    return f"{body[:-1]}{'A' if body[-1] != 'A' else 'B'}:{signature}"


@pytest.mark.parametrize(
    "spoil",
    [
        forged,
        lambda token: token[:-1],
        lambda token: "abc",
        lambda token: ":",
        lambda token: signer.sign_object(["u", 0, ["jawaban"], "surel"]),
        lambda token: signer.sign_object(["u", 1, ["akun"], "surel"]),
    ],
)
def test_address_that_was_not_made_here_or_means_nothing_is_a_404(reader, stranger, spoil):
    notify([reader], "question_answered", question="2026-0001", path="/")
    path = leave_path(Notification.objects.get(channel="surel"))
    token = path.split("/")[-2]
    assert read_leave(token).person == reader
    wrong = path.replace(token, spoil(token))
    assert [stranger.get(wrong).status_code, stranger.post(wrong).status_code] == [404, 404]
    assert not Preference.objects.exists()


def test_address_holds_nothing_about_the_person(reader):
    notify([reader], "question_answered", question="2026-0001", path="/")
    token = leave_path(Notification.objects.get(channel="surel")).split("/")[-2]
    assert signer.unsign_object(token) == ["u", reader.pk, ["jawaban"], "surel"]


def test_page_takes_no_other_method(reader, stranger):
    notify([reader], "question_answered", question="2026-0001", path="/")
    assert stranger.put(leave_path(Notification.objects.get(channel="surel"))).status_code == 405
