"""A real Chromium before the real portal. Tests here talk HTTP and never touch the database of the other tests."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from .conversation import make_conversations
from .portal import running_portal

PASSWORD = "demo-bondowoso"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {320: 640, 360: 740}


@pytest.fixture(autouse=True)
def clean_cache():
    """Nothing here uses the cache of the other tests."""


@pytest.fixture(scope="package")
def browser():
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("no Chromium: install it (Debian: apt install chromium), or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def bare_portal(browser, tmp_path_factory):
    """The portal as seeded, before anybody has asked; tests want ``portal``."""
    with running_portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="package")
def sessions(browser, bare_portal):
    """Return a function that gives the cookies of a demo person, logged in once through the page."""
    kept = {}

    def session(name):
        if name not in kept:
            with browser.new_context(base_url=bare_portal.url, java_script_enabled=False) as context:
                log_in(context.new_page(), name)
                kept[name] = context.storage_state()
        return kept[name]

    return session


@pytest.fixture(scope="package")
def portal(browser, bare_portal, sessions):
    """The portal with questions in every state, and the mail about them."""
    bare_portal.places = make_conversations(browser, bare_portal, sessions)
    return bare_portal


@pytest.fixture
def visit(browser, portal, sessions):
    """Return a function that opens a page as some person on some device.

    At the end the test fails on whatever the browser complained of (errors of scripts, refusals of the content
    security policy, answers of 4xx and 5xx) and on requests to other origins; ``visit.expect("404")`` allows
    complaints that contain the text.
    """
    complaints, allowed, contexts = [], [], []

    def open_page(width=360, scheme="light", js=True, login=None, **options):
        context = browser.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            color_scheme=scheme,
            java_script_enabled=js,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            storage_state=sessions(login) if login else None,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("page", listen)
        return context.new_page()

    def listen(page):
        page.on("console", lambda message: message.type == "error" and complain(page, message.text))
        page.on("pageerror", lambda error: complain(page, error))
        page.on("request", lambda request: is_foreign(request.url) and complain(page, f"foreign: {request.url}"))

    def complain(page, text):
        complaints.append(f"{page.url}: {text}")

    def is_foreign(url):
        return not url.startswith((f"{portal.url}/", "data:", "blob:", "about:"))

    open_page.expect = allowed.append
    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if not any(part in text for part in allowed)] == []


def log_in(page, name):
    """Log in through the page of the portal."""
    page.goto("/akun/masuk/")
    fill_login(page, name)
    page.wait_for_url(lambda url: "/akun/masuk/" not in url)


def fill_login(page, name, password=PASSWORD):
    page.get_by_label("NIP, nomor portal, atau surel").fill(f"{name}@contoh.invalid")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
