"""Files as people send them, good and hostile, made in code: each function returns bytes."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter

from bkpsdm.lib.uploads import DOCX

CAMERA = "Kamera Uji"
WORD_TYPE = f"{DOCX}.main+xml"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{}"/>{}</Types>'
)
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


def upload(content, name="berkas.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def pdf(pages=1, password=None, attached=None):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if attached:
        writer.add_attachment("isi.bin", attached)
    if password is not None:
        writer.encrypt(password, owner_password="pemilik", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def assembled_pdf(objects):
    """Return a PDF of objects written by hand; the first is its root."""
    body, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + table + tail


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, 200 if mode in "1L" else (200, 30, 30, 90)[: len(mode)]).save(out, kind, **options)
    return out.getvalue()


def photo(kind="JPEG"):
    """Return a picture that says which camera took it where, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, CAMERA
    exif.get_ifd(0x8825)[2] = (7.0, 54.0, 0.0)
    options = {"comment": CAMERA.encode()} if kind == "JPEG" else {}
    return picture(kind, exif=exif.tobytes(), **options)


def archive(members, comment=b"", method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.comment = comment
    return out.getvalue()


def docx(document=DOCUMENT, main_type=WORD_TYPE, overrides="", members=(), types=None, **options):
    parts = {"[Content_Types].xml": types or TYPES.format(main_type, overrides)}
    parts |= {"_rels/.rels": "<Relationships/>", "word/document.xml": document}
    return archive({**parts, **dict(members)}, **options)


def xlsx():
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "Contoh"
    book.save(out)
    return out.getvalue()


def locked_member(content):
    """Return an archive whose directory says that its first member is encrypted."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + bytes([content[at + 8] | 1]) + content[at + 9 :]
