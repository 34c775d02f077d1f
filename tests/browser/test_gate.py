"""The gate in a real browser: with and without a script, with the camera, and where the network fails."""

from io import BytesIO
from urllib.parse import parse_qs

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from .conftest import fill_login

pytestmark = pytest.mark.browser

EVENT = "/kegiatan/netralitas-asn-di-media-sosial-apa-yang-boleh-dan-tidak/"
# A camera that shows nothing, and a reader of codes that is told what it sees.
CAMERA = """() => {
  window.shown = [];
  window.tracks = [];
  window.frames_seen = 0;
  window.BarcodeDetector = class {
    async detect() {
      window.frames_seen += 1;
      return window.shown.map((rawValue) => ({ rawValue }));
    }
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 1, 1);
    const stream = canvas.captureStream(5);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}"""
# The policy of the page forbids what Playwright waits with, so the page itself waits.
FIVE_FRAMES = """() => new Promise((done) => {
  const last = window.frames_seen + 5;
  const look = () => (window.frames_seen > last ? done() : requestAnimationFrame(look));
  look();
})"""
NO_READER = "() => { delete window.BarcodeDetector; }"
TRIES = """() => {
  const send = window.fetch;
  window.tries = [];
  window.fetch = (url, options) => {
    if (options?.headers?.["X-Fragment"]) window.tries.push(String(options.body));
    return send(url, options);
  };
}"""


@pytest.fixture
def card(visit):
    """Return a function that reads the pass of a demo person from the page of the coming event."""

    def read(login):
        page = visit(login=login, service_workers="block")
        page.goto(EVENT)
        code = page.locator(".pass .code").inner_text()
        page.context.close()
        return code

    return read


@pytest.fixture
def open_gate(visit, portal):
    """Return a function that opens the gate of the coming event as panitia, on a phone."""

    def open_page(*scripts, **options):
        page = visit(login="panitia", service_workers="block", **options)
        for script in scripts:
            page.add_init_script(f"({script})()")
        page.goto(portal.places["gate"])
        return page

    return open_page


def scan(page, text):
    """Do what a hand-held scanner does: type into what has the focus, and press Enter."""
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def says(page, word, *others):
    """Wait until the answer shows a big word, and the others with it."""
    answer = page.locator("[data-gate-answer] .flash").filter(has=page.locator("strong", has_text=word))
    for other in others:
        answer = answer.filter(has_text=other)
    answer.wait_for()
    return answer


def keys_sent(page):
    return [parse_qs(body)["key"][0] for body in page.evaluate("window.tries")]


def test_gate_without_javascript(open_gate, card):
    page, code = open_gate(js=False), card("thl")
    page.get_by_label("Kode kartu atau NIP").fill(f" {code.lower().replace('-', ' ')} ")
    page.keyboard.press("Enter")
    says(page, "Masuk", "Tenaga Harian Contoh")
    assert page.locator("body").get_attribute("data-state") == "ok"
    page.reload()
    says(page, "Masuk", "Tenaga Harian Contoh")
    page.get_by_label("Kode kartu atau NIP").fill(code)
    page.get_by_role("button", name="Catat", exact=True).click()
    says(page, "Sudah tercatat", "Silakan lewat.")
    page.get_by_text("Tamu menurut nama").click()
    page.get_by_label("Nama tamu").fill("Tamu Contoh")
    page.get_by_role("button", name="Catat tamu").click()
    says(page, "Masuk", "Tamu Contoh")


def test_gate_needs_no_tap_between_two_scans(open_gate, card):
    codes = [card("petugas"), card("kabid")]
    page = open_gate(TRIES)
    page.evaluate("window.isSamePage = true")
    calm = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for code, name in zip(codes, ("Petugas Contoh", "Kepala Bidang Contoh"), strict=True):
        scan(page, code)
        says(page, "Masuk", name)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != calm
    scan(page, codes[1])
    says(page, "Sudah tercatat", "Kepala Bidang Contoh")
    scan(page, "199912312020121009")
    says(page, "Tidak dikenal", "1999 •••• •••• ••• 009")
    assert (page.evaluate("window.isSamePage"), len(set(keys_sent(page)))) == (True, 4)
    field = page.get_by_label("Kode kartu atau NIP")
    assert field.evaluate("(e) => e === document.activeElement && e.selectionEnd - e.selectionStart === e.value.length")


