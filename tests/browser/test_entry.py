"""Getting in as people do: by mail, by a slip, with a passkey, after a loss, and on a phone that is shared."""

import base64
import hmac
import re
import struct
import time

import pytest

from .conversation import wait_for_mail
from .portal import path_of
from .test_accessibility import violations
from .test_layout import misfits

pytestmark = pytest.mark.browser

NEW = "kuda-terbang-di-langit"
PERSON, WORKER, MAILLESS = "19920304 201903 2 005", "t-004218", "199108172020122006"


def totp(secret, hours=0):
    """Return what an app shows (RFC 6238), on a phone whose clock is wrong by so many hours."""
    counter = int(time.time() + hours * 3600) // 30
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def set_password(page):
    page.get_by_label("Kata sandi baru", exact=True).fill(NEW)
    page.get_by_label("Kata sandi baru, sekali lagi").fill(NEW)
    page.get_by_role("button", name="Simpan dan masuk").click()
    page.get_by_text("Anda sudah masuk").wait_for()


def ask_for_code(page, number):
    page.goto("/akun/masuk/")
    page.get_by_role("link", name="Belum pernah masuk").click()
    page.get_by_label("NIP atau nomor portal").fill(number)
    page.get_by_role("button", name="Kirim kode").click()
    page.wait_for_url("**/akun/aktivasi/kode/")


def mailed_code(visit, address):
    """Return the code in the newest mail to an address, as the demo mailbox shows it."""
    reader = visit(login="petugas")
    reader.goto(wait_for_mail(reader, address, "Kode aktivasi"))
    return re.search(r"\b\d{8}\b", reader.get_by_role("main").inner_text())[0]


def log_in(page, number, password=NEW):
    page.goto("/akun/masuk/")
    page.get_by_label("NIP, nomor portal, atau surel").fill(number)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()


def log_out(page):
    page.goto("/akun/")
    page.get_by_role("main").get_by_role("button", name="Keluar", exact=True).click()
    page.get_by_text("Anda sudah keluar.").wait_for()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_person_opens_the_account_by_a_code_in_the_mail(visit, js):
    number, address = (PERSON, "perawat.baru@contoh.invalid") if js else (WORKER, "tenaga.baru@contoh.invalid")
    page = visit(js=js)
    ask_for_code(page, number)
    assert f"{address[0]}•••@c•••" in page.get_by_role("main").inner_text()
    page.get_by_label("Kode dari surel").fill("00000000")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_text("Kode tidak cocok").wait_for()
    page.get_by_label("Kode dari surel").fill(mailed_code(visit, address))
    page.get_by_role("button", name="Lanjut").click()
    set_password(page)
    log_out(page)
    log_in(page, number)
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto("/akun/")
    assert ("Perawat Baru Contoh" if js else "Tenaga Baru Contoh") in page.locator("h1").inner_text()


def test_person_opens_the_account_by_a_slip_that_the_operator_prints(visit):
    desk = visit(width=1366, login="operator")
    desk.goto("/kerja/slip/")
    desk.get_by_label("Nama, NIP, atau nomor portal").fill("tanpa surel")
    desk.get_by_role("button", name="Cari pegawai").click()
    desk.get_by_role("link", name="Bidan Tanpa Surel Contoh").click()
    assert misfits(desk) + violations(desk) == []
    desk.get_by_label(re.compile("^Orangnya hadir")).check()
    desk.get_by_role("button", name="Buat slip aktivasi").click()
    desk.wait_for_url(re.compile(r"/kerja/slip/\d+/$"))
    code = desk.locator(".code").inner_text()
    assert misfits(desk) + violations(desk) == []
    desk.reload()
    desk.get_by_text("Kode slip hanya tampil sekali").wait_for()
    phone = visit()
    phone.goto(f"/akun/slip/#{code.replace('-', '')}")
    assert (phone.get_by_label("Kode slip").input_value(), path_of(phone)) == (code, "/akun/slip/")
    phone.get_by_label("NIP atau nomor portal").fill(MAILLESS)
    phone.get_by_role("button", name="Lanjut").click()
    set_password(phone)
    phone.goto("/akun/")
    assert "Bidan Tanpa Surel Contoh" in phone.locator("h1").inner_text()


@pytest.fixture
def device(visit, portal):
    """A phone that can keep passkeys; they need a host with a name."""
    visit.expect("foreign")
    page = visit()
    page.set_default_timeout(15_000)
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.host = portal.url.replace("127.0.0.1", "localhost")
    return page


def test_passkey_is_added_lets_in_alone_and_is_removed(device):
    page, host = device, device.host
    page.goto(f"{host}/akun/masuk/")
    fill_and_enter(page, "auditor@contoh.invalid", "demo-bondowoso")
    page.goto(f"{host}/akun/keamanan/kunci/tambah/")
    assert misfits(page) + violations(page) == []
    page.get_by_label("Nama kunci sandi").fill("Ponsel uji")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.wait_for_url("**/akun/keamanan/kode/")
    assert page.locator("li.code").count() == 10
    page.goto(f"{host}/akun/")
    page.get_by_role("main").get_by_role("button", name="Keluar", exact=True).click()
    page.get_by_text("Anda sudah keluar.").wait_for()
    page.goto(f"{host}/akun/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto(f"{host}/akun/keamanan/kunci/")
    assert "Ponsel uji" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="Hapus").click()
    page.get_by_role("button", name="Hapus").click()
    page.get_by_text("Kunci sandi dihapus.").wait_for()


