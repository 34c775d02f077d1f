"""Every page of the portal, and who reads it; paths may name what the conversations made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    login: str = ""
    status: int = 200

    def __str__(self):
        return self.name

    @property
    def is_public(self):
        return not self.login and self.status == 200 and not self.path.startswith(("/akun/", "{"))

    def open(self, visit, portal, **options):
        """Return the page opened on a device, after a look at its status; the service worker is left out."""
        if self.status >= 400:
            visit.expect(str(self.status))
        page = visit(login=self.login or None, service_workers="block", **options)
        assert page.goto(self.path.format(**portal.places)).status == self.status
        return page


PAGES = [
    Page("beranda", "/"),
    Page("layanan", "/layanan/"),
    Page("layanan-tersaring", "/layanan/?jenis=PPPK_PENUH&kelompok=penghasilan"),
    Page("layanan-kosong", "/layanan/?jenis=NON_ASN&kelompok=cuti"),
    Page("rincian", "/layanan/kgb/"),
    Page("rincian-panjang", "/layanan/pensiun-bup/?daftar=1&ya=menikah-atau-punya-anak&ya=masa-kerja-ditinjau"),
    Page("rincian-saya", "/layanan/kp-fungsional/", "asn"),
    Page("edisi-lama", "/layanan/kp-reguler/edisi/1/"),
    Page("edisi-tanggal", "/layanan/kgb/berlaku/?tanggal=1999-01-01"),
    Page("jawaban", "/jawaban/"),
    Page("jawaban-rinci", "/jawaban/qa-001/"),
    Page("cari", "/cari/"),
    Page("hasil", "/cari/?q=naek+pangkat+guru"),
    Page("hasil-kosong", "/cari/?q=asdfgh"),
    Page("tentang", "/tentang/"),
    Page("luring", "/luring/"),
    Page("masuk", "/akun/masuk/"),
    Page("sandi-lupa", "/akun/sandi/lupa/"),
    Page("sandi-lupa-terkirim", "/akun/sandi/lupa/terkirim/"),
    Page("sandi-baru", "{reset}"),
    Page("sandi-baru-usang", "/akun/sandi/baru/1-abc-def/"),
    Page("sandi-baru-selesai", "/akun/sandi/baru/selesai/"),
    Page("daftar", "/akun/daftar/"),
    Page("nonaktif", "/akun/nonaktif/"),
    Page("tidak-ada", "/tidak-ada/", status=404),
    Page("kinerja", "/transparansi/"),
    Page("kinerja-tahun-lalu", "/transparansi/?tahun=2025"),
    Page("cara-hitung", "/transparansi/cara-hitung/"),
    Page("survei-hasil", "/transparansi/survei/"),
    Page("survei", "{survey}"),
    Page("survei-terima-kasih", "/survei/terima-kasih/"),
    Page("survei-sudah", "/survei/tiket-yang-tidak-ada/", status=410),
    Page("tanya", "/tanya/?layanan=kgb&edisi=1", "asn"),
    Page("tanya-saya", "/tanya/saya/", "asn"),
    Page("tanya-saya-kosong", "/tanya/saya/", "auditor"),
    Page("utas-baru", "{new}", "asn"),
    Page("utas-dijawab", "{answered}", "asn"),
    Page("utas-selesai", "{closed}", "asn"),
    Page("akun", "/akun/", "asn"),
    Page("akun-kosong", "/akun/", "auditor"),
    Page("keluar", "/akun/keluar/", "asn"),
    Page("sandi-ubah", "/akun/sandi/ubah/", "asn"),
    Page("ditolak", "/kerja/", "asn", status=403),
    Page("kerja", "/kerja/", "petugas"),
    Page("antrean", "/kerja/tanya/", "petugas"),
    Page("antrean-semua", "/kerja/tanya/?keadaan=semua", "petugas"),
    Page("antrean-kosong", "/kerja/tanya/", "kabid"),
    Page("jawab", "/kerja{new}", "petugas"),
    Page("jawab-sudah", "/kerja{answered}", "petugas"),
    Page("kinerja-bidang", "/kerja/kinerja/", "kabid"),
    Page("kinerja-pimpinan", "/kerja/kinerja/", "pimpinan"),
    Page("kata", "/kerja/kata/", "penyunting"),
    Page("kata-sunting", "{synonym}", "penyunting"),
    Page("kegiatan", "/kegiatan/"),
    Page("kegiatan-tersaring", "/kegiatan/?saring=saya", "asn"),
    Page("kegiatan-kosong", "/kegiatan/?saring=saya&tahun=1999", "auditor"),
    Page("kegiatan-rinci", "/kegiatan/netralitas-asn-di-media-sosial-apa-yang-boleh-dan-tidak/"),
    Page("kegiatan-lalu", "/kegiatan/integritas-dan-netralitas-menuju-asn-profesional-yang-berkinerja-optimal/"),
    Page("kegiatan-kartu", "/kegiatan/netralitas-asn-di-media-sosial-apa-yang-boleh-dan-tidak/", "asn"),
    Page("meja-kegiatan", "/kerja/kegiatan/?keadaan=lalu", "panitia"),
    Page("meja-kegiatan-kosong", "/kerja/kegiatan/?keadaan=draf", "panitia"),
    Page("kegiatan-buat", "/kerja/kegiatan/baru/", "panitia"),
    Page("kegiatan-sunting", "{event}", "panitia"),
    Page("pintu", "/pintu/", "panitia"),
    Page("pintu-kegiatan", "{gate}", "panitia"),
    Page("pintu-tertutup", "{closed_gate}", "panitia"),
    Page("rekap", "{held}rekap/", "panitia"),
    Page("rekap-unit", "{held}rekap/?bagian=unit", "panitia"),
    Page("rekap-belum", "{held}rekap/?bagian=belum", "panitia"),
    Page("rekap-tamu", "{held}rekap/?bagian=tamu", "panitia"),
    Page("rekap-mendatang", "{event}rekap/", "panitia"),
    Page("kehadiran", "/akun/kehadiran/", "asn"),
    Page("surat", "/kerja/surat/", "petugas"),
    Page("surat-rinci", "{mail}", "petugas"),
]

# What the short run looks at; the long run looks at everything.
CORE = [
    page
    for page in PAGES
    if page.name
    in {
        "beranda",
        "layanan",
        "rincian-panjang",
        "jawaban",
        "jawaban-rinci",
        "hasil",
        "hasil-kosong",
        "tentang",
        "luring",
        "masuk",
        "sandi-lupa",
        "sandi-baru",
        "tidak-ada",
        "kinerja",
        "survei-hasil",
        "survei",
        "kinerja-pimpinan",
        "tanya",
        "utas-dijawab",
        "akun",
        "sandi-ubah",
        "ditolak",
        "kerja",
        "antrean",
        "jawab",
        "kata",
        "kegiatan",
        "kegiatan-lalu",
        "kegiatan-kartu",
        "meja-kegiatan",
        "kegiatan-sunting",
        "pintu-kegiatan",
        "rekap",
        "rekap-unit",
        "kehadiran",
        "surat",
    }
]

NOT_A_PAGE = {
    "service-worker": "a script",
    "readyz": "JSON for the launcher",
    "robots": "text for machines",
    "sitemap": "XML for machines",
    "services:checklist-pdf": "a PDF; test_checklist downloads it",
    "accounts:synonym-delete": "takes only POST",
    "services:performance-csv": "a CSV file",
    "services:survey-csv": "a CSV file",
    "services:survey-xlsx": "a spreadsheet",
    "neutrality:calendar": "an iCalendar file",
    "neutrality:event-calendar": "an iCalendar file",
    "neutrality:event-publish": "takes only POST",
    "neutrality:event-finish": "takes only POST",
    "neutrality:event-cancel": "takes only POST",
    "neutrality:attendance-xlsx": "a spreadsheet; test_gate downloads it",
    "neutrality:attendance-pdf": "a PDF; test_gate downloads it",
    "neutrality:gate-guest": "takes only POST",
}