def test_guest_is_let_in_without_leaving_the_page(open_gate):
    page = open_gate()
    page.get_by_text("Tamu menurut nama").click()
    page.get_by_label("Nama tamu").fill("Tamu <b>Contoh</b>")
    page.get_by_label("Unit atau instansi").fill("Kantor Contoh")
    page.keyboard.press("Enter")
    says(page, "Masuk", "Tamu <b>Contoh</b>", "Kantor Contoh")
    assert page.get_by_label("Nama tamu").input_value() == ""


def test_try_without_network_is_kept_and_sent_once(visit, open_gate, card):
    visit.expect("ERR_INTERNET_DISCONNECTED")
    page = open_gate(TRIES)
    code = card("penyunting")
    page.context.set_offline(True)
    scan(page, code)
    says(page, "Belum terkirim", code.replace("-", ""))
    assert page.locator("[data-gate-late] li").all_inner_texts() == [f"{code.replace('-', '')}: belum terkirim"]
    scan(page, "1987 0315 2010 0199 99")
    page.locator("[data-gate-late] li").nth(1).wait_for()
    page.context.set_offline(False)
    says(page, "Tidak dikenal")
    page.get_by_text("Masuk: Penyunting Contoh").wait_for()
    assert page.get_by_role("button", name="Coba kirim lagi").is_hidden()
    assert len(set(keys_sent(page))) == 2


def test_answer_that_is_lost_on_the_way_is_asked_for_with_the_same_key(visit, open_gate, card):
    visit.expect("ERR_FAILED")
    page = open_gate(TRIES)
    code = card("pengelola")
    lost = []

    def lose_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/pintu/**", lose_first)
    scan(page, code)
    says(page, "Belum terkirim")
    page.get_by_role("button", name="Coba kirim lagi").click()
    says(page, "Masuk", "Pengelola Keputusan Contoh")
    assert lost[0].status == 200
    assert len(set(keys_sent(page))) == 1


def test_try_in_a_session_that_ended_is_sent_after_the_next_login(open_gate, card):
    page, code = open_gate(), card("pimpinan")
    page.context.clear_cookies(name="sessionid")
    scan(page, code)
    says(page, "Sesi berakhir")
    page.get_by_role("link", name="Masuk lagi").click()
    fill_login(page, "panitia")
    says(page, "Masuk", "Pimpinan Contoh")


def test_tries_that_wait_survive_a_page_that_is_loaded_again(visit, open_gate, card):
    visit.expect("ERR_FAILED")
    page, code = open_gate(), card("pemeriksa")
    page.route("**/pintu/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.on("dialog", lambda dialog: dialog.accept())
    scan(page, code)
    says(page, "Belum terkirim")
    page.unroute("**/pintu/**")
    page.reload()
    says(page, "Masuk", "Pemeriksa Contoh")


def test_camera_reads_a_card_once_however_long_it_is_shown(open_gate, card):
    codes = [card("admin"), "H4QX-M93T-VB2K-0"]
    page = open_gate(CAMERA, TRIES)
    page.get_by_role("button", name="Pakai kamera").click()
    page.locator("[data-gate-finder] video").wait_for()
    page.evaluate("(code) => (window.shown = [code])", codes[0])
    says(page, "Masuk", "Admin Contoh")
    page.evaluate(FIVE_FRAMES)
    page.evaluate("(code) => (window.shown = [code])", codes[1])
    says(page, "Tidak dikenal")
    assert len(keys_sent(page)) == 2
    page.get_by_role("button", name="Tutup kamera").click()
    page.locator("[data-gate-finder]").wait_for(state="hidden")
    assert page.evaluate("window.tracks.map((track) => track.readyState)") == ["ended"]


def test_camera_is_not_offered_where_the_browser_reads_no_codes(open_gate):
    page = open_gate(NO_READER)
    assert page.get_by_role("button", name="Pakai kamera").is_hidden()


def test_organiser_goes_from_the_event_to_gate_recap_and_lists(visit, portal):
    page = visit(login="panitia", js=False)
    page.goto(portal.places["event"])
    page.get_by_role("link", name="Buka pintu").click()
    page.wait_for_url(f"**{portal.places['gate']}")
    page.goto(portal.places["held"])
    page.get_by_role("link", name="Rekap kehadiran").click()
    page.wait_for_url("**/rekap/")
    assert page.locator(".tile[data-level='4'] .tile__code").all_inner_texts() != []
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    rows = list(load_workbook(BytesIO(download.value.path().read_bytes())).active.iter_rows(values_only=True))
    assert (rows[0][1], len(rows) > 100) == ("Nama", True)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert "Daftar hadir" in PdfReader(download.value.path()).pages[0].extract_text()
