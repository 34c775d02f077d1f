"""What is said about each field: why it is held, how delicate it is, on which law, and how long."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How delicate a field is (UU 27/2022 art. 4 knows general and specific personal data)."""

    UMUM = "umum: tentang instansi atau layanan, bukan tentang orang"
    PRIBADI = "pribadi: data pribadi yang bersifat umum"
    SPESIFIK = "spesifik: dapat memuat data pribadi yang bersifat spesifik, seperti kesehatan atau keuangan"
    RAHASIA = "rahasia: kunci dan sandi, tidak pernah ditampilkan"
    TEKNIS = "teknis: nomor, waktu, dan keadaan yang diperlukan portal untuk bekerja"


@dataclass(frozen=True)
class Keep:
    """How long: in words for people, and in days where ``apply_retention`` deletes what is older.

    No days at all: the agency's archive decides, or the thing lives as long as another. 0: the row knows its own end.
    """

    words: str
    days: int | None = None


@dataclass(frozen=True)
class Fact:
    """What is said about one field."""

    purpose: str
    kind: Kind
    basis: str
    keep: Keep


@dataclass(frozen=True)
class Held:
    """What is said about one model: shared words, and the name of every field under its kind."""

    purpose: str
    basis: str
    keep: Keep
    fields: dict
    exceptions: dict

    @property
    def names(self):
        return [name for names in self.fields.values() for name in names]

    def fact(self, name):
        kind = next(kind for kind, names in self.fields.items() if name in names)
        purpose, keep = self.exceptions.get(name, (None, None))
        return Fact(purpose or self.purpose, kind, self.basis, keep or self.keep)


def held(purpose, basis, keep, *, umum="", pribadi="", spesifik="", rahasia="", teknis="", but=None):
    """Return what is said about a model: names of fields under their kinds, each exactly once.

    ``but`` holds the exceptions: {"field": (purpose, Keep)}; None in it means "as the model".
    """
    kinds = dict(zip(Kind, (umum, pribadi, spesifik, rahasia, teknis), strict=True))
    return Held(purpose, basis, keep, {kind: tuple(names.split()) for kind, names in kinds.items()}, but or {})


YEAR = 365.25

# -- laws

SERVICE = "UU 25/2009"
STAFF = "UU 20/2023"
ADMINISTRATION = "UU 30/2014"
PRIVACY = "UU 27/2022"
NEUTRALITY = "UU 20/2023; SKB netralitas 2022"
OPENNESS = "UU 14/2008"
COMPLAINTS = "UU 25/2009; Perpres 76/2013"

# -- how long

WHILE_USED = Keep("selama dipakai portal")
PUBLIC = Keep("tanpa batas: sudah terbuka bagi umum")
SERVICE_TIME = Keep("selama menjadi pegawai, lalu menurut jadwal retensi arsip instansi")
ARCHIVE = Keep("menurut jadwal retensi arsip instansi")
PERMANENT = Keep("permanen: arsip keputusan")
FIVE_YEARS = Keep("5 tahun", round(5 * YEAR))
TWO_YEARS = Keep("2 tahun", round(2 * YEAR))
