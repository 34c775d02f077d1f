"""What the attendance amounts to equals a count by hand, by kecamatan, by unit and in total."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import WorkUnit
from neutrality.actions import admit_guest, check_in
from neutrality.models import Attendance
from neutrality.recap import KecamatanRow, by_kecamatan, by_unit, figures, missing
from tests import factories
from tests.conftest import CAST
from tests.entering import enter


@pytest.fixture
def counted(make_event, place):
    """An event with figures that were counted by hand.

    Puskesmas Hulu: 3 of 4. SDN Hulu 1: 2 of 5. Kecamatan Hulu itself: 1 of 1. Kecamatan Hilir: SDN Hilir 0 of 2.
    Dinas Lain, in no kecamatan: 1 of 2. One guest. Kecamatan Jauh is not invited.
    """
    factories.KecamatanFactory(code="kec-jauh", name="Kecamatan Jauh", map_row=1, map_column=1, map_code="Jau")
    WorkUnit.objects.filter(pk=place["kecamatan"].pk).update(map_row=2, map_column=4, map_code="Hul")
    lower = factories.KecamatanFactory(code="kec-hilir", name="Kecamatan Hilir", map_row=3, map_column=1)
    far = factories.WorkUnitFactory(code="sdn-hilir", name="SDN Hilir", kind="sekolah", kecamatan=lower)
    came = []
    for unit, invited, present in [
        (place["puskesmas"], 4, 3),
        (place["sekolah"], 5, 2),
        (place["kecamatan"], 1, 1),
        (far, 2, 0),
        (place["dinas"], 2, 1),
    ]:
        came += factories.EmployeeFactory.create_batch(invited, unit=unit, name="Contoh Pegawai")[:present]
    event = make_event(
        units=[place["dinas"]], kecamatan=[place["kecamatan"], lower], starts_in=timedelta(minutes=-30), title="Hitung"
    )
    for person in [*came, came[0]]:
        check_in(event, text=person.nip, key=uuid.uuid4(), by=None)
    admit_guest(event, name="Contoh Tamu", unit="Kantor Contoh", key=uuid.uuid4(), by=None)
    return event


def test_figures_equal_the_count_by_hand(counted):
    total = figures(counted)
    assert (total.invited, total.present, total.guests, total.kecamatan, total.percent) == (14, 7, 1, 1, 50.0)


def test_figures_cost_one_query(counted):
    with CaptureQueriesContext(connection) as queries:
        figures(counted)
    assert len(queries) == 1


def test_figures_of_an_event_that_invites_nobody_are_zero_without_a_percent(make_event):
    total = figures(make_event(draft=True))
    assert (total.invited, total.present, total.guests, total.kecamatan, total.percent) == (0, 0, 0, 0, None)


def test_rows_by_kecamatan_equal_the_count_by_hand(counted):
    rows = [(row.name, row.invited, row.present, row.percent, row.level) for row in by_kecamatan(counted)]
    assert rows == [
        ("Hilir", 2, 0, 0.0, 1),
        ("Hulu", 10, 6, 60.0, 1),
        ("Jauh", 0, 0, None, 0),
        ("Tanpa kecamatan", 2, 1, 50.0, 1),
    ]


def test_rows_by_unit_equal_the_count_by_hand(counted):
    rows = [(row.kecamatan, row.name, row.invited, row.present, row.missing) for row in by_unit(counted)]
    assert rows == [
        ("Kecamatan Hilir", "SDN Hilir", 2, 0, 2),
        ("Kecamatan Hulu", "Kecamatan Hulu", 1, 1, 0),
        ("Kecamatan Hulu", "Puskesmas Hulu", 4, 3, 1),
        ("Kecamatan Hulu", "SDN Hulu 1", 5, 2, 3),
        (None, "Dinas Lain", 2, 1, 1),
    ]


@pytest.mark.parametrize(
    ("invited", "present", "percent", "whole", "level"),
    [
        (248, 238, 96.0, 96, 4),
        (336, 306, 91.1, 91, 4),
        (412, 367, 89.1, 89, 3),
        (395, 332, 84.1, 84, 3),
        (221, 172, 77.8, 78, 2),
        (278, 186, 66.9, 67, 1),
        (200, 179, 89.5, 90, 4),
        (2318, 1969, 84.9, 85, 3),
        (3, 0, 0.0, 0, 1),
        (3, 3, 100.0, 100, 4),
    ],
)
def test_percent_and_level_are_rounded_alike(invited, present, percent, whole, level):
    row = KecamatanRow(None, invited, present)
    assert (row.percent, row.whole_percent, row.level) == (percent, whole, level)


def test_place_of_a_person_is_that_of_the_day_whatever_the_roster_says_later(counted, place):
    person = Attendance.objects.present().filter(unit=place["puskesmas"]).first().employee
    person.unit = place["dinas"]
    person.save()
    assert [(row.invited, row.present) for row in by_unit(counted) if row.name == "Puskesmas Hulu"] == [(4, 3)]


def test_missing_are_the_invited_who_did_not_come(counted, place):
    assert missing(counted).count() == 7
    assert [row.unit.name for row in missing(counted, unit=str(place["puskesmas"].pk))] == ["Puskesmas Hulu"]
    assert missing(counted, unit="semua").count() == 7
    assert missing(counted, unit="9" * 30).count() == 0


@pytest.fixture
def recap(client, cast, counted):
    """Return a function that reads the recap of the counted event as panitia."""
    enter(client, cast["panitia"])
    return lambda **query: client.get(reverse("neutrality:event-recap", args=[counted.pk]), query)


def test_recap_shows_totals_map_and_table(recap):
    html = recap().content.decode()
    assert "hadir dari 14 diundang" in html
    wanted = ["50,0%", "60,0%", 'value="60.0"', '<li class="tile r2 c4" data-level="1">', "1 kecamatan lain"]
    wanted += ['<li class="tile r1 c1" data-level="0">', "belum terjangkau", "Tanpa kecamatan", "1 <small>dari 3"]
    assert [part for part in wanted if part not in html] == []


def test_recap_shows_units_missing_people_and_guests(recap, place):
    html = recap(bagian="unit").content.decode()
    assert f'href="?bagian=belum&amp;unit={place["sekolah"].pk}"' in html
    page = recap(bagian="belum", unit=place["sekolah"].pk).context["page"]
    assert {row.unit_name for row in page} == {"SDN Hulu 1"}
    html = recap(bagian="belum").content.decode()
    row = missing(Attendance.objects.first().event).first()
    assert (row.employee.nip in html, f"1987 •••• •••• ••• {row.employee.nip[-3:]}" in html) == (False, True)
    html = recap(bagian="tamu").content.decode()
    assert ("Contoh Tamu" in html, "Kantor Contoh" in html) == (True, True)


def test_recap_of_an_unknown_part_is_that_by_kecamatan(recap):
    assert recap(bagian="apa").context["part"] == "kecamatan"


@pytest.mark.parametrize("part", ["kecamatan", "unit", "belum", "tamu"])
def test_recap_of_a_draft_is_empty_and_says_so(client, cast, make_event, part):
    enter(client, cast["panitia"])
    event = make_event(draft=True)
    html = client.get(reverse("neutrality:event-recap", args=[event.pk]), {"bagian": part}).content.decode()
    assert "hadir dari 0 diundang" in html


def test_everybody_present_leaves_nobody_missing(client, cast, gathering, invited):
    check_in(gathering, text=invited.nip, key=uuid.uuid4(), by=None)
    enter(client, cast["panitia"])
    html = client.get(reverse("neutrality:event-recap", args=[gathering.pk]), {"bagian": "belum"}).content.decode()
    assert "Semua yang diundang sudah tercatat masuk." in html


def test_recap_is_for_organisers_only(client, cast, counted):
    names = ("event-recap", "attendance-xlsx", "attendance-pdf")
    pages = [reverse(f"neutrality:{name}", args=[counted.pk]) for name in names]
    assert [client.get(page).status_code for page in pages] == [302] * 3
    for who in CAST.keys() - {"panitia"}:
        enter(client, cast[who])
        assert [client.get(page).status_code for page in pages] == [403] * 3
    enter(client, cast["panitia"])
    assert [client.get(page.replace(str(counted.pk), "999999")).status_code for page in pages] == [404] * 3


@pytest.mark.parametrize("part", ["kecamatan", "unit", "belum", "tamu"])
def test_recap_asks_as_often_for_300_as_for_3(client, cast, make_event, place, part):
    enter(client, cast["panitia"])

    def asked(count):
        units = factories.WorkUnitFactory.create_batch(count, kecamatan=place["kecamatan"], kind="sekolah")
        for unit in units:
            factories.EmployeeFactory(unit=unit)
        event = make_event(units=units, starts_in=timedelta(minutes=-1))
        Attendance.objects.bulk_create(
            Attendance(event=event, guest_name="Contoh", state="hadir", present_at=event.starts_at)
            for _ in range(count)
        )
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("neutrality:event-recap", args=[event.pk]), {"bagian": part})
        assert response.context["figures"].invited == response.context["figures"].guests == count
        return len(queries)

    assert asked(3) == asked(300)


@pytest.mark.parametrize(("part", "rows"), [("unit", 7), ("belum", 7)])
def test_long_lists_of_the_recap_have_pages(client, cast, make_event, monkeypatch, part, rows):
    monkeypatch.setattr("neutrality.views.attendance.PER_PAGE", 3)
    units = factories.WorkUnitFactory.create_batch(rows, kind="sekolah")
    for unit in units:
        factories.EmployeeFactory(unit=unit)
    event = make_event(units=units, starts_in=timedelta(minutes=-1))
    enter(client, cast["panitia"])
    seen = [
        client.get(reverse("neutrality:event-recap", args=[event.pk]), {"bagian": part, "halaman": number})
        for number in (1, 2, 3)
    ]
    assert [len(response.context["page"]) for response in seen] == [3, 3, 1]
    assert f"?bagian={part}&amp;halaman=2" in seen[0].content.decode()
