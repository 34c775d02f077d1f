"""The personal checklist: one paper too few sends somebody home again, one too many costs a trip to an office."""

import pytest
from django.http import QueryDict

from bkpsdm.demo import demo_data
from services.actions import load_catalogue, publish_edition
from services.checklist import Reader, checklist
from services.models import Condition, Requirement, ServiceEdition
from tests import factories

CATALOGUE = demo_data("services")
ROWS = {row["slug"]: row for row in CATALOGUE["services"]}

# Who asks for what, which conditions apply, and exactly the papers that the standard then demands, in its order.
PERSONAS = [
    ("kp-reguler", "PNS", "", "surat-pengantar sk-pangkat-terakhir skp-dua-tahun ijazah-transkrip"),
    (
        "kp-reguler",
        "PNS",
        "pertama-kali ujian-dinas-satu",
        "surat-pengantar sk-cpns-dan-pns sk-pangkat-terakhir skp-dua-tahun ijazah-transkrip"
        " tanda-lulus-ujian-dinas-satu",
    ),
    (
        "kp-reguler",
        "PNS",
        "ujian-dinas-dua masa-kerja-ditinjau tugas-belajar",
        "surat-pengantar sk-pangkat-terakhir skp-dua-tahun ijazah-transkrip tanda-lulus-ujian-dinas-dua sk-pmk"
        " sk-tugas-belajar",
    ),
    (
        "kp-fungsional",
        "PNS",
        "guru-tenaga-kesehatan",
        "surat-pengantar sk-pangkat-terakhir pak skp-dua-tahun sk-jabatan-fungsional sertifikat-pendidik-atau-str",
    ),
    (
        "kp-fungsional",
        "PNS",
        "naik-jenjang",
        "surat-pengantar sk-pangkat-terakhir pak skp-dua-tahun sk-jabatan-fungsional sk-kenaikan-jenjang"
        " sertifikat-uji-kompetensi",
    ),
    (
        "kp-struktural",
        "PNS",
        "naik-ke-golongan-empat",
        "surat-pengantar sk-pangkat-terakhir sk-jabatan spp spmt skp-dua-tahun tanda-lulus-ujian-dinas-dua",
    ),
    (
        "kp-pengabdian",
        "PNS",
        "pegawai-wafat",
        "surat-pengantar sk-cpns sk-pangkat-terakhir skp-satu-tahun pernyataan-bebas-hukdis akta-kematian",
    ),
    (
        "kp-pengabdian",
        "PNS",
        "tewas-dalam-tugas",
        "surat-pengantar sk-cpns sk-pangkat-terakhir skp-satu-tahun pernyataan-bebas-hukdis akta-kematian"
        " berita-acara-kejadian-visum-laporan",
    ),
    (
        "kp-pengabdian",
        "PNS",
        "cacat-karena-dinas",
        "surat-pengantar sk-cpns sk-pangkat-terakhir skp-satu-tahun pernyataan-bebas-hukdis"
        " berita-acara-kejadian-visum-laporan surat-tim-penguji-kesehatan",
    ),
    ("kgb", "PNS", "", "surat-pengantar sk-kgb-terakhir sk-pangkat-terakhir skp-satu-tahun"),
    ("kgb", "PPPK_PENUH", "", "surat-pengantar sk-kgb-terakhir perjanjian-kerja-sk-pengangkatan skp-satu-tahun"),
    (
        "kgb",
        "PPPK_PARUH",
        "masa-kerja-ditinjau",
        "surat-pengantar sk-kgb-terakhir perjanjian-kerja-sk-pengangkatan skp-satu-tahun sk-pmk",
    ),
    (
        "kgb",
        "",
        "",
        "surat-pengantar sk-kgb-terakhir sk-pangkat-terakhir perjanjian-kerja-sk-pengangkatan skp-satu-tahun",
    ),
    (
        "pmk",
        "CPNS",
        "pengalaman-swasta",
        "surat-pengantar sk-cpns sk-pengangkatan-pemberhentian-pekerjaan-terdahulu bukti-penghasilan-kuitansi-gaji"
        " ijazah-dipakai-saat-bekerja daftar-riwayat-pekerjaan akta-badan-hukum-perusahaan",
    ),
    ("diklat", "CPNS", "pelatihan-klasikal", "surat-penugasan-kepala-perangkat-daerah skp-satu-tahun surat-sehat"),
    (
        "diklat",
        "PPPK_PENUH",
        "pelatihan-kepemimpinan",
        "surat-penugasan-kepala-perangkat-daerah sk-jabatan-terakhir skp-satu-tahun sertifikat-pelatihan-prasyarat",
    ),
    ("cuti-sakit", "PNS", "sakit-lebih-satu-hari", "formulir-cuti surat-keterangan-dokter"),
    ("cuti-sakit", "CPNS", "gugur-kandungan", "formulir-cuti surat-keterangan-dokter-bidan"),
    ("cuti-tahunan", "PNS", "", "formulir-cuti rekap-sisa-hak-cuti"),
    (
        "cuti-pppk",
        "PPPK_PARUH",
        "cuti-melahirkan",
        "formulir-cuti surat-keterangan-hari-perkiraan-lahir perjanjian-kerja-berlaku",
    ),
    (
        "pensiun-janda-duda",
        "ahli_waris",
        "anak-kuliah",
        "surat-pengantar dpcp akta-kematian surat-keterangan-janda-duda-kepala sk-cpns sk-pangkat-terakhir"
        " susunan-keluarga kk-ktp surat-keterangan-kuliah-belum-bekerja pasfoto-penerima-pensiun",
    ),
    (
        "taspen",
        "ahli_waris",
        "klaim-kematian",
        "fpp-taspen sk-pensiun-sk-pemberhentian ktp-kk-buku-rekening akta-kematian-surat-ahli-waris",
    ),
    (
        "data-siasn",
        "PPPK_PENUH",
        "perbaiki-nama-lahir ijazah-ktp-berbeda",
        "usul-perubahan-data-myasn akta-lahir-ijazah-saat-melamar surat-keterangan-beda-data-pejabat",
    ),
    ("lhkpn-lhkan", "PNS", "hanya-lhkan", "bukti-penerimaan-elektronik-spt-tahunan"),
    ("lhkpn-lhkan", "PNS", "", ""),
    ("konsultasi-netralitas", "masyarakat", "punya-bukti", "uraian-kejadian bukti-awal"),
    ("konsultasi-netralitas", "NON_ASN", "", "uraian-kejadian"),
]


