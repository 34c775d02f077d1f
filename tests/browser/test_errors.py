"""When something goes wrong, the page says what and what next."""

import pytest

from .portal import free_port, web_server
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = pytest.mark.browser


def fill_question(page):
    page.get_by_label("Pokok pertanyaan").fill("Yang saya tulis")
    page.get_by_label("Isi").fill("Panjang sekali.")
    page.get_by_role("button", name="Kirim").click()


def test_form_that_is_too_old_says_so(visit):
    visit.expect("403")
    page = visit(login="asn")
    page.goto("/tanya/")
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] != "csrftoken"]
    page.context.clear_cookies()
    page.context.add_cookies([*cookies, {"name": "csrftoken", "value": "x" * 32, "url": page.url}])
    fill_question(page)
    page.get_by_role("heading", name="Formulir ini kedaluwarsa.").wait_for()
    assert violations(page) + misfits(page) == []


def test_question_sent_after_the_session_ended_leads_to_login_and_back_to_what_was_typed(visit):
    page = visit(login="asn")
    page.goto("/tanya/")
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    fill_question(page)
    page.wait_for_url("**/akun/masuk/?next=/tanya/**")
    page.get_by_label("NIP, nomor portal, atau surel").fill("asn@contoh.invalid")
    page.get_by_label("Kata sandi").fill("demo-bondowoso")
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/tanya/")
    assert page.get_by_label("Pokok pertanyaan").input_value() == "Yang saya tulis"
    assert page.get_by_label("Isi").input_value() == "Panjang sekali."


def test_page_that_does_not_exist_offers_a_search(visit):
    visit.expect("404")
    page = visit()
    assert page.goto("/layanan/tidak-pernah-ada/").status == 404
    assert page.locator("h1").inner_text() == "Halaman tidak ditemukan."
    page.get_by_role("main").get_by_role("searchbox").fill("cuti")
    page.get_by_role("main").get_by_role("button", name="Cari").click()
    page.get_by_role("heading", name="Hasil pencarian").wait_for()


def test_question_of_somebody_else_is_not_there(visit, portal):
    visit.expect("404")
    page = visit(login="thl")
    assert page.goto(portal.places["answered"]).status == 404


def test_room_of_somebody_else_is_refused(visit):
    visit.expect("403")
    page = visit(login="asn")
    for path in ("/kerja/", "/kerja/tanya/", "/kerja/kata/", "/kerja/surat/"):
        assert page.goto(path).status == 403
        assert page.locator("h1").inner_text() == "Ini bukan bagian Anda."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_portal_without_its_database_still_answers(scheme, visit, broken_portal):
    visit.expect("500")
    visit.expect("foreign")
    page = visit(scheme=scheme)
    assert page.goto(f"{broken_portal}/layanan/").status == 500
    assert page.locator("h1").inner_text() == "Ada gangguan pada portal."
    assert violations(page) + misfits(page) == []


@pytest.fixture(scope="module")
def broken_portal(portal, tmp_path_factory):
    """A second web server whose database is nowhere; it still serves what needs none."""
    variables = {
        **portal.variables,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nowhere",
        "DATABASE_POOL_SIZE": "0",
    }
    with web_server(free_port(), variables, tmp_path_factory.mktemp("broken") / "web.log", path="/robots.txt") as url:
        yield url
