"""Files from strangers: the type is told by the content, and each is opened to be sure that it is what it says.

What is let in: PDF, JPEG, PNG, WebP, DOCX, XLSX. What is kept out: anything else, files that are two things at once,
that are locked, that hold programs, or that unfold into more than they should.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from pypdf import PdfReader

from .images import stripped

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 5
LONGEST_NAME = 120
ACCEPTED = "PDF, JPG, PNG, WebP, DOCX, atau XLSX"

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png", WEBP: "webp", DOCX: "docx", XLSX: "xlsx"}

# The first bytes of what may come in; of the two Office types, their members tell.
SIGNATURES = {
    re.compile(rb"%PDF-\d"): PDF,
    re.compile(rb"\xff\xd8\xff"): JPEG,
    re.compile(rb"\x89PNG\r\n\x1a\n"): PNG,
    re.compile(rb"RIFF....WEBP", re.DOTALL): WEBP,
    re.compile(rb"PK\x03\x04"): "zip",
}
# What people often send in good faith, and what they can do about it.
ADVICE = {
    re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"): (
        "Berkas Word atau Excel ini berformat lama atau dikunci kata sandi. Simpan ulang sebagai DOCX atau XLSX "
        "tanpa kata sandi."
    ),
    re.compile(rb"....ftyp(heic|heix|mif1|msf1|avif)", re.DOTALL): (
        "Foto HEIC belum dapat dibuka semua petugas. Ubah dahulu menjadi JPG."
    ),
    re.compile(rb"(Rar!|7z\xbc\xaf|\x1f\x8b)"): "Arsip tidak diterima. Kirim berkas di dalamnya satu per satu.",
    re.compile(rb".{1,1024}%PDF-\d", re.DOTALL): "PDF ini diawali isi lain. Cetak ulang ke PDF, lalu kirim lagi.",
}

MOST_PAGES = 500
MOST_OBJECTS = 200_000
# What an object of a PDF may not be: an action that runs something or reaches out by itself, a file in the file.
PDF_FORBIDDEN = {
    "/S": {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"},
    "/Type": {"/EmbeddedFile"},
}

MOST_MEMBERS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
SMALL_UNPACKED = 1024 * 1024  # below this a high ratio harms nobody
CHUNK = 256 * 1024
OFFICE_FOLDERS = {"_rels", "docProps", "docMetadata", "customXml", "word", "xl"}
OFFICE_PROGRAM = re.compile(r"vbaProject|vbaData|macrosheets/|activeX/|ctrlProps/|embeddings/.*\.bin$", re.IGNORECASE)
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    "/word/document.xml": (DOCX, f"{_OFFICE}wordprocessingml.document.main+xml"),
    "/xl/workbook.xml": (XLSX, f"{_OFFICE}spreadsheetml.sheet.main+xml"),
}

NOT_WHOLE = "Berkas ini rusak atau tidak lengkap. Buka di perangkat Anda, simpan ulang, lalu kirim lagi."
TWO_THINGS = "Berkas ini memuat berkas lain di dalamnya. Simpan ulang dari aplikasi asalnya, lalu kirim lagi."
HAS_PROGRAM = "Berkas ini memuat makro atau program. Simpan ulang tanpa makro, lalu kirim lagi."
LOCKED = "Berkas ini dikunci kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi."
UNFOLDS = "Isi berkas ini terlalu besar setelah dibuka. Bagi menjadi beberapa berkas yang lebih kecil."


@dataclass(frozen=True)
class Upload:
    """A file that was looked into: made by `inspected` alone."""

    name: str
    content_type: str
    content: bytes

    @property
    def file(self):
        return ContentFile(self.content)


def inspected(file):
    """Return what an uploaded file is (Upload), after opening it. Pictures come back without EXIF.

    Raises ValidationError with a sentence for people.
    """
    if file.size > MOST_BYTES:
        raise ValidationError("Berkas ini lebih besar dari 10 MB. Perkecil atau bagi dahulu.", code="large")
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise ValidationError("Berkas ini kosong.", code="empty")
    kind = _kind(content)
    if kind == "zip":
        kind = _open_office(content)
    elif kind == PDF:
        _open_pdf(content)
    else:
        _refuse_archive(content)
        content = stripped(io.BytesIO(content), MOST_BYTES)
    return Upload(clean_name(file.name, EXTENSIONS[kind]), kind, content)


def _kind(content):
    for signature, kind in SIGNATURES.items():
        if signature.match(content):
            return kind
    for signature, advice in ADVICE.items():
        if signature.match(content):
            raise ValidationError(advice, code="type")
    raise ValidationError(f"Jenis berkas ini tidak diterima. Kirim {ACCEPTED}.", code="type")


def clean_name(name, extension):
    """Return a file name that is safe to show and to save, with the extension of its content.

    Long runs of digits go: people name files by their NIP, and it would travel with every download.
    """
    stem = PurePosixPath(unicodedata.normalize("NFC", name or "").replace("\\", "/")).name
    stem = stem.rpartition(".")[0] or stem
    stem = "".join(letter if unicodedata.category(letter)[0] not in "CZ" else " " for letter in stem)
    stem = re.sub(r"\d{16,}", "xxxx", re.sub(r'[<>:"/\\|?*]', " ", stem))
    stem = " ".join(stem.split()).strip(". ") or "lampiran"
    return f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip()}.{extension}"


def _refuse_archive(content):
    """Refuse what is an archive as well: readers of archives start from the end, so a picture or a PDF can be both."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)):
            pass
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return
    raise ValidationError(TWO_THINGS, code="polyglot")


