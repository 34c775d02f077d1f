"""What is typed is never lost, is seen by nobody else, and arrives once: closed tabs, lost signals, lost answers."""

import re

import pytest

from tests import uploads

from .conftest import log_in
from .conversation import ask, send_question
from .portal import wait_for
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = pytest.mark.browser

THREAD = re.compile(r"/tanya/\d+/$")
KEPT = "() => Object.keys(localStorage).filter((name) => name.startsWith('draf:'))"
PDF = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": uploads.pdf()}


def title_of(page):
    return page.get_by_label("Pokok pertanyaan")


def note_of(page):
    return page.locator("form [data-keep-text]")


def type_question(page, title, body="Isi yang panjang.\nBaris kedua."):
    page.goto("/tanya/")
    title_of(page).fill(title)
    page.get_by_label("Isi").fill(body)


def how_often(page, title):
    page.goto("/tanya/saya/")
    return page.get_by_role("link", name=title, exact=True).count()


@pytest.fixture
def person(visit):
    """Return a function that opens a page of somebody who logged in on a device of its own."""

    def open_page(name="thl"):
        page = visit(service_workers="block")
        log_in(page, name)
        return page

    return open_page


def test_draft_survives_a_closed_tab_and_says_where_it_is(person):
    page = person()
    type_question(page, "Tab yang ditutup")
    page.get_by_label(re.compile("^Aspirasi")).check()
    assert "Draf tersimpan di perangkat ini pukul" in note_of(page).inner_text()
    key = page.locator("[name=key]").input_value()
    device = page.context
    page.close()
    again = device.new_page()
    again.goto("/tanya/")
    assert title_of(again).input_value() == "Tab yang ditutup"
    assert again.get_by_label("Isi").input_value() == "Isi yang panjang.\nBaris kedua."
    assert again.get_by_label(re.compile("^Aspirasi")).is_checked()
    assert again.locator("[name=key]").input_value() == key
    assert "Lampiran tidak ikut tersimpan." in note_of(again).inner_text()
    assert misfits(again) + violations(again) == []


def test_draft_is_thrown_away_when_its_writer_says_so(person):
    page = person()
    type_question(page, "Dibuang saja")
    key = page.locator("[name=key]").input_value()
    page.reload()
    page.get_by_role("button", name="Hapus draf").click()
    assert (title_of(page).input_value(), note_of(page).is_visible(), page.evaluate(KEPT)) == ("", False, [])
    assert page.locator("[name=key]").input_value() != key
    page.reload()
    assert title_of(page).input_value() == ""


def test_draft_is_not_shown_to_another_account_on_the_same_device(person, sessions):
    page = person()
    type_question(page, "Milik saya saja")
    page.context.clear_cookies()
    page.context.add_cookies(sessions("asn")["cookies"])
    page.goto("/tanya/")
    assert (title_of(page).input_value(), note_of(page).is_visible()) == ("", False)
    assert "Milik saya saja" not in page.content()


def test_draft_goes_with_its_writer(person):
    page = person()
    type_question(page, "Ikut keluar")
    page.goto("/akun/")
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/")
    assert page.evaluate(KEPT) == []


def test_draft_is_gone_once_the_question_arrived(person):
    page = person()
    type_question(page, "Sudah sampai")
    send_question(page)
    assert page.evaluate(KEPT) == []
    page.goto("/tanya/")
    assert title_of(page).input_value() == ""


def test_question_that_was_refused_stays_a_draft(person):
    page = person()
    type_question(page, "", body="Tanpa pokok.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.locator(".error").wait_for()
    assert page.get_by_label("Isi").input_value() == "Tanpa pokok."
    title_of(page).fill("Sekarang berpokok")
    send_question(page)
    assert page.evaluate(KEPT) == []


def test_address_of_the_page_wins_over_the_draft(person):
    page = person()
    type_question(page, "Draf yang lama")
    page.goto("/tanya/?layanan=kgb&pokok=Dari+pencarian")
    assert title_of(page).input_value() == "Dari pencarian"
    assert page.get_by_label("Tentang layanan").input_value() == "kgb"
    assert page.get_by_label("Isi").input_value() == "Isi yang panjang.\nBaris kedua."


def lose_signal(page, visit):
    visit.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)


def send_without_signal(page, visit):
    """Press Send while there is no signal; the question then waits on the device."""
    lose_signal(page, visit)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_text("menunggu di perangkat ini dan terkirim sekali").wait_for()


def test_question_without_a_signal_waits_and_is_sent_once(person, visit):
    page = person()
    type_question(page, "Tanpa sinyal")
    send_without_signal(page, visit)
    page.context.set_offline(False)
    page.wait_for_url(THREAD)
    assert page.evaluate(KEPT) == []
    assert how_often(page, "Tanpa sinyal") == 1


