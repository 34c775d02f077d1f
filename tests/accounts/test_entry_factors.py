"""Second factors: an app, recovery codes and passkeys; demanded of roles in production, and of nobody in the demo."""

import json
import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.models import Activity
from accounts.second_factors import code_at, is_code_of_another_time
from bkpsdm import settings as portal
from bkpsdm.lib.sealed import seal, unseal
from tests import factories
from tests.entering import enter
from tests.factories import PASSWORD
from tests.soft_key import SoftKey

LOGIN, STEP, INDEX = reverse("account_login"), reverse("mfa_authenticate"), reverse("mfa_index")
APP, CODES = reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG, CLOCK = "Kode tidak cocok. Tunggu kode berikutnya, lalu coba lagi.", "jam ponsel Anda tidak tepat"


def code(secret=SECRET, hours=0):
    return code_at(secret, int(time.time() + hours * 3600) // 30)


@pytest.fixture
def person(agency):
    user = factories.UserFactory(email="orang@contoh.invalid", employee__name="Orang Contoh")
    TOTP.activate(user, SECRET)
    return user


def first_step(client, user):
    return client.post(LOGIN, {"login": user.login, "password": PASSWORD})


def is_in(client):
    return "_auth_user_id" in client.session


def errors(response):
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


# -- Codes of an app


@pytest.mark.parametrize(
    ("moment", "expected"),
    # RFC 6238, appendix B, the last six of eight digits
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(moment, expected):
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", moment // 30) == expected


def test_login_with_an_app_takes_two_steps(client, person):
    assert first_step(client, person)["Location"] == STEP
    assert (is_in(client), client.get(reverse("account")).status_code) == (False, 302)
    assert "Langkah kedua" in client.get(STEP).content.decode()
    client.post(STEP, {"code": f"{code()[:3]} {code()[3:]}"})
    assert is_in(client)


@pytest.mark.parametrize("typed", ["000000", "", "abcdef", "\x00", "1" * 200])
def test_wrong_code_is_refused(client, person, typed):
    first_step(client, person)
    if typed == code():
        typed = "000001"
    response = client.post(STEP, {"code": typed})
    assert (response.status_code, is_in(client)) == (200, False)
    assert CLOCK not in " ".join(errors(response))


@pytest.mark.parametrize("hours", [-11, -7, -1, 1, 8, 11])
def test_wrong_clock_of_the_phone_is_named(client, person, hours):
    first_step(client, person)
    response = client.post(STEP, {"code": code(hours=hours)})
    [error] = errors(response)
    assert (CLOCK in error, is_in(client)) == (True, False)


def test_code_of_another_day_is_simply_wrong(client, person):
    assert is_code_of_another_time(SECRET, code(hours=11)) is True
    assert is_code_of_another_time(SECRET, code(hours=40)) is False
    first_step(client, person)
    assert errors(client.post(STEP, {"code": code(hours=40)})) == [WRONG]


def test_code_that_was_told_to_be_of_another_time_is_of_no_use_at_that_time(client, person):
    """Whoever guesses must not learn which codes are worth waiting with."""
    later = code(hours=8)
    first_step(client, person)
    assert CLOCK in errors(client.post(STEP, {"code": later}))[0]
    with time_machine.travel(timezone.now() + timedelta(hours=8)):
        first_step(client, person)
        client.post(STEP, {"code": later})
        assert is_in(client) is False


def test_code_works_once(client, person):
    typed = code()
    first_step(client, person)
    client.post(STEP, {"code": typed})
    assert is_in(client)
    other = Client()
    first_step(other, person)
    assert errors(other.post(STEP, {"code": typed})) == ["Kode ini sudah pernah dipakai. Tunggu kode berikutnya."]
    assert is_in(other) is False


def test_guessing_codes_is_slowed_down_with_a_time_to_come_again(client, person):
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False):
        first_step(client, person)
        for number in range(10):
            assert client.post(STEP, {"code": f"99000{number}"}).status_code == 200
        refused = client.post(STEP, {"code": code()})
    assert (refused.status_code, refused["Retry-After"], is_in(client)) == (429, "3600", False)


def test_app_is_set_up_on_one_phone(client, agency):
    """The secret stands there as text and as a link that opens the app, beside the picture for another phone."""
    user = factories.UserFactory(employee__name="Satu Ponsel Contoh")
    html = enter(client, user).get(APP).content.decode()
    secret = re.search(r'class="code">([A-Z2-7]{32})<', html)[1]
    link = re.search(r'href="(otpauth://totp/[^"]+)"', html)[1]
    assert (f"secret={secret}" in link, "Satu%20Ponsel%20Contoh" in link, user.login in link) == (True, True, False)
    assert 'src="data:image/svg+xml;base64,' in html
    response = client.post(APP, {"code": code(secret)}, follow=True)
    assert response.redirect_chain == [(CODES, 302)]
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1


def test_setting_up_an_app_with_a_wrong_clock_says_so(client, agency):
    html = enter(client, factories.UserFactory()).get(APP).content.decode()
    secret = re.search(r'class="code">([A-Z2-7]{32})<', html)[1]
    [error] = errors(client.post(APP, {"code": code(secret, hours=7)}))
    assert (CLOCK in error, Authenticator.objects.count()) == (True, 0)


def test_secrets_are_sealed_in_the_database(client, person):
    RecoveryCodes.activate(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert (SECRET in kept, any(typed in kept for typed in codes), len(codes)) == (False, False, 10)


def test_what_was_sealed_under_the_former_key_can_be_opened(settings):
    sealed = seal("rahasia")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert unseal(sealed) == "rahasia"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValueError, match="not sealed"):
        unseal(sealed)


# -- Recovery codes


def test_recovery_codes_are_shown_once(client, person):
    enter(client, person).post(reverse("mfa_generate_recovery_codes"), {"x": "1"})
    first, second = client.get(CODES).content.decode(), client.get(CODES).content.decode()
    shown = re.findall(r'class="code">(\d{4} \d{4})<', first)
    assert (len(shown), re.findall(r'class="code">', second)) == (10, [])
    assert "10 dari 10 kode belum terpakai" in second


def test_recovery_code_lets_in_once_when_the_phone_is_lost(client, person):
    typed = RecoveryCodes.activate(person).get_unused_codes()[0]
    first_step(client, person)
    client.post(STEP, {"code": f"{typed[:4]} {typed[4:]}"})
    assert is_in(client)
    other = Client()
    first_step(other, person)
    other.post(STEP, {"code": typed})
    assert is_in(other) is False


# -- Keys and what is told


def test_page_of_factors_asks_again_who_one_is_after_a_while(client, person):
    again = reverse("account_reauthenticate")
    enter(client, person, ago=3600)
    for page in (APP + "hapus/", reverse("mfa_add_webauthn"), reverse("mfa_generate_recovery_codes")):
        assert client.get(page)["Location"].startswith(again)
    response = client.post(f"{again}?next={reverse('mfa_add_webauthn')}", {"password": PASSWORD})
    assert response["Location"] == reverse("mfa_add_webauthn")
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_asking_again_takes_a_code_of_the_app_too(client, person):
    enter(client, person, ago=3600)
    page = reverse("mfa_reauthenticate")
    assert client.get(page).status_code == 200
    assert client.post(f"{page}?next={INDEX}", {"code": code()})["Location"] == INDEX
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_asking_again_with_a_wrong_password_goes_no_further(client, person):
    enter(client, person, ago=3600)
    response = client.post(reverse("account_reauthenticate"), {"password": "salah-sekali"})
    assert errors(response) == ["Kata sandi tidak cocok."]
    assert client.get(reverse("mfa_add_webauthn")).status_code == 302


def test_added_and_removed_factors_are_recorded_and_told(client, person):
    enter(client, person).post(reverse("mfa_deactivate_totp"), {"x": "1"})
    tasks.drain_outbox()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["orang@contoh.invalid"], "Cara masuk akun Anda berubah")
    assert Activity.objects.filter(verb="totp_removed", actor=person).count() == 1
    assert Authenticator.objects.count() == 0


