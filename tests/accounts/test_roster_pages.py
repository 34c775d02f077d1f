"""The pages of imports: from the upload to the report, and what stands in the way of a mistake."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Activity, Employee, ImportRun, UnitAlias, WorkUnit
from accounts.progress import note_progress
from accounts.tasks import read_imports
from tests import factories
from tests.conftest import CAST
from tests.entering import enter

LIST = reverse("accounts:import-list")
HEADER = "NIP BARU;NAMA;TANGGAL LAHIR;JENIS KELAMIN;EMAIL;JENIS PEGAWAI NAMA;KEDUDUKAN HUKUM NAMA;UNOR NAMA"
GOOD = "198703152010012003;ORANG SATU CONTOH;15-03-1987;F;satu@contoh.invalid;PNS Daerah;Aktif;Dinas Uji"
DOUBTED = "198703152010011004;ORANG DUA CONTOH;16-03-1987;M;dua@contoh.invalid;PNS Daerah;Aktif;Dinas Uji"
BAD = "19870315201001100;=ORANG TIGA CONTOH;15-03-1987;M;;PNS Daerah;Aktif;Dinas Uji"
ELSEWHERE = "198703152010011005;ORANG EMPAT CONTOH;15-03-1987;M;;PNS Daerah;Aktif;Dinas Uji Coba"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(db):
    return factories.WorkUnitFactory(code="dinas-uji", name="Dinas Uji", kind="dinas")


@pytest.fixture
def admin(client, cast, unit):
    enter(client, cast["admin"])
    return client


@pytest.fixture
def upload(admin, django_capture_on_commit_callbacks):
    """Return a function that uploads a file with the given rows and has it read; it returns the run."""

    def act(*rows, header=HEADER, name="data.csv"):
        content = "\n".join([header, *rows]).encode()
        response = admin.post(LIST, {"file": SimpleUploadedFile(name, content)})
        run = ImportRun.objects.first()
        assert (response.status_code, response.url) == (302, run.get_absolute_url())
        with django_capture_on_commit_callbacks(execute=True):
            read_imports()
        run.refresh_from_db()
        return run

    return act


def page(name, run):
    return reverse(f"accounts:import-{name}", args=[run.pk])


def html(client, run, query=""):
    return client.get(run.get_absolute_url() + query).content.decode()


def files_in(path):
    return [file for file in path.rglob("*") if file.is_file()]


def apply(client, run, **data):
    return client.post(page("apply", run), data, follow=True).content.decode()


def imported():
    return sorted(Employee.objects.filter(name__contains="CONTOH").values_list("name", flat=True))


def test_import_goes_from_upload_to_report(admin, cast, upload, tmp_path):
    run = upload(GOOD, DOUBTED, BAD, "")
    assert (run.state, run.counts["new"], run.counts["warned"], run.counts["rejected"]) == ("diperiksa", 2, 1, 1)
    assert files_in(tmp_path) == []
    text = html(admin, run)
    assert ("Pratinjau impor" in text, "Tanggal lahir berbeda dengan NIP." in text) == (True, True)
    assert "NIP terdiri dari 17 angka" in text
    assert imported() == []
    assert "Nyatakan dahulu" in apply(admin, run)
    assert imported() == []
    done = apply(admin, run, checked="on")
    assert ("Impor disahkan." in done, "Laporan impor" in done) == (True, True)
    assert imported() == ["ORANG DUA CONTOH", "ORANG SATU CONTOH"]
    verbs = Activity.objects.filter(thing="accounts.importrun").order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [("import_started", cast["admin"].pk), ("import_applied", cast["admin"].pk)]


def test_import_that_nobody_doubts_needs_no_tick(admin, upload):
    assert "Impor disahkan." in apply(admin, upload(GOOD))
    assert imported() == ["ORANG SATU CONTOH"]


def test_import_is_applied_once(admin, upload):
    run = upload(GOOD)
    apply(admin, run)
    Employee.objects.filter(name__contains="CONTOH").update(name="LAIN CONTOH")
    assert "tidak sedang menunggu pengesahan" in apply(admin, run)
    assert imported() == ["LAIN CONTOH"]


def test_import_is_thrown_away_with_its_rows(admin, upload):
    run = upload(GOOD)
    admin.post(page("cancel", run))
    run.refresh_from_db()
    assert (run.state, run.rows.count(), imported()) == ("dibatalkan", 0, [])
    assert "tidak sedang menunggu" in apply(admin, run)
    again = admin.post(page("cancel", run), follow=True).content.decode()
    assert "Tidak dapat diubah dari" in again


def test_import_that_was_overtaken_is_shown_anew(admin, upload, unit):
    """Between preview and confirmation the roster has changed: nothing is done that nobody saw."""
    run = upload(GOOD)
    factories.EmployeeFactory(nip=GOOD[:18], name="NAMA LAMA CONTOH", unit=unit)
    text = apply(admin, run)
    assert "Daftar pegawai berubah sejak pratinjau ini dibuat" in text
    assert (imported(), run.rows.get().outcome) == (["NAMA LAMA CONTOH"], "changed")
    assert "Impor disahkan." in apply(admin, run)
    assert imported() == ["ORANG SATU CONTOH"]


def test_changes_are_shown_field_by_field(admin, upload, unit):
    other = factories.WorkUnitFactory(code="dinas-lain", name="Dinas Lain", kind="dinas")
    factories.EmployeeFactory(nip=GOOD[:18], name="ORANG SATU CONTOH", unit=other, email="lama@contoh.invalid")
    run = upload(GOOD)
    row = run.rows.get()
    assert row.changes == [
        ["Surel", "lama@contoh.invalid", "satu@contoh.invalid"],
        ["Unit kerja", "Dinas Lain", "Dinas Uji"],
    ]
    text = html(admin, run, "?bagian=berubah")
    assert ("<del>Dinas Lain</del>" in text, "<ins>Dinas Uji</ins>" in text) == (True, True)


def test_numbers_are_masked_in_the_preview(admin, upload, unit):
    factories.EmployeeFactory(nip="199003152010011009", name="HILANG CONTOH", unit=unit)
    run = upload(GOOD, DOUBTED)
    for tab in ("perhatian", "baru", "hilang"):
        text = html(admin, run, f"?bagian={tab}")
        found = [nip for nip in (GOOD[:18], DOUBTED[:18], "199003152010011009") if nip in text]
        assert (tab, found, "••••" in text) == (tab, [], True)


def test_gone_is_reported_and_changes_nothing(admin, upload, unit):
    elsewhere = factories.EmployeeFactory(name="JAUH CONTOH")
    gone = factories.EmployeeFactory(name="HILANG CONTOH", unit=unit)
    before = list(Employee.objects.filter(pk__in=[gone.pk, elsewhere.pk]).order_by("pk").values())
    run = upload(GOOD)
    assert list(run.rows.filter(outcome="gone").values_list("employee", flat=True)) == [gone.pk]
    apply(admin, run)
    assert list(Employee.objects.filter(pk__in=[gone.pk, elsewhere.pk]).order_by("pk").values()) == before


def test_rejected_rows_come_back_as_a_file_that_can_be_corrected(admin, cast, upload):
    run = upload(GOOD, BAD)
    response = admin.get(page("rejected", run))
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    header, row = list(book.active.iter_rows())
    cells = dict(zip([cell.value for cell in header], row, strict=True))
    assert cells["SEBAB DITOLAK"].value == "NIP terdiri dari 17 angka, seharusnya 18."
    assert (cells["NAMA"].value, cells["NAMA"].data_type) == ("=ORANG TIGA CONTOH", "s")
    assert response["Content-Disposition"] == f'attachment; filename="baris-ditolak-{run.pk}.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    assert Activity.objects.filter(verb="import_rejected_exported", actor=cast["admin"]).count() == 1
    corrected = [cell.value or "" for cell in row]
    corrected[0] = "198703152010011006"
    again = upload(";".join(corrected), header=";".join(cell.value for cell in header))
    assert (again.counts["new"], again.counts["rejected"]) == (1, 0)
    apply(admin, again)
    assert imported() == ["=ORANG TIGA CONTOH"]


def test_unknown_unit_is_mapped_once_and_remembered(admin, upload, unit):
    run = upload(GOOD, ELSEWHERE)
    assert run.counts["rejected"] == 1
    assert "1 nama unit belum dikenal" in html(admin, run)
    text = admin.get(page("units", run)).content.decode()
    assert ("Dinas Uji Coba" in text, "Sama dengan Dinas Uji" in text) == (True, True)
    data = {"name": "Dinas Uji Coba", "meaning": "sama", "unit": unit.pk}
    assert "kini dibaca sebagai Dinas Uji" in admin.post(page("units", run), data, follow=True).content.decode()
    run.refresh_from_db()
    assert (run.counts["new"], run.counts["rejected"]) == (2, 0)
    assert UnitAlias.objects.get().unit == unit
    apply(admin, run)
    assert Employee.objects.get(name="ORANG EMPAT CONTOH").unit == unit
    assert upload(GOOD, ELSEWHERE).counts["unchanged"] == 2


def test_unknown_unit_that_is_new_asks_for_its_kecamatan(admin, upload):
    run = upload(ELSEWHERE)
    data = {"name": "Dinas Uji Coba", "meaning": "baru"}
    refused = admin.post(page("units", run), data)
    assert list(refused.context["form"].errors) == ["kind", "kecamatan"]
    place = factories.WorkUnitFactory(code="kec-uji", name="Kecamatan Uji", kind="kecamatan")
    admin.post(page("units", run), data | {"kind": "uptd", "kecamatan": place.pk})
    made = WorkUnit.objects.get(name="Dinas Uji Coba")
    assert (made.code, made.kind, made.kecamatan) == ("dinas-uji-coba", "uptd", place)
    run.refresh_from_db()
    assert run.counts["rejected"] == 0


def test_mapping_without_an_answer_is_refused_on_its_field(admin, upload):
    run = upload(ELSEWHERE)
    assert list(admin.post(page("units", run), {"meaning": "sama"}).context["form"].errors) == ["unit"]
    assert list(admin.post(page("units", run), {"meaning": "x"}).context["form"].errors) == ["meaning"]
    assert not UnitAlias.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"bukan;daftar\n1;2\n", "Judul kolom tidak ditemukan."),
        (b"PK\x03\x04rusak", "rusak atau tidak lengkap"),
        (b"%PDF-1.4\x00\x01", "Jenis berkas ini tidak diterima."),
    ],
)
def test_file_that_is_no_list_says_why(admin, content, sentence, django_capture_on_commit_callbacks, tmp_path):
    admin.post(LIST, {"file": SimpleUploadedFile("x", content)})
    with django_capture_on_commit_callbacks(execute=True):
        read_imports()
    run = ImportRun.objects.get()
    assert (run.state, sentence in run.error, sentence in html(admin, run)) == ("gagal", True, True)
    assert files_in(tmp_path) == []


def test_nothing_is_uploaded_without_a_file(admin):
    response = admin.post(LIST, {})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["file"])
    assert not ImportRun.objects.exists()


def test_import_that_waits_shows_how_far_it_is(admin):
    admin.post(LIST, {"file": SimpleUploadedFile("x.csv", f"{HEADER}\n{GOOD}".encode())})
    run = ImportRun.objects.get()
    text = html(admin, run)
    assert ("<progress" in text, page("progress", run) in text) == (True, True)
    assert admin.get(page("progress", run)).json() == {"is_reading": True, "done": 0, "total": 0}
    note_progress(run, 500, 12_000)
    assert admin.get(page("progress", run)).json() == {"is_reading": True, "done": 500, "total": 12_000}
    assert 'value="500" max="12000"' in html(admin, run)
    read_imports()
    assert admin.get(page("progress", run)).json()["is_reading"] is False


def test_template_of_thl_is_read_as_one(admin, upload):
    book = load_workbook(io.BytesIO(b"".join(admin.get(reverse("accounts:import-template")).streaming_content)))
    header = [cell.value for cell in book.active[1]]
    assert header == ["NAMA", "UNIT", "NOMOR PORTAL", "TELEPON", "SUREL"]
    run = upload("THL CONTOH;Dinas Uji;;0812 3456 789;thl1@contoh.invalid", header=";".join(header))
    apply(admin, run)
    person = Employee.objects.get(name="THL CONTOH")
    assert (person.kind, person.nip, person.phone, person.portal_number[:2]) == ("NON_ASN", "", "08123456789", "T-")


def test_pages_of_imports_are_for_the_keeper_of_the_roster_alone(client, cast, admin, upload):
    run = upload(GOOD, ELSEWHERE)
    asked = [("get", LIST), ("post", LIST), ("get", reverse("accounts:import-template"))]
    asked += [("get", page(name, run)) for name in ("detail", "progress", "units", "rejected")]
    asked += [("post", page(name, run)) for name in ("apply", "cancel")]
    client.logout()
    got = {"warga": [getattr(client, verb)(path).status_code for verb, path in asked]}
    for who in CAST.keys() - {"admin"}:
        enter(client, cast[who])
        got[who] = [getattr(client, verb)(path).status_code for verb, path in asked]
    assert got == {"warga": [302] * 9, **{who: [403] * 9 for who in CAST.keys() - {"admin"}}}
    assert (ImportRun.objects.get().state, imported()) == ("diperiksa", [])


def test_import_that_does_not_exist_is_a_404(admin):
    assert [admin.get(f"/kerja/impor/999/{end}").status_code for end in ("", "kemajuan/", "unit/", "ditolak.xlsx")] == [
        404
    ] * 4


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200
    return len(captured)


def test_list_and_preview_need_as_many_queries_for_300_as_for_3(admin, upload, unit):
    nips = [f"198802022010{1 + n // 999:02d}{1 + n % 2}{1 + n % 999:03d}" for n in range(300)]
    rows = [f"{nip};BARU CONTOH;02-02-1988;;;PNS;Aktif;Dinas Uji" for nip in nips]
    Employee.objects.bulk_create(factories.EmployeeFactory.build(nip=nip, unit=unit) for nip in nips)
    few = upload(*rows[:3])
    tab = "?bagian=berubah"
    before = [queries(admin, path) for path in (few.get_absolute_url() + tab, LIST)]
    many = upload(*rows)
    assert many.counts["changed"] == 300
    ImportRun.objects.bulk_create(ImportRun(state="gagal", by=many.by) for _ in range(300))
    assert [queries(admin, path) for path in (many.get_absolute_url() + tab, LIST)] == before


def test_only_needed_columns_are_kept(upload):
    run = upload(f"{GOOD};3511346805203476;Islam", header=f"{HEADER};NIK;AGAMA NAMA")
    assert set(run.rows.get().cells) == set(HEADER.split(";"))
