"""Reading without signal, and nothing of a person left on a shared phone."""

import pytest

from .portal import wait_for

pytestmark = pytest.mark.browser

NAME = "Pegawai"
CACHED = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found[request.url] = await (await cache.match(request)).text();
  }
  return found;
}"""


def ready(page):
    """Wait until the service worker looks after the page and has kept what it keeps at its start."""
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")


def cached(page, *paths):
    """Return what the caches hold, by path, as soon as the paths are among it."""

    def look():
        found = {"/" + url.split("/", 3)[3]: text for url, text in page.evaluate(CACHED).items()}
        return found if found.keys() >= set(paths) else None

    return wait_for(look, f"not cached: {paths}", patience=15)


def lose_signal(page, visit):
    visit.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)


def test_page_that_was_read_stays_readable(visit):
    page = visit()
    page.goto("/")
    ready(page)
    page.goto("/layanan/kgb/")
    cached(page, "/layanan/kgb/")
    lose_signal(page, visit)
    page.reload()
    assert page.locator("h1").inner_text() == "Kenaikan Gaji Berkala (KGB)"
    assert page.locator(".check__item").count() == 5
    colour = page.locator(".top").evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(17, 22, 58)"  # its styles came along


def test_page_that_was_never_read_says_that_there_is_no_signal(visit):
    page = visit()
    page.goto("/")
    ready(page)
    cached(page, "/luring/")
    lose_signal(page, visit)
    page.goto("/layanan/cltn/")
    assert page.locator("h1").inner_text() == "Tidak ada sinyal."


def test_first_page_of_all_is_kept_too(visit):
    """Someone follows a link from a chat, reads, and opens it again in the hall without signal."""
    page = visit()
    page.goto("/layanan/kgb/")
    ready(page)
    cached(page, "/luring/")
    lose_signal(page, visit)
    page.reload()
    assert page.locator("h1").inner_text() == "Kenaikan Gaji Berkala (KGB)"


def test_personal_list_never_turns_into_another_without_saying_so(visit):
    page = visit()
    page.goto("/")
    ready(page)
    page.goto("/layanan/kgb/")
    page.get_by_label("Apakah masa kerja Anda pernah ditinjau kembali (PMK)?").check()
    page.get_by_role("button", name="Perbarui daftar").click()
    page.wait_for_url("**ya=masa-kerja-ditinjau**")
    assert page.locator("#syarat-sk-pmk").is_visible()
    cached(page, "/layanan/kgb/")
    lose_signal(page, visit)
    page.reload()
    no_signal = page.locator("h1").inner_text() == "Tidak ada sinyal."
    assert no_signal or page.locator("#syarat-sk-pmk").is_visible()


def test_nothing_of_a_person_is_kept(visit, portal):
    page = visit(login="asn")
    page.goto("/")
    ready(page)
    private = ["/akun/", "/tanya/", "/tanya/saya/", portal.places["answered"]]
    for path in ["/layanan/kp-fungsional/", "/jawaban/qa-001/", *private]:
        page.goto(path)
        assert NAME in page.get_by_role("banner").inner_text()  # what could leak is there
    kept = cached(page, "/layanan/kp-fungsional/", "/jawaban/qa-001/")
    assert [path for path, text in kept.items() if NAME in text] == []
    lose_signal(page, visit)
    for path in private:
        page.goto(path)
        assert page.locator("h1").inner_text() == "Tidak ada sinyal."
    page.goto("/layanan/kp-fungsional/")
    assert page.get_by_role("banner").get_by_role("link", name="Masuk", exact=True).is_visible()


def test_workroom_is_not_kept(visit, portal):
    page = visit(login="petugas")
    page.goto("/")
    ready(page)
    private = ["/kerja/", "/kerja/tanya/", f"/kerja{portal.places['new']}", "/kerja/surat/"]
    for path in private:
        page.goto(path)
    page.goto("/layanan/")
    kept = cached(page, "/layanan/", "/luring/")
    assert [path for path in kept if path.startswith("/kerja/")] == []
    assert [path for path, text in kept.items() if "Petugas C" in text] == []
    lose_signal(page, visit)
    for path in private:
        page.goto(path)
        assert page.locator("h1").inner_text() == "Tidak ada sinyal."
