"""A conversation with everything on: scripts, a phone and a desk, a worker that sends the mail."""

import re

import pytest

from .conftest import fill_login
from .conversation import ANSWER, answer, number_of, path_of, wait_for_mail

pytestmark = pytest.mark.browser


def test_conversation_from_the_service_page_to_the_close(visit):
    asker, officer = visit(), visit(width=1366, login="petugas")
    asker.goto("/layanan/kgb/")
    asker.get_by_role("link", name="Tanya tentang layanan ini").click()
    asker.wait_for_url("**/akun/masuk/**")
    fill_login(asker, "asn")
    asker.wait_for_url("**/tanya/?layanan=kgb&edisi=*")
    assert asker.get_by_label("Tentang layanan").input_value() == "kgb"
    asker.get_by_label("Pokok pertanyaan").fill("Apakah perlu SKP?")
    asker.get_by_label("Isi").fill("SKP tahun lalu belum terbit.")
    asker.get_by_role("button", name="Kirim").click()
    asker.wait_for_url(re.compile(r"/tanya/\d+/$"))
    thread, number = path_of(asker), number_of(asker)
    assert asker.get_by_role("status").is_visible()

    officer.goto(wait_for_mail(officer, number, "menunggu jawaban", "petugas@contoh.invalid"))
    officer.locator("main a[href*='/kerja/tanya/']").last.click()
    officer.wait_for_url(f"**/kerja{thread}")
    answer(officer, thread)

    mail = wait_for_mail(officer, number, "sudah dijawab", "asn@contoh.invalid")
    officer.goto(mail)
    assert ANSWER not in officer.locator("main").inner_text()
    asker.goto(officer.locator(f"a[href$='{thread}']").get_attribute("href"))
    assert asker.locator(".msg--office .prose").all_inner_texts() == [ANSWER]
    asker.get_by_label("Belum, saya ingin bertanya lagi").check()
    asker.get_by_label("Tanggapan").fill("Siapa yang menerbitkannya?")
    asker.get_by_role("button", name="Kirim tanggapan").click()
    asker.get_by_text("Tanggapan terkirim.").wait_for()

    answer(officer, thread, body="Pejabat penilai kinerja Anda.")
    asker.goto(thread)
    asker.get_by_label("Ya, tutup pertanyaan").check()
    asker.get_by_role("button", name="Kirim tanggapan").click()
    asker.get_by_text("Anda menutup pertanyaan ini.").wait_for()
    assert asker.locator(".msg").count() == 4


def test_two_quick_taps_ask_once(visit):
    page = visit(login="thl")
    page.goto("/tanya/")
    page.get_by_label("Pokok pertanyaan").fill("Diketuk dua kali")
    page.get_by_label("Isi").fill("Apakah tercatat satu?")
    page.get_by_role("button", name="Kirim").dblclick()
    page.wait_for_url(re.compile(r"/tanya/\d+/$"))
    page.goto("/tanya/saya/")
    assert page.get_by_role("link", name="Diketuk dua kali").count() == 1


def test_form_sent_again_after_going_back_asks_once(visit):
    page = visit(login="thl", js=False)
    page.goto("/tanya/")
    page.get_by_label("Pokok pertanyaan").fill("Dikirim dua kali")
    page.get_by_label("Isi").fill("Apakah tercatat satu?")
    key = page.locator("[name=key]").input_value()
    form = {"key": key, "kind": "pertanyaan", "title": "Dikirim dua kali", "body": "Apakah tercatat satu?"}
    form["csrfmiddlewaretoken"] = page.locator("main [name=csrfmiddlewaretoken]").input_value()
    first, second = (page.request.post("/tanya/", form=form, headers={"Referer": page.url}) for _ in range(2))
    assert first.url == second.url
    page.goto("/tanya/saya/")
    assert page.get_by_role("link", name="Dikirim dua kali").count() == 1
