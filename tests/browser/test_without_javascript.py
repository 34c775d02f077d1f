"""Every task is done without JavaScript."""

import re

import pytest

from .conftest import fill_login
from .conversation import answer, path_of

pytestmark = pytest.mark.browser


def items(page):
    """Return the checklist: requirement key to its reasons."""
    rows = page.locator(".check__item").all()
    return {row.get_attribute("id").removeprefix("syarat-"): row.locator(".why").all_inner_texts() for row in rows}


def test_service_is_found_through_the_filters(visit):
    page = visit(js=False)
    page.goto("/")
    page.get_by_role("link", name="Lihat layanan").click()
    page.get_by_role("link", name=re.compile(r"^PPPK \d")).click()
    page.get_by_text("Kelompok layanan", exact=True).first.click()
    group = page.get_by_role("navigation", name="Kelompok layanan")
    group.get_by_role("link", name="Gaji dan Masa Kerja").click()
    page.wait_for_url("**/layanan/?jenis=PPPK_PENUH&kelompok=penghasilan")
    assert page.locator("main h3").all_inner_texts() == ["Kenaikan Gaji Berkala (KGB)"]
    page.get_by_role("link", name="Kenaikan Gaji Berkala (KGB)").click()
    page.wait_for_url("**/layanan/kgb/")


def test_checklist_shows_exactly_what_applies_and_why(visit):
    page = visit(js=False)
    page.goto("/layanan/kgb/")
    page.get_by_label("PPPK", exact=True).check()
    page.get_by_label("Apakah masa kerja Anda pernah ditinjau kembali (PMK)?").check()
    page.get_by_role("button", name="Perbarui daftar").click()
    page.wait_for_url("**/layanan/kgb/?daftar=1&jenis=PPPK_PENUH&ya=masa-kerja-ditinjau#daftar")
    applies = {
        "surat-pengantar": [],
        "sk-kgb-terakhir": [],
        "perjanjian-kerja-sk-pengangkatan": ["Perlu karena Anda PPPK."],
        "skp-satu-tahun": [],
        "sk-pmk": ["Perlu karena Anda pernah menjalani peninjauan masa kerja."],
    }
    assert items(page) == applies
    assert page.get_by_text("1 butir lain tidak berlaku").is_visible()
    shared = page.get_by_role("link", name="Tautan daftar ini").get_attribute("href")
    someone_else = visit(js=False)
    someone_else.goto(f"/layanan/kgb/{shared}")
    assert items(someone_else) == applies


def test_search_finds(visit):
    page = visit(js=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("kenaikan gaji berkala")
    page.get_by_role("main").get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Kenaikan Gaji Berkala (KGB)").first.click()
    page.wait_for_url("**/layanan/kgb/")


def test_search_in_vain_carries_the_words_to_the_form(visit):
    page = visit(js=False, login="asn")
    page.goto("/cari/?q=asdfgh")
    page.get_by_role("main").get_by_role("link", name="Tanyakan").click()
    page.wait_for_url("**/tanya/**")
    assert page.get_by_label("Pokok pertanyaan").input_value() == "asdfgh"


def test_wrong_password_is_said_beside_the_form(visit):
    page = visit(js=False)
    page.goto("/akun/masuk/")
    fill_login(page, "asn", password="bukan-sandinya")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "tidak cocok" in alert.inner_text()
    assert page.get_by_label("NIP").input_value() == "asn@contoh.invalid"


def test_nip_with_spaces_logs_in(visit):
    page = visit(js=False)
    page.goto("/akun/masuk/")
    page.get_by_label("NIP").fill("19870315 201001 2 003")
    page.get_by_label("Kata sandi").fill("demo-bondowoso")
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    page.get_by_role("banner").get_by_role("link", name="Pegawai").wait_for()


def test_incomplete_form_says_what_is_missing_and_keeps_the_rest(visit):
    page = visit(js=False, login="asn")
    page.goto("/tanya/?layanan=kgb")
    page.get_by_label(re.compile("^Aspirasi")).check()
    page.get_by_label("Isi").fill("Yang sudah saya tulis.")
    page.get_by_role("button", name="Kirim").click()
    page.locator(".error").first.wait_for()
    title = page.get_by_label("Pokok pertanyaan")
    assert page.locator(".error").count() == 1
    assert title.get_attribute("aria-invalid") == "true"
    described = title.get_attribute("aria-describedby").split()
    assert page.locator(".field--bad [id$=_error]").get_attribute("id") in described
    assert page.get_by_label("Isi").input_value() == "Yang sudah saya tulis."
    assert page.get_by_label("Tentang layanan").input_value() == "kgb"
    assert page.get_by_label(re.compile("^Aspirasi")).is_checked()


def test_conversation_from_question_to_close(visit):
    asker, officer = visit(js=False, login="asn"), visit(js=False, login="petugas")
    asker.goto("/layanan/kgb/")
    asker.get_by_role("link", name="Tanya tentang layanan ini").click()
    asker.get_by_label("Pokok pertanyaan").fill("KGB saya terlambat")
    asker.get_by_label("Isi").fill("Apa yang harus saya lakukan?")
    asker.get_by_role("button", name="Kirim").click()
    asker.wait_for_url(re.compile(r"/tanya/\d+/$"))
    assert asker.get_by_text("Kenaikan Gaji Berkala (KGB), edisi").is_visible()
    thread = path_of(asker)

    officer.goto("/kerja/tanya/")
    officer.get_by_role("link", name="KGB saya terlambat").first.click()
    officer.wait_for_url(f"**/kerja{thread}")
    answer(officer, thread, body="Ajukan usul susulan.")

    asker.goto(thread)
    assert asker.locator(".msg--office .prose").all_inner_texts() == ["Ajukan usul susulan."]
    asker.get_by_label("Belum, saya ingin bertanya lagi").check()
    asker.get_by_role("button", name="Kirim tanggapan").click()
    asker.get_by_text("Tulis apa yang masih ingin Anda tanyakan.").wait_for()
    asker.get_by_label("Tanggapan").fill("Ke siapa?")
    asker.get_by_role("button", name="Kirim tanggapan").click()
    asker.get_by_text("Tanggapan terkirim.").wait_for()

    answer(officer, thread, body="Ke unit kerja Anda.")
    asker.goto(thread)
    asker.get_by_label("Ya, tutup pertanyaan").check()
    asker.get_by_role("button", name="Kirim tanggapan").click()
    asker.get_by_text("Anda menutup pertanyaan ini.").wait_for()
    said = ["Apa yang harus saya lakukan?", "Ajukan usul susulan.", "Ke siapa?", "Ke unit kerja Anda."]
    assert asker.locator(".msg .prose").all_inner_texts() == said
