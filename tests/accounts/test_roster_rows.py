"""What one row says about a person, and what it would change: nothing here asks the database."""

import pytest

from accounts.models import WorkUnit
from accounts.roster.comparing import FIELDS, Roster, count, judge
from accounts.roster.layouts import SIASN, THL
from accounts.roster.reading import clean_phone, clean_rank, job_kind_of, kind_of, read_row, standing_of
from accounts.roster.units import UnitNames, key_of
from bkpsdm.lib.nip import parse_nip

NIP, OTHER = "198703152010012003", "198703152010011004"
PPPK, CPNS = "198703152021212003", "198703152026012003"
UNIT = WorkUnit(pk=1, name="Dinas Uji", kind="dinas")
UNITS = [UNIT, WorkUnit(pk=2, name="Dinas Lain", kind="dinas")]
BASE = {"NIP BARU": NIP, "NAMA": "Cempaka Contoh", "UNOR NAMA": "Dinas Uji", "JENIS PEGAWAI NAMA": "PNS Daerah"}
PERSON = dict.fromkeys(FIELDS, "") | {
    "pk": 7,
    "merged_into": None,
    "nip": NIP,
    "name": "Cempaka Contoh",
    "kind": "PNS",
    "unit_id": 1,
    "standing": "aktif",
    "ranked_on": None,
}


@pytest.fixture
def verdicts(today):
    """Return a function that judges rows (dicts of cells) against people of the roster (dicts of fields)."""

    def act(*rows, people=(), old=(), layout=SIASN, units=UNITS, columns=None):
        entries = [
            read_row(layout, line, {name: text for name, text in cells.items() if text}, columns or cells, today=today)
            for line, cells in enumerate(rows, 2)
        ]
        return judge(entries, layout=layout, roster=Roster(people, old), units=UnitNames(units, {}))

    return act


def outcomes(found):
    return [(verdict.line, str(verdict.outcome), verdict.reason) for verdict in found]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("081234567890", "081234567890"),
        ("+6281234567890", "081234567890"),
        ("62 812-3456-7890", "081234567890"),
        ("0062 81234567890", "081234567890"),
        ("81234567890", "081234567890"),
        ("(0332) 421234", "0332421234"),
        ("tidak ada", ""),
        ("-", ""),
        ("08", ""),
        ("1234567890", ""),
    ],
)
def test_telephone_number_has_one_form(text, number):
    assert clean_phone(text) == number


@pytest.mark.parametrize(
    ("text", "rank"),
    [("III/b", "III/b"), (" iii / B ", "III/b"), ("IX", "IX"), ("xvii", "XVII"), ("III/e", ""), ("V/a", ""), ("-", "")],
)
def test_rank_has_one_form(text, rank):
    assert clean_rank(text) == rank


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Aktif", "aktif"),
        ("PPPK Aktif", "aktif"),
        ("Masa Persiapan Pensiun", "aktif"),
        ("Cuti Luar Tanggungan Negara", "aktif"),
        ("Pemberhentian sementara", "aktif"),
        ("Pensiun", "pensiun"),
        ("Pensiun Janda/Duda", "pensiun"),
        ("Diberhentikan", "berhenti"),
        ("Pemberhentian dengan hormat", "berhenti"),
        ("Meninggal Dunia", "berhenti"),
        ("", "aktif"),
    ],
)
def test_standing_is_read_from_the_legal_position(text, standing):
    assert standing_of(text) == standing


@pytest.mark.parametrize(
    ("words", "nip", "kind"),
    [
        (("PNS Daerah Kab./Kota", "Aktif", "P"), NIP, "PNS"),
        (("PNS Daerah Kab./Kota", "Aktif", "C"), NIP, "CPNS"),
        (("PPPK Daerah", "PPPK Aktif", ""), PPPK, "PPPK_PENUH"),
        (("PPPK Paruh Waktu", "Aktif", ""), PPPK, "PPPK_PARUH"),
        (("PPPK Daerah", "PPPK Paruh Waktu Aktif", ""), PPPK, "PPPK_PARUH"),
        (("", "", ""), PPPK, "PPPK_PENUH"),
        (("", "", ""), NIP, "PNS"),
    ],
)
def test_kind_is_read_from_words_and_else_from_the_number(words, nip, kind, today):
    assert kind_of(*words, parse_nip(nip, today=today)) == kind


