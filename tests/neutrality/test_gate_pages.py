"""The gate as organisers meet it, with a page load for each try or the answer alone; nobody else meets it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from neutrality.actions import cancel_event, finish_event
from neutrality.models import Attendance, Scan
from neutrality.passes import pass_of
from tests import factories
from tests.conftest import CAST

KEY = re.compile(r'name="key" value="([0-9a-f-]{36})"')


@pytest.fixture
def gate(client, cast, gathering):
    """Return a function that sends one text to the gate as panitia: gate("…", key, fragment=False)."""
    client.force_login(cast["panitia"])
    page = reverse("neutrality:gate-detail", args=[gathering.pk])

    def send(text, key=None, *, fragment=False):
        headers = {"X-Fragment": "answer"} if fragment else {}
        return client.post(page, {"text": text, "key": str(key or uuid.uuid4())}, headers=headers)

    return send


def said(response):
    """Return the state of the screen, the big word, and the rest of the answer."""
    html = response.content.decode()
    answer = html[html.index('<div class="flash"') :].split("</div>")[0]
    state = re.search(r'data-state="(\w+)"', answer)
    word = re.search(r"<strong>(.*?)</strong>", answer)
    return state and state[1], word and word[1], " ".join(re.sub(r"<[^>]+>", " ", answer).split())


def test_gate_list_shows_what_goes_on_today_and_what_comes(client, cast, make_event, place):
    now = make_event(title="Hari ini", starts_in=timedelta(minutes=1))
    over = make_event(title="Sudah selesai", starts_in=timedelta(minutes=-5))
    finish_event(over, by=None)
    make_event(title="Pekan depan")
    make_event(title="Masih draf", starts_in=timedelta(minutes=5), draft=True)
    make_event(title="Tahun lalu", starts_in=timedelta(days=-365))
    client.force_login(cast["panitia"])
    response = client.get(reverse("neutrality:gate-list"))
    assert [event.title for event in response.context["events"]] == ["Hari ini"]
    assert [event.title for event in response.context["later"]] == ["Pekan depan"]
    assert reverse("neutrality:gate-detail", args=[now.pk]) in response.content.decode()


def test_gate_list_asks_as_often_for_300_events_as_for_3(client, cast, make_event, place, bidang):
    client.force_login(cast["panitia"])
    page = reverse("neutrality:gate-list")

    def asked(count):
        starts_at = timezone.now()
        factories.DraftEventFactory._meta.model.objects.bulk_create(
            factories.DraftEventFactory.build_batch(
                count, starts_at=starts_at, state="terbit", published_at=starts_at, kecamatan=place["kecamatan"]
            )
        )
        with CaptureQueriesContext(connection) as queries:
            shown = len(client.get(page).context["events"])
        return shown, len(queries)

    (few, first), (many, second) = asked(3), asked(297)
    assert (few, many, first) == (3, 300, second)


def test_gate_without_a_try_is_ready_and_the_field_has_the_focus(client, cast, gathering):
    client.force_login(cast["panitia"])
    response = client.get(reverse("neutrality:gate-detail", args=[gathering.pk]))
    html = response.content.decode()
    field = re.search(r'<input[^>]*name="text"[^>]*>', html)[0]
    wanted = ["autofocus", 'autocomplete="off"', 'autocapitalize="characters"', 'id="id_text"']
    assert [part for part in wanted if part not in field] == []
    assert 'for="id_text"' in html
    assert '<body class="gate">' in html
    assert "0 masuk dari 1" in html
    assert response["Cache-Control"] == "private, no-store"


def test_answer_to_a_first_pass_is_masuk_with_name_unit_and_count(gate, gathering, invited):
    response = gate(pass_of(gathering, invited.pk))
    state, word, text = said(response)
    assert (response.status_code, state, word) == (200, "ok", "Masuk")
    assert [part for part in ("Contoh Undangan", "Puskesmas Hulu", "WIB", "1 masuk dari 1") if part not in text] == []
    assert '<body class="gate" data-state="ok">' in response.content.decode()


def test_answer_to_a_second_try_is_information_with_the_time_of_the_first(gate, gathering, invited):
    gate(invited.nip)
    state, word, text = said(gate(pass_of(gathering, invited.pk)))
    at = timezone.localtime(Attendance.objects.present().get().present_at)
    assert (state, word) == ("info", "Sudah tercatat")
    assert f"Masuk {at:%H.%M} WIB. Silakan lewat." in text


def test_answer_to_a_stranger_of_the_roster_is_bukan_undangan(gate, place):
    factories.EmployeeFactory(unit=place["dinas"], name="Contoh Lain", nip="198001012005011009")
    state, word, text = said(gate("198001012005011009"))
    assert (state, word) == ("wait", "Bukan undangan")
    assert ("Contoh Lain" in text, "Dinas Lain" in text, "198001012005011009" in text) == (True, True, False)


def test_answer_to_a_nip_of_nobody_shows_it_masked(gate):
    state, word, text = said(gate("199912312020121009"))
    assert (state, word) == ("bad", "Tidak dikenal")
    assert ("1999 •••• •••• ••• 009" in text, "199912312020121009" in text) == (True, False)


def test_answer_to_a_typing_error_asks_whether_it_is_one(gate, gathering, make_event, place, invited):
    assert "Salah ketik?" in said(gate("ABCD-EFGH-JKMN-P"))[2]
    other = make_event(units=[place["puskesmas"]])
    state, word, text = said(gate(pass_of(other, invited.pk)))
    assert (state, word, "Bukan kartu kegiatan ini." in text) == ("bad", "Tidak dikenal", True)


def test_number_with_a_missing_digit_is_not_shown_in_full(gate):
    text = said(gate("19870315201001200"))[2]
    assert ("Salah ketik?" in text, "19870315201001200" in text) == (True, False)


def test_page_that_is_loaded_again_sends_the_same_key_and_changes_nothing(gate, client, gathering, invited):
    page = client.get(reverse("neutrality:gate-detail", args=[gathering.pk])).content.decode()
    key = KEY.search(page)[1]
    first, again = gate(invited.nip, key), gate(invited.nip, key)
    assert said(first)[1:] == said(again)[1:]
    assert said(again)[:2] == ("ok", "Masuk")
    assert Scan.objects.count() == 1
    keys = [KEY.search(response.content.decode())[1] for response in (first, again)]
    assert len({key, *keys}) == 3


def test_fragment_is_the_answer_alone(gate, gathering, invited):
    response = gate(invited.nip, fragment=True)
    assert said(response)[:2] == ("ok", "Masuk")
    assert response.content.decode().strip().startswith("<div")
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "x" * 201}, {"key": "bukan-kunci"}, {"key": ""}])
@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "answer"}])
def test_bad_input_is_refused_in_words_and_keeps_no_scan(client, cast, gathering, invited, wrong, headers):
    client.force_login(cast["panitia"])
    sent = {"text": invited.nip, "key": str(uuid.uuid4())} | wrong
    response = client.post(reverse("neutrality:gate-detail", args=[gathering.pk]), sent, headers=headers)
    assert (response.status_code, *said(response)[:2]) == (200, "bad", "Belum tercatat")
    assert not Scan.objects.exists()


def test_guest_is_admitted_by_name_and_counted_apart(gate, client, gathering):
    path = reverse("neutrality:gate-guest", args=[gathering.pk])
    key = str(uuid.uuid4())
    for _ in range(2):
        response = client.post(path, {"name": "Contoh Tamu", "unit": "Kantor Contoh", "key": key})
        state, word, text = said(response)
        assert (state, word) == ("ok", "Masuk")
        assert "Contoh Tamu Tamu, Kantor Contoh" in text
        assert "0 masuk dari 1, dan 1 tamu" in text
    assert Attendance.objects.guests().count() == 1


def test_guest_without_name_is_refused_and_what_was_typed_stays(gate, client, gathering):
    path = reverse("neutrality:gate-guest", args=[gathering.pk])
    response = client.post(path, {"name": "", "unit": "Kantor Contoh", "key": str(uuid.uuid4())})
    html = response.content.decode()
    assert said(response)[:2] == ("bad", "Belum tercatat")
    assert ('value="Kantor Contoh"' in html, '<details class="fold" open' in html) == (True, True)
    assert not Attendance.objects.guests().exists()


def test_name_of_a_guest_is_text(gate, client, gathering):
    path = reverse("neutrality:gate-guest", args=[gathering.pk])
    response = client.post(path, {"name": "<b>Contoh</b>", "unit": "", "key": str(uuid.uuid4())})
    assert "&lt;b&gt;Contoh&lt;/b&gt;" in response.content.decode()


@pytest.mark.parametrize("close", ["draft", "finished", "cancelled"])
def test_gate_of_what_is_not_open_says_so_and_has_no_field(client, cast, make_event, place, invited, close):
    event = make_event(units=[place["puskesmas"]], starts_in=timedelta(hours=-1), draft=close == "draft")
    if close == "finished":
        finish_event(event, by=None)
    elif close == "cancelled":
        cancel_event(event, reason="Banjir.", by=None)
    client.force_login(cast["panitia"])
    page = reverse("neutrality:gate-detail", args=[event.pk])
    html = client.get(page).content.decode()
    assert ("Pintu ditutup" in html, 'name="text"' in html) == (True, False)
    response = client.post(page, {"text": invited.nip, "key": uuid.uuid4()}, headers={"X-Fragment": "answer"})
    assert said(response)[:2] == ("bad", "Belum tercatat")
    assert not Scan.objects.exists()


def test_gate_of_a_coming_day_says_that_it_is_early(client, cast, make_event):
    client.force_login(cast["panitia"])
    html = client.get(reverse("neutrality:gate-detail", args=[make_event().pk])).content.decode()
    assert "Kegiatan ini baru mulai" in html


@pytest.mark.parametrize("name", ["gate-detail", "gate-guest"])
def test_gate_of_no_event_is_not_there(client, cast, name):
    client.force_login(cast["panitia"])
    sent = {"text": "halo", "name": "Contoh", "key": str(uuid.uuid4())}
    assert client.post(reverse(f"neutrality:{name}", args=[999_999]), sent).status_code == 404


def test_gate_takes_no_guest_by_an_address_alone(client, cast, gathering):
    client.force_login(cast["panitia"])
    assert client.get(reverse("neutrality:gate-guest", args=[gathering.pk])).status_code == 405


def test_gate_is_for_organisers_only(client, cast, gathering, invited):
    pages = [reverse("neutrality:gate-list")]
    pages += [reverse(f"neutrality:{name}", args=[gathering.pk]) for name in ("gate-detail", "gate-guest")]
    sent = {"text": invited.nip, "name": "Contoh", "unit": "", "key": str(uuid.uuid4())}
    for page in pages[1:]:
        assert client.post(page, sent).status_code == 302
    assert [client.get(page).status_code for page in pages[:2]] == [302, 302]
    for who in CAST.keys() - {"panitia"}:
        client.force_login(cast[who])
        assert [client.get(page).status_code for page in pages[:2]] == [403, 403]
        assert [client.post(page, sent).status_code for page in pages[1:]] == [403, 403]
    assert (Scan.objects.count(), Attendance.objects.present().count()) == (0, 0)


def test_try_through_the_page_asks_as_often_for_300_invited_as_for_3(client, cast, make_event, place):
    client.force_login(cast["panitia"])

    def asked(count):
        people = factories.EmployeeFactory.create_batch(count, unit=place["sekolah"])
        event = make_event(units=[place["sekolah"]], starts_in=timedelta(minutes=-1))
        page = reverse("neutrality:gate-detail", args=[event.pk])
        client.post(page, {"text": pass_of(event, people[0].pk), "key": uuid.uuid4()}, headers={"X-Fragment": "answer"})
        with CaptureQueriesContext(connection) as queries:
            sent = {"text": pass_of(event, people[-1].pk), "key": uuid.uuid4()}
            assert said(client.post(page, sent, headers={"X-Fragment": "answer"}))[1] == "Masuk"
        return len(queries)

    assert asked(3) == asked(297) <= 14
