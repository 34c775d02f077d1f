"""The chain over the activities: it grows without gaps beside its writers, and shows every touch."""

import hashlib
import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import seals
from accounts.actions import record, seal_activities
from accounts.models import Activity, ActivitySeal, SealCheckpoint
from tests import factories
from tests.lib.test_frozen import refused
from tests.together import together

PAGE, JSON = reverse("accounts:seal-digest"), reverse("accounts:seal-digest-json")


@pytest.fixture
def chain(db):
    """Five sealed activities."""
    activities = [record("diuji", None, by=None, nomor=number) for number in range(5)]
    seal_activities()
    return activities


@contextmanager
def tampering():
    """What only the owner of the tables can do: switch the triggers off, and on again."""
    tables = ("accounts_activity", "accounts_activityseal", "accounts_sealcheckpoint")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def verdict(**options):
    out = StringIO()
    try:
        call_command("verify_activity", json=True, stdout=out, **options)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def fault(**options):
    """Return kind, position and activity of the first bad row, which must end the command with 1."""
    code, told = verdict(**options)
    assert (code, told["ok"]) == (1, False)
    return tuple(told["fault"][name] for name in ("kind", "position", "activity"))


def published():
    out = StringIO()
    call_command("verify_activity", digest=True, stdout=out)
    return json.loads(out.getvalue())


def test_chain_is_sound_and_names_its_head(chain):
    head = ActivitySeal.objects.get(position=5)
    assert verdict() == (
        0,
        {"ok": True, "checked": 5, "head": {"position": 5, "hash": head.hash}, "fault": None},
    )
    assert list(ActivitySeal.objects.order_by("position").values_list("position", "activity")) == [
        (number, activity.pk) for number, activity in enumerate(chain, 1)
    ]


def test_chain_of_nothing_is_sound(db):
    assert verdict() == (0, {"ok": True, "checked": 0, "head": {"position": 0, "hash": "0" * 64}, "fault": None})
    assert seal_activities() == 0


def test_seal_is_the_hash_of_the_documented_form(chain):
    """Written out by hand: whoever holds the rows can check them without this program."""
    seal, first = ActivitySeal.objects.get(position=2), ActivitySeal.objects.get(position=1)
    activity = chain[1]

    def moment(value):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")

    text = (
        f'{{"activity":{activity.pk},"actor":null,"created_at":"{moment(activity.created_at)}","details":{{"nomor":1}},'
        f'"position":2,"previous":"{first.hash}","sealed_at":"{moment(seal.sealed_at)}","thing":"","thing_id":"",'
        '"verb":"diuji","version":1}'
    )
    assert (seal.previous_hash, seal.hash) == (first.hash, hashlib.sha256(text.encode()).hexdigest())
    assert first.previous_hash == "0" * 64


def test_form_escapes_what_is_not_ascii_and_names_the_actor(db):
    user = factories.UserFactory()
    activity = record("diuji", user, by=user, kata="“é”")
    form = seals.canonical(activity, position=1, previous="0" * 64, sealed_at=activity.created_at)
    assert (b'"kata":"\\u201c\\u00e9\\u201d"' in form, json.loads(form)["actor"]) == (True, user.pk)


def test_digest_is_what_the_newest_seal_says(chain):
    head = ActivitySeal.objects.get(position=5)
    assert published() == {
        "position": 5,
        "hash": head.hash,
        "sealed_at": head.sealed_at.isoformat(timespec="microseconds"),
    }


def test_published_digest_fits_for_ever(chain):
    digest = published()
    record("diuji", None, by=None)
    seal_activities()
    assert verdict(expect=f"{digest['position']}:{digest['hash']}")[0] == 0


@pytest.mark.parametrize("text", ["", "5", "x:y", "5:abc", "5:" + "g" * 64])
def test_digest_that_is_none_is_refused(db, text):
    with pytest.raises(CommandError, match="POSITION:HASH"):
        call_command("verify_activity", expect=text)


