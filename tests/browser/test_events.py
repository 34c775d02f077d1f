"""An organiser prepares and publishes an event; an invited person finds the own pass."""

import re
from datetime import date, timedelta

import pytest

from .conversation import wait_for_mail

pytestmark = pytest.mark.browser

PASS = re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$")


def write(page, title):
    """Fill in a new event that calls one kecamatan, and save it as a draft."""
    page.goto("/kerja/kegiatan/")
    page.get_by_role("link", name="Buat kegiatan").click()
    page.get_by_label("Judul").fill(title)
    page.get_by_label("Tanggal").fill((date.today() + timedelta(days=20)).isoformat())
    page.get_by_label(re.compile("^Mulai")).fill("08:00")
    page.get_by_label(re.compile("^Selesai")).fill("11:00")
    page.get_by_label(re.compile("^Tempat")).fill("Aula Contoh")
    page.get_by_role("checkbox", name="Taman Krocok", exact=True).check()
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_text("Draf tersimpan").wait_for()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_event_goes_from_the_desk_to_the_pass_of_an_invited_person(visit, js):
    title = f"Ikrar contoh {'dengan' if js else 'tanpa'} skrip"
    organiser = visit(js=js, login="panitia")
    write(organiser, title)
    organiser.get_by_text("Terbitkan", exact=True).click()
    organiser.get_by_role("button", name=re.compile(r"Terbitkan dan undang \d+ pegawai")).click()
    organiser.get_by_text("Terbit. Undangan berangkat lewat surel.").wait_for()
    wait_for_mail(organiser, f"Undangan: {title}", "asn@contoh.invalid")
    guest = visit(js=js, login="asn")
    guest.goto("/kegiatan/?saring=saya")
    guest.get_by_role("link", name=title).click()
    assert PASS.match(guest.locator(".pass .code").inner_text())
    assert guest.get_by_role("img", name=re.compile("^Kode QR kartu masuk")).bounding_box()["width"] > 100


def test_units_are_narrowed_by_typing_and_ticks_survive(visit):
    page = visit(width=1366, login="panitia")
    page.goto("/kerja/kegiatan/baru/")
    page.get_by_label("Saring nama unit").fill("puskesmas taman krocok")
    units = page.locator("#unit-diundang")
    assert units.get_by_role("checkbox").count() == 1
    units.get_by_role("checkbox", name="UPTD Puskesmas Taman Krocok").check()
    assert units.get_by_role("status").inner_text() == "1 unit"
    page.get_by_label("Saring nama unit").fill("")
    assert page.get_by_label("UPTD Puskesmas Taman Krocok").is_checked()


def test_every_kecamatan_is_ticked_and_unticked_at_once(visit):
    page = visit(width=1366, login="panitia")
    page.goto("/kerja/kegiatan/baru/")
    boxes = page.locator("#kecamatan-diundang input")
    page.get_by_role("button", name="Pilih semua kecamatan").click()
    assert boxes.evaluate_all("boxes => boxes.filter((box) => box.checked).length") == boxes.count() == 23
    page.get_by_role("button", name="Kosongkan pilihan").click()
    assert boxes.evaluate_all("boxes => boxes.filter((box) => box.checked).length") == 0
