"""Who saw whose data: written on every page that shows a named person, shown to that person and to the auditor."""

import ast
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import note_access, note_group, note_people, record
from accounts.models import AccessLog, Activity
from accounts.surfaces import SURFACES, surface_of
from accounts.verbs import VERBS
from announcements.actions import attach_file, issue_decree
from bkpsdm.lib.uploads import Upload
from neutrality.models import Attendance
from services.actions import ask_question
from services.models import Attachment
from tests import factories
from tests.announcements.files import upload
from tests.conftest import CAST
from tests.entering import enter
from tests.lib.test_frozen import refused
from tests.together import together

TRAIL, MINE = reverse("accounts:trail"), reverse("my-data")


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asked(cast, make_edition, bidang):
    edition = make_edition(service__unit=bidang)
    return ask_question(
        kind="pertanyaan",
        service=edition.service,
        title="Bagaimana caranya?",
        body="Saya belum paham.",
        key=factories.new_key(),
        by=cast["asn"],
        files=[Upload("surat.pdf", "application/pdf", b"%PDF-")],
    )


@pytest.fixture
def invited(cast, make_event):
    return make_event(units=[cast["asn"].employee.unit, cast["thl"].employee.unit])


@pytest.fixture
def petikan(cast):
    return factories.RecipientFactory(employee=cast["asn"].employee)


def log():
    """Return what was written: viewer's name, whose data, surface, taken or not."""
    return [
        (
            row.viewer.employee.name,
            row.person or f"{row.group} {row.group_id} ({row.people})",
            row.surface,
            row.is_taken,
        )
        for row in AccessLog.objects.select_related("viewer__employee", "person").order_by("pk")
    ]


def opened(client, user, path, data=None):
    enter(client, user)
    response = client.post(path, data) if data else client.get(path)
    assert response.status_code == 200
    return response


# -- where it is written


def test_opened_thread_is_noted_once_an_hour(client, cast, asked):
    path = reverse("services:question-answer", args=[asked.pk])
    ten_past = timezone.now().replace(minute=10) + timedelta(hours=1)
    with time_machine.travel(ten_past, tick=False) as clock:
        for name in ("petugas", "petugas", "kabid"):
            opened(client, cast[name], path)
        clock.shift(timedelta(minutes=51))
        opened(client, cast["petugas"], path)
    person = cast["asn"].employee
    assert log() == [
        ("Contoh petugas", person, "question", False),
        ("Contoh kabid", person, "question", False),
        ("Contoh petugas", person, "question", False),
    ]


def test_own_thread_and_own_files_are_not_noted(client, cast, asked, petikan):
    attach_file(petikan, file=upload(), by=cast["pengelola"])
    issue_decree(petikan.decree, by=cast["pengelola"])
    for path in (
        reverse("services:question-detail", args=[asked.pk]),
        reverse("services:attachment-download", args=[Attachment.objects.get().pk]),
        reverse("announcements:petikan-detail", args=[petikan.pk]),
        reverse("announcements:petikan-file", args=[petikan.pk]),
        MINE,
    ):
        opened(client, cast["asn"], path)
    assert log() == []


def test_file_that_is_taken_is_noted_each_time(client, cast, asked):
    path = reverse("services:attachment-download", args=[Attachment.objects.get().pk])
    for _ in range(2):
        opened(client, cast["petugas"], path)
    assert log() == [("Contoh petugas", cast["asn"].employee, "attachment", True)] * 2


def test_recap_notes_the_list_of_names_and_no_list_of_counts(client, cast, invited):
    path = reverse("neutrality:event-recap", args=[invited.pk])
    for part in ("kecamatan", "unit", "tamu", "belum", "belum"):
        opened(client, cast["panitia"], f"{path}?bagian={part}")
    people = invited.attendances.count()
    assert log() == [("Contoh panitia", f"neutrality.event {invited.pk} ({people})", "attendance_missing", False)]


def test_each_attendance_file_is_noted_with_its_count(client, cast, invited):
    for kind in ("xlsx", "pdf", "xlsx"):
        opened(client, cast["panitia"], reverse(f"neutrality:attendance-{kind}", args=[invited.pk]))
    people = invited.attendances.count()
    assert people > 0
    assert log() == [("Contoh panitia", f"neutrality.event {invited.pk} ({people})", "attendance_file", True)] * 3