def test_command_tells_people_in_words(chain):
    out = StringIO()
    call_command("verify_activity", stdout=out)
    assert out.getvalue().startswith("5 kegiatan tersegel dan utuh; ujungnya 5:")
    with tampering() as cursor:
        cursor.execute("UPDATE accounts_activity SET verb = 'lain' WHERE id = %s", [chain[2].pk])
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_activity", stdout=out)
    assert out.getvalue().splitlines()[-1] == (
        f"RUSAK di posisi 3, kegiatan {chain[2].pk}: isinya bukan lagi yang disegel (edited)"
    )


# -- what was touched


@pytest.mark.parametrize(
    "change",
    ["verb = 'lain'", "details = '{}'", "thing = 'x'", "thing_id = '9'", "created_at = now() - interval '1 day'"],
)
def test_edited_activity_is_found(chain, change):
    with tampering() as cursor:
        cursor.execute(f"UPDATE accounts_activity SET {change} WHERE id = %s", [chain[1].pk])
    assert fault() == ("edited", 2, chain[1].pk)


def test_activity_laid_on_somebody_else_is_found(chain):
    user = factories.UserFactory()
    with tampering() as cursor:
        cursor.execute("UPDATE accounts_activity SET actor_id = %s WHERE id = %s", [user.pk, chain[4].pk])
    assert fault() == ("edited", 5, chain[4].pk)


def test_later_time_of_sealing_is_found(chain):
    with tampering() as cursor:
        cursor.execute("UPDATE accounts_activityseal SET sealed_at = now() + interval '1 day' WHERE position = 4")
    assert fault() == ("edited", 4, chain[3].pk)


def test_deleted_activity_and_seal_leave_a_gap(chain):
    with tampering() as cursor:
        cursor.execute("DELETE FROM accounts_activityseal WHERE position = 3")
        cursor.execute("DELETE FROM accounts_activity WHERE id = %s", [chain[2].pk])
    assert fault() == ("gap", 3, None)


def test_deleted_beginning_is_a_gap(chain):
    with tampering() as cursor:
        cursor.execute("DELETE FROM accounts_activityseal WHERE position = 1")
        cursor.execute("DELETE FROM accounts_activity WHERE id = %s", [chain[0].pk])
    assert fault() == ("gap", 1, None)


def test_deleted_activity_under_its_seal_is_found(chain):
    """A foreign key stops this; the owner of the tables can drop it first."""
    with tampering() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "accounts_activityseal")
        (name,) = (name for name, rule in constraints.items() if rule["foreign_key"])
        cursor.execute(f"ALTER TABLE accounts_activityseal DROP CONSTRAINT {name}")
        cursor.execute("DELETE FROM accounts_activity WHERE id = %s", [chain[3].pk])
    assert fault() == ("deleted", 4, chain[3].pk)


def test_exchanged_seals_are_found(chain):
    with tampering() as cursor:
        cursor.execute("UPDATE accounts_activityseal SET position = position + 100 WHERE position IN (2, 3)")
        cursor.execute("UPDATE accounts_activityseal SET position = 105 - position WHERE position IN (102, 103)")
    assert fault() == ("order", 2, chain[2].pk)


def test_exchanged_activities_are_found(chain):
    with tampering() as cursor:
        cursor.execute("UPDATE accounts_activityseal SET activity_id = -activity_id WHERE position IN (2, 3)")
        for position, activity in ((2, chain[2]), (3, chain[1])):
            cursor.execute(
                "UPDATE accounts_activityseal SET activity_id = %s WHERE position = %s", [activity.pk, position]
            )
    assert fault() == ("edited", 2, chain[2].pk)


def test_end_that_was_cut_off_is_found_by_a_published_digest(chain):
    digest = published()
    with tampering() as cursor:
        cursor.execute("DELETE FROM accounts_activityseal WHERE position = 5")
        cursor.execute("DELETE FROM accounts_activity WHERE id = %s", [chain[4].pk])
    assert verdict()[0] == 0
    assert fault(expect=f"5:{digest['hash']}") == ("cut", 5, None)


def test_chain_that_was_made_anew_is_found_by_a_published_digest(chain):
    digest = published()
    with tampering() as cursor:
        cursor.execute("DELETE FROM accounts_activityseal")
        cursor.execute("UPDATE accounts_activity SET verb = 'lain' WHERE id = %s", [chain[0].pk])
    seal_activities()
    assert verdict()[0] == 0
    assert fault(expect=f"5:{digest['hash']}") == ("rewritten", 5, None)


