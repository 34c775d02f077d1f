"""What an import leaves behind: histories, roles, numbers; and what happens when two of them meet."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import (
    apply_import,
    forget_import_rows,
    grant_role,
    import_file,
    read_import,
    refresh_import,
    rename_unit,
    start_import,
    succeed_unit,
)
from accounts.models import (
    Activity,
    Employee,
    ImportRow,
    ImportRun,
    NipHistory,
    Transfer,
    UnitAlias,
    UnitChange,
    User,
    WorkUnit,
)
from bkpsdm.lib.spreadsheet import write_csv, write_xlsx
from tests import factories
from tests.together import together

HEADER = "NIP BARU;NAMA;EMAIL;JENIS PEGAWAI NAMA;KEDUDUKAN HUKUM NAMA;STATUS CPNS PNS;UNOR NAMA"
NIP, PPPK, CPNS = "198703152010012003", "198703152021212003", "198703152026012003"


@pytest.fixture
def unit(db):
    return factories.WorkUnitFactory(code="dinas-uji", name="Dinas Uji", kind="dinas")


def row(nip=NIP, name="Cempaka Contoh", email="", kind="PNS", standing="Aktif", status="P", unit="Dinas Uji"):
    return ";".join([nip, name, email, kind, standing, status, unit])


def file(*rows, header=HEADER):
    return ContentFile("\n".join([header, *rows]).encode(), name="data.csv")


def run_of(*rows):
    """Return an import that was read and waits for confirmation."""
    run = start_import(file(*rows), by=None)
    read_import(run)
    run.refresh_from_db()
    return run


def test_leaver_in_a_file_loses_the_roles_by_itself(unit, today):
    person = factories.EmployeeFactory(nip=NIP, name="Cempaka Contoh", unit=unit)
    user = factories.UserFactory(employee=person, login=NIP)
    grant_role(user, role="operator", unit=unit, starts_on=today - timedelta(days=3), by=None)
    grant_role(user, role="editor", unit=None, starts_on=today, by=None)
    import_file(file(row(standing="Pensiun")), by=None)
    person.refresh_from_db()
    assert (person.standing, list(user.grants.active_on(today))) == ("pensiun", [])
    assert Activity.objects.filter(verb="role_ended").count() == 2


def test_import_never_touches_credentials(unit):
    person = factories.EmployeeFactory(nip=NIP, unit=unit)
    user = factories.UserFactory(employee=person, login=NIP, email="lama@contoh.invalid")
    import_file(file(row(email="baru@contoh.invalid")), by=None)
    after = User.objects.get(pk=user.pk)
    assert (after.email, after.password, after.login) == ("lama@contoh.invalid", user.password, NIP)
    person.refresh_from_db()
    assert person.email == "baru@contoh.invalid"


def test_move_of_unit_is_kept(unit):
    before = factories.EmployeeFactory(nip=NIP, name="Cempaka Contoh")
    import_file(file(row()), by=None)
    move = Transfer.objects.get()
    assert (move.employee, move.unit_from, move.unit_to, move.basis) == (before, before.unit, unit, "impor")


def test_pppk_who_becomes_cpns_keeps_one_record_and_enters_by_the_new_number(unit, today):
    person = factories.EmployeeFactory(nip=PPPK, kind="PPPK_PENUH", name="Cempaka Contoh", unit=unit)
    user = factories.UserFactory(employee=person, login=PPPK)
    import_file(file(row(nip=CPNS, status="C")), by=None)
    assert Employee.objects.get().nip == CPNS
    user.refresh_from_db()
    old = NipHistory.objects.get()
    assert (user.login, old.employee, old.nip, old.kind, old.until) == (CPNS, person, PPPK, "PPPK_PENUH", today)
    again = import_file(file(row(nip=CPNS, status="C")), by=None)
    assert [str(verdict.outcome) for verdict in again] == ["unchanged"]


def test_record_of_an_import_names_fields_and_no_person(unit):
    factories.EmployeeFactory(nip=NIP, name="Lama Contoh", unit=unit)
    import_file(file(row()), by=None)
    activity = Activity.objects.get(verb="employee_imported")
    assert activity.details == {"import": ImportRun.objects.get().pk, "fields": ["name"]}
    words = json.dumps(list(Activity.objects.values_list("details", flat=True)))
    assert [text for text in (NIP, "Cempaka", "Lama") if text in words] == []


def test_thl_keep_their_numbers_and_nobody_gets_one_twice(unit):
    user = factories.UserFactory(employee__kind="NON_ASN", employee__nip="", login="T-000001")
    lines = ["Kenanga Contoh;Dinas Uji;;;", "Melati Contoh;Dinas Uji;;;"]
    header = "NAMA;UNIT;NOMOR PORTAL;TELEPON;SUREL"
    import_file(file(*lines, header=header), by=None)
    numbers = dict(Employee.objects.filter(name__endswith="Contoh").values_list("name", "portal_number"))
    assert (len(set(numbers.values())), user.login in numbers.values()) == (2, False)
    again = import_file(file(*lines, header=header), by=None)
    assert [str(verdict.outcome) for verdict in again] == ["unchanged"] * 2
    moved = f"Melati Jaya Contoh;Dinas Uji;{numbers['Melati Contoh']};0812-3456-7890;melati@contoh.invalid"
    import_file(file(lines[0], moved, header=header), by=None)
    person = Employee.objects.get(portal_number=numbers["Melati Contoh"])
    assert (person.name, person.phone, person.email) == ("Melati Jaya Contoh", "081234567890", "melati@contoh.invalid")


def test_thl_of_the_next_list_enters_again(unit):
    thl = factories.EmployeeFactory(name="Melati Contoh", nip="", kind="NON_ASN", unit=unit, standing="berhenti")
    user = factories.UserFactory(employee=thl, login="T-000042", is_active=False)
    import_file(file("Melati Contoh;Dinas Uji", header="NAMA;UNIT"), by=None)
    user.refresh_from_db()
    assert (user.is_active, user.employee.standing) == (True, "aktif")


def test_cells_longer_than_any_column_break_nothing(unit):
    found = import_file(file(row(name="x" * 400), row(nip=PPPK, email=f"{'x' * 400}@contoh.invalid")), by=None)
    assert [(str(verdict.outcome), verdict.is_warned) for verdict in found] == [("rejected", False), ("new", True)]


def test_nothing_is_half_imported(unit, monkeypatch):
    """The last of the writes fails: the first ones are gone too."""

    def fail(*args, **kwargs):
        raise RuntimeError

    run = run_of(row(), row(nip="198703152010012004", name="Kenanga Contoh"))
    monkeypatch.setattr("accounts.actions.imports.end_service", fail)
    with pytest.raises(RuntimeError):
        apply_import(run, by=None)
    run.refresh_from_db()
    assert (run.state, Employee.objects.count()) == ("diperiksa", 0)


def test_file_that_breaks_the_reader_is_forgotten_with_a_sentence(unit, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("rahasia")

    monkeypatch.setattr("accounts.actions.imports.read_sheet", fail)
    run = run_of(row())
    assert (run.state, run.file.name) == ("gagal", "")
    assert run.error.startswith("Berkas ini tidak dapat dibaca.")
    assert "could not be read" in caplog.text


def test_rows_are_kept_for_thirty_days(unit):
    run, ready, young = run_of(row()), run_of(row(name="Kenanga Contoh")), run_of(row())
    now = timezone.now()
    ImportRun.objects.filter(pk__in=[run.pk, ready.pk]).update(created_at=now - timedelta(days=31))
    apply_import(run, by=None)
    forget_import_rows(now - timedelta(days=30))
    assert set(ImportRow.objects.values_list("run", flat=True)) == {young.pk}
    states = dict(ImportRun.objects.values_list("pk", "state"))
    assert states == {run.pk: "disahkan", ready.pk: "dibatalkan", young.pk: "diperiksa"}
    run.refresh_from_db()
    assert run.counts["new"] == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_do_not_mix():
    """Both were looked through; one is written, the other is told that its preview is out of date."""
    factories.WorkUnitFactory(code="dinas-uji", name="Dinas Uji", kind="dinas")
    runs = [run_of(row(name=f"{name} Contoh"), row("198703152010012004", f"{name} Dua Contoh")) for name in "AB"]
    waiting, refused = list(runs), []

    def confirm():
        run = waiting.pop()
        try:
            apply_import(ImportRun.objects.get(pk=run.pk), by=None)
        except ValidationError as error:
            refused.append((run, error.code))

    together(confirm, 2)
    assert [code for _, code in refused] == ["stale"]
    names = sorted(Employee.objects.values_list("name", flat=True))
    assert names in (["A Contoh", "A Dua Contoh"], ["B Contoh", "B Dua Contoh"])
    loser = refused[0][0]
    refresh_import(loser)
    assert set(loser.rows.values_list("outcome", flat=True)) == {"changed"}


@pytest.mark.django_db(transaction=True)
def test_command_run_twice_at_once_imports_once():
    factories.WorkUnitFactory(code="dinas-uji", name="Dinas Uji", kind="dinas")
    together(lambda: import_file(file(row()), by=None), 2)
    assert Employee.objects.count() == 1
    assert sorted(run.counts["new"] for run in ImportRun.objects.all()) == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_file_is_read_once_however_many_workers_try():
    factories.WorkUnitFactory(code="dinas-uji", name="Dinas Uji", kind="dinas")
    run = start_import(file(row()), by=None)
    together(lambda: read_import(run), 3)
    assert (ImportRow.objects.count(), ImportRun.objects.get().state) == (1, "diperiksa")


@pytest.mark.parametrize("mark", ["=", "+", "-", "@"])
def test_name_that_looks_like_a_formula_is_a_text_everywhere(unit, mark):
    import_file(file(row(name=f"{mark}1+1 Contoh")), by=None)
    name = Employee.objects.get().name
    assert name == f"{mark}1+1 Contoh"
    assert write_csv(["NAMA"], [[name]]).splitlines()[1] == f"'{name}"
    assert write_xlsx("x", ["NAMA"], [[name]]).getvalue()[:2] == b"PK"


@pytest.mark.parametrize(
    ("content", "sentence"), [("nama;alamat\n1;2", "Judul kolom tidak ditemukan."), ("", "Berkas ini kosong.")]
)
def test_command_says_why_a_file_is_not_imported(db, tmp_path, content, sentence):
    path = tmp_path / "x.csv"
    path.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_roster", str(path))
    with pytest.raises(CommandError, match="tidak dapat dibuka"):
        call_command("import_roster", str(tmp_path / "y.csv"))


def test_command_speaks_to_people_too(unit, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(file(row(), row(nip="1987")).read())
    out = StringIO()
    call_command("import_roster", str(path), "--dry-run", stdout=out)
    assert out.getvalue().split("\n")[0] == "      1 baru"
    assert "baris 3: rejected. NIP BARU: NIP terdiri dari 4 angka, seharusnya 18." in out.getvalue()


# -- Units


def test_renamed_unit_is_found_by_its_old_name(unit, today):
    rename_unit(unit, name="Dinas Uji dan Coba", on=today, basis="Perbup 1/2026", by=None)
    change = UnitChange.objects.get()
    assert (change.old_name, change.new_name, change.on) == ("Dinas Uji", "Dinas Uji dan Coba", today)
    import_file(file(row(unit="Dinas Uji"), row("198703152010012004", unit="DINAS UJI DAN COBA")), by=None)
    assert [person.unit.name for person in Employee.objects.all()] == ["Dinas Uji dan Coba"] * 2


def test_merged_unit_hands_over_its_people_its_parts_and_its_name(unit, today):
    into = factories.WorkUnitFactory(name="Dinas Besar", kind="dinas")
    part = factories.WorkUnitFactory(name="Bidang Uji", parent=unit)
    person, gone = factories.EmployeeFactory(unit=unit), factories.EmployeeFactory(unit=unit, standing="pensiun")
    UnitAlias.objects.create(key="uji lama|", name="Uji Lama", unit=unit)
    petikan = factories.RecipientFactory(employee=person)
    succeed_unit(unit, successor=into, kind="gabung", on=today, basis="Perbup 2/2026", by=None)
    for thing in (unit, part, person, gone, petikan):
        thing.refresh_from_db()
    assert (unit.is_active, unit.successor, part.parent) == (False, into, into)
    assert (person.unit, gone.unit, petikan.unit) == (into, into, unit)
    assert Transfer.objects.filter(unit_from=unit, unit_to=into, basis="Perbup 2/2026").count() == 2
    import_file(file(row(unit="Dinas Uji"), row("198703152010012004", unit="Uji Lama")), by=None)
    assert set(Employee.objects.filter(name="Cempaka Contoh").values_list("unit", flat=True)) == {into.pk}


@pytest.mark.parametrize("name", ["same", "closed", "below"])
def test_unit_does_not_go_on_in_what_cannot_carry_it(unit, today, name):
    successor = {
        "same": lambda: unit,
        "closed": lambda: factories.WorkUnitFactory(is_active=False),
        "below": lambda: factories.WorkUnitFactory(parent=factories.WorkUnitFactory(parent=unit)),
    }[name]()
    with pytest.raises(ValidationError):
        succeed_unit(unit, successor=successor, kind="ganti", on=today, basis="Perbup", by=None)
    assert (WorkUnit.objects.get(pk=unit.pk).is_active, UnitChange.objects.count()) == (True, 0)


def test_unit_ends_once(unit, today):
    facts = {"successor": factories.WorkUnitFactory(), "kind": "ganti", "on": today, "basis": "Perbup", "by": None}
    succeed_unit(unit, **facts)
    with pytest.raises(ValidationError, match="sudah tidak aktif"):
        succeed_unit(unit, **facts)


def test_change_of_a_unit_cannot_be_rewritten(unit, today):
    rename_unit(unit, name="Dinas Lain", on=today, basis="Perbup", by=None)
    for change in (lambda rows: rows.update(basis="lain"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="tercatat tetap"), transaction.atomic():
            change(UnitChange.objects.all())
