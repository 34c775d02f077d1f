"""When the portal refuses, it says so on a page for people, and tells nothing of its inside."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from announcements.views.public import UNKNOWN_CODES
from bkpsdm import views
from tests.lib.test_env import SOUND, run_python

SECURITY = "/.well-known/security.txt"
WORDS = {
    400: "Permintaan ini tidak dimengerti.",
    403: "Ini bukan bagian Anda.",
    404: "Halaman tidak ditemukan.",
    405: "Alamat ini tidak bisa dibuka langsung.",
    413: "Kiriman ini terlalu besar.",
    429: "Terlalu sering dicoba.",
}


@pytest.fixture
def visitor(agency):
    return Client(raise_request_exception=False)


def heading(response):
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert [word for word in ("Traceback", "Exception", "django", "SECRET") if word in html] == []
    return re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]


@pytest.fixture
def refused(visitor, cast, settings):
    """Return a function that has the portal refuse with some status, as it really happens."""

    def bad():
        # More fields than a form can have.
        return visitor.post("/akun/masuk/", {f"f{number}": "" for number in range(1001)})

    def forbidden():
        visitor.force_login(cast["asn"])
        return visitor.get("/kerja/")

    def too_big():
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        return visitor.post("/akun/masuk/", {"login": "x" * 2000})

    ways = {
        400: bad,
        403: forbidden,
        404: lambda: visitor.get("/tidak-ada/"),
        405: lambda: visitor.post("/layanan/"),
        413: too_big,
    }
    return lambda status: ways[status]()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413])
def test_refusal_is_a_page_with_the_layout(refused, status):
    response = refused(status)
    assert (response.status_code, heading(response)) == (status, WORDS[status])
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert '<main id="isi"' in response.content.decode()
    assert 'class="doors"' in response.content.decode()


def test_too_many_tries_is_a_page_with_the_layout(visitor, agency, db):
    for _ in range(UNKNOWN_CODES.most + 1):
        response = visitor.get("/verifikasi/000000000000/")
    assert (response.status_code, heading(response)) == (429, WORDS[429])


def test_method_that_is_not_allowed_still_names_those_that_are(visitor):
    response = visitor.post("/layanan/")
    assert response["Allow"] == "GET, HEAD"


def test_address_that_is_not_ours_is_refused_before_anybody_is_known(visitor, settings):
    settings.ALLOWED_HOSTS = ["portal.contoh.invalid"]
    response = visitor.get("/", headers={"host": "jahat.contoh.invalid"})
    assert (response.status_code, heading(response)) == (400, WORDS[400])
    assert "jahat" not in response.content.decode()


def test_answer_without_a_database_is_plain_and_tells_nothing(visitor, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("rahasia dalam")

    monkeypatch.setattr("bkpsdm.views.Article.objects", fail)
    response = visitor.get("/")
    assert (response.status_code, heading(response)) == (500, "Ada gangguan pada portal.")
    assert "rahasia" not in response.content.decode()


def test_suspicion_of_any_kind_is_a_bad_request(rf, agency):
    request = rf.get("/")
    assert views.bad_request(request, SuspiciousOperation("x")).status_code == 400


def test_refusals_carry_the_headers_too(refused):
    for status in (400, 403, 404, 405, 413):
        response = refused(status)
        assert "camera=()" in response["Permissions-Policy"]
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "default-src 'none'" in response["Content-Security-Policy"]


def test_static_files_are_loaded_by_our_own_pages_alone(visitor):
    assert finders.find("css/tokens.css")
    response = visitor.get(f"{settings.STATIC_URL}css/tokens.css")
    assert (response.status_code, response["Cross-Origin-Resource-Policy"]) == (200, "same-origin")


# -- where to report a weakness


def fields(response):
    return [line.split(": ", 1) for line in response.content.decode().splitlines()]


def test_security_txt_says_where_and_until_when(visitor, agency):
    agency.email = "bkd@contoh.invalid"
    agency.save()
    response = visitor.get(SECURITY)
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    told = fields(response)
    assert [value for name, value in told if name == "Contact"] == [
        "mailto:bkd@contoh.invalid",
        f"{settings.SITE_URL}{reverse('accounts:page-list')}",
    ]
    facts = dict(told)
    left = datetime.fromisoformat(facts["Expires"]) - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=365)
    assert (facts["Canonical"], facts["Preferred-Languages"]) == (f"{settings.SITE_URL}{SECURITY}", "id, en")


def test_security_txt_without_an_address_still_has_a_contact(visitor, agency):
    assert [name for name, _ in fields(visitor.get(SECURITY))].count("Contact") == 1


# -- production


IN_PRODUCTION = {
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
}


def test_production_sends_hsts_and_cookies_that_only_travel_encrypted():
    """Asked of a fresh interpreter, because settings are read once."""
    code = f"from bkpsdm import settings; print([getattr(settings, name) for name in {list(IN_PRODUCTION)!r}])"
    ran = run_python(code, **SOUND)
    assert ran.stdout.strip() == str([*IN_PRODUCTION.values()])


def test_hsts_is_sent_where_it_is_set(rf, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    middleware = SecurityMiddleware(lambda request: HttpResponse())
    response = middleware(rf.get("/", secure=True))
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
