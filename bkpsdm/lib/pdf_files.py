"""PDF files that people bring: looked at before they are kept, and then kept byte for byte."""

from io import BytesIO

from django.core.exceptions import ValidationError
from pypdf import PdfReader

MOST_BYTES = 10 * 1024 * 1024
HEAD, TAIL = b"%PDF-", b"%%EOF"
TAIL_WITHIN = 1024  # where readers look for the end (ISO 32000-1, annex of implementation notes)
RUNS_SOMETHING = {"/JavaScript", "/Launch", "/ImportData"}

TOO_LARGE = "Berkas terlalu besar; paling besar 10 MB."
NOT_PDF = "Berkas ini bukan PDF. Unggah PDF aslinya, bukan foto atau arsip."
DAMAGED = "PDF ini rusak atau tidak lengkap. Unduh atau pindai ulang, lalu coba lagi."
ENCRYPTED = "PDF ini terkunci sandi. Unggah berkas tanpa sandi."
RUNS = "PDF ini memuat perintah yang berjalan sendiri. Unggah berkas tanpa skrip."


def read_pdf(file):
    """Return the bytes of an uploaded PDF.

    Raises ValidationError when it is larger than 10 MB, no PDF by its content, damaged, locked, or runs something
    when opened. What stands before the head or far behind the end would make it a file of a second kind, too.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")
    if not content.startswith(HEAD):
        raise ValidationError(NOT_PDF, code="not_pdf")
    if TAIL not in content[-TAIL_WITHIN:]:
        raise ValidationError(DAMAGED, code="damaged")
    # A damaged file makes the library fail in many ways, and all of them mean the same.
    try:
        reader = PdfReader(BytesIO(content))
        is_encrypted = reader.is_encrypted
        runs = not is_encrypted and _runs_something(reader)
        pages = 0 if is_encrypted else len(reader.pages)
    except Exception as error:
        raise ValidationError(DAMAGED, code="damaged") from error
    if is_encrypted:
        raise ValidationError(ENCRYPTED, code="encrypted")
    if runs:
        raise ValidationError(RUNS, code="runs")
    if not pages:
        raise ValidationError(DAMAGED, code="damaged")
    return content


def _runs_something(reader):
    """Return whether the document, a page or a field of it names an action that runs a script or a program."""
    root = reader.root_object
    if "/JavaScript" in _dictionary(root.get("/Names")):
        return True
    holders = [root, *reader.pages]
    holders += [field for page in reader.pages for field in page.get("/Annots") or ()]
    return any(_names_running_action(_dictionary(holder)) for holder in holders)


def _names_running_action(holder):
    actions = [holder.get("/OpenAction"), holder.get("/A"), *_dictionary(holder.get("/AA")).values()]
    return any(_dictionary(action).get("/S") in RUNS_SOMETHING for action in actions)


def _dictionary(thing):
    """Return a dictionary of the document, followed where it is a reference; empty for what is none."""
    thing = thing.get_object() if thing is not None else None
    return thing if isinstance(thing, dict) else {}
