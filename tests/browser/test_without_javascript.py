"""Every task is done without JavaScript."""

import re

import pytest

from tests import uploads

from .conftest import fill_login
from .conversation import answer, ask, path_of, send_question
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = pytest.mark.browser


def faults(visit, page):
    """Return what breaks the rules of the interface on a page; axe is a script, so it looks at its HTML elsewhere."""
    twin = visit(width=page.viewport_size["width"], service_workers="block")
    twin.goto("/luring/")
    twin.set_content(page.content())
    return misfits(page) + violations(twin)


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
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
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
    thread = send_question(asker)
    assert asker.get_by_text("Kenaikan Gaji Berkala (KGB), edisi").is_visible()

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


def test_second_step_shows_what_was_typed_suggests_answers_and_takes_the_files(visit):
    page = visit(js=False, login="thl", width=320)
    page.goto("/tanya/")
    page.get_by_label(re.compile("^Pengaduan")).check()
    page.get_by_label("Pokok pertanyaan").fill("Perawat mau naik pangkat sekaligus naik jenjang")
    page.get_by_label("Isi").fill("Perlu ukom dulu kah?\nMohon penjelasan.")
    assert page.get_by_label("Lampiran").is_hidden()
    page.get_by_role("button", name="Lanjut: periksa lalu kirim").click()
    page.get_by_role("heading", name="Langkah 2 dari 2: periksa lalu kirim").wait_for()
    assert faults(visit, page) == []
    assert page.get_by_text("Inspektorat Daerah karena ini pengaduan").is_visible()
    links = page.get_by_role("region", name="Mungkin sudah terjawab").get_by_role("link")
    assert 1 <= links.count() <= 3
    assert links.first.inner_text().startswith("Perawat mau naik pangkat")
    page.get_by_role("button", name="Ubah isian").click()
    assert page.get_by_label("Isi").input_value() == "Perlu ukom dulu kah?\nMohon penjelasan."
    assert page.get_by_label(re.compile("^Pengaduan")).is_checked()
    files = [{"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": uploads.pdf()}]
    send_question(page, files)
    assert page.get_by_role("link", name="bukti.pdf").is_visible()
    assert page.locator(".msg .prose").all_inner_texts() == ["Perlu ukom dulu kah?\nMohon penjelasan."]
    assert faults(visit, page) == []


def test_asker_answers_what_the_office_asks_back_rates_opens_again_and_withdraws(visit):
    asker, officer = visit(js=False, login="asn"), visit(js=False, login="petugas")
    thread = ask(asker, "Bertanya balik kepada saya")
    officer.goto(f"/kerja{thread}")
    officer.get_by_label("Jawaban untuk penanya").fill("Jenjang Anda apa?")
    officer.get_by_label(re.compile("^Minta keterangan")).check()
    officer.get_by_role("button", name="Kirim jawaban").click()
    officer.wait_for_url("**/kerja/tanya/")

    asker.goto(thread)
    assert faults(visit, asker) == []
    asker.get_by_label("Keterangan Anda").fill("Mahir.")
    asker.get_by_role("button", name="Kirim keterangan").click()
    asker.get_by_text("Keterangan terkirim").wait_for()

    answer(officer, thread, body="Perlu.")
    asker.goto(thread)
    asker.get_by_label("Ya, tutup pertanyaan").check()
    asker.get_by_label("4 Sangat baik").check()
    asker.get_by_label("Kesan Anda dalam satu kalimat").fill("Jelas.")
    asker.get_by_role("button", name="Kirim tanggapan").click()
    asker.get_by_text("Nilai Anda: 4 dari 4, “Jelas.”.").wait_for()

    asker.get_by_text("Belum selesai? Buka lagi").click()
    asker.get_by_label("Apa yang belum selesai?").fill("Formasinya belum ada.")
    asker.get_by_role("button", name="Buka lagi").click()
    asker.get_by_text("Pertanyaan dibuka lagi").wait_for()

    other = ask(asker, "Tidak jadi bertanya")
    asker.get_by_text("Tidak perlu dijawab lagi? Tarik pertanyaan").click()
    asker.get_by_role("button", name="Tarik pertanyaan").click()
    asker.get_by_text("Anda menarik pertanyaan ini.").wait_for()
    assert path_of(asker) == other