def options_of(html):
    """Return what a page asks of a device."""
    return json.loads(re.search(r'data-options="([^"]+)"', html)[1].replace("&quot;", '"'))


def add_passkey(client, user, name="Ponsel saya"):
    """Add a passkey through the page, as somebody who just proved who it is; return it and the answer."""
    key, page = SoftKey(), reverse("mfa_add_webauthn")
    options = options_of(enter(client, user).get(page).content.decode())
    sent = {"credential": key.create(options), "passwordless": "True", "name": name}
    return key, client.post(page, sent, follow=True)


def login_options(client):
    page = reverse("mfa_login_webauthn")
    return client.get(page, headers={"accept": "application/json"}).json()["request_options"]


@pytest.fixture
def other(agency):
    return factories.UserFactory(email="lain@contoh.invalid", employee__name="Lain Contoh")


def test_passkey_lets_its_person_in_alone(client, other):
    key, response = add_passkey(client, other)
    assert response.redirect_chain == [(CODES, 302)]
    assert "Kunci sandi ditambahkan." in response.content.decode()
    client.logout()
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": key.get(login_options(client))})
    assert (answer["Location"], client.session["_auth_user_id"]) == ("/", str(other.pk))


def test_passkey_is_the_second_step_after_a_password(client, other):
    key, _ = add_passkey(client, other)
    client.logout()
    assert first_step(client, other)["Location"] == STEP
    client.post(STEP, {"credential": key.get(options_of(client.get(STEP).content.decode()))})
    assert is_in(client)


