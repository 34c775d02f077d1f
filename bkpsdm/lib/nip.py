"""The number of a civil servant: 18 digits that tell birth date, appointment, sex and a serial.

PNS (Perka BKN 22/2007 and 43/2007): ``YYYYMMDD`` birth, ``YYYYMM`` TMT CPNS, ``1|2`` sex, ``NNN`` serial from 001.
PPPK (Peraturan BKN 1/2019): the same, but digits 13 and 14 count the contracts, 21 the first.
It holds a birth date, so it is personal data: never in an address, a log or a file name.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError

LENGTH = 18
MONTHS, CONTRACTS, YEARS = range(1, 13), range(21, 30), range(1945, 2100)
FIRST_CONTRACT = 21
AGES = range(16, 61)
GRACE = timedelta(days=31)  # decrees are numbered a little before they take effect
MALE, FEMALE = "1", "2"
# What a spreadsheet makes of 18 digits that it takes for a number: the last three are lost for ever.
SCIENTIFIC = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
# Spaces that are seen or not, dots, and what spreadsheets put before a text of digits.
NOISE = re.compile(r"[\s.'’‘`´\u200b\u200e\u200f\u2060\ufeff]")


def clean_nip(text):
    """Return a number as typed without spaces, dots and apostrophes."""
    return NOISE.sub("", text)


def clean_number(text):
    """Return a NIP as `clean_nip` does, and a portal number in capitals: what people enter with."""
    return clean_nip(text).upper()


def is_nip(text):
    """Return whether a cleaned text has the shape of a NIP."""
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def served_since(nip):
    """Return the first day as CPNS that the NIP of a PNS tells (digits 9 to 14), or None for all other texts."""
    if not is_nip(nip):
        return None
    year, month = int(nip[8:12]), int(nip[12:14])
    return date(year, month, 1) if month in MONTHS and year in YEARS else None


def grouped_nip(nip):
    """Return a NIP in the groups in which it is read aloud: YYYYMMDD YYYYMM S NNN."""
    return " ".join((nip[:8], nip[8:14], nip[14], nip[15:]))


@dataclass(frozen=True)
class Nip:
    """What a NIP tells; of a PPPK it tells the year of the appointment only, and which contract it is."""

    number: str
    born_on: date
    year: int
    month: int | None
    contract: int | None
    sex: str
    serial: int

    @property
    def is_pppk(self):
        return self.contract is not None

    @property
    def earliest(self):
        """Return the first day on which the appointment can have begun."""
        return date(self.year, self.month or 1, 1)

    def doubts(self, *, born_on=None, sex=""):
        """Return in sentences what does not fit: the birth date or sex that stands beside it, a later contract."""
        found = []
        if born_on and born_on != self.born_on:
            found.append("Tanggal lahir berbeda dengan NIP.")
        if sex and sex != self.sex:
            found.append("Jenis kelamin berbeda dengan NIP.")
        if self.is_pppk and self.contract > FIRST_CONTRACT:
            found.append(f"NIP menyebut kontrak ke-{self.contract - FIRST_CONTRACT + 1}; biasanya yang pertama.")
        return found


def parse_nip(text, *, today):
    """Return a NIP as typed taken apart. Raises ValidationError with the reason, a sentence without the number."""
    number = clean_nip(text)
    _check_digits(number, text)
    try:
        born_on = date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError as error:
        raise ValidationError("Delapan angka pertama NIP bukan tanggal lahir yang ada.", code="birth") from error
    year, pair = int(number[8:12]), int(number[12:14])
    if pair not in MONTHS and pair not in CONTRACTS:
        raise ValidationError(f"Angka ke-13 dan 14 NIP ({pair:02d}) bukan bulan dan bukan kontrak PPPK.", code="month")
    month, contract = (pair, None) if pair in MONTHS else (None, pair)
    nip = Nip(number, born_on, year, month, contract, number[14], int(number[15:]))
    _check_sense(nip, today)
    return nip


def _check_digits(number, text):
    if not number:
        raise ValidationError("NIP kosong.", code="empty")
    if SCIENTIFIC.fullmatch(text.strip()):
        raise ValidationError(
            "NIP tersimpan sebagai bilangan, jadi angka akhirnya hilang; simpan sebagai teks.", "number"
        )
    if not (number.isascii() and number.isdigit()):
        raise ValidationError("NIP memuat huruf atau tanda lain.", code="letters")
    if len(number) != LENGTH:
        raise ValidationError(f"NIP terdiri dari {len(number)} angka, seharusnya {LENGTH}.", code="length")


def _check_sense(nip, today):
    if nip.sex not in (MALE, FEMALE):
        raise ValidationError("Angka ke-15 NIP bukan 1 (pria) dan bukan 2 (wanita).", code="sex")
    if not nip.serial:
        raise ValidationError("Nomor urut NIP dimulai dari 001.", code="serial")
    if nip.year not in YEARS or nip.earliest > today + GRACE:
        raise ValidationError("Pengangkatan menurut NIP belum terjadi.", code="future")
    age = nip.year - nip.born_on.year
    if age not in AGES:
        raise ValidationError(f"Menurut NIP diangkat pada umur {age} tahun.", code="age")
