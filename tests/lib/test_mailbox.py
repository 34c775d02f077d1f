"""In demo mode mail is read in the portal: nothing is sent, and no other file can be read this way."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives, send_mail

from bkpsdm.lib import mailbox


@pytest.fixture
def directory(settings, tmp_path):
    settings.EMAIL_BACKEND = "bkpsdm.lib.mailbox.Mailbox"
    settings.MAILBOX_DIR = tmp_path / "surat"
    return settings.MAILBOX_DIR


def test_mailbox_without_mail_is_empty(directory):
    assert mailbox.newest() == []


def test_mailbox_keeps_what_was_sent(directory):
    with time_machine.travel(datetime(2026, 6, 12, 7, 20, tzinfo=UTC), tick=False):
        mail = EmailMultiAlternatives("Kabar “baru”", "Isi surat — ½.\n", "dari@contoh.invalid", ["ke@contoh.invalid"])
        mail.attach_alternative("<p>Isi surat</p>", "text/html")
        assert mail.send() == 1
    [read] = mailbox.newest()
    assert (read.subject, read.sender, read.to, read.body, read.sent_at) == (
        "Kabar “baru”",
        "dari@contoh.invalid",
        "ke@contoh.invalid",
        "Isi surat — ½.\n",
        datetime(2026, 6, 12, 7, 20, tzinfo=UTC),
    )
    assert mailbox.one(read.name) == read


def test_mailbox_shows_the_newest_first_and_not_more_than_asked(directory):
    for number in range(4):
        send_mail(f"Surat {number}", "Isi.", "dari@contoh.invalid", ["ke@contoh.invalid"])
    assert [mail.subject for mail in mailbox.newest(limit=3)] == ["Surat 3", "Surat 2", "Surat 1"]


def test_mailbox_shows_no_half_written_mail(directory):
    send_mail("Utuh", "Isi.", "dari@contoh.invalid", ["ke@contoh.invalid"])
    (directory / "1781249000000000000-0.part").write_bytes(b"Subject: separuh")
    assert [mail.subject for mail in mailbox.newest()] == ["Utuh"]


@pytest.mark.parametrize("name", ["../rahasia", "rahasia", "..%2Frahasia", "", "1781249000000000000-0", "/etc/passwd"])
def test_mailbox_reads_only_its_own_names(directory, name):
    directory.mkdir()
    for place in (directory, directory.parent):
        (place / "rahasia.eml").write_text("Subject: rahasia\n\nIsi.", encoding="utf-8")
    assert mailbox.one(name) is None
