"""A PDF is set from facts: what people wrote is printed as they wrote it, and never obeyed."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from bkpsdm.lib import pdf
from bkpsdm.lib.pdf import PdfError, render_pdf

FACTS = {
    "agency": {"name": "Badan Kepegawaian", "regency": "Kabupaten Uji", "address": ""},
    "title": "Cuti Tahunan",
    "edition": "Edisi 1, berlaku sejak 1 Januari 2026",
    "reader": "PNS",
    "facts": [["Lama proses", "3 hari kerja"], ["Biaya", "Tidak dipungut biaya"]],
    "items": [{"text": "Formulir cuti", "format": "PDF", "reasons": ["Perlu karena Anda PNS."]}],
    "left_out": 2,
    "steps": ["Ajukan.", "Tunggu."],
    "printed_on": "12 Juni 2026",
    "date": [2026, 6, 12],
    "url": "https://portal.contoh.invalid/layanan/cuti-tahunan/",
}


def text_of(document):
    reader = PdfReader(BytesIO(document))
    return len(reader.pages), " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_pdf_is_one_page_that_holds_the_facts():
    pages, text = text_of(render_pdf("checklist", FACTS))
    assert pages == 1
    wanted = ["Cuti Tahunan", "Edisi 1, berlaku sejak 1 Januari 2026", "Untuk: PNS", "Dicetak 12 Juni 2026"]
    wanted += ["Formulir cuti", "Perlu karena Anda PNS.", "2 butir lain tidak berlaku", "Tunggu.", FACTS["url"]]
    assert [part for part in wanted if part not in text] == []


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        "*tebal* _miring_ $x^2$",
        "= Judul palsu",
        "#import sys: inputs",
        "<label> @rujukan",
        '"; panic("x")',
        "\\ \\u{41} // komentar",
        "#" * 20 + "[",
    ],
)
def test_pdf_prints_markup_of_people_literally(typed):
    item = {"text": typed, "format": typed, "reasons": [typed]}
    facts = {**FACTS, "items": [item], "steps": [typed], "title": typed}
    _, text = text_of(render_pdf("checklist", facts))
    assert text.count(" ".join(typed.split())) >= 4


def test_pdf_of_the_same_facts_is_the_same_bytes():
    assert render_pdf("checklist", FACTS) == render_pdf("checklist", FACTS)


def test_pdf_says_its_title_language_and_date():
    document = PdfReader(BytesIO(render_pdf("checklist", FACTS)))
    assert document.metadata.title == "Cuti Tahunan"
    assert document.metadata.creation_date.date() == date(2026, 6, 12)
    assert document.trailer["/Root"]["/Lang"] == "id"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  a pypdf object


@pytest.mark.parametrize(
    "text",
    ["Gaji pokok 50 % & tunjangan", "Ibu Nyai “Ŝiti” — 37½ °C", "Baris satu\nbaris dua", "Semoga 🙂", "بسم الله", "ꦲꦏ"],
)
def test_pdf_can_set_what_people_type(text):
    pages, _ = text_of(render_pdf("checklist", {**FACTS, "items": [{"text": text, "format": "", "reasons": []}]}))
    assert pages == 1


def test_pdf_with_a_warning_is_an_error_and_not_a_page_of_boxes(tmp_path, monkeypatch):
    page = (
        '#set document(title: "Rusak", date: datetime(year: 2026, month: 6, day: 12))\n'
        '#set text(font: "Huruf Yang Tidak Ada")\nIsi'
    )
    (tmp_path / "rusak.typ").write_text(page, encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    with pytest.raises(PdfError, match=r"(?i)unknown font"):
        render_pdf("rusak", {})
