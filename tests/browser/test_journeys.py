"""The mission from end to end, each by its own people: an event is held, its story told, its figures corrected."""

import re
from datetime import date, timedelta

import pytest

from .conversation import path_of, wait_for_mail, write_story
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = pytest.mark.browser

# Phones and desks, with a script and without; the short run walks one of each.
DEVICES = [
    (360, False),
    (1366, True),
    pytest.param(360, True, marks=pytest.mark.long),
    pytest.param(1366, False, marks=pytest.mark.long),
]


def checked(page, js):
    """Hold the page that is open to the rules of the layout and to axe, where a script may look at it."""
    assert not js or violations(page) + misfits(page) == []


def hold_event(page, title, js):
    """Make and publish an event of tomorrow for one kecamatan, as its organiser; return the path of its desk."""
    page.goto("/kerja/kegiatan/baru/")
    page.get_by_label("Judul").fill(title)
    page.get_by_label("Tanggal").fill((date.today() + timedelta(days=1)).isoformat())
    page.get_by_label("Mulai").fill("08:00")
    page.get_by_label(re.compile("^Selesai")).fill("11:00")
    page.get_by_label("Tempat").fill("Pendopo Contoh")
    page.locator("#kecamatan-diundang").get_by_label("Taman Krocok", exact=True).check()
    checked(page, js)
    page.get_by_role("button", name="Simpan draf").click()
    page.wait_for_url(re.compile(r"/kerja/kegiatan/\d+/$"))
    desk = path_of(page)
    page.locator("summary").get_by_text("Terbitkan", exact=True).click()
    page.get_by_role("button", name=re.compile(r"^Terbitkan dan undang \d+ pegawai")).click()
    page.get_by_text("Undangan berangkat lewat surel.").wait_for()
    checked(page, js)
    return desk


@pytest.mark.parametrize(("width", "js"), DEVICES)
def test_event_is_held_from_the_invitation_to_the_recap(visit, width, js):
    organiser = visit(width=width, js=js, login="panitia")
    person = visit(width=width, js=js, login="asn")
    title = f"Pembinaan contoh {width} {'dengan' if js else 'tanpa'} skrip"
    desk = hold_event(organiser, title, js)

    officer = visit(width=1366, login="petugas")
    assert wait_for_mail(officer, title, "asn@contoh.invalid")
    person.goto("/kegiatan/")
    person.get_by_role("link", name=title).first.click()
    code = person.locator(".pass .code").inner_text().strip()
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]", code)
    checked(person, js)

    gate = desk.replace("/kerja/kegiatan/", "/pintu/")
    organiser.goto(gate)
    field = organiser.get_by_label("Kode kartu atau NIP")
    said = organiser.locator("[data-gate-answer] strong")
    for typed, word in [
        (code.lower(), "Masuk"),
        (code, "Sudah tercatat"),
        ("1981 0105 2006 0410 04", "Bukan undangan"),
        ("0000-0000-0000-0", "Tidak dikenal"),
    ]:
        field.fill(typed)
        field.press("Enter")
        said.get_by_text(word, exact=True).wait_for()
    checked(organiser, js)
    organiser.get_by_text("Tamu menurut nama").click()
    organiser.get_by_label(re.compile("^Nama")).fill("Tamu Contoh")
    organiser.get_by_label(re.compile("^Unit")).fill("Instansi Contoh")
    organiser.get_by_role("button", name="Catat tamu").click()
    organiser.get_by_text("Tamu Contoh").first.wait_for()

    organiser.goto(f"{desk}rekap/")
    facts = organiser.get_by_role("main").inner_text()
    assert re.search(r"\b1\s+hadir dari \d+ diundang", facts)
    assert re.search(r"\b1\s+tamu", facts)
    checked(organiser, js)
    person.goto("/akun/kehadiran/")
    assert person.locator(".row").filter(has_text=title).locator(".badge").inner_text() == "Hadir"
    checked(person, js)


@pytest.mark.parametrize(("width", "js"), DEVICES)
def test_story_is_written_by_one_editor_and_published_by_another(visit, width, js):
    writer = visit(width=width, js=js, login="penyunting")
    title = f"Kabar contoh {width} {'dengan' if js else 'tanpa'} skrip"
    story = write_story(writer, title, then="Simpan dan kirim untuk ditinjau")
    writer.goto(f"{story}pratinjau/")
    writer.get_by_text("tidak disetujui oleh penulisnya sendiri").wait_for()
    checked(writer, js)
    reviewer = visit(width=width, js=js, login="penyunting2")
    reviewer.goto("/kerja/berita/?keadaan=ditinjau")
    reviewer.get_by_role("link", name=title).click()
    reviewer.get_by_label(re.compile("^Sekarang")).check()
    reviewer.get_by_role("button", name="Setujui").click()
    reviewer.get_by_role("link", name="Buka halaman berita").click()
    reviewer.wait_for_url("**/berita/**")
    reader = visit(width=width, js=js)
    reader.goto("/berita/")
    reader.get_by_role("link", name=title).click()
    assert reader.locator("h1").inner_text() == title
    checked(reader, js)
    reader.goto(f"/cari/?q={title}")
    assert reader.get_by_role("link", name=title).count() >= 1


@pytest.mark.parametrize(("width", "js"), DEVICES)
def test_person_finds_own_attendance_and_decrees_in_the_account(visit, width, js):
    person = visit(width=width, js=js, login="asn")
    person.goto("/akun/")
    checked(person, js)
    person.get_by_role("link", name="Semua kehadiran saya").click()
    person.wait_for_url("**/akun/kehadiran/")
    person.goto("/akun/")
    person.get_by_role("link", name="Semua keputusan saya").click()
    person.wait_for_url("**/akun/keputusan/")
    checked(person, js)
    person.get_by_role("rowheader").get_by_role("link", name=re.compile("Kenaikan Pangkat")).first.click()
    person.wait_for_url(re.compile(r"/akun/keputusan/\d+/$"))
    assert "Penata, III/c" in person.get_by_role("main").inner_text()
    checked(person, js)
    code = person.locator(".pass .code").inner_text()
    stranger = visit(width=width, js=js)
    stranger.goto("/verifikasi/")
    stranger.get_by_label("Kode periksa").fill(code)
    stranger.get_by_role("button", name="Periksa").click()
    stranger.wait_for_url("**/verifikasi/*/")
    assert stranger.locator(".verdict strong").inner_text() == "Berlaku"
    text = stranger.get_by_role("main").inner_text()
    assert [part for part in ("198703152010012003", "Pegawai Contoh") if part in text] == []
    checked(stranger, js)
