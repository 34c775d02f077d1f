"""axe-core finds nothing, on pages and on forms with errors; test_looks asks it in every width and scheme."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .pages import CORE

pytestmark = pytest.mark.browser

SCHEMES = "light", "dark"
RULES = {"resultTypes": ["violations"]}


def violations(page):
    """Return what axe finds, a line each: rule, element, and what it says."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("page", CORE, ids=str)
def test_page_has_no_violation(page, visit, portal):
    found = violations(page.open(visit, portal))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_form_with_errors_has_no_violation(scheme, visit):
    page = visit(login="asn", scheme=scheme)
    page.goto("/tanya/")
    page.get_by_role("button", name="Kirim").click()
    page.locator(".error").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_refused_login_has_no_violation(scheme, visit):
    page = visit(scheme=scheme)
    page.goto("/akun/masuk/")
    page.get_by_label("NIP").fill("T-000000")
    page.get_by_label("Kata sandi").fill("salah-sekali")
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []


def test_message_after_an_action_has_no_violation(visit):
    page = visit(login="asn")
    page.goto("/tanya/")
    page.get_by_label("Pokok pertanyaan").fill("Pesan sesudah mengirim")
    page.get_by_label("Isi").fill("Apakah terlihat?")
    page.get_by_role("button", name="Kirim").click()
    page.get_by_text("Terkirim. Nomornya").wait_for()
    assert violations(page) == []
