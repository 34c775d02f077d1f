"""The public pages of events: what everybody reads, and what only an invited person finds on them."""

from datetime import timedelta

import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.words import understand
from bkpsdm.lib.codes import check_character, clean_code
from bkpsdm.lib.states import move_to
from neutrality.actions import cancel_event, finish_event
from neutrality.models import Attendance, Event
from neutrality.passes import pass_of
from tests import factories

LIST = reverse("neutrality:event-list")
LINK = "https://rapat.contoh.invalid/kamar-7"


def local(*parts):
    return timezone.make_aware(timezone.datetime(*parts))


def html_of(client, event):
    response = client.get(event.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def titles(events):
    return [event.title for event in events]


# -- The list


def test_list_sorts_what_is_coming_and_what_is_past(client, make_event):
    make_event(title="Nanti", starts_in=timedelta(days=9))
    make_event(title="Besok", starts_in=timedelta(days=1))
    make_event(title="Kemarin", starts_at=local(2024, 10, 9, 8))
    make_event(title="Dahulu", starts_at=local(2024, 6, 21, 8))
    page = client.get(LIST)
    assert (titles(page.context["filter"].coming), titles(page.context["page"])) == (
        ["Besok", "Nanti"],
        ["Kemarin", "Dahulu"],
    )


def test_list_files_the_past_by_year(client, make_event):
    for year in (2022, 2024):
        make_event(title=f"Tahun {year}", starts_at=local(year, 6, 21, 8))
    assert titles(client.get(LIST).context["page"]) == ["Tahun 2024"]
    page = client.get(LIST, {"tahun": "2022"})
    assert titles(page.context["page"]) == ["Tahun 2022"]
    years = [(choice.label, choice.count, choice.is_chosen) for choice in page.context["filter"].years]
    assert years == [("2022", 1, True), ("2024", 1, False)]


def test_list_narrows_by_mode_and_series_with_counts(client, make_event):
    make_event(title="Satu", mode="daring", link=LINK, series="Seri A")
    make_event(title="Dua", series="Seri A")
    make_event(title="Tiga", series="Seri B")
    page = client.get(LIST, {"saring": "luring", "seri": "Seri A"})
    assert titles(page.context["filter"].coming) == ["Dua"]
    kinds = [(choice.label, choice.count, choice.query) for choice in page.context["filter"].kinds]
    assert kinds == [
        ("Semua", 2, "seri=Seri+A"),
        ("Luring", 1, "seri=Seri+A&saring=luring"),
        ("Daring", 1, "seri=Seri+A&saring=daring"),
    ]
    series = [(choice.label, choice.count) for choice in page.context["filter"].series]
    assert series == [("Seri A", 1), ("Seri B", 1)]


def test_list_shows_a_person_what_the_own_unit_is_invited_to(client, cast, make_event):
    make_event(title="Diundang", units=[cast["asn"].employee.unit])
    make_event(title="Tidak")
    labels = [choice.label for choice in client.get(LIST).context["filter"].kinds]
    assert labels == ["Semua", "Luring"]
    client.force_login(cast["asn"])
    page = client.get(LIST, {"saring": "saya"})
    assert titles(page.context["filter"].coming) == ["Diundang"]
    assert [(choice.label, choice.count) for choice in page.context["filter"].kinds] == [
        ("Semua", 2),
        ("Unit saya diundang", 1),
        ("Luring", 2),
    ]


def test_list_says_how_many_kecamatan_are_invited(client, make_event):
    kecamatan = [factories.KecamatanFactory() for _ in range(7)]
    make_event(kecamatan=kecamatan, units=kecamatan[:2], venue="Lapangan")
    assert "Lapangan, 7 kecamatan diundang" in client.get(LIST).content.decode()


def test_list_of_nothing_says_so(client, agency):
    html = client.get(LIST).content.decode()
    assert "Belum ada kegiatan yang dijadwalkan." in html
    assert "Sudah lewat" not in html


def test_list_counts_the_same_queries_for_three_and_for_three_hundred(client, cast, make_event):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    client.force_login(cast["asn"])
    for number in range(3):
        make_event(starts_in=timedelta(days=2 - number), series="Seri", units=[cast["asn"].employee.unit])
    few = queries()
    copies = [
        factories.DraftEventFactory.build(
            slug=f"lama-{number}",
            starts_at=timezone.now() + timedelta(days=150 - number),
            state="terbit",
            published_at=timezone.now(),
            series=f"Seri {number % 7}",
        )
        for number in range(297)
    ]
    events = Event.objects.bulk_create(copies)
    Attendance.objects.bulk_create(
        Attendance(event=event, employee=cast["asn"].employee, unit=cast["asn"].employee.unit) for event in events
    )
    assert queries() == few
    assert len(client.get(LIST).context["filter"].all) == 300


def test_list_is_turned_page_by_page_within_a_year(client, make_event):
    for number in range(26):
        make_event(starts_at=local(2024, 6, 21, 8) + timedelta(days=number))
    first, second = client.get(LIST), client.get(LIST, {"halaman": 2})
    assert [len(page.context["page"]) for page in (first, second)] == [25, 1]


@pytest.mark.parametrize("query", ["saring=lain", "seri=%00", "tahun=abc", "tahun=-1", "halaman=99", "saring=saya"])
def test_list_with_nonsense_shows_everything(client, make_event, query):
    make_event(title="Ada")
    assert titles(client.get(f"{LIST}?{query}").context["filter"].coming) == ["Ada"]


# -- The page


def test_page_shows_the_facts(client, make_event, agency):
    kecamatan = [factories.KecamatanFactory(name=f"Kecamatan {name}") for name in ("Hulu", "Hilir")]
    units = [factories.WorkUnitFactory(name=f"Dinas {number:02d}") for number in range(14)]
    event = make_event(
        title="Ikrar <b>bersama</b>",
        theme="Integritas",
        series="Seri A",
        summary="Alinea satu.\n\nAlinea <i>dua</i>.",
        venue="Aula Besar",
        kecamatan_id=kecamatan[0].pk,
        starts_at=local(2030, 6, 21, 8),
        hosts=["BKD Uji", "Inspektorat"],
        partners=["Kanreg"],
        speakers=["Nama Contoh, S.H.; Kanreg II", "Tanpa Jabatan Contoh"],
        legal_basis=["UU 20/2023"],
        agenda=["08.00 Buka", "09:15–10:00 Dialog", "Penutup"],
        kecamatan=kecamatan,
        units=units,
    )
    html = html_of(client, event)
    wanted = [
        '<h1 itemprop="name">Ikrar &lt;b&gt;bersama&lt;/b&gt;</h1>',
        "Jumat, 21 Juni 2030, 08.00–11.00 WIB",
        "Aula Besar, Kecamatan Hulu",
        "Alinea &lt;i&gt;dua&lt;/i&gt;.",
        "Seri A, kegiatan ke-1",
        "Kanreg II",
        '<b class="num">08.00</b> Buka',
        '<b class="num">09:15–10:00</b> Dialog',
        "<p>Penutup</p>",
        "Tampilkan 2 unit lain",
        "<li>Kecamatan Hilir</li>",
        "<li>Dinas 13</li>",
        "Akan datang",
        reverse("neutrality:event-calendar", args=[event.slug]),
    ]
    assert [part for part in wanted if part not in html] == []


def test_place_names_the_kecamatan_once(make_event):
    kecamatan = factories.KecamatanFactory(name="Kecamatan Hulu")
    places = {venue: make_event(venue=venue, kecamatan_id=kecamatan.pk).place for venue in ("Aula", "Kecamatan Hulu")}
    assert places == {"Aula": "Aula, Kecamatan Hulu", "Kecamatan Hulu": "Kecamatan Hulu"}


def test_time_over_two_days_names_both(make_event):
    start = local(2030, 6, 21, 20)
    event = make_event(starts_at=start, ends_at=start + timedelta(hours=14))
    assert event.when == "Jumat, 21 Juni 2030, 20.00 – Sabtu, 22 Juni 2030, 10.00 WIB"


def test_page_is_an_event_for_search_engines_and_has_a_face_for_messengers(client, make_event, settings):
    event = make_event(starts_at=local(2030, 6, 21, 8), hosts=["BKD Uji"], speakers=["Nama Contoh; Kanreg"])
    html = html_of(client, event)
    wanted = [
        'itemtype="https://schema.org/Event"',
        'itemprop="startDate" datetime="2030-06-21T08:00:00+07:00"',
        'itemprop="endDate" content="2030-06-21T11:00:00+07:00"',
        "https://schema.org/EventScheduled",
        "https://schema.org/OfflineEventAttendanceMode",
        f'itemprop="url" href="{settings.SITE_URL}{event.get_absolute_url()}"',
        f'property="og:title" content="{event.title}"',
        'property="og:description" content="Jumat, 21 Juni 2030, 08.00–11.00 WIB · Aula Contoh"',
    ]
    assert [part for part in wanted if part not in html] == []
    assert "noindex" not in html


def test_page_counts_the_place_in_the_series(client, make_event):
    make_event(series="Seri A", starts_in=timedelta(days=1))
    cancel_event(make_event(series="Seri A", starts_in=timedelta(days=2)), reason="Hujan.", by=None)
    make_event(series="Seri B", starts_in=timedelta(days=3))
    assert "Seri A, kegiatan ke-2" in html_of(client, make_event(series="Seri A", starts_in=timedelta(days=4)))


@pytest.mark.parametrize(
    ("starts_in", "finish", "badge"),
    [
        (timedelta(days=2), False, "Akan datang"),
        (timedelta(minutes=-30), False, "Berlangsung hari ini"),
        (timedelta(days=-2), False, "Selesai"),
        (timedelta(minutes=-30), True, "Selesai"),
    ],
)
def test_page_says_how_the_event_stands(client, make_event, starts_in, finish, badge):
    event = make_event(starts_in=starts_in)
    if finish:
        finish_event(event, by=None)
    assert f">{badge}</span>" in html_of(client, event)


def test_page_of_a_cancelled_event_says_why(client, make_event):
    event = make_event()
    cancel_event(event, reason="Aula <kebanjiran>.", by=None)
    html = html_of(client, event)
    wanted = ["Dibatalkan", "Aula &lt;kebanjiran&gt;.", "https://schema.org/EventCancelled"]
    assert [part for part in wanted if part not in html] == []


def test_page_needs_few_queries_however_many_are_invited(client, cast, make_event):
    def queries(number):
        event = make_event(units=[factories.WorkUnitFactory() for _ in range(number)] + [cast["asn"].employee.unit])
        with CaptureQueriesContext(connection) as captured:
            html_of(client, event)
        return len(captured)

    client.force_login(cast["asn"])
    assert queries(300) == queries(3)


@pytest.mark.parametrize("path", ["/kegiatan/tidak-ada/", "/kegiatan/%00/", "/kegiatan/tidak-ada/kalender.ics"])
def test_event_that_does_not_exist_is_a_404(client, agency, path):
    assert client.get(path).status_code == 404


# -- The link of an online meeting


def test_link_is_shown_to_the_invited_and_to_organisers_only(client, cast, make_event):
    event = make_event(mode="hibrida", link=LINK, units=[cast["asn"].employee.unit])
    shown = set()
    for who in ("warga", *cast):
        client.logout() if who == "warga" else client.force_login(cast[who])
        shown |= {who} if LINK in html_of(client, event) else set()
    assert shown == {"asn", "panitia"}


def test_link_goes_when_the_event_is_over_or_cancelled(client, cast, make_event):
    client.force_login(cast["asn"])
    fields = {"mode": "daring", "link": LINK, "venue": "", "units": [cast["asn"].employee.unit]}
    over = make_event(**fields, starts_in=timedelta(days=-1))
    cancelled = make_event(**fields)
    cancel_event(cancelled, reason="Hujan.", by=None)
    assert [event for event in (over, cancelled) if LINK in html_of(client, event)] == []


# -- The pass


def test_pass_is_thirteen_characters_that_check_themselves(make_event):
    event = make_event()
    code = pass_of(event, 7)
    assert (len(code), code[-1], pass_of(event, 7)) == (13, check_character(code[:-1]), code)
    assert len({pass_of(event, 7), pass_of(event, 8), pass_of(make_event(), 7)}) == 3


def test_pass_stands_on_the_page_of_the_invited_in_groups_and_as_qr_of_version_1(client, cast, make_event):
    event = make_event(units=[cast["asn"].employee.unit])
    client.force_login(cast["asn"])
    page = client.get(event.get_absolute_url())
    html, code = page.content.decode(), pass_of(event, cast["asn"].employee_id)
    words = f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12]}"
    assert (words in html, clean_code(words)) == (True, code)
    expected = segno.make(code, version=1, error="m", micro=False, boost_error=False)
    assert (expected.designator, page.context["card"]["qr"].count("<path")) == ("1-M", 1)
    assert page.context["card"]["qr"].partition(' d="')[2].partition('"')[0] in expected.svg_inline()
    assert f"Kode QR kartu masuk {words.replace('-', ' ')}" in html


