"""What registrars do, and where decisions stand that every page needs."""

import re

from .portal import path_of


def write_decree(page, number, award=False):
    """Write the draft of a decree; return its path."""
    page.goto("/kerja/keputusan/baru/")
    page.get_by_label("Jenis", exact=True).select_option("satyalancana" if award else "kenaikan_pangkat")
    page.get_by_label("Nomor", exact=True).fill(number)
    page.get_by_label("Ditetapkan oleh").fill("Bupati Contoh")
    page.get_by_label("Tanggal penetapan").fill("2024-06-03")
    if not award:
        page.get_by_label(re.compile("^Jenis kenaikan pangkat")).select_option("reguler")
        page.get_by_label("TMT").fill("2024-06-01")
    page.get_by_role("button", name="Simpan draf").click()
    page.wait_for_url(re.compile(r"/kerja/keputusan/\d+/$"))
    return path_of(page)


def find_person(page, decree, who):
    """Look somebody up for a draft; return the path of the form that adds the first who is found."""
    page.goto(decree)
    page.get_by_label("NIP, nomor portal, atau nama").fill(who)
    page.get_by_role("button", name="Cari pegawai").click()
    page.wait_for_url("**/penerima/")
    return page.get_by_role("link", name=re.compile("^Pilih")).first.get_attribute("href")


def add_person(page, decree, who):
    """Add somebody to a draft, with the ranks as prefilled; return the path of the petikan."""
    page.goto(find_person(page, decree, who))
    page.get_by_role("button", name="Tambahkan, lalu lampirkan berkasnya").click()
    page.wait_for_url(re.compile(r"/kerja/petikan/\d+/$"))
    return path_of(page)


def issue(page, decree):
    """Issue a draft."""
    page.goto(decree)
    page.get_by_text("Terbitkan keputusan ini").click()
    page.get_by_role("button", name="Ya, terbitkan").click()
    page.get_by_text("Keputusan terbit;").wait_for()


def petikan_in_state(page, number, state):
    """Return the path of a petikan of the demo in a state (Berlaku, Sudah diganti, Dicabut), and that of its check."""
    page.goto(f"/kerja/keputusan/?nomor={number}")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/kerja/keputusan/\d+/$"))
    row = page.get_by_role("row").filter(has=page.get_by_text(state, exact=True)).first
    page.goto(row.get_by_role("link").first.get_attribute("href"))
    return path_of(page), page.get_by_role("link", name="Halaman periksa keaslian").get_attribute("href")


def decree_places(registrar, asn):
    """Return the paths of a draft and of decisions of the demo in every state."""
    draft = write_decree(registrar, "CONTOH/DRAF/2024")
    places = {
        "sk": draft,
        "sk_person": find_person(registrar, draft, "Contoh"),
        "sk_petikan": add_person(registrar, draft, "Pegawai Contoh"),
    }
    places["sk_in_force"], places["check"] = petikan_in_state(registrar, "CONTOH-023", "Berlaku")
    places["sk_replaced"], places["check_replaced"] = petikan_in_state(registrar, "CONTOH-011", "Sudah diganti")
    places["sk_revoked"], places["check_revoked"] = petikan_in_state(registrar, "CONTOH-011", "Dicabut")
    registrar.goto("/kerja/keputusan/?nomor=CONTOH-023")
    places["sk_issued"] = registrar.get_by_role("rowheader").get_by_role("link").get_attribute("href")
    asn.goto("/akun/keputusan/?jenis=pangkat")
    places["petikan"] = asn.get_by_role("rowheader").get_by_role("link").last.get_attribute("href")
    asn.goto(places["petikan"])
    places["check_file"] = asn.get_by_role("link", name="Halaman periksa keaslian").get_attribute("href")
    return places
