"""Single sign-on: whoever it vouches for is matched to the roster by the NIP, and it never makes a person."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.urls import reverse

from accounts.models import Activity, Employee, User
from tests import factories
from tests.issuer import Issuer

NIP = "198703152010012003"
LOGIN = reverse("account_login")
SSO = reverse("openid_connect_login", args=["sso"])
UNKNOWN = "SSO Uji tidak menyebut pegawai yang terdaftar di portal ini."


@pytest.fixture
def issuer(settings):
    server = Issuer()
    settings.OIDC_ISSUER, settings.OIDC_NAME = server.url, "SSO Uji"
    app = {
        "provider_id": "sso",
        "name": "SSO Uji",
        "client_id": Issuer.CLIENT,
        "secret": Issuer.SECRET,
        "settings": {"server_url": server.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    server.claims = {"sub": "subjek-1", "nip": NIP, "email": "orang@asn.invalid", "name": "Nama Lain"}
    yield server
    server.close()


@pytest.fixture
def nurse(agency):
    return factories.EmployeeFactory(nip=NIP, name="Perawat Contoh")


def come_back(client, issuer, **fields):
    """Go to the single sign-on by the button of the login page, and come back."""
    away = client.post(SSO, fields)
    return client.get(issuer.authorise(away["Location"]), follow=True)


def entered(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_person_of_the_roster_with_an_account_gets_in(client, issuer, nurse):
    user = factories.UserFactory(employee=nurse)
    assert "Masuk lewat SSO Uji" in client.get(LOGIN).content.decode()
    come_back(client, issuer)
    assert entered(client) == user
    assert "openid" in issuer.asked[0]["scope"].split()
    assert issuer.asked[0]["code_challenge_method"] == "S256"


def test_person_of_the_roster_without_an_account_gets_one_without_a_password(client, issuer, nurse):
    come_back(client, issuer)
    user = User.objects.get()
    assert (entered(client), user.employee, user.login, user.email) == (user, nurse, NIP, "")
    assert user.has_usable_password() is False
    assert Activity.objects.filter(verb="account_opened").count() == 1
    client.logout()
    come_back(client, issuer)
    assert (entered(client), User.objects.count()) == (user, 1)


@pytest.mark.parametrize("nip", ["19870315 201001 2 003", "'198703152010012003"])
def test_nip_is_read_as_people_write_it(client, issuer, nurse, nip):
    issuer.claims["nip"] = nip
    come_back(client, issuer)
    assert entered(client).employee == nurse


@pytest.mark.parametrize("nip", ["198703152010012999", "", "bukan nip", None, 198703152010012003.0, ["a"], {"a": 1}])
def test_nobody_else_gets_in_and_nobody_is_made(client, issuer, nurse, nip):
    issuer.claims["nip"] = nip
    response = come_back(client, issuer)
    assert entered(client) is None
    assert UNKNOWN in response.content.decode()
    assert (User.objects.count(), Employee.objects.count()) == (0, 1)


def test_claim_is_needed(client, issuer, nurse):
    del issuer.claims["nip"]
    come_back(client, issuer)
    assert entered(client) is None


def test_address_and_name_that_it_tells_match_nobody_and_change_nothing(client, issuer, nurse):
    other = factories.UserFactory(email="orang@asn.invalid")
    come_back(client, issuer)
    assert entered(client).employee == nurse
    nurse.refresh_from_db()
    assert (nurse.name, User.objects.get(pk=other.pk).email) == ("Perawat Contoh", "orang@asn.invalid")


def test_nothing_that_it_tells_is_kept(client, issuer, nurse):
    come_back(client, issuer)
    assert (SocialAccount.objects.count(), SocialToken.objects.count()) == (0, 0)


def test_person_who_left_does_not_get_in(client, issuer, nurse):
    factories.UserFactory(employee=nurse)
    Employee.objects.update(standing="pensiun")
    come_back(client, issuer)
    assert entered(client) is None


def test_closed_account_does_not_get_in(client, issuer, nurse):
    factories.UserFactory(employee=nurse, is_active=False)
    assert "Akun ini tidak aktif" in come_back(client, issuer).content.decode()
    assert entered(client) is None


def test_second_factor_is_asked_for_here_too(client, issuer, nurse):
    TOTP.activate(factories.UserFactory(employee=nurse), "JBSWY3DPEHPK3PXP")
    response = come_back(client, issuer)
    assert (response.redirect_chain[-1][0], entered(client)) == (reverse("mfa_authenticate"), None)


def test_refusal_at_the_single_sign_on_leads_back_to_the_login(client, issuer, nurse):
    issuer.refuses = True
    response = come_back(client, issuer)
    assert response.redirect_chain[-1][0] == LOGIN
    assert "Masuk lewat SSO Uji tidak berhasil" in response.content.decode()


def test_forged_state_and_used_code_let_nobody_in(client, issuer, nurse):
    away = client.post(SSO)
    back = issuer.authorise(away["Location"])
    for address in (back.replace("state=", "state=x"), back.replace("code=kode-0", "code=kode-9")):
        client.get(address)
        assert entered(client) is None


def test_way_back_leads_to_the_page_that_asked_and_to_no_other_site(client, issuer, nurse):
    response = come_back(client, issuer, next="/akun/kabar/")
    assert response.redirect_chain[-1][0] == "/akun/kabar/"
    client.logout()
    response = come_back(client, issuer, next="https://jahat.invalid/")
    assert response.redirect_chain[-1][0] == "/"


def test_link_alone_leads_nowhere(client, issuer, nurse):
    """A foreign page must not be able to log somebody in: the way begins by a press of a button here."""
    html = client.get(SSO).content.decode()
    assert "Lanjut ke SSO Uji" in html
    assert issuer.asked == []


def test_without_settings_there_is_no_single_sign_on(client, agency):
    assert "Masuk lewat" not in client.get(LOGIN).content.decode()
    assert [act(SSO).status_code for act in (client.get, client.post)] == [404, 404]
