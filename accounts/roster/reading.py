"""What the cells of one row say about a person: cleaned, with what is wrong or doubtful in them."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import Employee, EmployeeKind, JobKind
from bkpsdm.lib.nip import FEMALE, MALE, clean_nip, parse_nip
from bkpsdm.lib.ranks import PPPK_GRADES, RANKS
from bkpsdm.lib.spreadsheet import FORMULA

from .layouts import NAME, NIP, PARENT, SIASN, UNIT

SEXES = {"m": MALE, "l": MALE, "laki laki": MALE, "pria": MALE, "f": FEMALE, "p": FEMALE, "perempuan": FEMALE}
SEXES["wanita"] = FEMALE
TEXTS = {"GELAR DEPAN": "title_before", "GELAR BELAKANG": "title_after", "JABATAN NAMA": "position"}
DATES = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")
Standing = Employee.Standing
# Parts of a KEDUDUKAN HUKUM, first match first; whatever matches none is in service.
STANDINGS = {
    "persiapan pensiun": Standing.AKTIF,
    "sementara": Standing.AKTIF,
    "pensiun": Standing.PENSIUN,
    "henti": Standing.BERHENTI,
    "meninggal": Standing.BERHENTI,
    "tewas": Standing.BERHENTI,
    "wafat": Standing.BERHENTI,
    "mengundurkan": Standing.BERHENTI,
    "punah": Standing.BERHENTI,
    "tidak aktif": Standing.BERHENTI,
    "putus": Standing.BERHENTI,
}
TEACHERS = ("guru", "kepala sekolah", "pengawas sekolah", "penilik", "pamong belajar")
HEALERS = (
    *("dokter", "perawat", "bidan", "apoteker", "asisten apoteker", "nutrisionis", "sanitarian", "perekam medis"),
    *("radiografer", "fisioterapis", "epidemiolog kesehatan", "terapis gigi", "pranata laboratorium kesehatan"),
    *("tenaga sanitasi lingkungan", "tenaga promosi kesehatan", "penyuluh kesehatan", "administrator kesehatan"),
)


@dataclass
class Entry:
    """One row: values by field of Employee; a field whose column is missing or says nothing is not among them."""

    line: int
    cells: dict
    values: dict = field(default_factory=dict)
    nip: str = ""
    person_key: tuple = ()  # name, birth date and sex: what stays when a number changes
    unit_name: str = ""
    parent_name: str = ""
    faults: list = field(default_factory=list)
    doubts: list = field(default_factory=list)
    cleanings: list = field(default_factory=list)

    @property
    def is_blank(self):
        return not self.cells


def read_row(layout, line, cells, columns, *, today):
    """Return what a row says (Entry)."""
    entry = Entry(line, cells)
    if not entry.is_blank:
        (_read_siasn if layout is SIASN else _read_thl)(entry, set(columns), today)
    return entry


def _read_siasn(entry, columns, today):
    cell = lambda name: entry.cells.get(name, "")  # noqa: E731  read a dozen times below
    values = entry.values
    nip = _read_nip(entry, cell(NIP), today)
    _read_name(entry, cell(NAME))
    entry.unit_name, entry.parent_name = cell(UNIT) or cell(PARENT), cell(PARENT)
    if not entry.unit_name:
        entry.faults.append((UNIT, "Unit kerja kosong."))
    for name, target in (
        ("GELAR DEPAN", "title_before"),
        ("GELAR BELAKANG", "title_after"),
        ("JABATAN NAMA", "position"),
    ):
        if name in columns:
            values[target] = _cut(cell(name), target)
    _read_contacts(entry, cell("NOMOR HP"), "NOMOR HP", {"EMAIL": cell("EMAIL"), "EMAIL GOV": cell("EMAIL GOV")})
    values["kind"] = kind_of(cell("JENIS PEGAWAI NAMA"), cell("KEDUDUKAN HUKUM NAMA"), cell("STATUS CPNS PNS"), nip)
    if "KEDUDUKAN HUKUM NAMA" in columns:
        values["standing"] = standing_of(cell("KEDUDUKAN HUKUM NAMA"))
    if job_kind := job_kind_of(cell("JENIS JABATAN NAMA"), cell("JABATAN NAMA")):
        values["job_kind"] = job_kind
    _read_rank(entry, cell("GOL AKHIR NAMA"), cell("TMT GOLONGAN"))
    if nip:
        entry.person_key = (name_key(cell(NAME)), nip.number[:8], nip.sex)
        _compare_with_nip(entry, nip, cell("TANGGAL LAHIR"), cell("JENIS KELAMIN"))


def _read_thl(entry, columns, today):
    cell = lambda name: entry.cells.get(name, "")  # noqa: E731
    _read_name(entry, cell(NAME))
    entry.unit_name = cell("UNIT")
    if not entry.unit_name:
        entry.faults.append(("UNIT", "Unit kerja kosong."))
    entry.values["kind"] = EmployeeKind.NON_ASN
    entry.values["standing"] = Standing.AKTIF
    number = re.sub(r"\s", "", cell("NOMOR PORTAL")).upper()
    if number and not re.fullmatch(r"T-[0-9]{6,8}", number):
        entry.faults.append(("NOMOR PORTAL", "Nomor portal terdiri dari T- dan sedikitnya enam angka."))
    elif number:
        entry.values["portal_number"] = number
    _read_contacts(entry, cell("TELEPON"), "TELEPON", {"SUREL": cell("SUREL")})


def name_key(name):
    """Return a name as it is compared between files."""
    return " ".join(name.casefold().split())


def _read_nip(entry, text, today):
    """Return the NIP taken apart; a refused one is kept as typed, so that its person does not count as gone."""
    entry.nip = clean_nip(text)
    try:
        nip = parse_nip(text, today=today)
    except ValidationError as error:
        entry.faults.append((NIP, error.messages[0]))
        return None
    if nip.number != text:
        entry.cleanings.append((NIP, "Spasi, titik, atau tanda petik pada NIP dibuang."))
    entry.values["nip"] = nip.number
    return nip


def _read_name(entry, text):
    name = " ".join(text.split())
    if not name:
        entry.faults.append((NAME, "Nama kosong."))
    elif len(name) > Employee._meta.get_field("name").max_length:
        entry.faults.append((NAME, "Nama terlalu panjang."))
    elif name.startswith(FORMULA):
        entry.cleanings.append((NAME, f"Nama diawali “{name[0]}”; disimpan sebagai teks biasa."))
    entry.values["name"] = name


def _cut(text, target):
    return " ".join(text.split())[: Employee._meta.get_field(target).max_length]


def _read_contacts(entry, phone, phone_column, addresses):
    """Take the telephone number, and the first address that is one; what is empty leaves the roster as it is."""
    if phone:
        number = clean_phone(phone)
        if number:
            entry.values["phone"] = number
        else:
            entry.doubts.append((phone_column, "Nomor telepon tidak terbaca; tidak dipakai."))
    for column, address in addresses.items():
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            entry.doubts.append((column, "Alamat surel salah; tidak dipakai."))
            continue
        entry.values.setdefault("email", address.lower())


def clean_phone(text):
    """Return a telephone number in its one form, 08… or 0332…, or an empty text when it is none."""
    digits = re.sub(r"\D", "", text)
    digits = re.sub(r"^(00)?62", "0", digits)
    digits = f"0{digits}" if digits.startswith("8") else digits
    return digits if digits.startswith("0") and 8 <= len(digits) <= 15 else ""


def kind_of(kind, standing, status, nip):
    """Return the kind of employee by the words of SIASN; where they say nothing, by the shape of the NIP."""
    words = f"{kind} {standing}".upper()
    is_pppk = "PPPK" in words or "P3K" in words if kind else bool(nip and nip.is_pppk)
    if is_pppk:
        return EmployeeKind.PPPK_PARUH if "PARUH" in words else EmployeeKind.PPPK_PENUH
    return EmployeeKind.CPNS if status.strip().upper() in ("C", "CPNS") else EmployeeKind.PNS


def standing_of(text):
    """Return the standing that a KEDUDUKAN HUKUM means (PP 11/2017): temporary absence leaves a person in service."""
    words = " ".join(text.casefold().split())
    return next((standing for part, standing in STANDINGS.items() if part in words), Standing.AKTIF)


def job_kind_of(kind, position):
    words, post = kind.casefold(), position.casefold()
    if "struktural" in words or "pimpinan" in words or "administrator" in words or words == "pengawas":
        return JobKind.STRUKTURAL
    if "pelaksana" in words or "umum" in words:
        return JobKind.PELAKSANA
    if "fungsional" not in words:
        return ""
    if post.startswith(TEACHERS):
        return JobKind.GURU
    return JobKind.TENAGA_KESEHATAN if post.startswith(HEALERS) else JobKind.FUNGSIONAL_LAIN


def _read_rank(entry, text, since):
    if not text:
        return
    rank = clean_rank(text)
    if not rank:
        entry.doubts.append(("GOL AKHIR NAMA", "Golongan ruang tidak dikenal; tidak dipakai."))
        return
    entry.values["rank"] = rank
    if day := read_date(since):
        entry.values["ranked_on"] = day


def clean_rank(text):
    """Return a rank as it is written here, III/b or IX, or an empty text."""
    grade, slash, room = "".join(text.split()).upper().partition("/")
    rank = f"{grade}{slash}{room.lower()}"
    return rank if rank in RANKS or rank in PPPK_GRADES else ""


def read_date(text):
    """Return a day as it is written in SIASN (DD-MM-YYYY) or by a spreadsheet, or None."""
    for form in DATES:
        try:
            return datetime.strptime(text[:10], form).date()
        except ValueError:
            continue
    return None


def _compare_with_nip(entry, nip, birth, sex):
    born_on = read_date(birth)
    if birth and not born_on:
        entry.doubts.append(("TANGGAL LAHIR", "Tanggal lahir tidak terbaca, jadi tidak dapat dicocokkan dengan NIP."))
    for doubt in nip.doubts(born_on=born_on, sex=SEXES.get(sex.casefold().replace("-", " ").strip(), "")):
        column = "TANGGAL LAHIR" if "lahir" in doubt else "JENIS KELAMIN" if "kelamin" in doubt else NIP
        entry.doubts.append((column, doubt))
    if nip.is_pppk != entry.values["kind"].startswith("PPPK"):
        entry.doubts.append(("JENIS PEGAWAI NAMA", "Jenis pegawai berbeda dengan bentuk NIP."))