def test_question_that_waits_outlives_its_tab_and_is_seen_elsewhere(person, visit):
    page = person()
    type_question(page, "Tab ditutup tanpa sinyal")
    send_without_signal(page, visit)
    device = page.context
    page.close()
    device.set_offline(False)
    again = device.new_page()
    again.goto("/tanya/saya/")
    again.get_by_role("link", name="Buka dan kirim").click()
    again.wait_for_url(THREAD)
    assert how_often(again, "Tab ditutup tanpa sinyal") == 1
    assert again.get_by_text("yang belum terkirim").is_hidden()


def test_question_whose_answer_was_lost_is_asked_once(person, visit):
    """The server has it, the phone does not know: what is sent again finds what was sent before."""
    visit.expect("ERR_FAILED")
    page = person()
    type_question(page, "Jawaban server hilang")
    received = []

    def lose_answer(route):
        if route.request.method == "POST":
            received.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    page.route("**/tanya/", lose_answer)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_text("menunggu di perangkat ini").wait_for()
    assert received == [302]
    page.unroute("**/tanya/")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_url(THREAD)
    assert how_often(page, "Jawaban server hilang") == 1


def test_files_do_not_wait_without_a_signal_and_the_page_says_so(person, visit):
    page = person()
    type_question(page, "Dengan lampiran")
    page.get_by_label("Lampiran").set_input_files([PDF])
    lose_signal(page, visit)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_text("Lampiran tidak dapat disimpan di perangkat ini").wait_for()
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url(THREAD)
    assert page.get_by_role("link", name="bukti.pdf").is_visible()
    assert how_often(page, "Dengan lampiran") == 1


def test_question_that_waits_survives_an_ended_session(person, visit):
    page = person()
    type_question(page, "Sesi berakhir tanpa sinyal")
    send_without_signal(page, visit)
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    page.wait_for_url("**/akun/masuk/**")
    page.get_by_label("NIP, nomor portal, atau surel").fill("thl@contoh.invalid")
    page.get_by_label("Kata sandi").fill("demo-bondowoso")
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(THREAD)
    assert how_often(page, "Sesi berakhir tanpa sinyal") == 1


def test_reply_survives_a_closed_tab(person):
    page = person("asn")
    thread = ask(page, "Tanggapan yang ditulis lama")
    officer = person("petugas")
    officer.goto(f"/kerja{thread}")
    officer.get_by_label("Jawaban untuk penanya").fill("Begini.")
    officer.get_by_role("button", name="Kirim jawaban").click()
    officer.wait_for_url("**/kerja/tanya/")
    page.goto(thread)
    page.get_by_label("Belum, saya ingin bertanya lagi").check()
    page.get_by_label("Tanggapan").fill("Yang belum jelas ada tiga.")
    device = page.context
    page.close()
    again = device.new_page()
    again.goto(thread)
    assert again.get_by_label("Tanggapan").input_value() == "Yang belum jelas ada tiga."
    again.get_by_role("button", name="Kirim tanggapan").click()
    again.get_by_text("Tanggapan terkirim.").wait_for()
    assert again.evaluate(KEPT) == []


def test_suggestions_come_while_typing_and_the_form_stays_usable(person):
    page = person()
    page.goto("/tanya/")
    title_of(page).press_sequentially("Perawat mau naik pangkat sekaligus naik jenjang", delay=5)
    links = page.get_by_role("region", name="Mungkin sudah terjawab").get_by_role("link")
    links.first.wait_for()
    assert 1 <= links.count() <= 3
    assert links.first.inner_text().startswith("Perawat mau naik pangkat")
    assert links.first.get_attribute("target") == "_blank"
    assert misfits(page) + violations(page) == []
    title_of(page).fill("Toilet di kantor kotor sekali")
    wait_for(lambda: links.count() == 0, "suggestions for what nobody can answer")
    page.get_by_label("Isi").fill("Mohon dibersihkan.")
    send_question(page)


def test_form_asks_only_what_its_kind_needs_and_says_what_a_closed_topic_means(person):
    page = person()
    page.goto("/tanya/")
    number = page.get_by_label("Nomor laporan di LAPOR!")
    assert number.is_hidden()
    page.get_by_label(re.compile("^Pengaduan")).check()
    number.fill("7345121")
    page.get_by_label(re.compile("^Pertanyaan")).check()
    assert number.is_hidden()
    note = page.get_by_text("Topik tertutup: pertanyaan Anda hanya dibaca")
    assert note.is_hidden()
    page.get_by_label(re.compile("^Ya, boleh")).check()
    page.get_by_label("Tentang layanan").select_option("izin-perceraian")
    assert note.is_visible()
    assert page.get_by_label(re.compile("^Tidak, tertutup")).is_checked()
    assert page.get_by_label(re.compile("^Ya, boleh")).is_disabled()
    title_of(page).fill("Topik tertutup saya")
    page.get_by_label("Isi").fill("Rahasia.")
    send_question(page)
    assert page.get_by_text("Topik tertutup: hanya Anda serta petugas").is_visible()
