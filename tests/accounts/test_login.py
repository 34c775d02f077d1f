"""Entering: a nurse types her NIP as it stands on her card; a stranger learns nothing about who has an account."""

import re

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.hashers import Argon2Hasher
from accounts.models import User
from bkpsdm import settings as portal
from tests import factories
from tests.factories import PASSWORD

LOGIN = reverse("account_login")
RESET = reverse("account_reset_password")
CHANGE = reverse("account_change_password")
MISMATCH = "Nomor atau kata sandi tidak cocok. Periksa lagi, atau pulihkan akun di bawah."
NIP = "198703152010012003"
NEW = "kunci-baru-yang-panjang"


@pytest.fixture
def nurse(agency):
    return factories.UserFactory(employee__nip=NIP, email="perawat@contoh.invalid")


@pytest.fixture
def thl(agency):
    return factories.UserFactory(employee__nip="", employee__kind="NON_ASN", login="T-004217", email="")


def entered(client):
    """Return the account that is logged in at a client, or None."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def log_in(client, login, password=PASSWORD, **fields):
    return client.post(LOGIN, {"login": login, "password": password, **fields})


@pytest.mark.parametrize(
    "typed",
    [NIP, "19870315 201001 2 003", " 198703152010012003 ", "19870315.201001.2.003", "19870315\t201001 2 003"]
    + ["perawat@contoh.invalid", "Perawat@Contoh.invalid"],
)
def test_login_takes_the_nip_as_people_write_it(client, nurse, typed):
    response = log_in(client, typed)
    assert (response.status_code, response["Location"], entered(client)) == (302, "/", nurse)


@pytest.mark.parametrize("typed", ["T-004217", "t-004217", " t-004217 "])
def test_login_takes_a_portal_number_in_any_case(client, thl, typed):
    log_in(client, typed)
    assert entered(client) == thl


@pytest.mark.parametrize(
    ("login", "password"),
    [
        (NIP, "salah-sekali"),
        ("198703152010012999", PASSWORD),
        ("perawat@contoh.invalid", "salah-sekali"),
        ("tidak-ada@contoh.invalid", PASSWORD),
        ("T-999999", PASSWORD),
        ("x" * 500, PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_login_that_fails_says_the_same_of_every_account(client, nurse, login, password):
    response = log_in(client, login, password)
    html = response.content.decode()
    assert (response.status_code, entered(client)) == (200, None)
    assert response.context["form"].non_field_errors() == [MISMATCH]
    assert (MISMATCH in html, password in html) == (True, False)


@pytest.mark.parametrize(("login", "password"), [("", PASSWORD), (NIP, ""), ("\x00", PASSWORD)])
def test_login_with_bad_input_is_refused_on_its_field(client, nurse, login, password):
    response = log_in(client, login, password)
    assert (response.status_code, entered(client)) == (200, None)
    assert list(response.context["form"].errors) == ["password" if not password else "login"]


def test_login_of_a_closed_account_is_refused(client, nurse):
    User.objects.update(is_active=False)
    response = client.post(LOGIN, {"login": NIP, "password": PASSWORD}, follow=True)
    assert entered(client) is None
    assert "Akun ini tidak aktif" in response.content.decode()


def test_login_of_a_closed_account_with_a_wrong_password_tells_nothing(client, nurse):
    User.objects.update(is_active=False)
    assert log_in(client, NIP, "salah-sekali").context["form"].non_field_errors() == [MISMATCH]


def test_login_returns_to_the_page_that_asked_for_it(client, nurse):
    ask = reverse("services:question-create") + "?layanan=kgb&edisi=1"
    away = client.get(ask)
    assert away["Location"] == f"{LOGIN}?next=/tanya/%3Flayanan%3Dkgb%26edisi%3D1"
    html = client.get(away["Location"]).content.decode()
    field = re.search(r'<input type="hidden" name="next" value="([^"]*)"', html)[1].replace("&amp;", "&")
    assert log_in(client, NIP, next=field)["Location"] == ask


@pytest.mark.parametrize("target", ["https://jahat.invalid/", "//jahat.invalid", "javascript:alert(1)", "\\\\jahat"])
def test_login_never_leads_to_another_site(client, nurse, target):
    assert log_in(client, NIP, next=target)["Location"] == "/"


def test_login_changes_the_session(client, nurse):
    client.get(LOGIN)
    before = client.session.session_key
    log_in(client, NIP)
    assert client.session.session_key != before


def test_login_page_takes_somebody_who_is_in_already_home(client, nurse):
    client.force_login(nurse)
    assert client.get(LOGIN).status_code == 302


def test_login_is_slowed_down_after_many_failures_of_one_account(client, nurse, settings):
    for _ in range(30):
        assert log_in(client, NIP, "salah-sekali").status_code == 200
    refused = log_in(client, NIP)
    assert entered(client) is None
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert "Tunggu 5 menit" in refused.content.decode()
    other = factories.UserFactory()
    log_in(client, other.login)
    assert entered(client) == other


def test_logout_is_a_post(client, nurse):
    client.force_login(nurse)
    page = client.get(reverse("account_logout"))
    assert (page.status_code, entered(client)) == (200, nurse)
    response = client.post(reverse("account_logout"), follow=True)
    assert (response.redirect_chain, entered(client)) == ([("/", 302)], None)
    assert "Anda sudah keluar." in response.content.decode()


def test_signup_is_closed_and_makes_nobody(client, nurse):
    signup = reverse("account_signup")
    assert "Tidak perlu mendaftar" in client.get(signup).content.decode()
    sent = {"username": "baru", "login": "baru", "password1": NEW, "password2": NEW, "email": "baru@contoh.invalid"}
    client.post(signup, sent)
    assert (list(User.objects.all()), entered(client)) == ([nurse], None)


def test_reset_mails_a_link_that_sets_a_new_password_once(client, nurse):
    response = client.post(RESET, {"email": "Perawat@contoh.invalid"}, follow=True)
    assert "Periksa surel Anda" in response.content.decode()
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Membuat kata sandi baru", ["perawat@contoh.invalid"])
    assert NIP not in letter.message().as_string()
    link = re.search(r"https?://[^/]+(/akun/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    action = form.redirect_chain[-1][0]
    assert NIP not in action + link
    bad = client.post(action, {"password1": "1234567890", "password2": "1234567890"})
    assert bad.context["form"].errors != {}
    done = client.post(action, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Kata sandi baru tersimpan" in done.content.decode()
    log_in(client, NIP, NEW)
    assert entered(client) == nurse
    client.logout()
    assert "Tautan ini tidak berlaku lagi" in client.get(link, follow=True).content.decode()


def test_reset_for_an_unknown_address_says_the_same_and_mails_nobody(client, nurse):
    response = client.post(RESET, {"email": "tidak-ada@contoh.invalid"}, follow=True)
    assert "Periksa surel Anda" in response.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("email", ["", "bukan surel", "a@b\x00.id"])
def test_reset_with_bad_input_is_refused(client, nurse, email):
    response = client.post(RESET, {"email": email})
    assert (response.status_code, list(response.context["form"].errors), mail.outbox) == (200, ["email"], [])


def test_change_sets_a_new_password_and_keeps_the_person_in(client, nurse):
    log_in(client, NIP)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True)
    assert "Kata sandi baru tersimpan." in response.content.decode()
    assert User.objects.get().check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("salah", NEW, NEW, "oldpassword"),
        (PASSWORD, NEW, "lain-lagi-yang-panjang", "password2"),
        (PASSWORD, "pendek", "pendek", "password1"),
        (PASSWORD, NIP, NIP, "password1"),
        (PASSWORD, "password123", "password123", "password1"),
    ],
)
def test_change_with_bad_input_is_refused_on_its_field(client, nurse, old, new, again, field):
    client.force_login(nurse)
    response = client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again})
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert User.objects.get().check_password(PASSWORD)


def test_change_ends_the_other_sessions_of_the_account(client, nurse):
    phone = Client()
    log_in(phone, NIP)
    log_in(client, NIP)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert phone.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("name", ["account", "workroom", "account_change_password", "services:question-create"])
def test_page_of_a_person_asks_a_stranger_to_log_in(client, agency, name):
    response = client.get(reverse(name))
    assert (response.status_code, response["Location"]) == (302, f"{LOGIN}?next={reverse(name)}")


def test_password_is_kept_by_argon2_as_the_house_decided():
    hasher = Argon2Hasher()
    encoded = hasher.encode("rahasia-panjang", hasher.salt())
    assert (hasher.verify("rahasia-panjang", encoded), hasher.verify("lain", encoded)) == (True, False)
    decoded = hasher.decode(encoded)
    assert (decoded["memory_cost"], decoded["time_cost"], decoded["parallelism"], decoded["variety"]) == (
        47104,
        1,
        1,
        "argon2id",
    )
    assert hasher.must_update(encoded) is False


def test_password_hasher_of_the_portal_is_that_one(settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher"]
    user = User(login="T-000001")
    user.set_password("rahasia-panjang")
    assert type(identify_hasher(user.password)) is Argon2Hasher
    assert portal.PASSWORD_HASHERS == ["accounts.hashers.Argon2Hasher"]


def test_login_from_one_address_too_often_gets_a_page_that_says_so(client, settings, agency):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [client.post(reverse("account_login"), {"login": "x", "password": "y"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1]["Retry-After"] == "60"
    assert "Terlalu sering dicoba." in answers[1].content.decode()
