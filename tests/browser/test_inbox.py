"""The queue of the office in a real browser: by keyboard, by few clicks, and without a script."""

import pytest

from .conversation import ask, path_of

pytestmark = pytest.mark.browser

INBOX = "/kerja/tanya/"


@pytest.fixture
def asked(visit):
    """Two questions in the queue of the officer; returns their titles."""
    asker = visit(login="thl")
    titles = ["Antrean: yang pertama", "Antrean: yang kedua"]
    for title in titles:
        ask(asker, title)
    return titles


def test_queue_is_worked_by_keyboard(visit, asked):
    page = visit(width=1366, login="petugas")
    page.goto(INBOX)
    links = page.locator("[data-inbox-row] th a")
    assert page.locator("[data-inbox-keys]").is_visible()
    page.keyboard.press("j")
    assert links.nth(0).evaluate("link => link === document.activeElement")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-inbox-row] [type=checkbox]").nth(1).is_checked()
    page.keyboard.press("k")
    assert links.nth(0).evaluate("link => link === document.activeElement")
    page.keyboard.press("/")
    page.keyboard.type("jxk/")
    assert page.get_by_role("searchbox").input_value() == "jxk/"
    page.get_by_role("searchbox").fill("")
    links.nth(0).focus()
    target = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_open_queue_is_two_clicks_and_two_loads_from_a_sent_answer(visit, asked, js):
    page = visit(width=1366, login="petugas", js=js)
    page.goto(INBOX)
    loads = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    page.get_by_role("rowheader").get_by_role("link", name=asked[0]).first.click()
    page.get_by_label("Jawaban untuk penanya").fill("Sudah kami periksa.")
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url(f"**{INBOX}")
    page.get_by_text("terkirim; penanya dikabari").wait_for()
    assert len(loads) == 2


def test_what_is_typed_survives_a_closed_page_and_is_gone_once_sent(visit, asked):
    page = visit(width=1366, login="petugas")
    page.goto(INBOX)
    page.get_by_role("rowheader").get_by_role("link", name=asked[1]).first.click()
    box = page.get_by_label("Jawaban untuk penanya")
    box.fill("Kalimat panjang yang belum terkirim.")
    thread = path_of(page)
    page.goto("/")
    page.goto(thread)
    assert box.input_value() == "Kalimat panjang yang belum terkirim."
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url(f"**{INBOX}")
    page.goto(thread)
    assert box.input_value() == ""


def test_arithmetic_opens_without_a_script(visit, asked):
    page = visit(login="petugas", js=False)
    page.goto(INBOX)
    page.get_by_role("rowheader").get_by_role("link", name=asked[0]).first.click()
    page.get_by_text("Begini hitungannya").click()
    assert page.locator(".tally li").first.inner_text().endswith("0")
