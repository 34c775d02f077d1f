"""A person sees the own attendance, and nobody else's."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neutrality.actions import admit_guest, cancel_event, check_in, finish_event
from neutrality.models import Attendance
from tests import factories

PAGE = "/akun/kehadiran/"


@pytest.fixture
def mine(client, cast):
    """Return a function that reads the own attendance as somebody of the cast."""

    def read(who="asn"):
        client.force_login(cast[who])
        response = client.get(PAGE)
        return response, response.content.decode()

    return read


def test_address_of_own_attendance():
    assert reverse("neutrality:attendance-list") == PAGE


def test_own_attendance_says_what_became_of_each_invitation(mine, cast, make_event):
    unit, nip = cast["asn"].employee.unit, cast["asn"].employee.nip
    coming = make_event(units=[unit], title="Yang akan datang")
    attended = make_event(units=[unit], title="Yang dihadiri", starts_in=timedelta(hours=-1))
    check_in(attended, text=nip, key=uuid.uuid4(), by=None)
    missed = make_event(units=[unit], title="Yang dilewatkan", starts_in=timedelta(hours=-2))
    finish_event(missed, by=None)
    called_off = make_event(units=[unit], title="Yang batal", starts_in=timedelta(hours=-3))
    cancel_event(called_off, reason="Banjir.", by=None)
    response, html = mine()
    assert [row.event.title for row in response.context["page"]] == [
        event.title for event in (coming, attended, missed, called_off)
    ]
    badges = ["Diundang</span>", "Hadir</span>", "Tidak tercatat hadir</span>", "Dibatalkan</span>"]
    assert [html.index(badge) for badge in badges] == sorted(html.index(badge) for badge in badges)
    assert html.count("Kartu masuk") == 1
    assert f'href="{coming.get_absolute_url()}#kartu"' in html
    assert "Masuk " in html
    assert response["Cache-Control"] == "private, no-store"


def test_own_attendance_is_empty_for_whoever_was_never_invited(mine, make_event):
    make_event(title="Untuk orang lain")
    _, html = mine()
    assert ("Belum ada undangan" in html, "Untuk orang lain" in html) == (True, False)


@pytest.mark.parametrize("who", ["thl", "panitia", "operator", "admin"])
def test_own_attendance_is_the_own_whatever_else_a_person_may_see(mine, cast, make_event, who):
    other = make_event(units=[cast["asn"].employee.unit], title="Milik asn", starts_in=timedelta(hours=-1))
    admit_guest(other, name="Contoh Tamu", unit="", key=uuid.uuid4(), by=None)
    response, html = mine(who)
    assert (len(response.context["page"]), "Milik asn" in html) == (0, False)


def test_own_attendance_of_an_account_without_a_person_is_empty(client, roles, make_event):
    event = make_event(starts_in=timedelta(hours=-1))
    admit_guest(event, name="Contoh Tamu", unit="", key=uuid.uuid4(), by=None)
    service = factories.UserFactory(employee=None, login="layanan-contoh")
    client.force_login(service)
    assert len(client.get(PAGE).context["page"]) == 0


def test_own_attendance_leaves_out_drafts(mine, cast, make_event):
    make_event(units=[cast["asn"].employee.unit], draft=True, title="Masih rahasia")
    assert "Masih rahasia" not in mine()[1]


def test_own_attendance_needs_a_login(client, db):
    assert client.get(PAGE)["Location"] == f"/akun/masuk/?next={PAGE}"


def test_own_attendance_asks_as_often_for_300_events_as_for_3(client, cast, place):
    client.force_login(cast["asn"])
    employee = cast["asn"].employee

    def asked(count):
        events = factories.DraftEventFactory._meta.model.objects.bulk_create(
            [
                factories.DraftEventFactory.build(
                    state="terbit", published_at=employee.created_at, kecamatan=place["kecamatan"]
                )
                for _ in range(count)
            ]
        )
        Attendance.objects.bulk_create(
            Attendance(event=event, employee=employee, unit=employee.unit) for event in events
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    assert asked(3) == asked(297)