def test_passkey_proves_again_who_one_is(client, other):
    key, _ = add_passkey(client, other)
    page, goal = reverse("mfa_reauthenticate_webauthn"), reverse("mfa_generate_recovery_codes")
    enter(client, other, ago=3600)
    answer = {"credential": key.get(options_of(client.get(page).content.decode())), "next": goal}
    assert client.post(page, answer)["Location"] == goal
    assert client.get(goal).status_code == 200


def test_passkey_of_another_host_and_a_stolen_answer_let_nobody_in(client, other):
    key, _ = add_passkey(client, other)
    client.logout()
    answer = key.get(login_options(client))
    login_options(client)  # another challenge
    client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    assert is_in(client) is False
    key.host = "jahat.invalid"
    client.post(reverse("mfa_login_webauthn"), {"credential": key.get(login_options(client))})
    assert is_in(client) is False


def test_passkey_is_renamed_and_removed_and_each_change_is_told(client, other):
    add_passkey(client, other)
    row = Authenticator.objects.get(type="webauthn")
    rename, remove = (reverse(f"mfa_{verb}_webauthn", args=[row.pk]) for verb in ("edit", "remove"))
    assert client.get(rename).status_code == 200
    client.post(rename, {"name": "Tablet"})
    assert "Tablet" in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Hapus kunci sandi?" in client.get(remove).content.decode()
    response = client.post(remove, follow=True)
    assert "Kunci sandi dihapus." in response.content.decode()
    assert Authenticator.objects.count() == 0
    tasks.drain_outbox()
    assert [letter.subject for letter in mail.outbox] == ["Cara masuk akun Anda berubah"] * 2
    verbs = Activity.objects.filter(verb__startswith="passkey").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["passkey_added", "passkey_removed"]


def test_passkey_of_somebody_else_is_not_there(client, other):
    add_passkey(client, other)
    row = Authenticator.objects.get(type="webauthn")
    enter(client, factories.UserFactory())
    pages = [reverse(f"mfa_{verb}_webauthn", args=[row.pk]) for verb in ("edit", "remove")]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert [client.post(page).status_code for page in pages] == [404, 404]


