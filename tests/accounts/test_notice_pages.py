"""The page of messages and wishes: what a person reads there, and what others cannot."""

from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import notify
from accounts.models import Notification, Pacing, Preference
from tests import factories

LIST = reverse("accounts:notice-list")
READ_ALL = reverse("accounts:notice-read-all")
TITLE = "Pertanyaan Anda sudah dijawab"


def tell(user, count=1, kind="question_answered"):
    for number in range(count):
        notify([user], kind, question=f"2026-{number}", path=f"/tanya/{number}/")
    return Notification.objects.visible_to(user).order_by("-created_at")


@pytest.fixture
def reader(client, cast):
    client.force_login(cast["asn"])
    return cast["asn"]


def html_of(client, path=LIST):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_page_lists_what_is_new_and_what_was_read(client, reader):
    old, _ = reversed(tell(reader, 2))
    client.post(reverse("accounts:notice-open", args=[old.pk]))
    html = html_of(client)
    assert (html.count(TITLE), html.count(">Baru<"), html.count(">Terbaca<")) == (2, 1, 1)
    assert html_of(client, f"{LIST}?saring=belum").count(TITLE) == 1


def test_message_that_is_opened_is_read_and_leads_to_its_page(client, reader):
    notice = tell(reader).get()
    response = client.post(reverse("accounts:notice-open", args=[notice.pk]))
    assert (response.status_code, response["Location"]) == (302, "/tanya/0/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_message_whose_link_was_forgotten_leads_back_to_the_list(client, reader):
    notice = tell(reader).get()
    Notification.objects.filter(pk=notice.pk).update(payload={})
    assert client.post(reverse("accounts:notice-open", args=[notice.pk]))["Location"] == LIST


def test_following_a_link_reads_nothing(client, reader):
    notice = tell(reader).get()
    paths = [reverse("accounts:notice-open", args=[notice.pk]), READ_ALL]
    assert [client.get(path).status_code for path in paths] == [405, 405]
    assert tell(reader, 0).unread().count() == 1


def test_all_messages_are_marked_as_read(client, reader, cast):
    tell(reader, 3)
    tell(cast["thl"])
    response = client.post(READ_ALL, follow=True)
    assert "3 kabar ditandai terbaca." in response.content.decode()
    assert "Semua kabar sudah terbaca." in client.post(READ_ALL, follow=True).content.decode()
    assert Notification.objects.visible_to(cast["thl"]).unread().count() == 1


def test_pages_need_a_login(client, db):
    for path in (LIST, READ_ALL):
        response = client.post(path)
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={path}")


def test_messages_of_another_are_neither_listed_nor_opened_nor_counted(client, reader, cast):
    notice = tell(cast["thl"]).get()
    assert TITLE not in html_of(client)
    assert client.post(reverse("accounts:notice-open", args=[notice.pk])).status_code == 404
    assert "kabar baru" not in html_of(client, "/akun/")
    assert Notification.objects.visible_to(cast["thl"]).unread().count() == 1


def test_mail_to_the_same_person_is_no_message_of_the_page(client, reader):
    tell(reader)
    mail = Notification.objects.get(user=reader, channel="surel")
    assert html_of(client).count(TITLE) == 1
    assert client.post(reverse("accounts:notice-open", args=[mail.pk])).status_code == 404


def test_header_counts_what_is_unread(client, reader):
    assert "kabar baru" not in html_of(client, "/layanan/")
    tell(reader, 2)
    assert '<span class="count">2<span class="sr"> kabar baru</span></span>' in html_of(client, "/layanan/")


def test_count_in_the_header_costs_visitors_nothing_and_others_one_query(client, cast):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/layanan/")
        return [query["sql"] for query in captured if '"accounts_notification"' in query["sql"]]

    assert len(queries()) == 0
    client.force_login(cast["asn"])
    assert len(queries()) == 1


def test_list_has_pages_and_costs_the_same_for_3_and_300(client, reader, django_assert_num_queries):
    tell(reader, 3)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    rows = [
        Notification(
            user=reader, channel="portal", kind="question_answered", state="terkirim", sent_at="2026-01-01T00Z"
        )
        for _ in range(297)
    ]
    Notification.objects.bulk_create(rows)
    with django_assert_num_queries(len(few)):
        html = html_of(client)
    assert (html.count(TITLE), "1–25 dari 300" in html) == (25, True)


def form(**fields):
    ticks = {"jawaban-portal": "on", "jawaban-surel": "on"}
    return {name: value for name, value in {**ticks, **fields}.items() if value is not None}


def test_wishes_are_kept_and_shown(client, reader):
    sent = form(**{"jawaban-surel": None}, has_digest="on", quiet_from="21:00", quiet_until="05:00")
    response = client.post(LIST, sent, follow=True)
    html = response.content.decode()
    assert "Pilihan kabar disimpan." in html
    chosen = Preference.objects.filter(group="jawaban").values_list("channel", "is_on")
    assert dict(chosen) == {"portal": True, "surel": False}
    pacing = Pacing.objects.get(user=reader)
    assert (pacing.has_digest, pacing.quiet_from, pacing.quiet_until) == (True, time(21), time(5))
    fields = client.get(LIST).context["form"]
    ticks = {tick.name: bool(tick.value()) for _, row in fields.rows for _, tick in row}
    off = {"jawaban-surel"} | {name for name in ticks if name.startswith("kegiatan-")}  # not ticked in what was sent
    assert {name for name, is_on in ticks.items() if not is_on} == off
    assert {name.partition("-")[0] for name in ticks} == {"jawaban", "kegiatan", "keputusan", "akun"}
    assert ('value="21:00"' in html, 'value="05:00"' in html) == (True, True)


def test_what_a_rule_requires_cannot_be_switched_off_by_a_forged_form(client, reader):
    client.post(LIST, form(**{"akun-surel": None, "akun-portal": None}))
    assert set(Preference.objects.values_list("group", flat=True)) == {"jawaban", "kegiatan"}
    assert html_of(client).count("disabled") == 4  # decisions (UU 30/2014) and the account's security, by two channels


def test_officer_chooses_about_incoming_questions_too(client, cast):
    client.force_login(cast["petugas"])
    assert "Pertanyaan yang masuk" in html_of(client)
    client.force_login(cast["asn"])
    assert "Pertanyaan yang masuk" not in html_of(client)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"quiet_from": "21:00"}, "Isi mulai dan selesainya jam tenang"),
        ({"quiet_from": "21:00", "quiet_until": "21:00"}, "Isi mulai dan selesainya jam tenang"),
        ({"quiet_from": "malam"}, "Masukkan waktu yang valid."),
    ],
)
def test_half_of_the_quiet_hours_is_refused_in_words_and_nothing_kept(client, reader, sent, said):
    response = client.post(LIST, form(**sent, **{"jawaban-surel": None}))
    assert (response.status_code, said in response.content.decode()) == (200, True)
    assert not Preference.objects.exists()
    assert not Pacing.objects.exists()


def test_new_password_is_told_to_its_owner(client, reader, django_capture_on_commit_callbacks):
    sent = {"oldpassword": factories.PASSWORD, "password1": "kunci-lain-yang-panjang", "password2": ""}
    page = reverse("account_change_password")
    client.post(page, sent)
    assert not Notification.objects.filter(kind="password_changed").exists()
    client.post(page, sent | {"password2": "kunci-lain-yang-panjang"})
    told = Notification.objects.filter(kind="password_changed", user=reader)
    assert set(told.values_list("channel", flat=True)) == {"portal", "surel"}