def _refuse_tail(content, end):
    """Refuse a file that goes on behind its end, or has none."""
    if end in content:
        raise ValidationError(TWO_THINGS, code="polyglot")
    raise ValidationError(NOT_WHOLE, code="broken")


# -- PDF


def _open_pdf(content):
    """Open a PDF and read each page. Raises ValidationError when it is locked, broken, a program or two things."""
    _refuse_archive(content)
    if content.rpartition(b"%%EOF")[2].strip(b"\x00\t\n\f\r "):
        _refuse_tail(content, b"%%EOF")
    try:
        problem = _problem_of_pdf(PdfReader(io.BytesIO(content)))
    except Exception as error:  # pypdf's own words: "broken PDF files might cause other exceptions"
        raise ValidationError(NOT_WHOLE, code="broken") from error
    if problem:
        raise ValidationError(problem, code="pdf")


def _problem_of_pdf(reader):
    """Return what is wrong with an opened PDF in a sentence, or None."""
    if reader.is_encrypted:
        return LOCKED
    if not 0 < len(reader.pages) <= MOST_PAGES:
        return f"PDF ini tidak berhalaman atau lebih dari {MOST_PAGES} halaman."
    unpacked = 0
    for page in reader.pages:
        contents = page.get_contents()
        unpacked += len(contents.get_data()) if contents is not None else 0
        if unpacked > MOST_UNPACKED:
            return UNFOLDS
    return HAS_PROGRAM if _runs_something(reader) else None


def _runs_something(reader):
    """Return whether anything that the root leads to is an action of a program, or a file inside the file."""
    waiting, seen = [reader.trailer["/Root"]], set()
    while waiting:
        thing = waiting.pop()
        if hasattr(thing, "idnum"):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            if len(seen) > MOST_OBJECTS:
                raise ValueError("more objects than a document has")
            thing = thing.get_object()
        if isinstance(thing, dict):
            if any(str(thing[key]) in names for key, names in PDF_FORBIDDEN.items() if key in thing):
                return True
            waiting += thing.values()
        elif isinstance(thing, list):
            waiting += thing
    return False


# -- DOCX and XLSX


def _open_office(content):
    """Return which Office type an archive is, after unpacking it within bounds. Raises ValidationError."""
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise ValidationError(UNFOLDS, code="bomb")
    # The end of the directory is the end of the file: nothing hangs on behind, not even a comment.
    if content[-22:-18] != b"PK\x05\x06" or content[-2:] != b"\x00\x00":
        _refuse_tail(content, b"PK\x05\x06")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_members(archive.infolist(), len(content))
            kind = _kind_of_office(archive)
            _unpack(archive, next(part for part, (known, _) in MAIN_PARTS.items() if known == kind)[1:])
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        KeyError,
        RuntimeError,
        ElementTree.ParseError,
        expat.ExpatError,
    ) as error:
        raise ValidationError(NOT_WHOLE, code="broken") from error
    return kind