@pytest.fixture
def real(db):
    """Return a function that loads one service of the real catalogue and returns its edition."""

    def load(slug):
        factories.WorkUnitFactory(code=ROWS[slug]["bidang"])
        for component in demo_data("standard_components")["components"]:
            factories.StandardComponentFactory(key=component["key"])
        load_catalogue({"categories": CATALOGUE["categories"], "services": [ROWS[slug]]}, by=None)
        return ServiceEdition.objects.with_everything().get(service__slug=slug)

    return load


@pytest.fixture
def edition(db):
    """An edition for PNS and PPPK with two conditions and five requirements."""
    draft = factories.DraftEditionFactory(employee_kinds=["PNS", "PPPK_PENUH"], also_for=["ahli_waris"])
    draft.requirements.all().delete()
    Condition.objects.create(edition=draft, key="guru", question="Guru?", reason="karena Anda guru")
    Condition.objects.create(edition=draft, key="pindah", question="Pindah?", reason="karena Anda pindah", position=1)
    for position, (key, fields) in enumerate(
        {
            "semua": {},
            "guru": {"condition_keys": ["guru"]},
            "salah-satu": {"condition_keys": ["guru", "pindah"]},
            "pns": {"kinds": ["PNS"]},
            "guru-pppk": {"condition_keys": ["guru"], "kinds": ["PPPK_PENUH", "ahli_waris"]},
        }.items()
    ):
        Requirement.objects.create(edition=draft, key=key, text=key, position=position, **fields)
    return draft


def keys(found):
    return [item.requirement.key for item in found.items]


def employee(**fields):
    return factories.EmployeeFactory(**fields)


@pytest.mark.parametrize(("slug", "kind", "yes", "expected"), PERSONAS)
def test_checklist_of_a_persona_is_exactly_what_the_standard_demands(real, slug, kind, yes, expected):
    found = checklist(real(slug), Reader(kind, frozenset(yes.split())))
    assert keys(found) == expected.split()
    assert found.left_out == len(ROWS[slug]["requirements"]) - len(found.items)


@pytest.mark.parametrize(
    ("reader", "expected", "left_out"),
    [
        (Reader("PNS"), {"semua": (), "pns": ("Perlu karena Anda PNS.",)}, 3),
        (
            Reader("PNS", frozenset({"guru", "pindah"})),
            {
                "semua": (),
                "guru": ("Perlu karena Anda guru.",),
                "salah-satu": ("Perlu karena Anda guru.", "Perlu karena Anda pindah."),
                "pns": ("Perlu karena Anda PNS.",),
            },
            1,
        ),
        (
            Reader("ahli_waris", frozenset({"guru"})),
            {
                "semua": (),
                "guru": ("Perlu karena Anda guru.",),
                "salah-satu": ("Perlu karena Anda guru.",),
                "guru-pppk": ("Perlu karena Anda guru.", "Perlu karena Anda Ahli waris."),
            },
            1,
        ),
        (
            Reader("", frozenset({"guru"})),
            {
                "semua": (),
                "guru": ("Perlu karena Anda guru.",),
                "salah-satu": ("Perlu karena Anda guru.",),
                "pns": ("Hanya untuk PNS.",),
                "guru-pppk": ("Perlu karena Anda guru.", "Hanya untuk PPPK, Ahli waris."),
            },
            0,
        ),
    ],
    ids=["PNS", "teacher who moves", "heir of a teacher", "kind unsaid"],
)
def test_checklist_says_why_each_item_is_there(edition, reader, expected, left_out):
    found = checklist(edition, reader)
    assert {item.requirement.key: item.reasons for item in found.items} == expected
    assert found.left_out == left_out