@pytest.mark.parametrize(
    ("kind", "post", "job_kind"),
    [
        ("Fungsional", "Guru Ahli Muda", "guru"),
        ("Jabatan Fungsional", "Perawat Terampil", "tenaga_kesehatan"),
        ("Fungsional", "Pranata Komputer Terampil", "fungsional_lain"),
        ("Pelaksana", "Pengadministrasi", "pelaksana"),
        ("Fungsional Umum", "Pengadministrasi", "pelaksana"),
        ("Struktural", "Kepala Seksi", "struktural"),
        ("", "Kepala Seksi", ""),
    ],
)
def test_kind_of_job_is_read_from_kind_and_post(kind, post, job_kind):
    assert job_kind_of(kind, post) == job_kind


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({}, "new", ""),
        ({"NIP BARU": "1987 0315 2010 012 003"}, "new", "NIP BARU: Spasi, titik, atau tanda petik pada NIP dibuang."),
        ({"NAMA": "@contoh"}, "new", "NAMA: Nama diawali “@”; disimpan sebagai teks biasa."),
        ({"NAMA": "  "}, "rejected", "NAMA: Nama kosong."),
        ({"NAMA": "x" * 151}, "rejected", "NAMA: Nama terlalu panjang."),
        ({"NIP BARU": ""}, "rejected", "NIP BARU: NIP kosong."),
        ({"UNOR NAMA": ""}, "rejected", "UNOR NAMA: Unit kerja kosong."),
        ({"UNOR NAMA": "Dinas X"}, "rejected", "UNOR NAMA: Unit “Dinas X” belum dikenal; petakan dahulu."),
        ({"EMAIL": "tidak ada"}, "new", "EMAIL: Alamat surel salah; tidak dipakai."),
        ({"NOMOR HP": "-"}, "new", "NOMOR HP: Nomor telepon tidak terbaca; tidak dipakai."),
        ({"TANGGAL LAHIR": "16-03-1987"}, "new", "TANGGAL LAHIR: Tanggal lahir berbeda dengan NIP."),
        ({"TANGGAL LAHIR": "1987-03-15", "JENIS KELAMIN": "Perempuan"}, "new", ""),
        ({"JENIS KELAMIN": "M"}, "new", "JENIS KELAMIN: Jenis kelamin berbeda dengan NIP."),
        ({"GOL AKHIR NAMA": "III/z"}, "new", "GOL AKHIR NAMA: Golongan ruang tidak dikenal; tidak dipakai."),
        ({"JENIS PEGAWAI NAMA": "PPPK Daerah"}, "new", "JENIS PEGAWAI NAMA: Jenis pegawai berbeda dengan bentuk NIP."),
        ({"KEDUDUKAN HUKUM NAMA": "Pensiun"}, "inactive", "Kedudukan: pensiun."),
    ],
)
def test_row_gets_its_outcome_and_its_reason(verdicts, change, outcome, reason):
    assert outcomes(verdicts(BASE | change)) == [(2, outcome, reason)]


def test_second_row_of_a_number_is_rejected_with_the_line_of_the_first(verdicts):
    found = verdicts(BASE, BASE | {"NIP BARU": f"'{NIP}"})
    assert outcomes(found)[1] == (3, "rejected", "NIP BARU: NIP sama dengan baris 2.")


def test_missing_column_leaves_the_roster_as_it_is_and_an_empty_cell_does_not(verdicts):
    person = PERSON | {"position": "Analis", "title_after": "S.E.", "email": "a@contoh.invalid"}
    assert verdicts(BASE, people=[person])[0].values == {}
    emptied = verdicts(BASE | {"JABATAN NAMA": "", "EMAIL": ""}, people=[person])[0]
    assert (emptied.values, emptied.changes) == ({"position": ""}, [["Jabatan", "Analis", ""]])


def test_official_address_stands_in_for_a_broken_one(verdicts):
    found = verdicts(BASE | {"EMAIL": "salah", "EMAIL GOV": "Resmi@Contoh.invalid"})[0]
    assert (found.values["email"], found.is_warned) == ("resmi@contoh.invalid", True)


def test_gone_are_those_of_covered_units_only(verdicts):
    people = [
        PERSON,
        PERSON | {"pk": 8, "nip": OTHER, "name": "Hilang Contoh"},
        PERSON | {"pk": 9, "nip": CPNS, "name": "Jauh Contoh", "unit_id": 2},
        PERSON | {"pk": 10, "nip": PPPK, "name": "Pensiun Contoh", "standing": "pensiun"},
        PERSON | {"pk": 11, "nip": "", "name": "Thl Contoh", "kind": "NON_ASN"},
    ]
    found = verdicts(BASE, people=people)
    assert [(verdict.line, verdict.person, str(verdict.outcome)) for verdict in found] == [
        (2, 7, "unchanged"),
        (None, 8, "gone"),
    ]
    assert count(found)["gone"] == 1


def test_person_whose_row_is_rejected_is_not_gone(verdicts):
    assert outcomes(verdicts(BASE | {"NAMA": ""}, people=[PERSON])) == [(2, "rejected", "NAMA: Nama kosong.")]


def test_pppk_under_a_new_number_is_the_same_person(verdicts):
    before = PERSON | {"nip": PPPK, "kind": "PPPK_PENUH"}
    row = BASE | {"NIP BARU": CPNS, "STATUS CPNS PNS": "C"}
    found = verdicts(row, people=[before])
    assert [(str(verdict.outcome), verdict.person, verdict.is_warned) for verdict in found] == [("changed", 7, True)]
    assert found[0].changes[0] == ["NIP", "1987…003", "1987…003"]
    assert found[0].reason == "NIP BARU: NIP baru dari PPPK yang sudah tercatat."


