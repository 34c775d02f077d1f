"""The pages of imports: from the upload to the report, and what stands in the way of a mistake."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Activity, Employee, ImportRun
from accounts.tasks import read_imports
from tests import factories

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
    client.force_login(cast["admin"])
    return client


def upload(client, *rows, header=HEADER, name="data.csv"):
    """Upload a file with the given rows and have it read; return the run."""
    content = "\n".join([header, *rows]).encode()
    response = client.post(LIST, {"file": SimpleUploadedFile(name, content)})
    run = ImportRun.objects.first()
    assert (response.status_code, response.url) == (302, run.get_absolute_url())
    read_imports()
    run.refresh_from_db()
    return run


def page(name, run):
    return reverse(f"accounts:import-{name}", args=[run.pk])


def html(client, run, query=""):
    return client.get(run.get_absolute_url() + query).content.decode()


def test_import_goes_from_upload_to_report(admin, cast, tmp_path):
    run = upload(admin, GOOD, DOUBTED, BAD, "")
    assert (run.state, run.counts["new"], run.counts["warned"], run.counts["rejected"]) == ("diperiksa", 2, 1, 1)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    text = html(admin, run)
    assert ("Pratinjau impor" in text, "Tanggal lahir berbeda dengan NIP." in text) == (True, True)
    assert "NIP terdiri dari 17 angka" in text
    assert Employee.objects.filter(name__contains="CONTOH").count() == 0
    refused = admin.post(page("apply", run))
    assert "Nyatakan dahulu" in refused.content.decode()
    done = admin.post(page("apply", run), {"checked": "on"}, follow=True).content.decode()
    assert ("Impor disahkan." in done, "Laporan impor" in done) == (True, True)
    assert sorted(Employee.objects.filter(name__contains="CONTOH").values_list("name", flat=True)) == [
        "ORANG DUA CONTOH",
        "ORANG SATU CONTOH",
    ]
    verbs = Activity.objects.filter(thing="accounts.importrun").order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [("import_started", cast["admin"].pk), ("import_applied", cast["admin"].pk)]
