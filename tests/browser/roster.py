"""What the keeper of the roster does in the portal, for the pages that need it."""

from .portal import path_of, wait_for

COLUMNS = "NIP BARU;NAMA;TANGGAL LAHIR;JENIS KELAMIN;EMAIL;JENIS PEGAWAI NAMA;UNOR NAMA;SATUAN KERJA INDUK NAMA"
OFFICE = "PNS Daerah;Dinas Kesehatan;Dinas Kesehatan"
PEOPLE = [
    f"199001022015011001;WARU SATU CONTOH;02-01-1990;M;waru1@contoh.invalid;{OFFICE}",
    f"199001022015012002;WARU DUA CONTOH;03-01-1990;F;tidak ada;{OFFICE}",
    f"19900102201501100;WARU TIGA CONTOH;02-01-1990;M;;{OFFICE}",
    "199001022015011004;WARU EMPAT CONTOH;02-01-1990;M;;PNS Daerah;Puskesmas Tmn Krocok;Dinas Kesehatan",
]


def roster_places(keeper):
    """Upload a list of people and wait until it is read; return where its preview and a person stand."""
    keeper.goto("/kerja/pegawai/")
    person = keeper.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")
    return {"person": person, "preview": upload_list(keeper)}


def upload_list(keeper, people=PEOPLE):
    """Upload a list of people; return the path of its preview."""
    keeper.goto("/kerja/impor/")
    file = {"name": "daftar.csv", "mimeType": "text/csv", "buffer": "\n".join([COLUMNS, *people]).encode()}
    keeper.get_by_label("Berkas XLSX atau CSV").set_input_files(file)
    keeper.get_by_role("button", name="Unggah dan baca").click()
    path = path_of(keeper)
    wait_for(lambda: is_read(keeper, path), "the list was not read")
    return path


def is_read(keeper, path):
    keeper.goto(path)
    return keeper.get_by_role("heading", name="Pratinjau impor").count() == 1
