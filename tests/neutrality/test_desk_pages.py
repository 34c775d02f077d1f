"""The desk of organisers: what they type is kept, and nobody else comes near it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from bkpsdm.lib.states import move_to
from neutrality.actions import cancel_event, finish_event
from neutrality.models import Attendance, Event
from tests import factories
from tests.conftest import CAST

DESK = reverse("neutrality:event-desk")
CREATE = reverse("neutrality:event-create")
MOVES = ["event-publish", "event-finish", "event-cancel"]


def address(event, move="event-update"):
    return reverse(f"neutrality:{move}", args=[event.pk])


@pytest.fixture
def organiser(client, cast):
    client.force_login(cast["panitia"])
    return client


def typed(**fields):
    """Return what an organiser types for an event that lacks nothing but guests."""
    return {
        "title": "Ikrar bersama",
        "mode": "luring",
        "date": "2030-06-21",
        "starts": "08:00",
        "ends": "11:00",
        "venue": "Aula Contoh",
        **fields,
    }


def shown(client, event):
    """Return the fields of the edit page as a browser would send them back."""
    form = client.get(address(event)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: [str(v) for v in value] if isinstance(value, list) else value for name, value in values.items()}
    sent |= {name: form.fields[name].prepare_value(values[name]) for name in ("hosts", "partners", "speakers")}
    sent |= {name: form.fields[name].prepare_value(values[name]) for name in ("legal_basis", "agenda")}
    return {name: "" if value is None else value for name, value in sent.items()}


# -- Who comes in


def test_desk_is_for_organisers_only(client, cast, make_event):
    event = make_event(draft=True)
    pages = [DESK, CREATE, address(event)]
    assert {client.get(page).status_code for page in pages} == {302}
    for who in CAST.keys() - {"panitia"}:
        client.force_login(cast[who])
        assert (who, {client.get(page).status_code for page in pages}) == (who, {403})
        assert {client.post(address(event, move), {"reason": "x"}).status_code for move in MOVES} == {403}
        assert (client.post(CREATE, typed()).status_code, client.post(address(event), typed()).status_code) == (
            403,
            403,
        )
    client.force_login(cast["panitia"])
    assert {client.get(page).status_code for page in pages} == {200}
    assert (Event.objects.count(), Event.objects.get().state) == (1, "draf")


@pytest.mark.parametrize("move", MOVES)
def test_decisions_take_only_post(organiser, make_event, move):
    event = make_event(draft=True)
    assert organiser.get(address(event, move)).status_code == 405
    assert Event.objects.get().state == "draf"


def test_event_that_is_not_there_is_a_404(organiser, agency):
    missing = Event(pk=99)
    assert organiser.get(address(missing)).status_code == 404
    assert {organiser.post(address(missing, move)).status_code for move in MOVES} == {404}


# -- Writing


def test_create_keeps_everything_that_was_typed(organiser, cast, place):
    sent = typed(
        title="  Ikrar\r\n bersama ",
        theme="Integritas",
        series="Seri A",
        summary="Satu.\n\nDua.",
        mode="hibrida",
        kecamatan=place["kecamatan"].pk,
        link="rapat.contoh.invalid/7",
        hosts="BKD Uji\r\n\r\n  Inspektorat ",
        partners="Kanreg",
        speakers="Nama Contoh, S.H.; Kanreg",
        legal_basis="UU 20/2023",
        agenda="08.00 Buka\n09.00 Dialog",
        whole=[place["kecamatan"].pk],
        units=[place["badan"].pk, place["dinas"].pk],
    )
    response = organiser.post(CREATE, sent)
    event = Event.objects.get()
    assert (response.status_code, response["Location"]) == (302, address(event))
    names = ["title", "theme", "series", "summary", "mode", "venue", "link", "hosts", "partners", "speakers"]
    assert [getattr(event, name) for name in (*names, "legal_basis", "agenda")] == [
        "Ikrar bersama",
        "Integritas",
        "Seri A",
        "Satu.\n\nDua.",
        "hibrida",
        "Aula Contoh",
        "https://rapat.contoh.invalid/7",
        ["BKD Uji", "Inspektorat"],
        ["Kanreg"],
        ["Nama Contoh, S.H.; Kanreg"],
        ["UU 20/2023"],
        ["08.00 Buka", "09.00 Dialog"],
    ]
    assert (event.when, event.kecamatan, event.created_by) == (
        "Jumat, 21 Juni 2030, 08.00–11.00 WIB",
        place["kecamatan"],
        cast["panitia"],
    )
    assert sorted(event.invitations.values_list("unit__code", "scope")) == [
        ("badan", "unit"),
        ("dinas", "unit"),
        ("kec-hulu", "kecamatan"),
    ]
    html = organiser.get(address(event)).content.decode()
    assert [part for part in ("BKD Uji\nInspektorat", "2030-06-21", "08:00", "11:00") if part not in html] == []


WRONG = {
    "no title": ({"title": ""}, "title"),
    "title too long": ({"title": "x" * 201}, "title"),
    "no date": ({"date": ""}, "date"),
    "no such day": ({"date": "2030-02-30"}, "date"),
    "year of the flood": ({"date": "0001-01-01"}, "date"),
    "far future": ({"date": "9999-12-31"}, "date"),
    "no time": ({"starts": ""}, "starts"),
    "ends before it starts": ({"ends": "07:59"}, "ends"),
    "ends at once": ({"ends": "08:00"}, "ends"),
    "no place": ({"venue": ""}, "venue"),
    "unknown mode": ({"mode": "rapat"}, "mode"),
    "link that runs a script": ({"link": "javascript:alert(1)"}, "link"),
    "line too long": ({"speakers": "a\n" + "x" * 301}, "speakers"),
    "nul": ({"agenda": "a\x00"}, "agenda"),
    "unit that is none": ({"units": ["99999"]}, "units"),
    "kecamatan that is none": ({"whole": ["satu"]}, "whole"),
}


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_stands_on_its_field_and_nothing_is_lost(organiser, agency, name):
    fields, field = WRONG[name]
    page = organiser.post(CREATE, typed(theme="Tema yang diketik", **fields))
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert "Tema yang diketik" in page.content.decode()
    assert Event.objects.count() == 0


def test_edit_saves_what_was_changed_and_nothing_else(organiser, make_event, place):
    event = make_event(
        units=[place["badan"]],
        kecamatan=[place["kecamatan"]],
        speakers=["Nama Contoh; Kanreg"],
        starts_at=timezone.make_aware(timezone.datetime(2030, 6, 21, 8, 0, 42)),
    )
    before = Event.objects.values().get()
    organiser.post(address(event), shown(organiser, event) | {"theme": "Baru"})
    after = Event.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {
        "theme",
        "search_vector",
        "updated_at",
    }
    assert event.invitations.count() == 2


def test_second_organiser_is_told_and_keeps_what_was_typed(organiser, make_event):
    event = make_event(draft=True, theme="Semula", venue="Aula")
    stale = shown(organiser, event)
    organiser.post(address(event), stale | {"theme": "Pertama", "venue": "Lapangan"})
    page = organiser.post(address(event), stale | {"theme": "Kedua"})
    html = page.content.decode()
    assert (page.status_code, Event.objects.get().theme) == (200, "Pertama")
    assert "Orang lain baru saja menyimpan kegiatan ini." in html
    assert page.context["form"].differences == ["Tema", "Tempat"]
    assert 'value="Kedua"' in html
    again = shown_again(page)
    organiser.post(address(event), stale | {"theme": "Kedua", "version": again})
    assert Event.objects.values_list("theme", "venue").get() == ("Kedua", "Aula")


def shown_again(page):
    """Return the version that the refused form now stands on."""
    return page.context["form"]["version"].value()


@pytest.mark.parametrize("version", ["", "kemarin", "2030-13-45T00:00:00+00:00", "2020-01-01T00:00:00"])
def test_edit_with_a_version_of_nobody_overwrites_nothing(organiser, make_event, version):
    event = make_event(draft=True, theme="Semula")
    page = organiser.post(address(event), shown(organiser, event) | {"theme": "Lain", "version": version})
    assert (page.status_code, Event.objects.get().theme) == (200, "Semula")


def test_edit_refuses_to_move_what_has_started(organiser, make_event):
    event = make_event(starts_in=timedelta(hours=-1))
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    page = organiser.post(address(event), shown(organiser, event) | {"date": day})
    html = page.content.decode()
    assert ("Kegiatan ini sudah mulai" in html, "<summary>Selesaikan</summary>" in html) == (True, True)
    assert Event.objects.get().starts_at == event.starts_at


def test_edit_page_offers_units_in_groups_and_keeps_those_that_are_gone(organiser, make_event, place):
    place["dinas"].is_active = False
    place["dinas"].save()
    gone = factories.WorkUnitFactory(code="gone", name="Dinas Lama", is_active=False)
    event = make_event(draft=True, units=[place["dinas"], place["badan"]])
    form = organiser.get(address(event)).context["form"]
    groups = {name: ([box.choice_label for box in boxes], chosen) for name, boxes, chosen in form.unit_groups()}
    assert groups["Badan"] == (["Badan Contoh"], 1)
    assert groups["Dinas"] == (["Dinas Lain"], 1)
    assert groups["Bagian dari Badan Contoh"] == (["Bidang Badan"], 0)
    assert groups["Kantor kecamatan saja"] == (["Kecamatan Hulu"], 0)
    assert gone.name not in str(groups)
    assert [box.choice_label for box in form["whole"]] == ["Hulu"]


def test_edit_page_offers_the_series_there_are(organiser, make_event):
    for series in ("Seri B", "Seri A", "Seri A", ""):
        make_event(series=series)
    html = organiser.get(CREATE).content.decode()
    assert html.count('<option value="Seri') == 2


def test_edit_page_says_how_many_are_invited(organiser, make_event, place, roster):
    draft = make_event(draft=True, kecamatan=[place["kecamatan"]])
    assert organiser.get(address(draft)).context["invited"] == 3
    assert "Terbitkan dan undang 3 pegawai" in organiser.get(address(draft)).content.decode()
    published = make_event(units=[place["badan"]])
    assert organiser.get(address(published)).context["invited"] == 2


# -- Deciding


def test_organiser_walks_from_draft_to_the_end(organiser, place, roster):
    organiser.post(CREATE, typed(units=[place["badan"].pk]))
    event = Event.objects.get()
    page = organiser.post(address(event, "event-publish"), follow=True)
    assert "Terbit. Undangan berangkat lewat surel." in page.content.decode()
    assert (Event.objects.get().state, event.attendances.count(), Notification.objects.count()) == ("terbit", 2, 2)
    page = organiser.post(address(event, "event-finish"))
    assert "belum mulai" in page.content.decode()
    page = organiser.post(address(event, "event-cancel"), {"reason": "Hujan."}, follow=True)
    assert "Kegiatan dibatalkan." in page.content.decode()
    assert (Event.objects.get().state, Event.objects.get().cancel_reason) == ("batal", "Hujan.")


def test_finish_from_the_page(organiser, make_event):
    event = make_event(starts_in=timedelta(hours=-1))
    page = organiser.post(address(event, "event-finish"), follow=True)
    assert ("Kegiatan diselesaikan." in page.content.decode(), Event.objects.get().state) == (True, "selesai")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "nol\x00"])
def test_cancel_without_a_good_reason_stays_on_the_page(organiser, make_event, reason):
    event = make_event()
    page = organiser.post(address(event, "event-cancel"), {"reason": reason})
    assert (page.status_code, list(page.context["cancelling"].errors)) == (200, ["reason"])
    assert Event.objects.get().state == "terbit"


def test_publish_that_is_refused_says_why(organiser, make_event):
    event = make_event(draft=True, units=[])
    page = organiser.post(address(event, "event-publish"))
    assert (page.status_code, "sedikitnya satu unit" in page.content.decode()) == (200, True)


OFFERED = {
    "draft": ({"draft": True}, {"Terbitkan", "Batalkan"}),
    "coming": ({}, {"Batalkan"}),
    "going on": ({"starts_in": timedelta(hours=-1)}, {"Selesaikan", "Batalkan"}),
    "finished": ({"starts_in": timedelta(hours=-1)}, set()),
    "cancelled": ({}, set()),
}


@pytest.mark.parametrize("name", OFFERED)
def test_page_offers_the_decisions_that_are_possible(organiser, make_event, name):
    fields, offered = OFFERED[name]
    event = make_event(**fields)
    if name == "finished":
        finish_event(event, by=None)
    if name == "cancelled":
        cancel_event(event, reason="Hujan.", by=None)
    html = organiser.get(address(event)).content.decode()
    assert {word for word in ("Terbitkan", "Selesaikan", "Batalkan") if f"<summary>{word}</summary>" in html} == offered


# -- The list


def test_list_has_a_shelf_for_each_kind(organiser, make_event):
    make_event(title="Draf", draft=True)
    make_event(title="Besok", starts_in=timedelta(days=1))
    make_event(title="Lusa", starts_in=timedelta(days=2))
    make_event(title="Kemarin", starts_in=timedelta(days=-1))
    cancel_event(make_event(title="Batal", starts_in=timedelta(days=5)), reason="Hujan.", by=None)
    shelves = {}
    for shelf in ("", "akan", "draf", "lalu", "lain"):
        page = organiser.get(DESK, {"keadaan": shelf})
        shelves[shelf] = [event.title for event in page.context["page"]]
    assert shelves == {
        "": ["Besok", "Lusa"],
        "akan": ["Besok", "Lusa"],
        "draf": ["Draf"],
        "lalu": ["Batal", "Kemarin"],
        "lain": ["Besok", "Lusa"],
    }
    assert [(name, count) for name, _, count in page.context["chips"]] == [("akan", 2), ("draf", 1), ("lalu", 2)]


def test_list_counts_invited_and_present_without_guests(organiser, make_event, place, roster):
    event = make_event(kecamatan=[place["kecamatan"]], starts_in=timedelta(minutes=-5))
    move_to(event.attendances.first(), Attendance.State.PRESENT, present_at=timezone.now())
    Attendance.objects.create(event=event, guest_name="Tamu Contoh", state="hadir", present_at=timezone.now())
    row = organiser.get(DESK).context["page"][0]
    assert (row.invited_count, row.present_count) == (3, 1)


def test_list_of_nothing_says_so(organiser, agency):
    assert "Tidak ada kegiatan di sini" in organiser.get(DESK).content.decode()


def test_list_counts_the_same_queries_for_three_and_for_three_hundred(organiser, make_event, place, roster):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            organiser.get(DESK, {"keadaan": "lalu"})
        return len(captured)

    for number in range(3):
        make_event(units=[place["badan"]], starts_in=timedelta(days=-1 - number))
    few = queries()
    copies = [
        factories.DraftEventFactory.build(
            slug=f"lama-{number}",
            starts_at=timezone.now() - timedelta(days=number + 2),
            state="selesai",
            published_at=timezone.now(),
        )
        for number in range(297)
    ]
    Event.objects.bulk_create(copies)
    assert queries() == few
    assert organiser.get(DESK, {"keadaan": "lalu"}).context["page"].paginator.count == 300


def test_edit_page_counts_the_same_queries_for_three_and_for_three_hundred_units(organiser, make_event):
    def queries(number):
        units = [factories.WorkUnitFactory(parent=factories.WorkUnitFactory(code="induk")) for _ in range(number)]
        event = make_event(draft=True, units=units)
        with CaptureQueriesContext(connection) as captured:
            organiser.get(address(event))
        return len(captured)

    assert queries(300) == queries(3)


def test_workroom_has_a_tab_for_organisers(client, cast):
    seen = set()
    for who in CAST.keys() - {"asn", "thl"}:
        client.force_login(cast[who])
        seen |= {who} if f'href="{DESK}"' in client.get(reverse("workroom")).content.decode() else set()
    assert seen == {"panitia"}


def test_dates_of_the_form_are_those_of_the_agencys_clock(organiser, make_event):
    event = make_event(starts_at=timezone.make_aware(timezone.datetime(2030, 6, 21, 0, 30)))
    form = organiser.get(address(event)).context["form"]
    assert (form["date"].value(), form.fields["starts"].label) == (date(2030, 6, 21), "Mulai (WIB)")
