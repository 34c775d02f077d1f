"""The verified address of an account: for whoever came in by a slip, or whose address changed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.models import Activity, Notification, User
from tests import factories
from tests.entering import enter
from tests.factories import PASSWORD

PAGE = reverse("accounts:address-update")
NEW = "baru@contoh.invalid"


@pytest.fixture
def person(agency):
    """Came in by a slip: no address yet."""
    return factories.UserFactory(email="", employee__name="Slip Contoh")


def link_to(client, address=NEW):
    """Ask for an address; return the link in the mail to it, or nothing."""
    client.post(PAGE, {"email": address})
    tasks.drain_outbox()
    letters = [letter for letter in mail.outbox if letter.subject == "Pastikan surel baru Anda"]
    return re.search(r"https?://[^/]+(/akun/surel/pastikan/\S+)", letters[-1].body)[1] if letters else None


def test_address_is_verified_by_the_link_that_went_to_it(client, person):
    link = link_to(enter(client, person), "Baru@Contoh.invalid")
    assert [letter.to for letter in mail.outbox] == [[NEW]]
    reader = Client()
    assert NEW in reader.get(link).content.decode()
    assert User.objects.get().email == ""
    reader.post(link)
    assert User.objects.get().email == NEW
    assert list(Activity.objects.values_list("verb", flat=True)) == ["address_asked", "address_verified"]
    reader.post(reverse("account_login"), {"login": NEW, "password": PASSWORD})
    assert reader.session["_auth_user_id"] == str(person.pk)


def test_link_works_once_and_for_a_day(client, person):
    link = link_to(enter(client, person))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "tidak berlaku lagi" in client.get(link).content.decode()
    client.post(link)
    User.objects.update(email="lain@contoh.invalid")
    enter(client, person)
    assert "Tautan ini tidak berlaku lagi" in client.post(link, follow=True).content.decode()
    assert User.objects.get().email == "lain@contoh.invalid"


def test_old_and_new_address_are_told(client, agency):
    person = factories.UserFactory(email="lama@contoh.invalid")
    client.post(link_to(enter(client, person)))
    tasks.drain_outbox()
    told = {letter.to[0] for letter in mail.outbox if letter.subject == "Surel akun Anda berubah"}
    assert told == {"lama@contoh.invalid", NEW}


def test_address_of_another_account_is_sent_nothing_and_the_answer_is_the_same(client, person):
    other = factories.UserFactory(email=NEW)
    enter(client, person)
    answers = [client.post(PAGE, {"email": address})["Location"] for address in (NEW, "bebas@contoh.invalid")]
    tasks.drain_outbox()
    assert answers == [reverse("account")] * 2
    assert [letter.to for letter in mail.outbox] == [["bebas@contoh.invalid"]]
    assert User.objects.get(pk=other.pk).email == NEW


def test_address_that_was_taken_meanwhile_is_refused(client, person):
    link = link_to(enter(client, person))
    factories.UserFactory(email=NEW)
    assert "sudah dipakai akun lain" in client.post(link, follow=True).content.decode()
    assert User.objects.get(pk=person.pk).email == ""


@pytest.mark.parametrize("email", ["", "bukan surel", "a@b\x00.id", "x" * 300 + "@contoh.invalid"])
def test_bad_address_is_refused(client, person, email):
    response = enter(client, person).post(PAGE, {"email": email})
    assert (response.status_code, list(response.context["form"].errors), mail.outbox) == (200, ["email"], [])


def test_page_asks_again_who_one_is_and_a_stranger_logs_in(client, person):
    assert client.get(PAGE)["Location"].startswith(reverse("account_login"))
    assert enter(client, person, ago=3600).get(PAGE)["Location"].startswith(reverse("account_reauthenticate"))


def test_letters_are_few(client, person):
    enter(client, person)
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [client.post(PAGE, {"email": f"x{n}@contoh.invalid"}).status_code for n in range(6)]
    assert statuses == [302] * 5 + [429]


@pytest.mark.parametrize("token", ["x", "1:2:3"])
def test_forged_link_changes_nothing(client, person, token):
    client.post(reverse("accounts:address-verify", args=[token]))
    assert User.objects.get().email == ""


def test_portal_does_not_show_the_link(client, person):
    """Only whoever reads the mail may verify it."""
    link = link_to(enter(client, person))
    notice = Notification.objects.get(channel="portal", kind="address_asked")
    assert notice.path == reverse("account")
    html = client.get(reverse("accounts:notice-list")).content.decode()
    assert (link in html, NEW in html) == (False, False)
