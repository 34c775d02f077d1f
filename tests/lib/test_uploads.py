"""Files from strangers: told by their content, opened to be sure, and refused in a sentence that helps."""

import io
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bkpsdm.lib import uploads as lib
from bkpsdm.lib.uploads import DOCX, JPEG, PDF, PNG, WEBP, XLSX, FilesField, clean_name, inspected
from tests import uploads

MEBIBYTE = 1024 * 1024
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
EXCEL_PARTS = {"xl/workbook.xml": "<workbook/>"}
EXCEL_TYPE = f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/>'


def code_of(content, name="berkas"):
    """Return the code of the refusal of some bytes."""
    with pytest.raises(ValidationError) as caught:
        inspected(uploads.upload(content, name))
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        (uploads.pdf(pages=3), PDF, "surat.pdf"),
        (uploads.picture("JPEG"), JPEG, "surat.jpg"),
        (uploads.picture("PNG", mode="RGBA"), PNG, "surat.png"),
        (uploads.picture("WEBP"), WEBP, "surat.webp"),
        (uploads.docx(), DOCX, "surat.docx"),
        (uploads.xlsx(), XLSX, "surat.xlsx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_type_is_told_by_content_whatever_the_name_says(content, kind, name):
    found = inspected(uploads.upload(content, "surat.exe"))
    assert (found.content_type, found.name) == (kind, name)


@pytest.mark.parametrize("content", [uploads.pdf(), uploads.docx(), uploads.xlsx()])
def test_document_is_kept_byte_for_byte(content):
    assert inspected(uploads.upload(content)).content == content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_loses_what_the_camera_noted_and_stands_upright(kind):
    sent = uploads.photo(kind)
    assert uploads.CAMERA.encode() in sent
    kept = inspected(uploads.upload(sent)).content
    opened = Image.open(io.BytesIO(kept))
    assert (opened.format, opened.size, dict(opened.getexif()), "comment" in opened.info) == (kind, (40, 60), {}, False)
    assert uploads.CAMERA.encode() not in kept


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [("PNG", "RGBA", "RGBA"), ("PNG", "1", "1"), ("PNG", "L", "L"), ("WEBP", "RGBA", "RGBA"), ("JPEG", "CMYK", "RGB")],
)
def test_picture_keeps_its_transparency_and_its_kind_of_colour(kind, mode, kept):
    content = inspected(uploads.upload(uploads.picture(kind, mode=mode))).content
    assert Image.open(io.BytesIO(content)).mode == kept


def test_photo_with_a_smaller_one_behind_it_is_a_jpeg():
    out = io.BytesIO()
    first, second = Image.new("RGB", (60, 40)), Image.new("RGB", (30, 20))
    first.save(out, "MPO", save_all=True, append_images=[second])
    found = inspected(uploads.upload(out.getvalue()))
    assert (found.content_type, Image.open(io.BytesIO(found.content)).size) == (JPEG, (60, 40))


def test_picture_that_grows_beyond_the_bound_is_written_smaller():
    noise = Image.effect_noise((400, 400), 90)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    large, small = (len(lib.stripped(io.BytesIO(out.getvalue()), bound)) for bound in (MEBIBYTE, 100_000))
    assert large > 100_000 >= small
    with pytest.raises(ValidationError, match="terlalu besar"):
        lib.stripped(io.BytesIO(out.getvalue()), 1000)


def moving(kind):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 250)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def pdf_bomb():
    """A page whose contents unfold to 80 MB."""
    stream = zlib.compress(b" " * (80 * MEBIBYTE), 9)
    return uploads.assembled_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            PAGES,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
            b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    )


