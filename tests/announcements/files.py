"""PDF files as registrars bring them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject


def pdf_bytes(*, password="", pages=1, ballast=0):
    """Return a small PDF; a password locks it, and ballast is a stream of so many bytes that no page uses."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=100, height=100)
    if ballast:
        stream = DecodedStreamObject()
        stream.set_data(b"x" * ballast)
        writer._add_object(stream)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def upload(content=None, name="petikan.pdf"):
    return SimpleUploadedFile(name, pdf_bytes() if content is None else content, "application/pdf")