def test_pass_stands_on_no_page_of_anybody_else(client, cast, make_event):
    event = make_event(units=[cast["asn"].employee.unit, cast["thl"].employee.unit])
    codes = {who: pass_of(event, cast[who].employee_id) for who in cast}
    paths = [LIST, event.get_absolute_url(), "/kegiatan/kalender.ics", f"{event.get_absolute_url()}kalender.ics"]
    paths += ["/akun/", "/kerja/", "/kerja/kegiatan/", f"/kerja/kegiatan/{event.pk}/"]
    seen = set()
    for reader in ("warga", *cast):
        client.logout() if reader == "warga" else client.force_login(cast[reader])
        for path in paths:
            text = client.get(path).content.decode().replace("-", "")
            seen |= {(reader, owner) for owner, code in codes.items() if code in text}
    assert seen == {("asn", "asn"), ("thl", "thl")}


def test_pass_says_when_its_owner_came_in(client, cast, make_event):
    event = make_event(units=[cast["asn"].employee.unit], starts_in=timedelta(minutes=-30))
    move_to(event.attendances.get(), Attendance.State.PRESENT, present_at=local(2030, 1, 1, 7, 52))
    client.force_login(cast["asn"])
    html = html_of(client, event)
    assert ("Masuk tercatat 07.52 WIB" in html, "Kartu masuk Anda" in html) == (True, True)
    finish_event(event, by=None)
    html = html_of(client, event)
    assert ("Masuk tercatat 07.52 WIB" in html, "Kartu masuk Anda" in html) == (True, False)


def test_pass_is_good_only_while_the_event_is_open(client, cast, make_event):
    fields = {"units": [cast["asn"].employee.unit]}
    closed = [make_event(**fields, starts_in=timedelta(days=-1)), make_event(**fields)]
    cancel_event(closed[1], reason="Hujan.", by=None)
    client.force_login(cast["asn"])
    assert [event for event in closed if client.get(event.get_absolute_url()).context["card"]] == []


def test_stranger_is_asked_to_log_in_and_comes_back(client, make_event):
    event = make_event()
    assert f'href="{reverse("account_login")}?next={event.get_absolute_url()}"' in html_of(client, event)


# -- The search


def test_search_finds_what_is_published_and_drafts_only_for_organisers(cast, make_event):
    found = make_event(title="Ikrar integritas")
    draft = make_event(title="Ikrar berikutnya", draft=True)

    def hits(who):
        return {event.pk for event in Event.objects.visible_to(cast[who]).search(understand("ikrar"))}

    assert (hits("asn"), hits("panitia")) == ({found.pk}, {found.pk, draft.pk})
    assert [event.title for event in Event.objects.public().search(understand("ikar integrtas"))] == [
        "Ikrar integritas"
    ]