def test_pages_of_decrees_are_noted(client, cast, petikan):
    asn, decree = cast["asn"].employee, petikan.decree
    draft = f"announcements.decreerecipient {petikan.pk} (1)"
    attach_file(petikan, file=upload(), by=cast["pengelola"])
    opened(client, cast["pengelola"], reverse("announcements:decree-update", args=[decree.pk]))
    opened(client, cast["pengelola"], reverse("announcements:recipient-update", args=[petikan.pk]))
    issue_decree(decree, by=cast["pengelola"])
    opened(client, cast["pengelola"], reverse("announcements:recipient-update", args=[petikan.pk]))
    opened(client, cast["pengelola"], reverse("announcements:petikan-file", args=[petikan.pk]))
    assert log() == [
        ("Contoh pengelola", f"announcements.decree {decree.pk} (1)", "decree_recipients", False),
        ("Contoh pengelola", draft, "petikan", False),
        ("Contoh pengelola", asn, "petikan", False),
        ("Contoh pengelola", asn, "petikan_file", True),
    ]


def test_search_for_recipients_notes_whom_it_found(client, cast):
    decree = factories.DecreeFactory()
    path = reverse("announcements:recipient-search", args=[decree.pk])
    page = opened(client, cast["pengelola"], path, {"who": "Contoh thl"})
    assert [person.name for person in page.context["people"]] == ["Contoh thl"]
    opened(
        client, cast["pengelola"], reverse("announcements:recipient-create", args=[decree.pk, cast["asn"].employee_id])
    )
    assert log() == [
        ("Contoh pengelola", cast["thl"].employee, "person_search", False),
        ("Contoh pengelola", cast["asn"].employee, "person_search", False),
    ]


def test_list_of_the_unreachable_is_noted(client, cast):
    lost = factories.EmployeeFactory(name="Contoh Tanpa Surel", email="")
    opened(client, cast["admin"], reverse("accounts:delivery"))
    assert log() == []
    opened(client, cast["admin"], f"{reverse('accounts:delivery')}?unit={lost.unit.code}")
    assert log() == [("Contoh admin", lost, "unreachable", False)]


def test_refused_visitor_is_not_noted(client, cast, asked, petikan):
    client.force_login(cast["thl"])
    assert client.get(reverse("services:question-answer", args=[asked.pk])).status_code == 403
    assert client.get(reverse("announcements:petikan-file", args=[petikan.pk])).status_code == 404
    assert log() == []


# -- how it is written


def test_note_keeps_the_roles_of_the_day(cast):
    note_access(cast["asn"], by=cast["petugas"], surface="question", reason="Pengaduan 12")
    row = AccessLog.objects.get()
    assert (row.acted_as, row.reason, row.people) == ("Petugas bidang, Bidang Mutasi dan Promosi", "Pengaduan 12", 1)


def test_note_takes_accounts_and_employees_and_leaves_out_accounts_without_a_person(cast):
    service_account = factories.UserFactory(employee=None, login="layanan")
    people = [cast["asn"], cast["asn"].employee, service_account, cast["petugas"]]
    note_people(people, by=cast["petugas"], surface="question")
    assert [row.person for row in AccessLog.objects.all()] == [cast["asn"].employee]


def test_note_of_an_empty_list_is_none(cast, invited):
    note_group(invited, people=0, by=cast["panitia"], surface="attendance_file", is_taken=True)
    note_people([], by=cast["panitia"], surface="question")
    assert not AccessLog.objects.exists()


def test_desk_of_slips_is_noted(client, cast, bidang):
    person = factories.EmployeeFactory(name="Cempaka Contoh", unit=bidang)
    opened(client, cast["operator"], reverse("accounts:slip-list"), {"text": "cempaka"})
    opened(client, cast["operator"], reverse("accounts:slip-create", args=[person.pk]))
    rows = AccessLog.objects.filter(person=person, viewer=cast["operator"]).order_by("pk")
    assert list(rows.values_list("surface", flat=True)) == ["person_search", "person"]


