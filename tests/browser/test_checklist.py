"""The checklist on the device: ticks, progress, print and PDF."""

import re

import pytest

pytestmark = pytest.mark.browser

NIP, NAME = "198703152010012003", "Pegawai Contoh"


def ticked(page):
    return page.locator(".tick:checked").evaluate_all("all => all.map((e) => e.dataset.checklistKey)")


def progress(page):
    bar = page.locator("[data-checklist-progress]")
    return page.locator("[data-checklist-count]").inner_text(), bar.evaluate("e => [e.value, e.max]")


def test_ticks_survive_a_reload_and_a_changed_answer(visit):
    page = visit()
    page.goto("/layanan/kgb/")
    assert page.locator("[data-checklist-note]").is_hidden()
    assert progress(page) == ("0 dari 5", [0, 5])
    page.get_by_label("SK KGB terakhir").check()
    page.get_by_label("Surat pengantar usul").check()
    assert page.locator("[data-checklist-note]").is_visible()
    assert progress(page) == ("2 dari 5", [2, 5])
    page.reload()
    assert ticked(page) == ["surat-pengantar", "sk-kgb-terakhir"]

    page.get_by_label("Surat pengantar usul").uncheck()
    page.get_by_label("SK pangkat terakhir").check()
    page.get_by_label("PPPK", exact=True).check()
    page.get_by_role("button", name="Perbarui daftar").click()
    page.wait_for_url("**jenis=PPPK_PENUH**")
    assert ticked(page) == ["sk-kgb-terakhir"]
    page.get_by_label("PNS", exact=True).check()
    page.get_by_role("button", name="Perbarui daftar").click()
    page.wait_for_url("**jenis=PNS**")
    assert ticked(page) == ["sk-kgb-terakhir", "sk-pangkat-terakhir"]


def test_ticks_carry_over_to_another_edition_by_key(visit):
    page = visit()
    page.goto("/layanan/kp-reguler/")
    page.locator("#centang-surat-pengantar").check()
    page.goto("/layanan/kp-reguler/edisi/1/")
    assert ticked(page) == ["surat-pengantar"]
    page.goto("/layanan/kgb/")
    assert ticked(page) == []


def test_print_button_needs_the_script_that_it_calls(visit):
    for js in (True, False):
        page = visit(js=js)
        page.goto("/layanan/kgb/")
        assert page.locator("[data-print]").is_visible() == js


def test_paper_shows_the_list_and_its_date_without_controls(visit):
    page = visit()
    page.goto("/layanan/kgb/")
    page.emulate_media(media="print")
    assert page.get_by_text("Dicetak").is_visible()
    assert page.locator(".check__item").count() == 5
    assert page.locator(".check__item").last.is_visible()
    for hidden in (".top", ".foot", "main form", "main .btn", ".crumbs"):
        assert page.locator(hidden).evaluate_all("all => all.some((e) => e.checkVisibility())") is False, hidden


def test_pdf_says_what_was_answered(visit):
    page = visit()
    page.goto("/layanan/kgb/?daftar=1&jenis=PNS")
    link = page.get_by_role("link", name="Unduh PDF").get_attribute("href")
    assert link == "/layanan/kgb/daftar-syarat.pdf?daftar=1&jenis=PNS"
    response = page.request.get(link)
    assert (response.status, response.headers["content-type"]) == (200, "application/pdf")
    assert response.body().startswith(b"%PDF-")


def test_answers_are_filled_in_for_who_is_logged_in(visit):
    page = visit(login="asn")
    page.goto("/layanan/kp-fungsional/")
    assert page.get_by_label("Apakah Anda guru atau tenaga kesehatan?").is_checked()
    assert page.get_by_label("Apakah jenjang jabatan fungsional Anda ikut naik?").is_checked() is False
    reason = page.locator("#syarat-sertifikat-pendidik-atau-str .why")
    assert reason.all_inner_texts() == ["Perlu karena Anda guru atau tenaga kesehatan."]
    page.get_by_label("Apakah Anda guru atau tenaga kesehatan?").uncheck()
    page.get_by_role("button", name="Perbarui daftar").click()
    page.wait_for_url(re.compile("daftar=1"))
    assert page.locator("#syarat-sertifikat-pendidik-atau-str").count() == 0


def test_shared_list_opens_the_same_for_a_stranger_and_names_nobody(visit):
    page, stranger = visit(login="asn"), visit()
    page.goto("/layanan/kp-fungsional/")
    page.get_by_role("link", name="Tautan daftar ini").click()
    page.wait_for_url(re.compile("daftar=1"))
    keys = "all => all.map((e) => e.id)"
    assert "guru-tenaga-kesehatan" in page.url
    assert NIP not in page.url
    stranger.goto(page.url)
    assert stranger.locator(".check__item").evaluate_all(keys) == page.locator(".check__item").evaluate_all(keys)
    assert NAME.split()[0] in page.get_by_role("banner").inner_text()  # what could leak is there
    assert NAME.split()[0] not in stranger.get_by_role("banner").inner_text()
    assert NIP not in stranger.content()
