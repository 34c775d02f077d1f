"""Data saya: everything that is held about a person, whole for that one, and for nobody else."""

import io
import json
from datetime import UTC, date, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.actions import ask_correction, note_access
from accounts.models import Activity
from accounts.personal import Number
from announcements.actions import issue_decree
from bkpsdm import my_data
from bkpsdm.datamap import MAP, Kind
from bkpsdm.lib.uploads import Upload
from services.actions import add_note, answer_question, ask_question
from tests import factories
from tests.conftest import CAST
from tests.entering import enter

PAGE = reverse("my-data")
FILES = {kind: reverse("my-data-take", args=[kind]) for kind in ("json", "pdf")}
CANARY = "kenarikuning"


@pytest.fixture
def life(cast, make_edition, make_event, bidang, settings, tmp_path):
    """Something of everything that the portal can hold about asn."""
    settings.MEDIA_ROOT = tmp_path
    asn, officer = cast["asn"], cast["petugas"]
    asn.employee.phone, asn.employee.position = f"{CANARY}-0812", f"{CANARY}-jabatan"
    asn.employee.save()
    edition = make_edition(service__unit=bidang)
    question = ask_question(
        kind="pertanyaan",
        service=edition.service,
        title=f"{CANARY}-judul",
        body=f"{CANARY}-isi",
        key=factories.new_key(),
        files=[Upload(f"{CANARY}-berkas.pdf", "application/pdf", b"%PDF-")],
        by=asn,
    )
    add_note(question, body="catatanrahasia kantor", by=officer)
    answer_question(question, body=f"{CANARY}-jawaban", by=officer)
    factories.ProposalFactory(question__asker=asn, answer__question=f"{CANARY}-usul")
    make_event(units=[asn.employee.unit], title=f"{CANARY}-kegiatan")
    petikan = factories.RecipientFactory(employee=asn.employee, name=f"{CANARY}-nama")
    issue_decree(petikan.decree, by=cast["pengelola"])
    factories.RecipientFactory(employee=asn.employee, decree__number="draf-rahasia/1")
    ask_correction(subject="lain", wrong=f"{CANARY}-salah", right="benar", by=asn)
    note_access(asn, by=officer, surface="question", reason=f"{CANARY}-alasan")
    return cast


def taken(client, user, kind):
    enter(client, user)
    response = client.post(FILES[kind])
    assert response.status_code == 200
    return response


def text_of(response):
    content = b"".join(response) if response.streaming else response.content
    if response["Content-Type"] == "application/pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")
    return content.decode()


PARTS = ["0812", "jabatan", "judul", "isi", "berkas", "jawaban", "usul", "kegiatan", "nama", "salah", "alasan"]


@pytest.mark.parametrize("kind", FILES)
def test_file_holds_everything_and_no_note_and_no_draft(client, life, kind):
    text = text_of(taken(client, life["asn"], kind))
    assert [part for part in PARTS if f"{CANARY}-{part}" not in text] == []
    assert life["asn"].employee.nip in text
    assert [word for word in ("catatanrahasia", "draf-rahasia", "Contoh petugas") if word in text] == []


def test_page_shows_everything_with_purpose_law_and_time(client, life):
    client.force_login(life["asn"])
    html = client.get(PAGE).content.decode()
    assert [part for part in PARTS if f"{CANARY}-{part}" not in html] == []
    held = MAP["accounts.employee"]
    assert [word for word in (held.purpose, held.basis, held.keep.words) if word not in html] == []
    assert [word for word in ("catatanrahasia", "draf-rahasia", "Contoh petugas") if word in html] == []
    assert life["asn"].employee.nip not in html  # masked on a screen that others may see


@pytest.mark.parametrize("who", [name for name in CAST if name != "asn"])
def test_nobody_else_finds_a_word_of_it(client, life, who):
    client.force_login(life[who])
    words = client.get(PAGE).content.decode() + text_of(taken(client, life[who], "json"))
    assert CANARY not in words