def test_surface_must_be_known(cast):
    with pytest.raises(KeyError):
        note_access(cast["asn"], by=cast["petugas"], surface="entah")
    assert surface_of("entah").label == "Halaman petugas"


@pytest.mark.django_db(transaction=True)
def test_same_page_opened_many_times_at_once_is_noted_once(cast):
    petugas = cast["petugas"]
    assert petugas.active_grants

    def look():
        note_people([cast["asn"], cast["thl"]], by=petugas, surface="question")

    with time_machine.travel("2026-06-10T02:10:00Z", tick=False):
        together(look, 6)
    assert sorted(row.person.name for row in AccessLog.objects.all()) == ["Contoh asn", "Contoh thl"]


def test_log_can_be_neither_changed_nor_deleted(cast):
    note_access(cast["asn"], by=cast["petugas"], surface="question")
    row = AccessLog.objects.get()
    for change in ({"reason": "lain"}, {"viewer": cast["admin"]}, {"created_at": timezone.now()}):
        with refused("Catatan akses tidak dapat diubah."):
            AccessLog.objects.filter(pk=row.pk).update(**change)
    with refused("Catatan akses tidak dapat diubah."):
        row.delete()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"group": "neutrality.event"},
        {"group": "neutrality.event", "group_id": "1", "people": 0},
        {"person": True, "group": "neutrality.event", "group_id": "1"},
    ],
)
def test_database_refuses_what_names_nobody_or_two(cast, fields):
    fields = fields | {"person": cast["asn"].employee} if "person" in fields else fields
    with pytest.raises(IntegrityError, match="accesslog_person_or_group"), transaction.atomic():
        AccessLog.objects.bulk_create([AccessLog(viewer=cast["petugas"], hour=timezone.now(), surface="log", **fields)])


# -- what the person learns of it


@contextmanager
def seen_by(client, user):
    client.force_login(user)
    page = client.get(MINE)
    yield [(row.label, row.acted_as, row.is_taken) for row in page.context["accesses"]], page.content.decode()


def test_person_sees_role_and_unit_and_never_the_name(client, cast, asked):
    opened(client, cast["petugas"], reverse("services:question-answer", args=[asked.pk]))
    with seen_by(client, cast["asn"]) as (rows, html):
        assert rows == [("Utas pertanyaan", "Petugas bidang, Bidang Mutasi dan Promosi", False)]
        assert "Contoh petugas" not in html
    with seen_by(client, cast["thl"]) as (rows, _):
        assert rows == []


def test_person_finds_the_file_of_many_and_whoever_joined_later_does_not(client, cast, invited):
    opened(client, cast["panitia"], reverse("neutrality:attendance-xlsx", args=[invited.pk]))
    late = factories.UserFactory()
    Attendance.objects.create(event=invited, employee=late.employee, unit=late.employee.unit)
    found = {}
    for name, user in (("asn", cast["asn"]), ("late", late), ("stranger", cast["pimpinan"])):
        with seen_by(client, user) as (rows, _):
            found[name] = rows
    assert found == {"asn": [("Berkas daftar hadir", "Panitia", True)], "late": [], "stranger": []}


def test_draft_of_a_decree_stays_nobodys_business_until_it_is_issued(client, cast, petikan):
    opened(client, cast["pengelola"], reverse("announcements:decree-update", args=[petikan.decree_id]))
    opened(client, cast["pengelola"], reverse("announcements:recipient-update", args=[petikan.pk]))
    with seen_by(client, cast["asn"]) as (rows, _):
        assert rows == []
    issue_decree(petikan.decree, by=cast["pengelola"])
    with seen_by(client, cast["asn"]) as (rows, _):
        assert [row[0] for row in rows] == ["Petikan keputusan", "Daftar penerima keputusan"]


# -- what the auditor reads


def test_trail_is_for_the_auditor_only(client, cast):
    assert client.get(TRAIL).status_code == 302
    statuses = {}
    for who in CAST:
        client.force_login(cast[who])
        statuses[who] = client.get(TRAIL).status_code
    assert {who for who, status in statuses.items() if status == 200} == {"auditor"}
    assert set(statuses.values()) == {200, 403}
    assert not AccessLog.objects.visible_to(cast["admin"]).exists()
    assert not Activity.objects.visible_to(cast["admin"]).exists()


