"""How long somebody stays in, on which devices, and what asks again who one is."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.actions import grant_role
from accounts.models import Activity, Role
from accounts.sessions import device_name, stay_of
from tests import factories
from tests.entering import enter
from tests.factories import PASSWORD

LOGIN, ACCOUNT = reverse("account_login"), reverse("account")
DEVICES, OTHERS = reverse("accounts:device-list"), reverse("accounts:device-end-others")
PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def log_in(user, agent=PHONE):
    client = Client(headers={"user-agent": agent})
    client.post(LOGIN, {"login": user.login, "password": PASSWORD})
    return client


def is_in_after(user, *, idle=None, steps=()):
    """Return whether somebody is still in a while after the login: without a page, or with one at each step."""
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client = log_in(user)
    for moment in steps or [idle]:
        with time_machine.travel(start + moment, tick=False):
            status = client.get(ACCOUNT).status_code
    return status == 200


STAYS = {
    "asn": (timedelta(hours=4), timedelta(hours=12)),
    "petugas": (timedelta(hours=1), timedelta(hours=10)),
    "panitia": (timedelta(hours=4), timedelta(hours=12)),
    "pemeriksa": (timedelta(minutes=30), timedelta(hours=8)),
    "admin": (timedelta(minutes=30), timedelta(hours=8)),
}


@pytest.mark.parametrize("who", STAYS)
def test_session_ends_when_it_was_not_used(cast, who):
    idle, _ = STAYS[who]
    assert is_in_after(cast[who], idle=idle - timedelta(minutes=1)) is True
    assert is_in_after(cast[who], idle=idle + timedelta(minutes=1)) is False


@pytest.mark.parametrize("who", ["asn", "petugas", "admin"])
def test_session_ends_after_its_longest_time_however_it_is_used(cast, who):
    _, most = STAYS[who]
    steps = [timedelta(minutes=20 * step) for step in range(1, int(most / timedelta(minutes=20)))]
    assert is_in_after(cast[who], steps=steps) is True
    assert is_in_after(cast[who], steps=[*steps, most + timedelta(minutes=1)]) is False


def test_shortest_time_of_several_roles_counts(cast, today):
    grant_role(cast["panitia"], role=Role.ADMIN, unit=None, starts_on=today, by=None)
    assert stay_of(cast["panitia"]).idle == timedelta(minutes=30)


def test_end_of_a_session_is_told_and_its_row_is_gone(cast):
    start = timezone.now()
    client = log_in(cast["petugas"])
    with time_machine.travel(start + timedelta(hours=2)):
        response = client.get(ACCOUNT, follow=True)
        assert response.redirect_chain == [(f"{LOGIN}?next={ACCOUNT}", 302)]
        assert "lama tidak memakai portal" in response.content.decode()


def test_session_that_was_not_used_changes_nothing_when_it_ends(cast, bidang):
    """What is posted after the end is not done."""
    start, client = timezone.now(), log_in(cast["asn"])
    with time_machine.travel(start + timedelta(hours=5)):
        client.post(reverse("accounts:notice-list"), {"has_digest": "on"})
    assert not hasattr(cast["asn"], "pacing")


def test_devices_are_listed_and_ended(agency):
    user = factories.UserFactory()
    phone, desk = log_in(user, PHONE), log_in(user, DESK)
    devices = phone.get(DEVICES).context["devices"]
    assert [(device.name, device.is_this) for device in devices] == [
        ("Ponsel Android", True),
        ("Komputer Windows", False),
    ]
    assert "Komputer Windows" in phone.get(ACCOUNT).content.decode()
    phone.post(reverse("accounts:device-end", args=[devices[1].pk]))
    assert (phone.get(ACCOUNT).status_code, desk.get(ACCOUNT).status_code) == (200, 302)
    assert len(phone.get(DEVICES).context["devices"]) == 1
    assert Activity.objects.filter(verb="session_ended", actor=user).count() == 1


def test_all_other_devices_are_ended_at_once(agency):
    user = factories.UserFactory()
    clients = [log_in(user) for _ in range(3)]
    stranger = log_in(factories.UserFactory())
    clients[0].post(OTHERS)
    assert [client.get(ACCOUNT).status_code for client in [*clients, stranger]] == [200, 302, 302, 200]


def test_device_of_somebody_else_is_not_there(agency):
    owner, stranger = factories.UserFactory(), factories.UserFactory()
    device = log_in(owner).get(DEVICES).context["devices"][0]
    thief = log_in(stranger)
    assert thief.post(reverse("accounts:device-end", args=[device.pk])).status_code == 404
    assert [row.pk for row in thief.get(DEVICES).context["devices"]] != [device.pk]


def test_logout_ends_the_session_on_the_server(agency):
    client = log_in(factories.UserFactory())
    key = client.session.session_key
    cookie = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    assert Session.objects.filter(session_key=key).count() == 0
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert thief.get(ACCOUNT).status_code == 302


def test_sessions_that_are_over_are_forgotten(agency):
    log_in(factories.UserFactory())
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tasks.forget_entries()
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Ponsel Android"),
        (DESK, "Komputer Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)", "Komputer Mac"),
        ("Mozilla/5.0 (Linux; Android 13; Tab)", "Tablet Android"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Komputer Linux"),
        ("", "Perangkat lain"),
    ],
)
def test_device_has_the_name_that_people_give_it(agent, name):
    assert device_name(agent) == name


# -- Who one is, asked again


@pytest.fixture
def export(cast, make_event):
    return cast["panitia"], reverse("neutrality:attendance-xlsx", args=[make_event().pk])


def test_export_asks_again_who_one_is_and_then_goes_on(client, export):
    who, path = export
    away = enter(client, who, ago=901).get(path)
    assert away["Location"] == f"{reverse('account_reauthenticate')}?next={path.replace('/', '%2F')}"
    again = client.post(away["Location"], {"password": PASSWORD, "next": path})
    assert again["Location"] == path
    assert client.get(path).status_code == 200


def test_export_right_after_the_login_asks_nothing(export):
    who, path = export
    assert log_in(who).get(path).status_code == 200


def test_pdf_of_attendance_asks_again_too(client, export):
    who, path = export
    pdf = path.replace("daftar-hadir.xlsx", "daftar-hadir.pdf")
    assert enter(client, who, ago=901).get(pdf).status_code == 302
    assert enter(client, who).get(pdf).status_code == 200


def test_proof_of_another_person_in_the_same_session_does_not_count(client, export, cast):
    who, path = export
    enter(client, cast["asn"])
    client.force_login(who)
    assert client.get(path).status_code == 302


def test_revocation_of_a_petikan_asks_again_and_is_done_afterwards(client, cast):
    from announcements.actions import issue_decree

    petikan = factories.RecipientFactory()
    issue_decree(petikan.decree, by=cast["pengelola"])
    sent = {"reason": "Salah orang.", "ended_on": timezone.localdate().isoformat()}
    path = reverse("announcements:recipient-revoke", args=[petikan.pk])
    away = enter(client, cast["pengelola"], ago=3600).post(path, sent)
    assert away["Location"].startswith(reverse("account_reauthenticate"))
    petikan.refresh_from_db()
    assert petikan.state == "berlaku"
    client.post(away["Location"], {"password": PASSWORD, "next": path})
    petikan.refresh_from_db()
    assert petikan.state == "dicabut"
