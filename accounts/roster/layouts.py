"""Which columns a file of people has: the export "Data Utama" of SIASN, and the simple list for THL."""

import re
from dataclasses import dataclass

MOST_TITLE_ROWS = 10  # how many rows may stand above the header


@dataclass(frozen=True)
class Layout:
    """The columns that the portal needs, by their names in capitals; all others are never kept."""

    name: str
    columns: tuple
    required: tuple


NIP, NAME, UNIT, PARENT = "NIP BARU", "NAMA", "UNOR NAMA", "SATUAN KERJA INDUK NAMA"
SIASN = Layout(
    "siasn",
    (
        NIP,
        NAME,
        "GELAR DEPAN",
        "GELAR BELAKANG",
        "TANGGAL LAHIR",
        "JENIS KELAMIN",
        "NOMOR HP",
        "EMAIL",
        "EMAIL GOV",
        "JENIS PEGAWAI NAMA",
        "KEDUDUKAN HUKUM NAMA",
        "STATUS CPNS PNS",
        "GOL AKHIR NAMA",
        "TMT GOLONGAN",
        "JENIS JABATAN NAMA",
        "JABATAN NAMA",
        UNIT,
        PARENT,
    ),
    (NIP, NAME, UNIT),
)
THL = Layout("thl", (NAME, "UNIT", "NOMOR PORTAL", "TELEPON", "SUREL"), (NAME, "UNIT"))
LAYOUTS = {layout.name: layout for layout in (SIASN, THL)}


def column_name(text):
    """Return the heading of a column as it is compared: in capitals, with single spaces."""
    return re.sub(r"[\s_]+", " ", text.replace("\ufeff", "")).strip().upper()


def find_layout(row):
    """Return (layout, {column: place}) when a row is the header of a known layout, else None."""
    places = {}
    for place, text in enumerate(row):
        places.setdefault(column_name(text), place)
    for layout in (SIASN, THL):
        if places.keys() >= set(layout.required):
            return layout, {name: places[name] for name in layout.columns if name in places}
    return None