@pytest.mark.parametrize(
    "other",
    [{"name": "Lain Contoh"}, {"kind": "PNS"}, {"nip": "198703162021212003"}, {"nip": "198703152021211003"}],
)
def test_new_number_of_somebody_else_is_somebody_new(verdicts, other):
    before = PERSON | {"nip": PPPK, "kind": "PPPK_PENUH"} | other
    found = verdicts(BASE | {"NIP BARU": CPNS, "STATUS CPNS PNS": "C"}, people=[before])
    assert str(found[0].outcome) == "new"


def test_pppk_who_still_stands_in_the_file_is_not_renumbered(verdicts):
    before = PERSON | {"nip": PPPK, "kind": "PPPK_PENUH"}
    rows = [BASE | {"NIP BARU": CPNS}, BASE | {"NIP BARU": PPPK, "JENIS PEGAWAI NAMA": "PPPK Daerah"}]
    assert [str(verdict.outcome) for verdict in verdicts(*rows, people=[before])] == ["new", "unchanged"]


@pytest.mark.parametrize("old", [(), ((OTHER, 7),)])
def test_row_under_an_old_number_changes_nothing(verdicts, old):
    double = PERSON | {"pk": 8, "nip": OTHER, "merged_into": 7}
    row = BASE | {"NIP BARU": OTHER, "NAMA": "Lama Contoh", "UNOR NAMA": "Dinas Lain"}
    found = verdicts(row, people=[PERSON] if old else [PERSON, double], old=old)[0]
    assert (str(found.outcome), found.person, found.values, found.is_warned) == ("unchanged", 7, {}, True)


def test_return_of_a_leaver_is_doubted(verdicts):
    found = verdicts(BASE | {"KEDUDUKAN HUKUM NAMA": "Aktif"}, people=[PERSON | {"standing": "pensiun"}])[0]
    assert (str(found.outcome), found.reason) == ("changed", "Di portal tercatat pensiun.")


def test_thl_is_known_by_number_and_else_by_name_and_unit(verdicts):
    person = PERSON | {"nip": "", "kind": "NON_ASN", "portal_number": "T-000007"}
    rows = [
        {"NAMA": "cempaka  contoh", "UNIT": "Dinas Uji"},
        {"NAMA": "Cempaka Contoh", "UNIT": "dinas uji"},
        {"NAMA": "Cempaka Contoh", "UNIT": "Dinas Lain"},
        {"NAMA": "Kenanga Contoh", "UNIT": "Dinas Uji", "NOMOR PORTAL": "t-000007"},
        {"NAMA": "Cempaka Contoh", "UNIT": "Dinas Uji", "NOMOR PORTAL": "T-000009"},
        {"NAMA": "Cempaka Contoh", "UNIT": "Dinas Uji", "NOMOR PORTAL": "7"},
    ]
    found = outcomes(verdicts(*rows, people=[person], layout=THL))
    assert [outcome for _, outcome, _ in found] == ["changed", "rejected", "new", "rejected", "rejected", "rejected"]
    assert found[1][2] == "NAMA: Orang ini sudah tertulis di baris 2."
    assert found[4][2] == "NOMOR PORTAL: Nomor portal ini tidak dikenal; kosongkan bila orangnya baru."


def test_same_bagian_of_two_units_is_told_apart_by_the_parent():
    office, other = WorkUnit(pk=1, name="Dinas Uji"), WorkUnit(pk=2, name="Dinas Lain")
    parts = [WorkUnit(pk=3, name="Sekretariat", parent=office), WorkUnit(pk=4, name="Sekretariat", parent=other)]
    names = UnitNames([office, other, *parts], {})
    assert [names.find("SEKRETARIAT", parent) for parent in ("Dinas Uji", "DINAS LAIN", "Dinas X", "")] == [
        *parts,
        None,
        None,
    ]


def test_name_of_a_unit_that_ended_means_the_one_that_went_on():
    new = WorkUnit(pk=1, name="Dinas Baru")
    old = WorkUnit(pk=2, name="Dinas Lama", is_active=False, successor=new)
    ended = WorkUnit(pk=3, name="Dinas Bubar", is_active=False)
    names = UnitNames([new, old, ended], {key_of("Dinas Dahulu"): 2})
    assert [names.find(name) for name in ("Dinas Lama", "Dinas Dahulu", "Dinas Bubar")] == [new, new, None]


def test_units_alike_are_proposed_likeliest_first():
    names = UnitNames(
        [WorkUnit(pk=n, name=name) for n, name in enumerate(["UPTD Puskesmas Taman Krocok", "Dinas Kesehatan"], 1)], {}
    )
    alike = names.alike("Puskesmas Tmn Krocok", "Dinas Kesehatan")
    assert [unit.name for unit in alike] == ["UPTD Puskesmas Taman Krocok", "Dinas Kesehatan"]