def acting_pdf(action, name=b"null"):
    """A PDF that acts as soon as it is opened."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return uploads.assembled_pdf([b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", PAGES, page, action, name])


REFUSED = {
    "empty": (lambda: b"", "empty"),
    "larger than 10 MB": (lambda: b"%PDF-1.7" + b" " * (10 * MEBIBYTE), "large"),
    "plain text": (lambda: b"Halo.", "type"),
    "page": (lambda: b"<!doctype html><script>alert(1)</script>", "type"),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "type"),
    "program": (lambda: b"MZ\x90\x00" + b"\x00" * 100, "type"),
    "gif": (lambda: uploads.picture("GIF"), "type"),
    "tiff": (lambda: uploads.picture("TIFF"), "type"),
    "heic": (lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "type"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "type"),
    "rar": (lambda: b"Rar!\x1a\x07\x00", "type"),
    "script, then pdf": (lambda: b"<script>alert(1)</script>\n" + uploads.pdf(), "type"),
    "picture, then pdf": (lambda: uploads.picture("GIF") + uploads.pdf(), "type"),
    "pdf, then archive": (lambda: uploads.pdf() + uploads.archive({"a.txt": "a"}), "polyglot"),
    "pdf, then archive that ends as a pdf": (
        lambda: uploads.pdf() + uploads.archive({"a.txt": "a"}, comment=b"\n%%EOF\n"),
        "polyglot",
    ),
    "pdf, then page": (lambda: uploads.pdf() + b"<script>alert(1)</script>", "polyglot"),
    "pdf without an end": (lambda: uploads.pdf().replace(b"%%EOF", b""), "broken"),
    "pdf locked": (lambda: uploads.pdf(password="rahasia"), "pdf"),
    "pdf locked for its owner alone": (lambda: uploads.pdf(password=""), "pdf"),
    "pdf with a script": (lambda: acting_pdf(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"), "pdf"),
    "pdf with a file": (lambda: uploads.pdf(attached=b"MZ"), "pdf"),
    "pdf that starts a program, its name behind a reference": (
        lambda: acting_pdf(b"<</S 5 0 R/F(cmd.exe)>>", b"/Lau#6ech"),
        "pdf",
    ),
    "pdf without pages": (lambda: uploads.pdf(pages=0), "pdf"),
    "pdf with too many pages": (lambda: uploads.pdf(pages=501), "pdf"),
    "pdf that unfolds": (lambda: pdf_bomb(), "broken"),
    "pdf in name only": (lambda: b"%PDF-1.7\nhalo\n%%EOF", "broken"),
    "picture, then archive": (lambda: uploads.picture() + uploads.archive({"a.txt": "a"}), "polyglot"),
    "png, then archive": (lambda: uploads.picture("PNG") + uploads.docx(), "polyglot"),
    "picture cut off": (lambda: uploads.picture(size=(900, 900))[:-2000], "image"),
    "picture in name only": (lambda: b"\xff\xd8\xff\xe0" + b"x" * 200, "image"),
    "picture of 49 million points": (lambda: uploads.picture("PNG", size=(7000, 7000), mode="1"), "large"),
    "picture of 182 million points": (lambda: uploads.picture("PNG", size=(13_500, 13_500), mode="1"), "image"),
    "moving webp": (lambda: moving("WEBP"), "animated"),
    "moving png": (lambda: moving("PNG"), "animated"),
    "archive": (lambda: uploads.archive({"a.txt": "a"}), "type"),
    "archive of java": (lambda: uploads.docx(members={"META-INF/MANIFEST.MF": "", "A.class": ""}), "type"),
    "open document": (lambda: uploads.archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "type"),
    "word that climbs": (lambda: uploads.docx(members={"word/../../etc/passwd": "x"}), "type"),
    "word without its types": (lambda: uploads.archive({"word/document.xml": uploads.DOCUMENT}), "type"),
    "word of another type": (lambda: uploads.docx(main_type="text/html"), "type"),
    "word and excel at once": (lambda: uploads.docx(overrides=EXCEL_TYPE, members=EXCEL_PARTS), "type"),
    "word with macros declared": (
        lambda: uploads.docx(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macro",
    ),
    "word with macros": (lambda: uploads.docx(members={"word/vbaProject.bin": "x"}), "macro"),
    "word with a file": (lambda: uploads.docx(members={"word/embeddings/oleObject1.bin": "x"}), "macro"),
    "word with a control": (lambda: uploads.docx(members={"word/activeX/activeX1.xml": "x"}), "macro"),
    "word with a dialect": (lambda: uploads.docx(document=ENTITIES + uploads.DOCUMENT), "broken"),
    "word with a dialect in its types": (
        lambda: uploads.docx(types=ENTITIES + uploads.TYPES.format(uploads.WORD_TYPE, "")),
        "broken",
    ),
    "word with types in another alphabet": (
        lambda: uploads.docx(types=uploads.TYPES.format(uploads.WORD_TYPE, "").encode("utf-16")),
        "broken",
    ),
    "word that is no xml": (lambda: uploads.docx(document="halo"), "broken"),
    "word without its document": (
        lambda: uploads.archive({"[Content_Types].xml": uploads.TYPES.format(uploads.WORD_TYPE, "")}),
        "broken",
    ),
    "word locked": (lambda: uploads.locked_member(uploads.docx()), "locked"),
    "word packed in an odd way": (lambda: uploads.docx(method=zipfile.ZIP_LZMA), "broken"),
    "word with a comment": (lambda: uploads.docx(comment=b"<script>alert(1)</script>"), "polyglot"),
    "word with a tail": (lambda: uploads.docx() + b"<script>alert(1)</script>", "polyglot"),
    "word cut off": (lambda: uploads.docx()[:-30], "broken"),
    "word that unfolds": (lambda: uploads.docx(members={"word/media/a.bin": b"\x00" * (101 * MEBIBYTE)}), "bomb"),
    "word that unfolds by its ratio": (
        lambda: uploads.docx(members={"word/media/a.bin": b"\x00" * (9 * MEBIBYTE)}),
        "bomb",
    ),
    "word of too many parts": (lambda: uploads.docx(members={f"word/{n}.xml": "" for n in range(2001)}), "bomb"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused(name):
    make, code = REFUSED[name]
    assert code_of(make(), name) == code


def test_directory_that_lies_about_a_size_is_refused():
    content = uploads.docx(members={"word/media/a.bin": b"\x00" * (9 * MEBIBYTE)})
    lied = content.replace((9 * MEBIBYTE).to_bytes(4, "little"), (4096).to_bytes(4, "little"))
    assert lied != content
    assert code_of(lied) == "broken"


def test_member_that_stands_twice_is_refused():
    out = io.BytesIO(uploads.docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as file:
        file.writestr("word/document.xml", uploads.DOCUMENT)
    assert code_of(out.getvalue()) == "polyglot"


def test_refusal_says_what_to_do():
    with pytest.raises(ValidationError) as caught:
        inspected(uploads.upload(uploads.pdf(password="rahasia")))
    assert caught.value.messages == ["Berkas ini dikunci kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi."]


@given(
    st.binary(max_size=400), st.sampled_from([b"%PDF-1.7", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b""])
)
def test_no_bytes_break_the_inspection(tail, head):
    try:
        inspected(uploads.upload(head + tail))
    except ValidationError as error:
        assert error.messages


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Surat Izin.PDF", "Surat Izin.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\surat.docx", "surat.pdf"),
        ("SK_PNS_198703152010012003.pdf", "SK_PNS_xxxx.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("gambar\u202efdp.exe", "gambar fdp.pdf"),
        ("...", "lampiran.pdf"),
        ("", "lampiran.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_name_is_made_safe(sent, kept):
    assert clean_name(sent, "pdf") == kept


def test_field_names_each_file_that_it_refuses():
    good, bad, locked = (
        uploads.upload(content, name)
        for content, name in [
            (uploads.pdf(), "baik.pdf"),
            (b"halo", "catatan.txt"),
            (uploads.pdf(password="x"), "kunci.pdf"),
        ]
    )
    with pytest.raises(ValidationError) as caught:
        FilesField().clean([good, bad, locked])
    assert caught.value.messages == [
        "catatan: Jenis berkas ini tidak diterima. Kirim PDF, JPG, PNG, WebP, DOCX, atau XLSX.",
        "kunci: Berkas ini dikunci kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi.",
    ]


@pytest.mark.parametrize(("sent", "kept"), [(None, 0), ([], 0), ([None], 0), (5, 5)])
def test_field_takes_up_to_five_files(sent, kept):
    files = [uploads.upload(uploads.pdf()) for _ in range(sent)] if isinstance(sent, int) else sent
    assert len(FilesField().clean(files)) == kept


def test_field_refuses_a_sixth_file_before_it_opens_any():
    with pytest.raises(ValidationError) as caught:
        FilesField().clean([uploads.upload(b"halo")] * 6)
    assert caught.value.messages == ["Paling banyak 5 berkas."]


@pytest.fixture
def shelf(settings, tmp_path):
    """A storage of its own; returns a function that lists the files in it."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


class Shelved:
    """As much of a model's file as keep_file needs."""

    storage = default_storage

    def save(self, name, content, save):
        self.name = self.storage.save(name, ContentFile(content.read()))


KEPT = lib.Upload("a.pdf", PDF, b"%PDF-")


def test_file_of_a_failed_transaction_is_removed(db, shelf):
    with pytest.raises(RuntimeError, match="later"), lib.atomic_with_files():
        with lib.atomic_with_files():
            lib.keep_file(Shelved(), KEPT)
        assert shelf() == ["a.pdf"]
        raise RuntimeError("later")
    assert shelf() == []


def test_file_of_a_part_that_failed_is_removed_and_the_rest_stays(db, shelf):
    with lib.atomic_with_files():
        lib.keep_file(Shelved(), lib.Upload("b.pdf", PDF, b"%PDF-"))
        with pytest.raises(RuntimeError), lib.atomic_with_files():
            lib.keep_file(Shelved(), KEPT)
            raise RuntimeError
    assert shelf() == ["b.pdf"]


def test_file_outside_a_transaction_is_not_written(db, shelf):
    with pytest.raises(RuntimeError):
        lib.keep_file(Shelved(), KEPT)
    assert shelf() == []
