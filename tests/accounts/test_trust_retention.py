"""What is past its time goes, by one pass alone; the chain of activities stays provable."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions import ask_correction, decide_correction, note_access, record, seal_activities
from accounts.models import AccessLog, Activity, ActivitySeal, CorrectionRequest, Notification, SealCheckpoint
from accounts.seals import verify
from bkpsdm.lib.frozen import retention_pass
from services.actions import give_token
from services.models import SurveyToken
from tests.lib.test_frozen import ACTIVITY, refused

OLD, YOUNG = timedelta(days=6 * 366), timedelta(days=4 * 365)
ACCESS = "Catatan akses tidak dapat diubah."


def apply(**options):
    out = StringIO()
    call_command("apply_retention", json=True, stdout=out, **options)
    return {label: count for label, count in json.loads(out.getvalue()).items() if count}


def at(ago, work):
    """Return what some work returns when it is done as if it were some time ago."""
    with time_machine.travel(timezone.now() - ago, tick=False):
        return work()


def write(count):
    def work():
        activities = [record("diuji", None, by=None) for _ in range(count)]
        seal_activities()
        return activities

    return work


@pytest.fixture
def long_chain(db):
    """Three activities of six years ago, and two of four years ago, sealed."""
    return at(OLD, write(3)), at(YOUNG, write(2))


def test_sealed_beginning_goes_and_the_chain_goes_on(long_chain):
    _, young = long_chain
    third = ActivitySeal.objects.get(position=3)
    assert apply() == {"accounts.activityseal": 3}
    assert list(Activity.objects.filter(verb="diuji").order_by("pk")) == young
    checkpoint = SealCheckpoint.objects.get()
    assert (checkpoint.position, checkpoint.hash) == (3, third.hash)
    removed = Activity.objects.get(verb="activities_removed")
    assert removed.details == {"position": 3, "hash": third.hash, "count": 3}
    seal_activities()
    verdict = verify(timezone.now())
    assert (verdict.fault, verdict.checked, verdict.head.position) == (None, 4, 7)
    assert apply() == {}


def test_dry_run_counts_the_same_and_deletes_nothing(long_chain):
    assert apply(dry_run=True) == {"accounts.activityseal": 3}
    assert (Activity.objects.count(), ActivitySeal.objects.count(), SealCheckpoint.objects.count()) == (5, 5, 0)


def test_old_activity_sealed_behind_a_young_one_waits_for_it(db):
    """Positions follow the order of sealing: nothing in the middle is ever taken out."""
    at(YOUNG, write(1))
    late = at(OLD, lambda: record("diuji", None, by=None))
    seal_activities()
    assert apply() == {}
    assert Activity.objects.filter(pk=late.pk).exists()


def test_old_activity_without_a_seal_stays(db):
    forgotten = at(OLD, lambda: record("diuji", None, by=None))
    assert apply() == {}
    assert Activity.objects.filter(pk=forgotten.pk).exists()


def test_whole_chain_may_go_and_goes_on_from_its_checkpoint(db):
    at(OLD, write(3))
    assert apply() == {"accounts.activityseal": 3}
    seal_activities()
    assert list(ActivitySeal.objects.order_by("position").values_list("position", flat=True)) == [4, 5]
    assert verify(timezone.now()).fault is None


def test_second_pass_years_later_leaves_a_second_checkpoint(long_chain):
    apply()
    seal_activities()
    at(-timedelta(days=2 * 366), lambda: (apply(), seal_activities()))
    assert list(SealCheckpoint.objects.order_by("position").values_list("position", flat=True)) == [3, 5]
    assert verify(timezone.now() + timedelta(days=2 * 366)).fault is None


def test_faulty_chain_is_not_shortened(long_chain):
    old, young = long_chain
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_activity DISABLE TRIGGER USER")
        cursor.execute("UPDATE accounts_activity SET verb = 'lain' WHERE id = %s", [young[0].pk])
        cursor.execute("ALTER TABLE accounts_activity ENABLE TRIGGER USER")
    with pytest.raises(CommandError, match=r"tidak utuh \(edited\)"):
        apply()
    assert Activity.objects.filter(pk=old[0].pk).exists()


def test_everything_else_past_its_time_goes_and_what_is_younger_stays(cast, bidang):
    asn, admin = cast["asn"], cast["admin"]

    def live():
        note_access(asn, by=cast["petugas"], surface="question")
        request = ask_correction(subject="nama", wrong="A", right="B", by=asn)
        decide_correction(request, is_accepted=False, answer="Sudah benar.", by=admin)
        give_token(bidang, today=timezone.localdate())
        Session.objects.create(
            session_key=f"kunci-{timezone.now():%Y%m%d}",
            session_data="x",
            expire_date=timezone.now() + timedelta(hours=12),
        )

    for ago in (OLD, timedelta(days=3 * 365), timedelta()):
        at(ago, live)
    gone = apply()
    # Of the three tickets the first was already taken away when the next was given.
    assert (gone.pop("accounts.notification") > 0, gone) == (
        True,
        {"accounts.accesslog": 1, "accounts.correctionrequest": 2, "sessions.session": 2},
    )
    counts = [model.objects.count() for model in (AccessLog, CorrectionRequest, Session, SurveyToken)]
    assert counts == [2, 1, 1, 1]
    assert not Notification.objects.filter(created_at__lt=timezone.now() - timedelta(days=731)).exists()
    assert Notification.objects.exists()


def test_ticket_that_nobody_used_goes(cast, bidang):
    give_token(bidang, today=timezone.localdate() - timedelta(days=100))
    assert apply() == {"services.surveytoken": 1}


def test_request_that_still_waits_is_never_deleted(cast):
    at(OLD, lambda: ask_correction(subject="nama", wrong="A", right="B", by=cast["asn"]))
    apply()
    assert CorrectionRequest.objects.count() == 1


def test_pass_is_recorded_with_counts_and_nothing_else(cast):
    at(OLD, lambda: note_access(cast["asn"], by=cast["petugas"], surface="question"))
    apply()
    assert Activity.objects.get(verb="retention_applied").details == {"accounts.accesslog": 1}
    apply()
    assert Activity.objects.filter(verb="retention_applied").count() == 1


def test_command_tells_people_in_words(db):
    out = StringIO()
    call_command("apply_retention", dry_run=True, stdout=out)
    assert out.getvalue().splitlines()[-1] == "Tidak ada yang dihapus (--dry-run)."
    call_command("apply_retention", stdout=out)
    assert out.getvalue().splitlines()[-1] == "0 baris dihapus."


# -- nobody else passes


@pytest.fixture
def evidence(cast):
    note_access(cast["asn"], by=cast["petugas"], surface="question")
    record("diuji", None, by=None)
    seal_activities()


def test_without_the_pass_nothing_is_deleted(evidence):
    for model, message in (
        (Activity, ACTIVITY),
        (AccessLog, ACCESS),
        (ActivitySeal, "Segel kegiatan tidak dapat diubah."),
    ):
        with refused(message):
            model.objects.all()._raw_delete("default")


def test_even_the_pass_changes_nothing(evidence):
    with retention_pass(), refused(ACTIVITY):
        Activity.objects.update(verb="lain")
    with retention_pass(), refused(ACCESS):
        AccessLog.objects.update(reason="lain")


def test_pass_ends_with_its_block(evidence):
    with retention_pass():
        pass
    with refused(ACCESS):
        AccessLog.objects.all()._raw_delete("default")


def test_other_words_open_nothing(evidence):
    for word in ("true", "1", "ON", ""):
        with refused(ACCESS), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('portal.retention', %s, true)", [word])
            cursor.execute("DELETE FROM accounts_accesslog")


def test_role_that_does_not_own_the_tables_says_the_word_in_vain(evidence):
    """In production pages are served by such a role (docs/operations.md); here a built-in one lends itself."""
    other = "pg_database_owner"
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {other}")
        cursor.execute(f"GRANT SELECT, DELETE ON accounts_accesslog, accounts_activity TO {other}")
        cursor.execute(f"SET LOCAL ROLE {other}")
        for table, message in (("accesslog", ACCESS), ("activity", ACTIVITY)):
            with refused(message):
                cursor.execute("SELECT set_config('portal.retention', 'on', true)")
                cursor.execute(f"DELETE FROM accounts_{table}")
        cursor.execute("RESET ROLE")
    assert AccessLog.objects.count() == 1


def test_only_the_pass_of_retention_knows_the_word():
    root = Path(settings.BASE_DIR)
    doors = ("bkpsdm", "accounts", "services", "neutrality", "announcements")
    files = [file for door in doors for file in (root / door).rglob("*.py") if "migrations" not in file.parts]
    named = {
        word: sorted(str(file.relative_to(root)) for file in files if word in file.read_text(encoding="utf-8"))
        for word in ("portal.retention", "retention_pass")
    }
    assert named == {
        "portal.retention": ["bkpsdm/lib/frozen.py"],
        "retention_pass": ["accounts/actions/seals.py", "bkpsdm/lib/frozen.py", "bkpsdm/retention.py"],
    }
