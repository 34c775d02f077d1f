"""A stranger checks a petikan: by code, by file, with and without JavaScript; and a registrar makes one."""

import re

import pytest

from .decrees import add_person, issue, write_decree
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = pytest.mark.browser


@pytest.fixture
def own_file(visit, portal, tmp_path):
    """The file of asn's petikan as downloaded, and the path of its check."""
    page = visit(login="asn")
    page.goto(portal.places["petikan"])
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh petikan").click()
    assert re.fullmatch(r"petikan-[0-9A-Z]{12}\.pdf", download.value.suggested_filename)
    path = tmp_path / "unduhan.pdf"
    download.value.save_as(path)
    return path


def result(page):
    page.locator("[data-compare]:visible").wait_for()
    shown = page.locator("[data-compare]:visible")
    return shown.get_attribute("data-state"), shown.locator("b").inner_text()


@pytest.mark.parametrize("width", [360, 1366])
def test_file_is_compared_on_the_device_and_sent_nowhere(visit, portal, own_file, tmp_path, width):
    page = visit(width=width, service_workers="block")
    page.goto(portal.places["check_file"], wait_until="networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    field = page.get_by_label("Bandingkan PDF saya")
    field.set_input_files(own_file)
    assert result(page) == ("ok", "Sama persis.")
    other = tmp_path / "lain.pdf"
    other.write_bytes(own_file.read_bytes()[:-1] + b" ")
    field.set_input_files(other)
    assert result(page) == ("bad", "Berbeda.")
    assert violations(page) + misfits(page) == []
    field.set_input_files([])
    page.locator("[data-compare]:visible").wait_for(state="hidden")
    assert sent == []


def test_without_javascript_the_digest_can_be_compared_by_hand(visit, portal, own_file):
    page = visit(js=False)
    page.goto(portal.places["check_file"])
    assert page.get_by_label("Bandingkan PDF saya").is_hidden()
    page.get_by_text("Bandingkan dengan cara lain").click()
    assert page.get_by_text(re.compile(r"^[0-9a-f]{64}$")).is_visible()


@pytest.mark.parametrize("js", [True, False])
def test_code_is_found_however_it_is_typed(visit, portal, js):
    page = visit(js=js)
    path = portal.places["check_file"]
    code = path.split("/")[-2].lower().replace("0", "o").replace("1", "l")
    page.goto("/verifikasi/")
    page.get_by_label("Kode periksa").fill(f" {code[:4]}-{code[4:8]} {code[8:]}")
    page.get_by_role("button", name="Periksa").click()
    page.wait_for_url(f"**{path}")
    assert page.locator(".verdict strong").inner_text() == "Berlaku"


def test_unknown_code_is_said_in_words(visit):
    page = visit(js=False)
    page.goto("/verifikasi/")
    page.get_by_label("Kode periksa").fill("0000-0000-0000")
    page.get_by_role("button", name="Periksa").click()
    page.wait_for_url("**/verifikasi/000000000000/")
    assert page.locator(".verdict strong").inner_text() == "Tidak dikenal"


@pytest.mark.parametrize(("width", "js"), [(360, False), (1366, True)])
def test_decree_from_its_draft_to_the_hand_over(visit, tmp_path, width, js, own_file):
    page = visit(width=width, js=js, login="pengelola")
    decree = write_decree(page, f"CONTOH/PERJALANAN/{width}")
    petikan = add_person(page, decree, "Petugas Contoh")
    page.get_by_label("Petikan bertanda tangan").set_input_files(own_file)
    page.get_by_role("button", name="Lampirkan").click()
    page.get_by_text("Berkas disimpan.").wait_for()
    issue(page, decree)
    page.get_by_role("button", name="Catat 1 petikan diserahkan").click()
    page.get_by_text("Penyerahan dicatat.").wait_for()
    page.goto(petikan)
    page.get_by_text("Cabut petikan ini").click()
    page.get_by_label("Sebab dicabut").fill("Keliru ditetapkan")
    page.get_by_role("button", name="Ya, cabut").click()
    page.get_by_text("Petikan dicabut; penerimanya dikabari.").wait_for()
    holder = visit(width=width, js=js, login="petugas")
    holder.goto("/akun/keputusan/")
    holder.get_by_role("rowheader").get_by_role("link").first.click()
    holder.wait_for_url(re.compile(r"/akun/keputusan/\d+/$"))
    assert "Keliru ditetapkan" in holder.get_by_role("main").inner_text()
