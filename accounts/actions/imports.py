"""From a file of people to the roster: read, looked through, confirmed as a whole or thrown away."""

import logging
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Activity, Employee, ImportRow, ImportRun, NipHistory, Transfer, UnitAlias, User
from accounts.roster.comparing import FIELDS, Roster, count, judge
from accounts.roster.files import read_sheet
from accounts.roster.layouts import LAYOUTS
from accounts.roster.reading import read_row
from accounts.roster.units import UnitNames, key_of
from bkpsdm.lib.states import move_to

from .records import record
from .roster import end_service, new_portal_numbers, resume_service

logger = logging.getLogger(__name__)

State = ImportRun.State
ROWS_AT_ONCE = 1000
# One import changes the roster at a time; others wait for it.
ROSTER_LOCK = 5_2027
NOT_READ = "Berkas ini tidak dapat dibaca. Simpan ulang sebagai XLSX atau CSV, lalu unggah lagi."
STALE = "Daftar pegawai berubah sejak pratinjau ini dibuat. Pratinjau sudah diperbarui; periksa sekali lagi."


@transaction.atomic
def start_import(upload, *, by):
    """Keep an uploaded file until it is read, which begins at once beside the pages."""
    from accounts.tasks import read_imports  # late: tasks call these actions

    run = ImportRun(by=by)
    run.file.save("", upload, save=False)
    run.save()
    record("import_started", run, by=by)
    transaction.on_commit(read_imports.delay, robust=True)
    return run


def read_import(run, *, on_progress=lambda done, total: None):
    """Read the file of a run into rows and delete it; a run that somebody else is reading is left to them."""
    try:
        with transaction.atomic():
            run = ImportRun.objects.waiting().select_for_update(skip_locked=True).filter(pk=run.pk).first()
            if run is None:
                return
            with run.file.open("rb") as file:
                sheet = read_sheet(file, on_progress)
            store_rows(run, sheet)
    except ValidationError as error:
        fail_import(run, error=error.messages[0])
    except Exception:  # whatever a broken file does to the libraries, its uploader must learn that it is over
        logger.exception("import %s could not be read", run.pk)
        fail_import(run, error=NOT_READ)


def store_rows(run, sheet):
    """Write the rows of a sheet with what would become of them, and forget the file."""
    verdicts = judge_sheet(sheet)
    rows = [_row(run, verdict) for verdict in verdicts]
    ImportRow.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    _forget_file(run)
    facts = {"layout": sheet.layout.name, "columns": sheet.columns, "counts": count(verdicts)}
    move_to(run, State.READY, file="", **facts)
    return verdicts


def judge_sheet(sheet):
    """Return what a sheet would change in the roster as it stands now; nothing is written."""
    today = timezone.localdate()
    entries = [read_row(sheet.layout, line, cells, sheet.columns, today=today) for line, cells in sheet.rows]
    return judge(entries, layout=sheet.layout, roster=Roster.load(), units=UnitNames.load())


def _row(run, verdict):
    return ImportRow(run=run, line=verdict.line, cells=verdict.cells, **_judged(verdict))


def _judged(verdict):
    return {
        "outcome": verdict.outcome,
        "is_warned": verdict.is_warned,
        "is_cleaned": verdict.is_cleaned,
        "reasons": verdict.reasons,
        "changes": verdict.changes,
        "employee_id": verdict.person,
    }


def _forget_file(run):
    """Delete the upload once it is certain that it is needed no more."""
    if run.file:
        transaction.on_commit(partial(run.file.storage.delete, run.file.name))


@transaction.atomic
def import_file(file, *, by):
    """Read a file and write it into the roster at once; return what became of each row."""
    _lock_roster()
    run = ImportRun.objects.create(by=by)
    verdicts = store_rows(run, read_sheet(file))
    _finish(run, verdicts, by)
    return verdicts


@transaction.atomic
def fail_import(run, *, error):
    """Say why a file was not read, and forget it."""
    run.refresh_from_db()
    _forget_file(run)
    move_to(run, State.FAILED, file="", error=error)
    record("import_failed", run, by=run.by)


@transaction.atomic
def cancel_import(run, *, by):
    """Throw an import away: nothing was changed, and its rows go at once."""
    _forget_file(run)
    move_to(run, State.CANCELLED, file="")
    run.rows.all().delete()
    record("import_cancelled", run, by=by)


def _rejudge(run):
    """Return what the stored rows would change in the roster as it stands now, with the rows by line."""
    layout, today = LAYOUTS[run.layout], timezone.localdate()
    rows = list(run.rows.filter(line__isnull=False).order_by("line"))
    entries = [read_row(layout, row.line, row.cells, run.columns, today=today) for row in rows]
    return judge(entries, layout=layout, roster=Roster.load(), units=UnitNames.load()), rows


