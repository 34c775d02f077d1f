"""Decrees on their way, and files to attach."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from announcements.actions import attach_file, issue_decree
from tests import factories


def pdf_bytes(*, password="", script="", pages=1):
    """Return a small PDF, as a registrar might bring it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=100, height=100)
    if script:
        writer.add_js(script)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def upload(content=None, name="petikan.pdf"):
    return SimpleUploadedFile(name, pdf_bytes() if content is None else content, "application/pdf")


@pytest.fixture
def media(settings, tmp_path):
    """A place of its own for stored files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def issue(cast, media):
    """Return a function by which pengelola issues a petikan: issue(award=…, employee=…, file=False, …)."""

    def make(*, file=True, **fields):
        recipient = factories.RecipientFactory(**fields)
        if file:
            recipient = attach_file(recipient, file=upload(), by=cast["pengelola"])
        issue_decree(recipient.decree, by=cast["pengelola"])
        recipient.refresh_from_db()
        return recipient

    return make