@pytest.mark.parametrize(
    ("address", "reader"),
    [
        ("jenis=PNS&ya=guru&ya=pindah", Reader("PNS", frozenset({"guru", "pindah"}))),
        ("jenis=CPNS&ya=guru&ya=lama", Reader("", frozenset({"guru"}))),
        ("jenis=%00&ya=%00&ya=", Reader()),
        ("jenis=PNS&jenis=PPPK_PENUH", Reader("PPPK_PENUH")),
        ("", Reader()),
    ],
)
def test_reader_of_an_old_address_leaves_out_what_the_edition_does_not_know(edition, address, reader):
    assert Reader.from_query(edition, QueryDict(address)) == reader


def test_reader_of_a_service_for_one_kind_is_of_that_kind(db):
    edition = factories.DraftEditionFactory(employee_kinds=["CPNS"])
    assert Reader.from_query(edition, QueryDict("")) == Reader("CPNS")


def test_reader_comes_back_from_her_own_address(edition):
    reader = Reader("PNS", frozenset({"pindah", "guru"}))
    assert reader.query == "daftar=1&jenis=PNS&ya=guru&ya=pindah"
    assert Reader.from_query(edition, QueryDict(reader.query)) == reader


@pytest.mark.parametrize(
    ("slug", "fields", "reader"),
    [
        ("kp-reguler", {"rank": "III/d"}, Reader("PNS", frozenset({"ujian-dinas-dua"}))),
        ("kp-reguler", {"rank": "II/d"}, Reader("PNS", frozenset({"ujian-dinas-satu"}))),
        ("kp-reguler", {"rank": "III/c"}, Reader("PNS")),
        ("kp-reguler", {"rank": ""}, Reader("PNS")),
        ("kp-fungsional", {"job_kind": "guru"}, Reader("PNS", frozenset({"guru-tenaga-kesehatan"}))),
        ("kp-fungsional", {"job_kind": "pelaksana"}, Reader("PNS")),
        ("kgb", {"kind": "PPPK_PARUH"}, Reader("PPPK_PARUH")),
        ("kgb", {"kind": "NON_ASN", "nip": ""}, Reader("")),
        ("cpns-ke-pns", {"kind": "PNS"}, Reader("CPNS")),
    ],
)
def test_reader_is_prefilled_from_the_roster(real, slug, fields, reader):
    assert Reader.from_employee(real(slug), employee(**fields)) == reader


def test_reader_without_an_employee_is_unsaid(edition):
    assert Reader.from_employee(edition, None) == Reader()


@pytest.fixture
def page(client, cast, make_edition, today):
    """The page of a published service whose second question is prefilled from the rank of asn."""
    draft = make_edition(draft=True, employee_kinds=["PNS", "CPNS"])
    Condition.objects.create(
        edition=draft, key="iiid", question="Ya?", reason="sebab", prefill_field="rank", prefill_values=["III/d"]
    )
    Requirement.objects.create(edition=draft, key="ujian", text="Tanda lulus ujian", condition_keys=["iiid"])
    publish_edition(draft, effective_on=today, by=None)
    person = cast["asn"].employee
    person.rank = "III/d"
    person.save()
    return draft.service.get_absolute_url()


def test_page_is_prefilled_when_logged_in_and_the_reader_may_override_it(client, cast, page):
    assert keys(client.get(page).context["checklist"]) == ["surat"]
    client.force_login(cast["asn"])
    prefilled = client.get(page)
    assert prefilled.context["reader"] == Reader("PNS", frozenset({"iiid"}))
    assert keys(prefilled.context["checklist"]) == ["surat", "ujian"]
    overridden = client.get(page, {"daftar": "1", "jenis": "CPNS"})
    assert overridden.context["reader"] == Reader("CPNS")
    assert keys(overridden.context["checklist"]) == ["surat"]


def test_page_links_carry_the_answers_and_nothing_about_the_person(client, cast, page):
    client.force_login(cast["asn"])
    html = client.get(page).content.decode()
    query = "daftar=1&amp;jenis=PNS&amp;ya=iiid"
    assert f'href="{page}daftar-syarat.pdf?{query}"' in html
    assert f'href="?{query}#daftar"' in html
    assert [word for word in (cast["asn"].login, cast["asn"].employee.nip) if word in html] == []


def test_page_form_works_without_script_and_shows_what_was_answered(client, page):
    html = client.get(page, {"daftar": "1", "jenis": "CPNS", "ya": "iiid"}).content.decode()
    assert '<input type="radio" name="jenis" value="CPNS" checked>' in html
    assert '<input type="checkbox" name="ya" value="iiid" checked>' in html
    assert '<input type="hidden" name="daftar" value="1">' in html
    assert 'method="post"' not in html