@transaction.atomic
def refresh_import(run):
    """Write anew what the rows would change: units became known, or the roster has changed since."""
    _lock_roster()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != State.READY:
        return
    verdicts, rows = _rejudge(run)
    by_line = {row.line: row for row in rows}
    run.rows.filter(line__isnull=True).delete()
    ImportRow.objects.bulk_create(_row(run, verdict) for verdict in verdicts if verdict.line is None)
    moved = []
    for verdict in verdicts:
        row = by_line.get(verdict.line)
        if row and _seen(row) != verdict.as_seen():
            for name, value in _judged(verdict).items():
                setattr(row, name, value)
            moved.append(row)
    ImportRow.objects.bulk_update(
        moved, ["outcome", "is_warned", "is_cleaned", "reasons", "changes", "employee"], batch_size=ROWS_AT_ONCE
    )
    ImportRun.objects.filter(pk=run.pk).update(counts=count(verdicts), updated_at=timezone.now())


def _seen(row):
    return [row.line, row.outcome, row.reasons, row.changes, row.employee_id]


@transaction.atomic
def apply_import(run, *, by):
    """Write into the roster what the preview showed, all of it or nothing; return the counts.

    Raises ValidationError, with the code "stale" when the roster has changed since the preview: see refresh_import().
    """
    _lock_roster()
    run.refresh_from_db()
    if run.state != State.READY:
        raise ValidationError("Impor ini tidak sedang menunggu pengesahan.", code="move")
    verdicts, rows = _rejudge(run)
    stored = [_seen(row) for row in (*rows, *run.rows.filter(line__isnull=True))]
    if sorted(map(repr, stored)) != sorted(repr(verdict.as_seen()) for verdict in verdicts):
        raise ValidationError(STALE, code="stale")
    _finish(run, verdicts, by)
    return run.counts


def _finish(run, verdicts, by):
    """Write what was judged under the lock of the roster."""
    move_to(run, State.APPLIED, applied_at=timezone.now())
    _write(verdicts, run, by)
    record("import_applied", run, by=by, **run.counts)


def _lock_roster():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROSTER_LOCK])


def _write(verdicts, run, by):
    """Write new people, what changed in known ones, and what follows from it."""
    today = timezone.localdate()
    writing = [verdict for verdict in verdicts if verdict.values]
    _write_new([verdict.values for verdict in writing if verdict.person is None])
    changed = [verdict for verdict in writing if verdict.person is not None]
    people = Employee.objects.in_bulk([verdict.person for verdict in changed])
    transfers, numbers, activities, leavers, returned = [], [], [], [], []
    for verdict in changed:
        person, values = people[verdict.person], verdict.values
        if "unit_id" in values:
            transfers.append(
                Transfer(
                    employee=person, unit_from_id=person.unit_id, unit_to_id=values["unit_id"], on=today, basis="impor"
                )
            )
        if "nip" in values and person.nip:
            numbers.append((person, person.nip, person.kind, values["nip"]))
        if "standing" in values:
            (returned if values["standing"] == Employee.Standing.AKTIF else leavers).append(person)
        for name, value in values.items():
            setattr(person, name, value)
        activities.append(_activity(person, values, run, by))
    _update(people.values())
    Transfer.objects.bulk_create(transfers, batch_size=ROWS_AT_ONCE)
    _keep_numbers(numbers, today)
    Activity.objects.bulk_create(activities, batch_size=ROWS_AT_ONCE)
    end_service(leavers, by=by)
    resume_service(returned)


def _write_new(rows):
    people = [Employee(**values) for values in rows]
    thl = [person for person in people if person.kind == "NON_ASN"]
    for person, number in zip(thl, new_portal_numbers(len(thl)), strict=True):
        person.portal_number = number
    Employee.objects.bulk_create(people, batch_size=ROWS_AT_ONCE)


def _update(people):
    """Write many changed people: by INSERT … ON CONFLICT, many times faster than a CASE for each column."""
    Employee.objects.bulk_create(
        people,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*(name.removesuffix("_id") for name in FIELDS), "updated_at"],
        batch_size=ROWS_AT_ONCE,
    )


def _keep_numbers(numbers, today):
    NipHistory.objects.bulk_create(
        NipHistory(employee=person, nip=before, kind=kind, until=today) for person, before, kind, _ in numbers
    )
    for person, before, _, after in numbers:
        User.objects.filter(employee=person, login=before).update(login=after)


def _activity(person, values, run, by):
    details = {"import": run.pk, "fields": sorted(name.removesuffix("_id") for name in values)}
    return Activity(
        actor=by, verb="employee_imported", thing="accounts.employee", thing_id=str(person.pk), details=details
    )


@transaction.atomic
def map_unit(run, *, name, parent_name, unit, by):
    """Remember which unit a name in files means, and look at the rows of an import again."""
    alias, _ = UnitAlias.objects.update_or_create(
        key=key_of(name, parent_name),
        defaults={"name": name[:200], "parent_name": parent_name[:200], "unit": unit, "by": by},
    )
    record("unit_mapped", unit, by=by, alias=alias.pk)
    refresh_import(run)
    return unit


@transaction.atomic
def forget_import_rows(before):
    """Delete the rows of imports that were made before a moment; the runs with their counts stay.

    What nobody confirmed by then is over: without its rows there is nothing to confirm.
    """
    unconfirmed = ImportRun.objects.filter(state=State.READY, created_at__lt=before)
    for run in unconfirmed.select_for_update(skip_locked=True):
        move_to(run, State.CANCELLED)
    ImportRow.objects.filter(run__created_at__lt=before).delete()
