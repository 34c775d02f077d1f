"""The attendance list to take along: read back from the files, complete, and recorded."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import Activity, Agency
from bkpsdm.lib.spreadsheet import XLSX
from neutrality.actions import admit_guest, check_in
from neutrality.exports import attendance_document, attendance_workbook
from tests import factories
from tests.entering import enter

FORMULA = '=HYPERLINK("http://contoh.invalid")'


@pytest.fixture
def held(make_event, place, cast):
    """An event with one present, one missing, one without NIP, and a guest whose name looks like a formula."""
    Agency.objects.update(address="Jalan Contoh 1", phone="(000) 000")
    present = factories.EmployeeFactory(unit=place["puskesmas"], name="Contoh Hadir", nip="198703152010012003")
    factories.EmployeeFactory(unit=place["puskesmas"], name="Contoh Lalai", nip="198001012005011009")
    factories.EmployeeFactory(unit=place["dinas"], name="Contoh Harian", nip="", kind="NON_ASN")
    event = make_event(
        units=[place["puskesmas"], place["dinas"]],
        starts_in=timedelta(minutes=-30),
        title="Sosialisasi Contoh",
        hosts=["Badan Contoh"],
    )
    check_in(event, text=present.nip, key=uuid.uuid4(), by=None, at=event.starts_at)
    admit_guest(event, name=FORMULA, unit="Kantor Contoh", key=uuid.uuid4(), by=None, at=event.starts_at)
    return event


def download(client, event, kind):
    response = client.get(reverse(f"neutrality:attendance-{kind}", args=[event.pk]))
    return response, BytesIO(b"".join(response.streaming_content))


def text_of(document):
    reader = PdfReader(document)
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_workbook_holds_everybody_in_order_with_nip_as_text(client, cast, held):
    enter(client, cast["panitia"])
    response, file = download(client, held, "xlsx")
    rows = [[cell.value for cell in row] for row in load_workbook(file).active.iter_rows()]
    entry = rows[1][6]
    assert rows == [
        ["No", "Nama", "NIP", "Unit", "Kecamatan", "Keadaan", "Masuk"],
        [1, "Contoh Hadir", "198703152010012003", "Puskesmas Hulu", "Kecamatan Hulu", "Hadir", entry],
        [2, "Contoh Lalai", "198001012005011009", "Puskesmas Hulu", "Kecamatan Hulu", "Belum hadir", None],
        [3, "Contoh Harian", None, "Dinas Lain", "Tanpa kecamatan", "Belum hadir", None],
        [4, FORMULA, None, "Kantor Contoh", None, "Tamu", entry],
    ]
    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"] == f'attachment; filename="daftar-hadir-{held.slug}.xlsx"'
    assert response["Cache-Control"] == "private, no-store"


def test_workbook_holds_no_formula(held):
    cells = [cell for row in load_workbook(attendance_workbook(held)).active.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if cell.value == FORMULA] == [FORMULA]


def test_document_has_letterhead_facts_everybody_and_lines_to_sign(client, cast, held):
    enter(client, cast["panitia"])
    response, file = download(client, held, "pdf")
    reader, text = text_of(file)
    wanted = ["PEMERINTAH KABUPATEN UJI", "BADAN KEPEGAWAIAN DAERAH", "Jalan Contoh 1", "Telepon (000) 000"]
    wanted += ["Daftar hadir: Sosialisasi Contoh", "1 dari 3 yang diundang (33,3%)", "Aula Contoh", "Badan Contoh"]
    wanted += ["Kecamatan Hulu", "Puskesmas Hulu", "Contoh Hadir 198703152010012003", "Contoh Lalai 198001012005011009"]
    wanted += ["Tanpa kecamatan", "Contoh Harian –", FORMULA, "Kantor Contoh", "Mengetahui", "Panitia"]
    wanted += ["Kehadiran bukan bukti pelanggaran."]
    assert [part for part in wanted if part not in text] == []
    assert (reader.metadata.title, reader.trailer["/Root"]["/Lang"]) == ("Daftar hadir: Sosialisasi Contoh", "id")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  a pypdf object
    assert response["Content-Disposition"] == f'attachment; filename="daftar-hadir-{held.slug}.pdf"'
    assert response["Cache-Control"] == "private, no-store"


def test_document_repeats_the_head_of_a_long_table_on_each_page(make_event, place, today):
    factories.EmployeeFactory.create_batch(90, unit=place["sekolah"], name="Contoh Guru")
    event = make_event(units=[place["sekolah"]], starts_in=timedelta(minutes=-1))
    reader, _ = text_of(attendance_document(event, today=today))
    pages = [page.extract_text() for page in reader.pages if "Contoh Guru" in page.extract_text()]
    assert len(pages) > 1
    assert [page for page in pages if "Nama" not in page] == []


def test_document_prints_names_as_text(make_event, place, today):
    factories.EmployeeFactory(unit=place["sekolah"], name='Contoh #read("/etc/passwd") *tebal*')
    event = make_event(units=[place["sekolah"]], starts_in=timedelta(minutes=-1))
    assert 'Contoh #read("/etc/passwd") *tebal*' in text_of(attendance_document(event, today=today))[1]


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_list_of_a_draft_is_empty_and_whole(client, cast, make_event, kind):
    enter(client, cast["panitia"])
    response, file = download(client, make_event(draft=True), kind)
    assert (response.status_code, len(file.getvalue()) > 1000) == (200, True)


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_each_download_is_recorded_without_personal_data(client, cast, held, kind):
    enter(client, cast["panitia"])
    download(client, held, kind)
    row = Activity.objects.get(verb="attendance_exported")
    assert (row.actor, row.thing, row.thing_id, row.details) == (
        cast["panitia"],
        "neutrality.event",
        str(held.pk),
        {"file": kind},
    )


@pytest.mark.parametrize("make", [attendance_workbook, lambda event: attendance_document(event, today=event.starts_on)])
def test_list_asks_as_often_for_300_as_for_3(make_event, place, make):
    def asked(count):
        units = factories.WorkUnitFactory.create_batch(count, kecamatan=place["kecamatan"], kind="sekolah")
        for unit in units:
            factories.EmployeeFactory(unit=unit)
        event = make_event(units=units, starts_in=timedelta(minutes=-1))
        with CaptureQueriesContext(connection) as queries:
            make(event)
        return len(queries)

    assert asked(3) == asked(300)
