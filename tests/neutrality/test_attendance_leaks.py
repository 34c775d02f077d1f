"""Who was invited, who came and who did not is for organisers and for each person alone."""

import json
import uuid

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Activity, Notification, SearchTerm
from accounts.tasks import drain_outbox
from bkpsdm.lib.codes import grouped
from neutrality.actions import admit_guest, check_in
from neutrality.models import Attendance, Scan
from neutrality.passes import pass_of
from neutrality.recap import figures
from tests import factories
from tests.conftest import CAST
from tests.entering import enter

CAME, MISSED, GUEST = "Contoh Kenari Hadir", "Contoh Kenari Lalai", "Contoh Kenari Tamu"
NIPS = ["197001011995011001", "197001011995011002"]
NAMES = [CAME, MISSED, GUEST]
PUBLIC = ["/", "/kegiatan/", "/netralitas/", "/berita/", "/keputusan/", "/kegiatan/kalender.ics", "/sitemap.xml"]
PUBLIC += ["/cari/?q=kenari", "/cari/?q=lalai", f"/cari/?q={NIPS[0]}", "/robots.txt"]
PERSONAL = ["/akun/", "/akun/kehadiran/", "/kerja/", "/kerja/kegiatan/", "/kerja/tanya/"]
RECAP = ["?bagian=belum", "?bagian=tamu", "?bagian=unit", ""]


@pytest.fixture
def held(make_event, place, cast):
    """An event that asn was called to as well, with one who came, one who did not, and a guest."""
    came = factories.EmployeeFactory(unit=place["puskesmas"], name=CAME, nip=NIPS[0])
    factories.EmployeeFactory(unit=place["puskesmas"], name=MISSED, nip=NIPS[1])
    event = make_event(units=[place["puskesmas"], cast["asn"].employee.unit])
    check_in(event, text=came.nip, key=uuid.uuid4(), by=cast["panitia"])
    admit_guest(event, name=GUEST, unit="Kantor Kenari", key=uuid.uuid4(), by=cast["panitia"])
    return event


def pages_of(event):
    """Return the pages that hold the list for whoever may read it."""
    recap = reverse("neutrality:event-recap", args=[event.pk])
    return [*(recap + part for part in RECAP), f"{recap}daftar-hadir.xlsx", f"{recap}daftar-hadir.pdf"]


def seen(client, path):
    """Return which names and numbers a page holds, beside what the visitor typed herself."""
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace")
    words = [*NAMES, *NIPS]
    return [word for word in words if word in text and word not in path]


def test_names_are_there_to_be_found(client, cast, held):
    enter(client, cast["panitia"])
    found = {path.partition("rekap/")[2]: seen(client, path) for path in pages_of(held)}
    assert (found["?bagian=belum"], found["?bagian=tamu"]) == ([MISSED], [GUEST])


def test_attendance_is_on_no_page_of_anybody_but_organisers(client, cast, held):
    paths = [*PUBLIC, *PERSONAL, held.get_absolute_url(), f"{held.get_absolute_url()}kalender.ics", *pages_of(held)]
    paths += [reverse("neutrality:gate-list"), reverse("neutrality:gate-detail", args=[held.pk])]
    leaks = [("warga", path) for path in paths if seen(client, path)]
    for who in CAST.keys() - {"panitia"}:
        enter(client, cast[who])
        leaks += [(who, path) for path in paths if seen(client, path)]
    assert leaks == []


def test_not_even_organisers_meet_the_names_on_public_pages(client, cast, held):
    enter(client, cast["panitia"])
    assert [
        path for path in [*PUBLIC, held.get_absolute_url(), "/akun/", "/akun/kehadiran/"] if seen(client, path)
    ] == []


def test_another_person_sees_nothing_of_mine(cast, held):
    mine = {row.pk for row in Attendance.objects.visible_to(cast["asn"])}
    assert {row.employee for row in Attendance.objects.filter(pk__in=mine)} == {cast["asn"].employee}
    others = {who: Attendance.objects.visible_to(cast[who]).count() for who in CAST.keys() - {"asn", "panitia"}}
    assert others == dict.fromkeys(others, 0)
    assert {who for who in CAST if Scan.objects.visible_to(cast[who]).exists()} == {"panitia"}


def test_no_page_shows_a_whole_nip_to_organisers_either(client, cast, held):
    enter(client, cast["panitia"])
    paths = [path for path in pages_of(held) if not path.endswith(("xlsx", "pdf"))]
    paths += [reverse("neutrality:gate-detail", args=[held.pk]), reverse("neutrality:gate-list")]
    assert [path for path in paths if set(seen(client, path)) & set(NIPS)] == []


def test_record_messages_mails_and_search_hold_no_names_numbers_and_passes(client, cast, held):
    enter(client, cast["panitia"])
    for path in pages_of(held):
        client.get(path)
    drain_outbox()
    written = json.dumps(
        [
            *Activity.objects.values_list("verb", "details"),
            *Notification.objects.values_list("payload", flat=True),
            *SearchTerm.objects.filter(word__in=["kenari", "lalai"]).values_list("word", flat=True),
        ]
    )
    people = Attendance.objects.invited().values_list("employee", flat=True)
    codes = [pass_of(held, person) for person in people]
    hidden = [*NAMES, *NIPS, *codes, *map(grouped, codes), held.secret, "kenari"]
    assert Activity.objects.filter(verb="attendance_exported").count() == 2
    assert [word for word in hidden if word in written] == []
    letters = {letter.to[0]: letter.message().as_string() for letter in mail.outbox}
    assert len(letters) == 1
    assert [word for word in hidden for letter in letters.values() if word in letter] == []


def test_addresses_and_file_names_hold_no_nip_and_no_name(client, cast, held):
    enter(client, cast["panitia"])
    addresses = [*pages_of(held), reverse("neutrality:gate-detail", args=[held.pk])]
    addresses += [client.get(path).get("Content-Disposition", "") for path in pages_of(held)]
    assert [address for address in addresses for word in [*NIPS, "Kenari", "kenari"] if word in address] == []


def test_log_of_the_gate_holds_no_nip_and_no_pass(client, cast, held, caplog):
    enter(client, cast["panitia"])
    page = reverse("neutrality:gate-detail", args=[held.pk])
    person = Attendance.objects.missing().exclude(employee=cast["asn"].employee).get().employee_id
    texts = [NIPS[0], NIPS[1], pass_of(held, person), "199912312020121009", "halo"]
    with caplog.at_level("DEBUG"):
        for text in texts:
            client.post(page, {"text": text, "key": str(uuid.uuid4())})
        client.post(page, {"text": texts[0], "key": "bukan kunci"})
    assert Scan.objects.count() == 7
    # The lines of the database driver are written by no installation: DEBUG is for this test alone.
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [line for line in lines for text in texts if text in line] == []


def test_figures_for_the_public_are_totals(held):
    total = figures(held)
    assert {name: type(value) for name, value in vars(total).items()} == dict.fromkeys(
        ("invited", "present", "guests", "kecamatan"), int
    )