@pytest.mark.django_db(transaction=True)
def test_app_and_new_recovery_codes_are_told(client, other):
    html = enter(client, other).get(APP).content.decode()
    secret = re.search(r'class="code">([A-Z2-7]{32})<', html)[1]
    response = client.post(APP, {"code": code(secret)}, follow=True)
    assert "Aplikasi kode terpasang." in response.content.decode()
    again = reverse("mfa_generate_recovery_codes")
    assert "Buat kode pemulihan" in client.get(again).content.decode()
    response = client.post(again, {"x": "1"}, follow=True)
    assert "Kode pemulihan dibuat." in response.content.decode()
    verbs = Activity.objects.filter(actor=other).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["totp_added", "recovery_codes_made"]


def test_options_of_a_passkey_name_the_person_and_no_number(client, agency):
    user = factories.UserFactory(employee__name="Kunci Contoh")
    html = enter(client, user).get(reverse("mfa_add_webauthn")).content.decode()
    options = options_of(html)["publicKey"]
    assert (options["user"]["displayName"], options["user"]["name"]) == ("Kunci Contoh", "Kunci Contoh")
    assert (options["rp"]["id"], user.login in html) == ("testserver", False)


@pytest.mark.parametrize("credential", ["", "null", "{}", "[]", "bukan json", '{"id": "x"}'])
def test_bad_answer_of_a_device_adds_nothing(client, agency, credential):
    page = reverse("mfa_add_webauthn")
    enter(client, factories.UserFactory()).get(page)
    response = client.post(page, {"credential": credential, "passwordless": "True", "name": "x"})
    assert (response.status_code, Authenticator.objects.count()) == (200, 0)


@pytest.mark.parametrize("credential", ["", "{}", '{"id": "x", "response": {"userHandle": "MQ"}}'])
def test_bad_passkey_lets_nobody_in(client, person, credential):
    assert login_options(client)["publicKey"]["userVerification"] == "required"
    assert client.post(reverse("mfa_login_webauthn"), {"credential": credential}).status_code == 302
    assert is_in(client) is False


# -- Demanded of roles


@pytest.fixture
def demanded(settings):
    settings.DEMAND_SECOND_FACTOR = True


ROLED = ["operator", "petugas", "kabid", "penyunting", "panitia", "pengelola", "pemeriksa", "pimpinan", "auditor"]


@pytest.mark.parametrize("who", [*ROLED, "admin"])
def test_second_factor_is_demanded_of_every_role(client, cast, demanded, who):
    enter(client, cast[who])
    for name in ("workroom", "account", "home", "accounts:notice-list", "admin:index"):
        assert client.get(reverse(name))["Location"] == INDEX
    assert client.get(INDEX).status_code == 200
    TOTP.activate(cast[who], SECRET)
    assert client.get(reverse("workroom")).status_code == 200


@pytest.mark.parametrize("who", ["asn", "thl"])
def test_second_factor_is_offered_to_everybody_else(client, cast, demanded, who):
    html = enter(client, cast[who]).get(reverse("account")).content.decode()
    assert ("Belum ada langkah kedua" in html, INDEX in html) == (True, True)


def test_demo_demands_no_second_factor(client, cast):
    assert enter(client, cast["petugas"]).get(reverse("workroom")).status_code == 200
    assert portal.DEMAND_SECOND_FACTOR is portal.PRODUCTION is False


def test_last_factor_of_a_role_cannot_be_taken_away(client, cast, demanded):
    TOTP.activate(cast["petugas"], SECRET)
    page = reverse("mfa_deactivate_totp")
    response = enter(client, cast["petugas"]).post(page, {"x": "1"})
    assert "Tambahkan yang lain dahulu" in response.content.decode()
    assert Authenticator.objects.count() == 1


def test_last_passkey_of_a_role_cannot_be_taken_away(client, cast, demanded):
    add_passkey(client, cast["petugas"])
    row = Authenticator.objects.get(type="webauthn")
    response = client.post(reverse("mfa_remove_webauthn", args=[row.pk]), follow=True)
    assert "Tambahkan yang lain dahulu" in response.content.decode()
    assert Authenticator.objects.filter(type="webauthn").count() == 1
