"""A wrong setting must be one sentence that names the variable; a wrong guess in production exposes people."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bkpsdm.lib import env

NAME = "NILAI_UJI"

SOUND = {
    "PRODUCTION": "1",
    "SECRET_KEY": "Qx7-kV2_pR9" * 5,
    "SITE_URL": "https://portal.contoh.invalid",
    "ALLOWED_HOSTS": "portal.contoh.invalid",
    "DEFAULT_FROM_EMAIL": "portal@contoh.invalid",
}


def test_text_returns_the_variable_or_the_default(monkeypatch):
    monkeypatch.setenv(NAME, "isi")
    assert (env.text(NAME), env.text("TIDAK_ADA", "lain")) == ("isi", "lain")


def test_text_without_default_names_what_is_missing(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME} is not set$"):
        env.text(NAME)


@pytest.mark.parametrize(
    ("value", "truth"),
    [("1", True), ("true", True), ("YES", True), (" on ", True)]
    + [("0", False), ("false", False), ("No", False), ("off", False), ("", False)],
)
def test_flag_reads_every_spelling(monkeypatch, value, truth):
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME) is truth


@pytest.mark.parametrize("default", [True, False])
def test_flag_falls_back_to_its_default(monkeypatch, default):
    monkeypatch.delenv(NAME, raising=False)
    assert env.flag(NAME, default) is default


@pytest.mark.parametrize("value", ["ya", "2", "tru"])
def test_flag_refuses_what_is_neither(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be 1 or 0"):
        env.flag(NAME)


def test_number_returns_a_whole_number(monkeypatch):
    monkeypatch.setenv(NAME, "25")
    assert (env.number(NAME, 3), env.number("TIDAK_ADA", 3)) == (25, 3)


@pytest.mark.parametrize("value", ["dua", "2.5", ""])
def test_number_refuses_what_is_none(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be a whole number"):
        env.number(NAME, 3)


def test_names_splits_at_commas_and_drops_blanks(monkeypatch):
    monkeypatch.setenv(NAME, " a.id , b.id,, ")
    assert env.names(NAME) == ["a.id", "b.id"]


def test_names_without_the_variable_are_none(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    assert env.names(NAME) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://dev:rahasia@127.0.0.1:5433/portal",
            {"NAME": "portal", "USER": "dev", "PASSWORD": "rahasia", "HOST": "127.0.0.1", "PORT": "5433"},
        ),
        (
            "postgres://u%40x:p%2Fw@db.contoh.invalid/nama%20basis",
            {"NAME": "nama basis", "USER": "u@x", "PASSWORD": "p/w", "HOST": "db.contoh.invalid", "PORT": ""},
        ),
        (
            "postgresql://portal@%2Fvar%2Flib%2Fportal%2Frun/portal",
            {"NAME": "portal", "USER": "portal", "PASSWORD": "", "HOST": "/var/lib/portal/run", "PORT": ""},
        ),
        (
            "postgresql://portal@%2Fhome%2FBudi%2FPortal/portal",
            {"NAME": "portal", "USER": "portal", "PASSWORD": "", "HOST": "/home/Budi/Portal", "PORT": ""},
        ),
        (
            "postgresql:///portal?host=/home/Budi/run&user=x",
            {"NAME": "portal", "USER": "", "PASSWORD": "", "HOST": "/home/Budi/run", "PORT": ""},
        ),
    ],
    ids=["tcp", "escaped", "socket in place of the host", "socket with capitals", "socket as ?host="],
)
def test_database_reads_every_form_of_address(monkeypatch, url, expected):
    monkeypatch.setenv(NAME, url)
    read = env.database(NAME)
    assert {key: read[key] for key in expected} == expected
    assert read["ENGINE"] == "django.db.backends.postgresql"


def test_database_keeps_the_other_options(monkeypatch):
    monkeypatch.setenv(NAME, "postgresql://dev@h/portal?host=/run/pg&sslmode=require&application_name=web")
    assert env.database(NAME)["OPTIONS"] == {"sslmode": "require", "application_name": "web"}


@pytest.mark.parametrize("url", ["mysql://dev@h/portal", "portal", "sqlite:///berkas"])
def test_database_refuses_any_other_server(monkeypatch, url):
    monkeypatch.setenv(NAME, url)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must begin with postgresql://"):
        env.database(NAME)


def run_python(code, **variables):
    """Run code in a process of its own that knows only these variables, and where servers and libraries are."""
    names = ("PATH", "LD_LIBRARY_PATH", "DATABASE_URL", "REDIS_URL", "DATA_DIR")
    known = {name: os.environ[name] for name in names if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**known, **variables},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DEMO_MODE": "1"}, "PRODUCTION=1 refuses DEMO_MODE and DEBUG"),
        ({"DEBUG": "1"}, "PRODUCTION=1 refuses DEMO_MODE and DEBUG"),
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "pendek"}, "SECRET_KEY must have at least 50 characters"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is not set"),
        ({"SITE_URL": None}, "SITE_URL is not set"),
        ({"DEFAULT_FROM_EMAIL": None}, "DEFAULT_FROM_EMAIL is not set"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin with postgresql://"),
        ({"PRODUCTION": "betul"}, "PRODUCTION must be 1 or 0, not 'betul'"),
    ],
    ids=lambda value: "-".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else None,
)
def test_settings_refuse_an_unsafe_production(changed, said):
    variables = {name: value for name, value in {**SOUND, **changed}.items() if value is not None}
    done = run_python("import bkpsdm.settings", **variables)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {said}"), done.stderr


def test_settings_of_production_pass_the_deployment_check():
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'bkpsdm.settings'\n"
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('check', '--deploy', '--fail-level', 'WARNING')\n"
    )
    done = run_python(code, **SOUND)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


def test_settings_of_production_send_cookies_only_over_tls():
    code = (
        "from bkpsdm import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG, s.EMAIL_BACKEND)"
    )
    done = run_python(code, **SOUND)
    assert done.stdout == "True True True False django.core.mail.backends.smtp.EmailBackend\n", done.stderr
