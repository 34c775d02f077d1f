"""PDF files that people bring: only sound ones are kept, and these unchanged."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from bkpsdm.lib.pdf import render_pdf
from bkpsdm.lib.pdf_files import MOST_BYTES, read_pdf
from tests.announcements.files import pdf_bytes

ZIP = b"PK\x03\x04" + b"x" * 2000


def code_of(content):
    with pytest.raises(ValidationError) as refused:
        read_pdf(BytesIO(content))
    return refused.value.code


def with_action(kind, place):
    """Return a PDF in which the document, a page or a field of it names an action."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")})
    if place == "names":
        scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), action])})
        writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})
    elif place == "document":
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    elif place == "page":
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    else:
        field = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget"), NameObject("/A"): action})
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_sound_pdf_is_returned_byte_for_byte():
    content = pdf_bytes(pages=3) + b"\r\n"
    assert read_pdf(BytesIO(content)) == content


def test_pdf_of_the_portal_itself_is_sound():
    data = {"agency": {"name": "Badan", "regency": "Kabupaten"}, "title": "SK", "facts": [["Nomor", "1"]], "url": "x"}
    qr = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    content = render_pdf("petikan_example", {**data, "code": "A", "qr": qr, "date": [2024, 6, 3]})
    assert read_pdf(BytesIO(content)) == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a%PDF-1.7\n%%EOF",
        b"<html>%PDF-1.7</html>\n%%EOF",
        b" " + pdf_bytes(),
        ZIP,
        b"\xff\xd8\xff\xe0 foto",
    ],
)
def test_what_does_not_begin_as_a_pdf_is_none(content):
    assert code_of(content) == "not_pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF",
        pdf_bytes()[:-40],
        pdf_bytes()[:150] + b"\n%%EOF",
        pdf_bytes() + ZIP,
        pdf_bytes(pages=0),
    ],
)
def test_damaged_pdf_is_refused(content):
    assert code_of(content) == "damaged"


@pytest.mark.parametrize("password", ["rahasia"])
def test_locked_pdf_is_refused(password):
    assert code_of(pdf_bytes(password=password)) == "encrypted"


@pytest.mark.parametrize("kind", ["/JavaScript", "/Launch", "/ImportData"])
@pytest.mark.parametrize("place", ["document", "page", "field"])
def test_pdf_that_runs_something_is_refused(kind, place):
    assert code_of(with_action(kind, place)) == "runs"


def test_pdf_with_a_script_among_its_names_is_refused():
    assert code_of(with_action("/JavaScript", "names")) == "runs"


@pytest.mark.parametrize("place", ["document", "page", "field"])
def test_pdf_with_a_harmless_action_is_kept(place):
    content = with_action("/GoTo", place)
    assert read_pdf(BytesIO(content)) == content


def test_pdf_over_ten_megabytes_is_refused():
    frame = len(pdf_bytes(ballast=MOST_BYTES)) - MOST_BYTES
    largest = pdf_bytes(ballast=MOST_BYTES - frame)
    assert (len(largest), read_pdf(BytesIO(largest)) == largest) == (MOST_BYTES, True)
    assert code_of(pdf_bytes(ballast=MOST_BYTES - frame + 1)) == "too_large"