def test_json_is_told_by_section_with_the_words_of_the_map(client, life):
    response = taken(client, life["asn"], "json")
    assert response["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    sections = json.loads(response.content)["bagian"]
    assert len({section["judul"] for section in sections}) == len(sections)
    assert all(section["tujuan"] and section["dasar"] and section["masa_simpan"] for section in sections)
    employee = sections[0]["data"][0]
    assert (sections[0]["judul"], employee["NIP"]) == ("Pegawai", life["asn"].employee.nip)


def test_pdf_names_nobody_in_its_file_name_and_is_tagged(client, life):
    response = taken(client, life["asn"], "pdf")
    assert response["Content-Disposition"] == 'attachment; filename="data-saya.pdf"'
    reader = PdfReader(io.BytesIO(b"".join(response)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_pdf_prints_the_newest_of_many_and_says_where_the_rest_is(client, life):
    Activity.objects.bulk_create(Activity(verb="diuji", actor=life["asn"]) for _ in range(my_data.PRINTED + 5))
    count = life["asn"].activities.count() + 1  # taking it is one more
    text = text_of(taken(client, life["asn"], "pdf"))
    assert f"Tindakan saya di portal ({count})" in text
    assert f"{my_data.PRINTED}terbarudari{count};selebihnyaadadalamunduhanJSON." in "".join(text.split())
    sections = json.loads(taken(client, life["asn"], "json").content)["bagian"]
    (own,) = (section["data"] for section in sections if section["judul"] == "Tindakan saya di portal")
    assert len(own) == count + 1


def test_taking_is_recorded_and_needs_a_post(client, life):
    taken(client, life["asn"], "json"), taken(client, life["asn"], "pdf")
    rows = Activity.objects.filter(verb="data_taken").order_by("pk")
    assert [(row.actor, row.details) for row in rows] == [
        (life["asn"], {"file": "json"}),
        (life["asn"], {"file": "pdf"}),
    ]
    assert client.get(FILES["pdf"]).status_code == 405


def test_visitor_is_asked_to_log_in(client, agency):
    assert [client.get(PAGE).status_code, client.post(FILES["json"]).status_code] == [302, 302]


def test_pages_and_files_are_kept_by_nobody(client, life):
    client.force_login(life["asn"])
    for response in (client.get(PAGE), taken(client, life["asn"], "json"), taken(client, life["asn"], "pdf")):
        assert sorted(response["Cache-Control"].split(", ")) == ["no-store", "private"]


@pytest.mark.parametrize("who", CAST)
def test_everybody_can_open_and_take_what_is_held(client, life, who):
    client.force_login(life[who])
    assert client.get(PAGE).status_code == 200
    assert [taken(client, life[who], kind).status_code for kind in FILES] == [200, 200]


def test_account_without_a_person_can_too(client, life):
    user = factories.UserFactory(employee=None, login="layanan")
    client.force_login(user)
    assert client.get(PAGE).status_code == 200
    titles = [
        section["judul"] for section in json.loads(taken(client, user, "json").content)["bagian"] if section["data"]
    ]
    assert titles == ["Akun", "Tindakan saya di portal", "Tindakan atas akun saya"]


def test_own_sessions_are_counted_and_nobody_elses(client, life):
    for number, who in enumerate(("asn", "thl", "asn")):
        UserSession.objects.create(
            user=life[who], ip="127.0.0.1", session_key=f"kunci{number}", user_agent="Mozilla/5.0 (Android 13; Mobile)"
        )
    devices = {}
    for who in ("asn", "thl"):
        sections = json.loads(taken(client, life[who], "json").content)["bagian"]
        [rows] = [section["data"] for section in sections if section["judul"] == "Sesi masuk"]
        devices[who] = [row["Perangkat"] for row in rows]
    assert devices == {"asn": ["Ponsel Android"] * 2, "thl": ["Ponsel Android"]}


def test_page_asks_as_much_for_three_as_for_three_hundred(client, life):
    def fill(count):
        Activity.objects.bulk_create(Activity(verb="diuji", actor=life["asn"]) for _ in range(count))
        factories.NotificationFactory.create_batch(count // 10 + 1, user=life["asn"])

    def count():
        client.force_login(life["asn"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    fill(30)
    few = count()
    fill(300)
    assert count() == few


def test_every_table_with_personal_data_is_told(life):
    """A table that knows people stands in Data saya, or here with its reason."""
    told = {
        "neutrality.invitation": "units, no people",
        "accounts.activationcode": "gone within a day; that the account was opened stands among the activities",
        "accounts.importrun": "who read a file stands among the activities; the rows about a person are told",
        "accounts.unitalias": "units; who settled a name stands among the activities",
        "accounts.unitchange": "units; who changed them stands among the activities",
        "sessions.session": "nothing but keys; the devices are told",
        "socialaccount.socialaccount": "stays empty: the single sign-on matches anew each time",
        "socialaccount.socialtoken": "stays empty",
        "accounts.activityseal": "hashes",
        "account.emailaddress": "the address is that of the account",
        "account.emailconfirmation": "unused: addresses come from the roster",
        "admin.logentry": "the same changes stand among the activities",
        "announcements.picture": "pictures of news are public",
    }
    personal = {
        label
        for label, held in MAP.items()
        if held.fields[Kind.PRIBADI] or held.fields[Kind.SPESIFIK] or label == "sessions.session"
    }
    shown = {section.label for section in my_data.sections_of(life["asn"])}
    assert personal - shown - told.keys() == set()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "ya"),
        (False, "tidak"),
        (None, ""),
        (0, "0"),
        (date(2026, 6, 12), "12 Juni 2026"),
        (["a", "b"], "a, b"),
        (Number("198703152010012003"), "1987 •••• •••• ••• 003"),
        (datetime(2026, 6, 12, 7, 0, tzinfo=UTC), "Jumat, 12 Juni 2026, 14.00 WIB"),
    ],
)
def test_values_are_told_as_people_write_them(value, words):
    assert my_data.in_words(value, masked=True) == words