def test_passkey_is_the_second_step_after_a_password(device):
    page, host = device, device.host
    page.goto(f"{host}/akun/masuk/")
    fill_and_enter(page, "pimpinan@contoh.invalid", "demo-bondowoso")
    page.goto(f"{host}/akun/keamanan/kunci/tambah/")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.wait_for_url("**/akun/keamanan/kode/")
    page.context.clear_cookies()
    page.goto(f"{host}/akun/masuk/")
    fill_and_enter(page, "pimpinan@contoh.invalid", "demo-bondowoso", then="**/langkah-kedua/")
    assert misfits(page) + violations(page) == []
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto(f"{host}/akun/keamanan/kunci/")
    page.get_by_role("link", name="Hapus").click()
    page.get_by_role("button", name="Hapus").click()


def fill_and_enter(page, name, password, then=lambda url: "/akun/masuk/" not in url):
    page.get_by_label("NIP, nomor portal, atau surel").fill(name)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(then)


def install_app(page):
    """Set up an app on the same phone, by the text of its secret; return secret and recovery codes."""
    page.goto("/akun/keamanan/aplikasi/")
    secret = page.locator("p.code").inner_text().strip()
    assert page.get_by_role("link", name="buka aplikasi kode").get_attribute("href").startswith("otpauth://totp/")
    assert misfits(page) + violations(page) == []
    page.get_by_label("Kode 6 angka dari aplikasi").fill(totp(secret))
    page.get_by_role("button", name="Pasang").click()
    page.wait_for_url("**/akun/keamanan/kode/")
    return secret, page.locator("li.code").all_inner_texts()


def test_wrong_clock_is_named_and_a_lost_phone_is_replaced_by_a_recovery_code(visit):
    page = visit()
    log_in(page, "kabid@contoh.invalid", "demo-bondowoso")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    secret, codes = install_app(page)
    assert len(codes) == 10
    log_out(page)
    log_in(page, "kabid@contoh.invalid", "demo-bondowoso")
    page.wait_for_url("**/langkah-kedua/")
    page.get_by_label("Kode dari aplikasi").fill(totp(secret, hours=-5))
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_text("jam ponsel Anda tidak tepat").wait_for()
    page.get_by_label("Kode dari aplikasi").fill(codes[0])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto("/akun/keamanan/")
    page.get_by_text("9 kode belum terpakai").wait_for()
    page.get_by_role("link", name="Lepas aplikasi kode").click()
    page.get_by_role("button", name="Lepas").click()
    page.get_by_text("Aplikasi kode dilepas.").wait_for()


def test_recovery_takes_two_officers_and_its_person_can_stop_it(visit):
    asker = visit(width=1366, login="petugas")
    asker.goto("/kerja/slip/")
    asker.get_by_label("Nama, NIP, atau nomor portal").fill("T-004217")
    asker.get_by_role("button", name="Cari pegawai").click()
    asker.get_by_role("link", name="Tenaga Harian Contoh").click()
    asker.get_by_label(re.compile("^Orangnya hadir")).check()
    asker.get_by_role("button", name="Ajukan pemulihan").click()
    asker.get_by_role("heading", name="Slip pemulihan akun").wait_for()
    asker.goto("/kerja/slip/")
    assert asker.get_by_role("button", name="Setujui pemulihan").count() == 0
    approver = visit(width=1366, login="admin")
    approver.goto("/kerja/slip/")
    approver.get_by_role("button", name="Setujui pemulihan").click()
    approver.get_by_text("berlaku 24 jam lagi").wait_for()
    asker.goto(wait_for_mail(asker, "thl@contoh.invalid", "disetujui"))
    link = asker.locator("a[href*='/akun/slip/hentikan/']").get_attribute("href")
    stranger = visit(js=False)
    stranger.goto(re.sub(r"^https?://[^/]+", "", link))
    stranger.get_by_role("button", name="Hentikan sekarang").click()
    stranger.get_by_role("heading", name="Slip ini sudah dihentikan").wait_for()
    approver.reload()
    approver.goto("/kerja/slip/")
    assert "Tenaga Harian Contoh" not in approver.get_by_role("main").inner_text()


def test_shared_phone_keeps_nothing_of_whoever_left(visit):
    page = visit()
    log_in(page, "asn@contoh.invalid", "demo-bondowoso")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto("/tanya/?layanan=kgb")
    page.get_by_label("Pokok pertanyaan").fill("Rahasia keluarga saya")
    page.get_by_label("Isi").fill("Tidak boleh terbaca orang lain.")
    page.wait_for_function("() => JSON.stringify(localStorage).includes('Rahasia keluarga')")
    log_out(page)
    left = page.evaluate("() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert ("Rahasia" in left, "draf:" in left) == (False, False)
    log_in(page, "operator@contoh.invalid", "demo-bondowoso")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto("/tanya/?layanan=kgb")
    assert page.get_by_label("Pokok pertanyaan").input_value() == ""
    log_out(page)
    page.go_back()
    assert "Operator Contoh" not in page.locator("body").inner_text()
    page.goto("/akun/")
    assert path_of(page).startswith("/akun/masuk/")
