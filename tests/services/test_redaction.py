"""What could tell who somebody is, found in a text; a person decides about each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.redaction import Kind, find_personal, name_parts, without


def found(text, **options):
    return [(finding.kind, finding.text) for finding in find_personal(text, **options)]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("NIP 198703152010012003 saya", Kind.NIP, "198703152010012003"),
        ("NIP 19870315 201001 2 003.", Kind.NIP, "19870315 201001 2 003"),
        ("NIP.198703152010012003", Kind.NIP, "198703152010012003"),
        ("NIK 3511012345678901", Kind.NIK, "3511012345678901"),
        ("NIK 3511 0123 4567 8901", Kind.NIK, "3511 0123 4567 8901"),
        ("hubungi 081234567890 ya", Kind.PHONE, "081234567890"),
        ("hubungi 0812-3456-7890", Kind.PHONE, "0812-3456-7890"),
        ("WA +62 812 3456 7890", Kind.PHONE, "+62 812 3456 7890"),
        ("WA 6281234567890", Kind.PHONE, "6281234567890"),
        ("surel saya contoh.orang+x@dinas.contoh.id.", Kind.EMAIL, "contoh.orang+x@dinas.contoh.id"),
        ("sudah ke Bu Kenari Contoh kemarin", Kind.NAME, "Kenari Contoh"),
        ("kata Bapak Ulin", Kind.NAME, "Ulin"),
    ],
)
def test_what_tells_who_somebody_is_is_found(text, kind, part):
    assert found(text) == [(kind, part)]


@pytest.mark.parametrize(
    "text",
    [
        "TMT 1 April 2022, golongan II/c, 5 hari kerja",
        "SK nomor 800/1234/2024 dan UU 20 Tahun 2023",
        "kirim ke Bapak/Ibu pengelola kepegawaian",
        "nomor 19870315201001200399 terlalu panjang",
        "biaya Rp0, jam 08.30 sampai 16.00",
    ],
)
def test_ordinary_words_and_numbers_are_left_alone(text):
    assert found(text) == []


def test_known_names_are_found_whole_and_in_any_case():
    names = {"Ulin Kenari", "Ani"}
    assert found("ULIN KENARI dan Aniaya", names=names) == [(Kind.NAME, "ULIN KENARI")]
    assert name_parts("dr. Ulin Kenari-Contoh, S.E.") == {"Ulin", "Kenari", "Contoh"}


def test_finding_is_told_once_and_in_the_order_of_the_text():
    text = "NIP 198703152010012003, telepon 081234567890, lagi 198703152010012003"
    assert found(text) == [(Kind.NIP, "198703152010012003"), (Kind.PHONE, "081234567890")]


def test_only_nip_and_nik_must_go():
    findings = find_personal("198703152010012003 3511012345678901 081234567890 a@contoh.id Bu Ulin")
    assert [finding.kind for finding in findings if finding.must_go] == [Kind.NIP, Kind.NIK]


def test_what_is_removed_leaves_a_gap():
    assert without("Saya Ulin, Ulinnuha bukan.", ["Ulin"]) == "Saya [dihapus], Ulinnuha bukan."


@given(st.text(alphabet="0123456789 .-abc", max_size=60), st.text(alphabet="0123456789", min_size=18, max_size=18))
def test_nip_between_words_is_always_found_and_its_removal_leaves_no_trace(around, nip):
    text = f"{around} nomor {nip} itu {around}"
    findings = find_personal(text)
    assert nip in {finding.text for finding in findings}
    assert nip not in without(text, [finding.text for finding in findings])
