"""A fault in a catalogue file is named by service and field, so that its author finds it; nothing is half-loaded."""

import json
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from services.actions import load_catalogue
from services.models import Service, ServiceEdition, StandardComponent
from tests import factories
from tests.services.catalogue import catalogue, service_row

REQUIREMENT = {"key": "surat", "text": "Surat"}
CONDITION = {"key": "guru", "question": "Guru?", "reason": "karena guru"}

# What is changed in a good service, and all that is then said about it.
FAULTS = [
    ({"name": ""}, ["cuti-tahunan: name: harus berupa teks yang terisi"]),
    ({"name": "x" * 301}, ["cuti-tahunan: name: paling panjang 200 huruf"]),
    ({"summary": 7}, ["cuti-tahunan: summary: harus berupa teks yang terisi"]),
    ({"cost": None}, ["cuti-tahunan: cost: harus berupa teks yang terisi"]),
    ({"product": "SK\x00"}, ["cuti-tahunan: product: memuat huruf yang tidak dapat disimpan"]),
    ({"channel": []}, ["cuti-tahunan: channel: harus berupa teks yang terisi"]),
    ({"notes": 1}, ["cuti-tahunan: notes: harus berupa teks"]),
    ({"slug": "cuti tahunan"}, ["layanan ke-1: slug: “cuti tahunan” bukan kunci (huruf, angka, dan tanda hubung)"]),
    ({"slug": "c" * 81}, ["layanan ke-1: slug: terlalu panjang"]),
    ({"category": "lain"}, ["cuti-tahunan: category: “lain” tidak dikenal"]),
    ({"bidang": "lain"}, ["cuti-tahunan: bidang: “lain” bukan unit yang dikenal"]),
    ({"confidential": "ya"}, ["cuti-tahunan: confidential: harus true atau false"]),
    ({"for": ["HONORER"]}, ["cuti-tahunan: for: “HONORER” tidak dikenal"]),
    ({"for": "PNS", "also_for": ["masyarakat"]}, ["cuti-tahunan: for: harus berupa daftar teks"]),
    ({"for": []}, ["cuti-tahunan: for: isi sedikitnya satu jenis pemakai"]),
    ({"also_for": ["PNS"]}, ["cuti-tahunan: also_for: “PNS” tidak dikenal"]),
    ({"legal_basis": [""]}, ["cuti-tahunan: legal_basis: harus berupa daftar teks"]),
    ({"synonyms": ["x" * 81]}, ["cuti-tahunan: synonyms: paling panjang 80 huruf"]),
    ({"duration": 3}, ["cuti-tahunan: duration: harus memuat number dan unit"]),
    (
        {"duration": {"number": 0, "unit": "hari_kerja"}},
        ["cuti-tahunan: duration number: harus bilangan bulat positif"],
    ),
    ({"duration": {"number": True, "unit": "bulan"}}, ["cuti-tahunan: duration number: harus bilangan bulat positif"]),
    ({"duration": {"number": 2.5, "unit": "bulan"}}, ["cuti-tahunan: duration number: harus bilangan bulat positif"]),
    ({"duration": {"number": 2, "unit": "minggu"}}, ["cuti-tahunan: duration unit: “minggu” tidak dikenal"]),
    ({"standard_overrides": []}, []),
    ({"standard_overrides": [1]}, ["cuti-tahunan: standard_overrides: harus berupa objek"]),
    (
        {"standard_overrides": {"lain": "Teks."}},
        ["cuti-tahunan: standard_overrides lain: bukan komponen yang boleh diganti"],
    ),
    ({"requirements": []}, ["cuti-tahunan: requirements: belum diisi"]),
    ({"requirements": ["surat"]}, ["cuti-tahunan: requirements: harus berupa daftar isian"]),
    ({"requirements": [REQUIREMENT, REQUIREMENT]}, ["cuti-tahunan: requirements: key: “surat” sudah dipakai"]),
    (
        {"requirements": [{**REQUIREMENT, "required": "ya"}]},
        ["cuti-tahunan: requirements surat: required: harus true atau false"],
    ),
    (
        {"requirements": [{**REQUIREMENT, "conditions": ["lain"]}]},
        ["cuti-tahunan: requirements surat: conditions: “lain” tidak dikenal"],
    ),
    (
        {"requirements": [{**REQUIREMENT, "for": ["CPNS"]}]},
        ["cuti-tahunan: requirements surat: for: “CPNS” tidak dikenal"],
    ),
    (
        {"requirements": [{"key": "surat"}]},
        ["cuti-tahunan: requirements surat: text: harus berupa teks yang terisi"],
    ),
    ({"procedure": []}, ["cuti-tahunan: procedure: belum diisi"]),
    (
        {"conditions": [{**CONDITION, "key": f"k{n}"} for n in range(6)]},
        ["cuti-tahunan: conditions: paling banyak 5 pertanyaan"],
    ),
    (
        {"conditions": [{**CONDITION, "reason": ""}]},
        ["cuti-tahunan: conditions guru: reason: harus berupa teks yang terisi"],
    ),
    (
        {"conditions": [{**CONDITION, "prefill": {"field": "umur", "value": ["17"]}}]},
        ["cuti-tahunan: conditions guru: prefill: field harus salah satu dari employee_kind, job_kind, rank"],
    ),
    (
        {"conditions": [{**CONDITION, "prefill": {"field": "job_kind", "value": ["dokter"]}}]},
        ["cuti-tahunan: conditions guru: value: “dokter” tidak dikenal"],
    ),
    ({"name": "", "cost": ""}, [f"cuti-tahunan: {name}: harus berupa teks yang terisi" for name in ("name", "cost")]),
]
KEYS = [None, 5, True, [], {}, "", "dua kata", "x" * 81]


