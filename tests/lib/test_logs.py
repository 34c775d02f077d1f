"""Secrets in addresses stay out of the log."""

import logging

from django.conf import settings

from bkpsdm.lib.logs import HideSecrets


def logged(message, *args):
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, None)
    assert HideSecrets().filter(record) is True
    return record.getMessage()


def test_ticket_of_the_survey_and_key_of_a_password_are_not_logged():
    assert logged("%s: %s", "Internal Server Error", "/survei/abc-DEF_9/") == "Internal Server Error: /survei/…/"
    assert (
        logged("Forbidden (%s): %s", "cookie", "/akun/sandi/baru/1-set/") == "Forbidden (cookie): /akun/sandi/baru/…/"
    )


def test_other_lines_are_left_alone():
    assert logged("%s: %s", "Not Found", "/layanan/kgb/") == "Not Found: /layanan/kgb/"


def test_every_line_of_the_portal_passes_the_filter():
    handlers = settings.LOGGING["handlers"]
    assert {name: handler["filters"] for name, handler in handlers.items()} == {"stderr": ["secrets"]}
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
    assert [logger for logger in settings.LOGGING["loggers"].values() if "handlers" in logger] == []