def test_trail_shows_activities_by_kind_and_day(client, cast):
    with time_machine.travel("2026-06-10T17:30:00Z"):  # already the 11th in the agency's time zone
        record("synonym_saved", None, by=cast["penyunting"], lama="a", baru="b")
    record("event_saved", None, by=None)

    def words(query):
        return [row.words for row in opened(client, cast["auditor"], f"{TRAIL}?{query}").context["page"]]

    assert words("jenis=synonym_saved") == ["padanan kata disimpan"]
    assert words("hari=2026-06-11") == ["padanan kata disimpan"]
    assert words("hari=2026-06-10") == []
    assert words("jenis=event_saved&hari=2026-06-11") == []
    everything = words("jenis=entah&hari=kemarin&halaman=9999&bagian=entah")
    assert len(everything) == Activity.objects.count()
    html = opened(client, cast["auditor"], f"{TRAIL}?jenis=synonym_saved").content.decode()
    assert "Contoh penyunting" in html
    assert "lama: a; baru: b" in " ".join(html.split()) or "baru: b; lama: a" in " ".join(html.split())


def test_thing_is_told_in_words_even_when_its_model_is_gone():
    things = [("announcements.decree", "5"), ("announcements.gone", "6"), ("gone", "7"), ("", "")]
    assert [Activity(thing=label, thing_id=key).thing_words for label, key in things] == [
        "keputusan 5",
        "announcements.gone 6",
        "gone 7",
        "",
    ]


def test_trail_shows_who_saw_whom_and_notes_that_it_was_read(client, cast, invited):
    note_access(cast["asn"], by=cast["petugas"], surface="question", reason="Pengaduan 12")
    note_group(invited, people=3, by=cast["panitia"], surface="attendance_file", is_taken=True)
    html = opened(client, cast["auditor"], f"{TRAIL}?bagian=akses").content.decode()
    wanted = [
        "Contoh petugas",
        "Contoh asn",
        "Utas pertanyaan",
        "Pengaduan 12",
        "3 orang",
        f"kegiatan {invited.pk}",
        "(diunduh)",
    ]
    assert [word for word in wanted if word not in html] == []
    assert log()[-1] == ("Contoh auditor", cast["asn"].employee, "log", False)
    assert [
        row.surface for row in opened(client, cast["auditor"], f"{TRAIL}?bagian=akses&jenis=log").context["page"]
    ] == ["log"]


@pytest.mark.parametrize("part", ["kegiatan", "akses"])
def test_trail_asks_as_much_for_three_as_for_three_hundred(client, cast, part):
    def fill(count):
        users = [cast["petugas"], cast["kabid"], cast["panitia"]]
        Activity.objects.bulk_create(Activity(verb="diuji", actor=users[n % 3]) for n in range(count))
        hour = timezone.now()
        AccessLog.objects.bulk_create(
            AccessLog(
                viewer=users[n % 3],
                person=cast["asn"].employee,
                surface="question",
                hour=hour,
                is_taken=True,
                acted_as="Petugas",
            )
            for n in range(count)
        )

    def count():
        client.force_login(cast["auditor"])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{TRAIL}?bagian={part}").status_code == 200
        return len(queries)

    fill(3)
    few = count()
    fill(297)
    assert count() == few


def sources():
    """Return the texts of all our modules."""
    doors = ("bkpsdm", "accounts", "services", "neutrality", "announcements")
    files = [file for door in doors for file in (Path(settings.BASE_DIR) / door).rglob("*.py")]
    return [file.read_text(encoding="utf-8") for file in files]


def test_every_recorded_verb_has_words():
    """The auditor reads Indonesian; a verb without words is one that nobody thought of."""
    verbs = set()
    for text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                verbs |= {verb.value for verb in node.args[:1] if isinstance(verb, ast.Constant)}
    assert verbs - VERBS.keys() == set()
    assert len(verbs) > 50


def test_every_surface_is_noted_somewhere():
    text = "".join(sources())
    assert [name for name in SURFACES if f'surface="{name}"' not in text] == []