def _check_members(members, packed):
    if any(member.flag_bits & 0x1 for member in members):
        raise ValidationError(LOCKED, code="locked")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise ValidationError(NOT_WHOLE, code="broken")
    names = [member.filename for member in members]
    if len(names) != len(set(names)) or min(member.header_offset for member in members) != 0:
        raise ValidationError(TWO_THINGS, code="polyglot")
    for name in names:
        folder, _, rest = name.partition("/")
        if name != CONTENT_TYPES and (folder not in OFFICE_FOLDERS or ".." in rest or "\\" in name):
            raise ValidationError(f"Arsip tidak diterima. Kirim {ACCEPTED}.", code="type")
        if OFFICE_PROGRAM.search(name):
            raise ValidationError(HAS_PROGRAM, code="macro")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL_UNPACKED, MOST_RATIO * packed):
        raise ValidationError(UNFOLDS, code="bomb")


def _kind_of_office(archive):
    """Return the type that the main part declares. Raises ValidationError for macros and for anything else."""
    if CONTENT_TYPES not in archive.namelist():
        raise ValidationError(f"Arsip tidak diterima. Kirim {ACCEPTED}.", code="type")
    text = archive.read(CONTENT_TYPES).decode("utf-8")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValidationError(NOT_WHOLE, code="broken")
    types = {row.get("PartName", ""): row.get("ContentType", "") for row in ElementTree.fromstring(text)}  # noqa: S314  without a DTD
    if re.search("macro|vba|activeX", " ".join(types.values()), re.IGNORECASE):
        raise ValidationError(HAS_PROGRAM, code="macro")
    found = [kind for part, (kind, declared) in MAIN_PARTS.items() if types.get(part) == declared]
    if len(found) != 1:
        raise ValidationError(f"Arsip tidak diterima. Kirim {ACCEPTED}.", code="type")
    return found[0]


def _unpack(archive, main_part):
    """Unpack each member and count what really comes out, whatever the directory says; the main part must be XML."""
    unpacked, parser = 0, expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    for member in archive.infolist():
        with archive.open(member) as file:
            while chunk := file.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise ValidationError(UNFOLDS, code="bomb")
                if member.filename == main_part:
                    parser.Parse(chunk)
    parser.Parse(b"", True)


def _refuse_doctype(*declaration):
    raise ValueError("an Office document has no DTD")


# -- On the way in and to the disk


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to five files; cleaned, a list of Upload. Each fault names its file."""

    widget = FilesInput(attrs={"accept": ",".join(f".{extension}" for extension in ("jpeg", *EXTENSIONS.values()))})

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if len(files) > MOST_FILES:
            raise ValidationError(f"Paling banyak {MOST_FILES} berkas.", code="many")
        uploads, faults = [], []
        for file in files:
            try:
                uploads.append(inspected(file))
            except ValidationError as error:
                faults += [f"{clean_name(file.name, 'x')[:-2]}: {message}" for message in error.messages]
        if faults:
            raise ValidationError(faults)
        return uploads


_written = ContextVar("files written in this transaction", default=None)


@contextmanager
def atomic_with_files():
    """Do as one transaction, files included: when it fails, what `keep_file` wrote is removed again."""
    outer, written = _written.get(), []
    token = _written.set(written)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for storage, name in written:
            storage.delete(name)
        raise
    else:
        if outer is not None:
            outer += written
    finally:
        _written.reset(token)


def keep_file(field_file, upload):
    """Write an upload to the storage of a model's file; only inside `atomic_with_files`."""
    written = _written.get()
    if written is None:
        raise RuntimeError("keep_file() outside atomic_with_files()")
    field_file.save(upload.name, upload.file, save=False)
    written.append((field_file.storage, field_file.name))