def test_beginning_that_was_deleted_under_a_forged_checkpoint_is_found(chain):
    with tampering() as cursor:
        cursor.execute("DELETE FROM accounts_activityseal WHERE position < 3 ")
        cursor.execute("DELETE FROM accounts_activity WHERE id < %s", [chain[2].pk])
    second = ActivitySeal.objects.get(position=3).previous_hash
    SealCheckpoint.objects.create(position=2, hash=second, until=timezone.now())
    assert fault() == ("checkpoint", 2, None)


def test_old_activity_without_a_seal_is_found_and_a_new_one_is_not(chain):
    forgotten = record("diuji", None, by=None)
    assert verdict()[0] == 0
    with tampering() as cursor:
        moment = timezone.now() - timedelta(minutes=16)
        cursor.execute("UPDATE accounts_activity SET created_at = %s WHERE id = %s", [moment, forgotten.pk])
    assert fault() == ("unsealed", None, forgotten.pk)


def test_seals_can_be_neither_changed_nor_deleted(chain):
    for change in ({"hash": "f" * 64}, {"position": 99}, {"sealed_at": timezone.now()}):
        with refused("Segel kegiatan tidak dapat diubah."):
            ActivitySeal.objects.filter(position=5).update(**change)
    with refused("Segel kegiatan tidak dapat diubah."):
        ActivitySeal.objects.filter(position=5)._raw_delete("default")
    SealCheckpoint.objects.create(position=1, hash="a" * 64, until=timezone.now())
    with refused("Titik lanjut segel tidak dapat diubah."):
        SealCheckpoint.objects.update(hash="b" * 64)
    with refused("Titik lanjut segel tidak dapat diubah."):
        SealCheckpoint.objects.all()._raw_delete("default")


# -- many at once


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_two_sealers_at_once_make_one_chain():
    turns = iter(range(8))

    def write_or_seal():
        for _ in range(25):
            record("diuji", None, by=None)
        if next(turns) % 4 == 0:
            seal_activities(most=7)

    together(write_or_seal, 8)
    together(seal_activities, 2)
    assert ActivitySeal.objects.count() == Activity.objects.count() == 200
    assert verdict()[1]["checked"] == 200
    assert verdict()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_writer_waits_for_no_sealer_and_what_is_committed_late_is_sealed_later():
    early = []

    def write():
        early.append(record("diuji", None, by=None))

    with transaction.atomic():
        late = record("diuji", None, by=None)  # has the lower key, and is not yet committed
        together(write, 1)
        together(seal_activities, 1)
        assert seal_activities() == 1  # within this transaction the late one is there, and the lock is held
        together(write, 1)  # yet nobody waits
    seal_activities()
    order = list(ActivitySeal.objects.order_by("position").values_list("activity", flat=True))
    assert order == [early[0].pk, late.pk, early[1].pk]
    assert verdict()[0] == 0


def test_long_backlog_is_sealed_in_batches(db):
    Activity.objects.bulk_create(Activity(verb="diuji") for _ in range(25))
    assert [seal_activities(most=10) for _ in range(4)] == [10, 10, 5, 0]
    assert verdict()[1]["checked"] == 25


# -- what everybody may see


def test_public_page_and_json_show_the_newest_digest_and_no_details(client, chain, agency):
    record("sangat_rahasia", None, by=factories.UserFactory(), nomor=77)
    seal_activities()
    digest = published()
    assert client.get(JSON).json() == digest
    html = client.get(PAGE).content.decode()
    assert digest["hash"] in html
    assert [word for word in ("sangat_rahasia", "diuji", "77") if word in html.replace(digest["hash"], "")] == []
    assert client.get(JSON)["Cache-Control"] == "public, max-age=60"


def test_public_page_is_honest_before_anything_is_sealed(client, agency):
    assert client.get(JSON).json() == {"position": 0, "hash": "0" * 64, "sealed_at": None}
    assert "Belum ada" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("path", [PAGE, JSON])
def test_public_page_takes_nothing(client, agency, path):
    assert client.post(path).status_code == 405
