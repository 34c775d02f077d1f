"""Events in people's own calendars."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from neutrality.actions import cancel_event, finish_event, save_event
from neutrality.models import Event
from tests import factories

ALL = "/kegiatan/kalender.ics"
LINK = "https://rapat.contoh.invalid/kamar-7"


def entries(client, path=ALL):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content).walk("VEVENT")


def own(event):
    return f"{event.get_absolute_url()}kalender.ics"


def test_calendar_of_one_event_says_when_where_and_what(client, make_event, settings):
    settings.SITE_URL = "https://portal.contoh.invalid"
    event = make_event(
        title="Ikrar; bersama, semua",
        summary="Satu.\n\nDua.",
        venue="Aula, lantai 2",
        starts_at=timezone.make_aware(timezone.datetime(2030, 6, 21, 8)),
    )
    (entry,) = entries(client, own(event))
    assert {name: str(entry[name]) for name in ("UID", "SUMMARY", "LOCATION", "URL", "STATUS")} == {
        "UID": f"kegiatan-{event.pk}@portal.contoh.invalid",
        "SUMMARY": "Ikrar; bersama, semua",
        "LOCATION": "Aula, lantai 2",
        "URL": f"https://portal.contoh.invalid{event.get_absolute_url()}",
        "STATUS": "CONFIRMED",
    }
    assert str(entry["DESCRIPTION"]) == f"Satu.\n\nDua.\n\n{entry['URL']}"
    start, end = entry["DTSTART"].dt, entry["DTEND"].dt
    assert (start.isoformat(), end.isoformat()) == ("2030-06-21T08:00:00+07:00", "2030-06-21T11:00:00+07:00")
    assert entry["DTSTART"].params["TZID"] == "Asia/Jakarta"
    zones = Calendar.from_ical(client.get(own(event)).content).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Asia/Jakarta"]
    assert start.utcoffset() == event.starts_at.astimezone(ZoneInfo("Asia/Jakarta")).utcoffset()


def test_calendar_of_all_holds_what_is_coming_and_what_is_recent(client, make_event):
    titles = {"Nanti": 9, "Kemarin": -1, "Bulan lalu": -40, "Tahun lalu": -400}
    for title, days in titles.items():
        make_event(title=title, starts_in=timedelta(days=days))
    finish_event(Event.objects.get(title="Kemarin"), by=None)
    assert [str(entry["SUMMARY"]) for entry in entries(client)] == ["Bulan lalu", "Kemarin", "Nanti"]


def test_cancelled_event_is_cancelled_in_the_calendar_too(client, make_event):
    event = make_event()
    (before,) = entries(client)
    cancel_event(event, reason="Hujan lebat.", by=None)
    (after,) = entries(client)
    assert (str(after["STATUS"]), after["UID"], str(after["DESCRIPTION"]).splitlines()[0]) == (
        "CANCELLED",
        before["UID"],
        "Hujan lebat.",
    )


def test_later_version_of_an_event_has_a_higher_number_and_the_same_name(client, make_event, time_machine):
    event = make_event(title="Semula")
    (before,) = entries(client)
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    event.title = "Berubah"
    save_event(event, units=[row.unit for row in event.invitations.all()], kecamatan=[], by=None)
    (after,) = entries(client)
    assert (str(after["SUMMARY"]), after["UID"] == before["UID"]) == ("Berubah", True)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


@pytest.mark.parametrize("who", ["warga", "asn", "panitia"])
def test_link_of_a_meeting_stands_in_no_calendar(client, cast, make_event, who):
    event = make_event(mode="daring", venue="", link=LINK, units=[cast["asn"].employee.unit])
    if who != "warga":
        client.force_login(cast[who])
    assert [path for path in (ALL, own(event)) if LINK.encode() in client.get(path).content] == []
    assert str(entries(client)[0]["LOCATION"]) == "Daring"


def test_calendar_answers_with_few_queries_however_long_it_is(client, make_event, django_assert_num_queries):
    make_event(kecamatan_id=factories.KecamatanFactory().pk)
    with django_assert_num_queries(2):
        client.get(ALL)
    kecamatan = factories.KecamatanFactory()
    Event.objects.bulk_create(
        factories.DraftEventFactory.build(
            slug=f"acara-{number}", state="terbit", published_at=timezone.now(), kecamatan=kecamatan
        )
        for number in range(299)
    )
    with django_assert_num_queries(2):
        assert len(entries(client)) == 300