@pytest.fixture(autouse=True)
def unit(db):
    return factories.WorkUnitFactory(code="mutasi")


def faults_of(data):
    """Return what is said about a file, having checked that none of it was loaded."""
    try:
        load_catalogue(data, by=None)
    except ValidationError as error:
        assert not Service.objects.exists()
        return error.messages
    return []


@pytest.mark.parametrize(("changes", "said"), FAULTS, ids=lambda value: json.dumps(value)[:50])
def test_fault_of_a_service_is_named_by_service_and_field(changes, said):
    assert faults_of(catalogue(service_row(**changes))) == said


@pytest.mark.parametrize("value", KEYS, ids=repr)
@pytest.mark.parametrize("part", ["slug", "conditions", "requirements", "procedure"])
def test_fault_of_a_key_is_named_whatever_stands_in_its_place(part, value):
    row = service_row()
    if part == "slug":
        row["slug"] = value
    else:
        row[part] = [{**row[part][0], "key": value}]
    assert any(f"{part}: " in message for message in faults_of(catalogue(row)))


@pytest.mark.parametrize("letter", ["\x00", "\ud800"], ids=["NUL", "half a surrogate pair"])
@pytest.mark.parametrize(
    "place",
    [
        lambda text: {"product": text},
        lambda text: {"legal_basis": [text]},
        lambda text: {"synonyms": [text]},
        lambda text: {"standard_overrides": {"pengaduan": text}},
        lambda text: {"requirements": [{**REQUIREMENT, "text": text}]},
        lambda text: {"conditions": [{**CONDITION, "prefill": {"field": "rank", "value": [text]}}]},
        lambda text: {"duration": {"number": 3, "unit": "bulan", "note": text}},
    ],
    ids=["text", "list", "synonyms", "override", "requirement", "prefill", "duration"],
)
def test_fault_of_a_letter_that_the_database_cannot_keep_is_named(components, place, letter):
    messages = faults_of(catalogue(service_row(**place(f"a{letter}"))))
    assert [message.partition(":")[0] for message in messages] == ["cuti-tahunan"]


@pytest.mark.parametrize(
    ("field", "value"), [("name", "x" * 201), ("name", "x" * 300), ("decree_number", "x" * 121), ("bidang", 7)]
)
def test_fault_that_only_the_model_knows_still_names_the_service(field, value):
    messages = faults_of(catalogue(service_row(**{field: value})))
    assert messages != []
    assert [message for message in messages if not message.startswith("cuti-tahunan: ")] == []


def test_fault_of_every_service_is_said_in_one_go():
    rows = [service_row(slug="satu", cost=""), service_row(slug="dua", product=""), service_row(slug="dua")]
    assert faults_of(catalogue(*rows)) == [
        "satu: cost: harus berupa teks yang terisi",
        "dua: product: harus berupa teks yang terisi",
        "layanan ke-3: slug: “dua” sudah dipakai",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], ["Berkas: isi: harus berupa objek dengan “services”."]),
        (None, ["Berkas: isi: harus berupa objek dengan “services”."]),
        ({}, ["Berkas: services: belum diisi"]),
        ({"services": {}}, ["Berkas: services: harus berupa daftar isian"]),
        (
            {"services": [], "categories": 3},
            ["Berkas: categories: harus berupa daftar isian", "Berkas: services: belum diisi"],
        ),
        (
            {"components": [{"key": "k", "title": "Judul", "group": "luar", "text": "Teks."}]},
            ["components k: group: harus delivery atau internal"],
        ),
    ],
)
def test_fault_of_the_file_as_a_whole_is_named(data, said):
    assert faults_of(data) == said


def run(tmp_path, data, *options):
    file = tmp_path / "katalog.json"
    file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    out = StringIO()
    call_command("load_catalogue", str(file), *options, stdout=out)
    return out.getvalue()


def test_command_prints_one_line_and_is_safe_to_run_again(tmp_path):
    assert run(tmp_path, catalogue()) == "Baru 1, berubah 0, tetap 0; terbit 0.\n"
    assert run(tmp_path, catalogue()) == "Baru 0, berubah 0, tetap 1; terbit 0.\n"


def test_command_publishes_from_the_day_that_was_named(tmp_path):
    said = run(tmp_path, catalogue(), "--publish", "--effective-on", "2026-01-05", "--json")
    assert json.loads(said) == {"new": 1, "changed": 0, "unchanged": 0, "published": 1}
    assert ServiceEdition.objects.get().effective_on.isoformat() == "2026-01-05"
    assert StandardComponent.objects.count() == 14


def test_command_publishes_from_today_where_no_day_is_named(tmp_path, today):
    run(tmp_path, catalogue(), "--publish")
    assert ServiceEdition.objects.get().effective_on == today


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (catalogue(service_row(cost="")), "Tidak ada yang dimuat.\ncuti-tahunan: cost: harus berupa teks yang terisi"),
        ("{rusak", "katalog.json tidak dapat dibaca sebagai JSON"),
    ],
)
def test_command_says_what_is_wrong_with_a_file(tmp_path, data, said):
    with pytest.raises(CommandError) as refused:
        run(tmp_path, data)
    assert str(refused.value).startswith(said)
    assert refused.value.returncode == 1
    assert not Service.objects.exists()


def test_command_says_when_the_file_is_missing_or_no_text(tmp_path):
    with pytest.raises(CommandError, match=r"tidak-ada\.json tidak dapat dibaca"):
        call_command("load_catalogue", str(tmp_path / "tidak-ada.json"))
    (tmp_path / "biner.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match=r"biner\.json tidak dapat dibaca"):
        call_command("load_catalogue", str(tmp_path / "biner.json"))
