"""The first time: from a number in the roster to an account, by mail; nobody learns which numbers are known."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.models import ActivationCode, Activity, Notification, User
from accounts.views.entry import BY_ADDRESS
from tests import factories
from tests.factories import PASSWORD

START = reverse("accounts:activation-start")
CODE = reverse("accounts:activation-code")
PASSWORD_PAGE = reverse("accounts:entry-password")
NIP, UNKNOWN = "198703152010012003", "199001012015031999"
NEW = "kuda-terbang-di-langit"
WRONG_CODE = "Kode tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta kode baru."


@pytest.fixture
def nurse(agency):
    """In the roster, never logged in."""
    return factories.EmployeeFactory(nip=NIP, name="Perawat Contoh", email="perawat@contoh.invalid")


@pytest.fixture
def worker(agency):
    """A THL with a number of the portal."""
    return factories.EmployeeFactory(
        nip="", kind="NON_ASN", portal_number="T-004217", name="Pekerja Contoh", email="pekerja@contoh.invalid"
    )


def ask(client, number):
    return client.post(START, {"number": number})


def sent_code():
    """Let the worker do its work; return the code of the newest mail."""
    tasks.send_activation_codes()
    tasks.drain_outbox()
    return re.search(r"\b\d{8}\b", mail.outbox[-1].body)[0]


def set_password(client, password=NEW, again=None):
    return client.post(PASSWORD_PAGE, {"password": password, "again": again or password}, follow=True)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", [NIP, "19870315 201001 2 003", " 19870315.201001.2.003"])
def test_activation_by_mail_makes_the_account_and_lets_its_person_in(client, nurse, typed):
    assert ask(client, typed)["Location"] == CODE
    code = sent_code()
    assert client.post(CODE, {"code": f"{code[:4]} {code[4:]}"})["Location"] == PASSWORD_PAGE
    response = set_password(client)
    user = User.objects.get(employee=nurse)
    assert (user.login, user.email, user.check_password(NEW)) == (NIP, "perawat@contoh.invalid", True)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "Kata sandi tersimpan, dan Anda sudah masuk." in response.content.decode()
    assert Activity.objects.filter(verb="account_opened", actor=user).count() == 1
    told = user.notifications.filter(kind="account_opened")
    assert set(told.values_list("channel", flat=True)) == {"portal", "surel"}
    tasks.drain_outbox()
    assert mail.outbox[-1].subject == "Akun portal Anda dibuka"


def test_activation_by_portal_number_lets_a_daily_worker_in(client, worker):
    ask(client, "t-004217")
    client.post(CODE, {"code": sent_code()})
    set_password(client)
    assert User.objects.get(employee=worker).login == "T-004217"
    client.logout()
    client.post(reverse("account_login"), {"login": "t-004217", "password": NEW})
    assert is_in(client)


def test_code_goes_to_the_roster_only_and_stands_nowhere_in_the_database(client, nurse):
    ask(client, NIP)
    code = sent_code()
    assert [letter.to for letter in mail.outbox] == [["perawat@contoh.invalid"]]
    assert NIP not in mail.outbox[0].message().as_string()
    row = ActivationCode.objects.get()
    kept = f"{row.code_hash} {row.number_hash} {Notification.objects.get(kind='activation_code').payload}"
    assert (code in kept, NIP in kept, len(row.code_hash)) == (False, False, 64)


def page_after(client, number):
    """Return the answer to a number and the page behind it, without the token of the form and the masked address."""
    answer = ask(client, number)
    html = client.get(CODE).content.decode()
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
    return answer.status_code, answer["Location"], re.sub(r"\w•••@\w•••", "MASK", html)


def test_answer_is_the_same_for_known_unknown_mailless_gone_and_active_numbers(client, nurse):
    mailless = factories.EmployeeFactory(email="")
    gone = factories.EmployeeFactory(email="gone@contoh.invalid", standing="pensiun")
    active = factories.UserFactory(employee__email="aktif@contoh.invalid").employee
    numbers = [NIP, UNKNOWN, "bukan nomor", mailless.nip, gone.nip, active.nip]
    answers = {page_after(client, number) for number in numbers}
    assert len(answers) == 1
    assert "MASK" in answers.pop()[2]


def queries_of(act):
    """Return the sentences that a step asks of the database, without the values in them."""
    with CaptureQueriesContext(connection) as queries:
        act()
    values = r'"s\d+_x\d+"' + r"|'[^']*'(::\w+)?|\b\d+\b|NULL"
    return [re.sub(values, "?", query["sql"]) for query in queries]


def test_same_is_asked_of_the_database_for_known_and_unknown_numbers(client, nurse):
    """So both take the same time: whatever differs is done by the worker afterwards."""
    factories.EmployeeFactory(email="lain@contoh.invalid")
    ask(client, NIP)  # the session is made
    asked = [
        [
            queries_of(lambda number=number: ask(client, number)),
            queries_of(lambda: client.get(CODE)),
            queries_of(lambda: client.post(CODE, {"code": "00000000"})),
        ]
        for number in (NIP, UNKNOWN)
    ]
    assert asked[0] == asked[1]
    assert all(asked[0])


def test_worker_writes_to_nobody_who_has_left_and_tells_whoever_has_an_account(client, agency):
    gone = factories.EmployeeFactory(email="gone@contoh.invalid", standing="pensiun")
    active = factories.UserFactory(employee__email="aktif@contoh.invalid")
    for number in (gone.nip, active.login, UNKNOWN):
        ask(client, number)
    tasks.send_activation_codes()
    told = Notification.objects.values_list("kind", "user", "employee")
    assert set(told) == {("activation_known", active.pk, None)}
    assert ActivationCode.objects.filter(told_at__isnull=True).count() == 0
    assert set(ActivationCode.objects.values_list("code_hash", flat=True)) == {""}
    tasks.drain_outbox()
    assert [letter.subject for letter in mail.outbox] == ["Ada yang meminta aktivasi akun Anda"]


def test_mask_shows_one_letter_of_name_and_host_and_stays_for_a_number(client, nurse):
    shown = []
    for number in (NIP, UNKNOWN, UNKNOWN):
        ask(client, number)
        shown.append(re.search(r"\w•••@\w•••", client.get(CODE).content.decode())[0])
    assert shown[0] == "p•••@c•••"
    assert shown[1] == shown[2]


@pytest.mark.parametrize("typed", ["00000000", "", "abc", "\x00", "1" * 19])
def test_wrong_code_is_refused(client, nurse, typed):
    ask(client, NIP)
    sent_code()
    response = client.post(CODE, {"code": typed})
    assert response.status_code == 200
    assert response.context["form"].errors != {}
    assert client.get(PASSWORD_PAGE)["Location"] == START


def test_code_is_refused_after_five_wrong_ones(client, nurse):
    ask(client, NIP)
    code = sent_code()
    wrong = "0" * 8 if code != "0" * 8 else "1" * 8
    for _ in range(5):
        assert client.post(CODE, {"code": wrong}).context["form"].non_field_errors() == [WRONG_CODE]
    assert client.post(CODE, {"code": code}).context["form"].non_field_errors() == [WRONG_CODE]
    assert ActivationCode.objects.get().tries == 5


def test_code_is_refused_after_a_quarter_of_an_hour(client, nurse):
    ask(client, NIP)
    code = sent_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.post(CODE, {"code": code}).context["form"].non_field_errors() == [WRONG_CODE]


def test_code_of_one_visitor_is_of_no_use_to_another(client, nurse):
    ask(client, NIP)
    code, other = sent_code(), Client()
    ask(other, UNKNOWN)
    assert other.post(CODE, {"code": code}).context["form"].non_field_errors() == [WRONG_CODE]


def test_password_page_without_proof_leads_to_the_start(client, agency):
    assert client.get(CODE)["Location"] == START
    assert client.get(PASSWORD_PAGE)["Location"] == START
    assert client.post(PASSWORD_PAGE, {"password": NEW, "again": NEW})["Location"] == START


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("pendek", "pendek", "__all__"),
        (NEW, "lain-sekali-ini", "again"),
        ("", "", "password"),
        (NIP, NIP, "__all__"),
        ("password123", "password123", "__all__"),
        ("Bismillah2026!", "Bismillah2026!", "__all__"),
    ],
)
def test_weak_password_is_refused_and_the_proof_still_holds(client, nurse, password, again, field):
    ask(client, NIP)
    client.post(CODE, {"code": sent_code()})
    response = client.post(PASSWORD_PAGE, {"password": password, "again": again})
    assert field in response.context["form"].errors
    assert User.objects.count() == 0
    set_password(client)
    assert is_in(client)


def test_proof_is_good_for_one_account_and_twenty_minutes(client, nurse):
    ask(client, NIP)
    client.post(CODE, {"code": sent_code()})
    with time_machine.travel(timezone.now() + timedelta(minutes=21)):
        set_password(client)
    assert User.objects.count() == 0


def test_session_has_a_new_name_after_the_proof_and_after_the_login(client, nurse):
    ask(client, NIP)
    names = [client.session.session_key]
    client.post(CODE, {"code": sent_code()})
    names.append(client.session.session_key)
    set_password(client)
    names.append(client.session.session_key)
    assert len(set(names)) == 3


def test_address_that_another_account_has_is_not_verified_twice(client, nurse):
    factories.UserFactory(email="Perawat@contoh.invalid")
    ask(client, NIP)
    client.post(CODE, {"code": sent_code()})
    set_password(client)
    assert User.objects.get(employee=nurse).email == ""


def test_number_is_slowed_down_with_a_time_to_come_again(client, nurse):
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False):
        for _ in range(6):
            assert ask(client, NIP).status_code == 302
        refused = ask(client, NIP)
        assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
        assert "Tunggu 60 menit" in refused.content.decode()
        assert ask(client, UNKNOWN).status_code == 302


def test_nobody_elsewhere_uses_up_the_tries_of_a_number(client, nurse):
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False):
        for _ in range(7):
            Client(REMOTE_ADDR="203.0.113.9").post(START, {"number": NIP})
        assert ask(client, NIP).status_code == 302


def test_mailbox_is_not_flooded_from_many_addresses(client, nurse):
    for number in range(30):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(START, {"number": NIP})
    tasks.send_activation_codes()
    assert Notification.objects.filter(kind="activation_code").count() == 20


def test_hall_behind_one_address_gets_in_and_a_flood_does_not(client, nurse):
    """300 people of a hall make some 900 POSTs in ten minutes."""
    assert (BY_ADDRESS.most, BY_ADDRESS.seconds) == (1500, 600)
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False):
        for _ in range(BY_ADDRESS.most):
            BY_ADDRESS.take("127.0.0.1")
        refused = ask(client, NIP)
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert client.get(START).status_code == 200


def test_login_takes_the_newest_number_of_somebody_who_got_another(client, agency):
    user = factories.UserFactory(employee__nip=NIP)
    user.employee.nip = UNKNOWN
    user.employee.save()
    client.post(reverse("account_login"), {"login": UNKNOWN, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_codes_of_yesterday_are_forgotten(client, nurse):
    ask(client, NIP)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        tasks.forget_entries()
    assert ActivationCode.objects.count() == 0
