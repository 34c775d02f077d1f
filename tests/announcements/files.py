"""PDF files as registrars bring them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter


def pdf_bytes(*, password="", script="", pages=1):
    """Return a small PDF; with a password it is locked, with a script it runs something when opened."""
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
