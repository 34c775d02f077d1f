"""Slips on paper: printed for people who were seen, for the own unit and below; a recovery takes two officers."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.actions import approve_recovery, ask_recovery, grant_role, make_slip, revoke_slip, stop_slip, use_slip
from accounts.models import Activity, Employee, EntrySlip, Notification, Role, User
from accounts.stopping import stop_token
from tests import factories
from tests.entering import enter
from tests.factories import PASSWORD

ENTER, LIST = reverse("accounts:slip-enter"), reverse("accounts:slip-list")
PASSWORD_PAGE = reverse("accounts:entry-password")
NIP, NEW = "198703152010012003", "kuda-terbang-di-langit"
WRONG_SLIP = "Nomor dan kode slip tidak cocok, atau slipnya tidak berlaku lagi. Periksa lagi, atau minta slip baru."
SEEN = {"has_been_seen": "on"}
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def office(db):
    return factories.WorkUnitFactory(code="dinas-uji", name="Dinas Uji", kind="dinas")


@pytest.fixture
def school(office):
    """Two levels below the office."""
    middle = factories.WorkUnitFactory(code="bidang-uji", parent=office)
    return factories.WorkUnitFactory(code="sekolah-uji", kind="sekolah", parent=middle)


@pytest.fixture
def operator(office, roles, agency, today):
    user = factories.UserFactory(employee__name="Operator Contoh", employee__unit=office)
    grant_role(user, role=Role.OPERATOR, unit=office, starts_on=today, by=None)
    return user


@pytest.fixture
def officers(roles, agency, bidang, today):
    people = [factories.UserFactory() for _ in range(2)]
    for person in people:
        grant_role(person, role=Role.OFFICER, unit=bidang, starts_on=today, by=None)
    return people


@pytest.fixture
def teacher(school):
    return factories.EmployeeFactory(nip=NIP, name="Guru Contoh", unit=school, email="guru@contoh.invalid")


@pytest.fixture
def locked_out(school):
    """Somebody with an account, an app on a phone that is gone, and a new address in the roster."""
    user = factories.UserFactory(
        employee__nip=NIP, employee__unit=school, employee__email="baru@contoh.invalid", email="lama@contoh.invalid"
    )
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


def address(name, thing):
    return reverse(f"accounts:{name}", args=[thing.pk])


def print_slip(client, employee):
    """Make a slip through the pages; return the code on it."""
    response = client.post(address("slip-create", employee), SEEN, follow=True)
    return CODE.search(response.content.decode())[0]


def use(client, number, code):
    client.post(ENTER, {"number": number, "code": code})
    client.post(PASSWORD_PAGE, {"password": NEW, "again": NEW})
    return client.session.get("_auth_user_id")


def test_slip_lets_its_person_in_once(client, operator, teacher):
    code = print_slip(enter(client, operator), teacher)
    phone = Client()
    assert use(phone, "19870315 201001 2 003", code.lower().replace("-", " ")) is not None
    assert User.objects.get(employee=teacher).check_password(NEW)
    slip = EntrySlip.objects.get()
    assert (slip.state, slip.made_by) == ("terpakai", operator)
    assert use(Client(), NIP, code) is None
    assert list(Activity.objects.filter(thing="accounts.entryslip").values_list("verb", "actor")) == [
        ("slip_made", operator.pk)
    ]


def test_account_opened_by_a_slip_has_no_verified_address(client, operator, teacher):
    use(Client(), NIP, print_slip(enter(client, operator), teacher))
    assert User.objects.get(employee=teacher).email == ""


def test_slip_is_told_on_every_known_channel_and_can_be_stopped_from_there(client, operator, teacher):
    code = print_slip(enter(client, operator), teacher)
    tasks.drain_outbox()
    [letter] = mail.outbox
    assert letter.to == ["guru@contoh.invalid"]
    link = re.search(r"https?://[^/]+(/akun/slip/hentikan/\S+)", letter.body)[1]
    stranger = Client()
    assert "Hentikan slip aktivasi ini?" in stranger.get(link).content.decode()
    assert EntrySlip.objects.get().state == "berlaku"
    assert "Slip ini sudah dihentikan" in stranger.post(link).content.decode()
    assert "Slip ini sudah dihentikan" in stranger.post(link).content.decode()
    assert use(Client(), NIP, code) is None
    assert code.replace("-", "") not in letter.message().as_string().replace("-", "")


def test_printed_page_shows_the_code_once_and_no_nip(client, operator, teacher):
    made = enter(client, operator).post(address("slip-create", teacher), SEEN)
    page = client.get(made["Location"])
    html = page.content.decode()
    assert (len(CODE.findall(html)), NIP in html, "1987 •••• •••• ••• 003" in html) == (1, False, True)
    assert NIP not in made["Location"]
    assert "no-store" in page["Cache-Control"]
    assert client.get(made["Location"])["Location"] == LIST


def test_operator_prints_for_no_other_unit(client, operator, teacher):
    """An operator sees the own unit and what lies below it; for all others there is nothing there."""
    other = factories.EmployeeFactory(unit=factories.WorkUnitFactory(code="dinas-lain", kind="dinas"))
    slip = factories.EntrySlipFactory(employee=other)
    enter(client, operator)
    for act in (client.get, client.post):
        assert act(address("slip-create", other), SEEN).status_code == 404
    assert client.post(address("slip-revoke", slip)).status_code == 404
    assert client.get(address("slip-print", slip)).status_code == 404
    assert list(EntrySlip.objects.all()) == [slip]
    found = client.post(LIST, {"text": other.nip}).context["found"]
    assert (list(found), list(client.get(LIST).context["page"])) == ([], [])
    assert client.get(address("slip-create", teacher)).status_code == 200


def test_operator_whose_role_has_ended_prints_for_nobody(client, operator, teacher, today):
    operator.grants.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert enter(client, operator).get(LIST).status_code == 403


@pytest.mark.parametrize("who", ["asn", "penyunting", "pemeriksa", "pimpinan"])
def test_pages_of_slips_are_refused_to_others(client, cast, who):
    slip = factories.EntrySlipFactory()
    enter(client, cast[who])
    answers = [client.get(LIST), client.get(address("slip-create", slip.employee))]
    answers += [client.post(address("slip-revoke", slip)), client.post(address("recovery-approve", slip))]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]


def test_officer_and_admin_print_for_everybody(client, cast, teacher):
    for name in ("petugas", "admin"):
        assert enter(client, cast[name]).get(address("slip-create", teacher)).status_code == 200


def test_slip_is_made_only_for_somebody_who_was_seen(client, operator, teacher):
    response = enter(client, operator).post(address("slip-create", teacher), {"has_been_seen": ""})
    assert list(response.context["form"].errors) == ["has_been_seen"]
    assert EntrySlip.objects.count() == 0
    with pytest.raises(ValidationError):
        make_slip(teacher, has_been_seen=False, by=operator)


def test_making_a_slip_asks_again_who_one_is(client, operator, teacher):
    response = enter(client, operator, ago=3600).get(address("slip-create", teacher))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_people_are_found_by_name_and_number_without_a_number_in_an_address(client, operator, teacher):
    enter(client, operator)
    for text in ("guru", NIP, "19870315 201001 2 003"):
        response = client.post(LIST, {"text": text})
        [row] = re.findall(r'<a class="link" href="([^"]+)">Guru Contoh</a>', response.content.decode())
        assert (list(response.context["found"]), row) == ([teacher], address("slip-create", teacher))
    assert client.post(LIST, {"text": ""}).context["found"] is None


def test_new_slip_kills_the_old_one(client, operator, teacher):
    codes = [print_slip(enter(client, operator), teacher) for _ in range(2)]
    assert sorted(EntrySlip.objects.values_list("state", flat=True)) == ["berlaku", "dicabut"]
    assert use(Client(), NIP, codes[0]) is None
    assert use(Client(), NIP, codes[1]) is not None


def test_revoked_slip_is_of_no_use(client, operator, teacher):
    code = print_slip(enter(client, operator), teacher)
    client.post(address("slip-revoke", EntrySlip.objects.get()))
    assert EntrySlip.objects.get().state == "dicabut"
    assert use(Client(), NIP, code) is None
    assert (
        "Tidak dapat diubah"
        in client.post(address("slip-revoke", EntrySlip.objects.get()), follow=True).content.decode()
    )


def test_slip_ends_after_seven_days(client, operator, teacher):
    code = print_slip(enter(client, operator), teacher)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert use(Client(), NIP, code) is None
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert use(Client(), NIP, code) is not None


@pytest.mark.parametrize("number", ["198703152010012004", "", "\x00", "' OR 1=1"])
def test_slip_of_one_person_is_of_no_use_to_another(client, operator, teacher, number):
    factories.EmployeeFactory(nip="198703152010012004")
    code = print_slip(enter(client, operator), teacher)
    response = Client().post(ENTER, {"number": number, "code": code})
    assert response.status_code == 200
    assert response.context["form"].errors != {}
    assert EntrySlip.objects.get().state == "berlaku"


def test_code_of_a_slip_is_kept_as_a_hash(operator, teacher):
    slip, code = make_slip(teacher, has_been_seen=True, by=operator)
    row = EntrySlip.objects.filter(pk=slip.pk).values().get()
    assert code not in str(row)
    assert (len(code), len(slip.code_hash)) == (12, 64)


def test_worker_without_a_number_gets_one_with_the_slip(client, operator, office):
    worker = factories.EmployeeFactory(nip="", kind="NON_ASN", unit=office)
    code = print_slip(enter(client, operator), worker)
    worker.refresh_from_db()
    assert re.fullmatch(r"T-\d{6}", worker.portal_number)
    assert use(Client(), worker.portal_number, code) is not None
    second = factories.EmployeeFactory(nip="", kind="NON_ASN", unit=office)
    make_slip(second, has_been_seen=True, by=operator)
    assert Employee.objects.get(pk=second.pk).portal_number != worker.portal_number


def test_nobody_who_left_and_nobody_with_an_account_gets_an_activation_slip(operator, office):
    gone = factories.EmployeeFactory(unit=office, standing="pensiun")
    active = factories.UserFactory(employee__unit=office).employee
    for person in (gone, active):
        with pytest.raises(ValidationError):
            make_slip(person, has_been_seen=True, by=operator)
    assert EntrySlip.objects.count() == 0


# -- Recovery


def recover(client, asker, approver, user):
    """Ask and approve through the pages; return the code on the slip."""
    code = print_slip(enter(client, asker), user.employee)
    slip = EntrySlip.objects.get(kind="pemulihan", state="diajukan")
    enter(client, approver).post(address("recovery-approve", slip))
    return code


def test_recovery_by_two_officers_takes_effect_after_a_day(client, officers, locked_out):
    phone = Client()
    phone.post(reverse("account_login"), {"login": NIP, "password": PASSWORD})
    phone.force_login(locked_out)
    code = recover(client, *officers, locked_out)
    assert use(Client(), NIP, code) is None
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59)):
        assert use(Client(), NIP, code) is None
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert use(Client(), NIP, code) == str(locked_out.pk)
        assert phone.get(reverse("account")).status_code == 302
    locked_out.refresh_from_db()
    assert (locked_out.check_password(NEW), Authenticator.objects.count()) == (True, 0)
    verbs = Activity.objects.filter(thing="accounts.entryslip").order_by("pk").values_list("verb", "actor")
    asker, approver = officers
    assert list(verbs) == [
        ("recovery_asked", asker.pk),
        ("recovery_approved", approver.pk),
        ("account_recovered", locked_out.pk),
    ]


def test_recovery_is_told_on_all_old_channels_at_each_step(client, officers, locked_out):
    code = recover(client, *officers, locked_out)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        use(Client(), NIP, code)
        tasks.drain_outbox()
    subjects = {(letter.to[0], letter.subject) for letter in mail.outbox}
    steps = ["Pemulihan akun Anda diajukan", "Pemulihan akun Anda disetujui", "Akun Anda dipulihkan"]
    addresses = ["lama@contoh.invalid", "baru@contoh.invalid"]
    assert subjects == {(to, step) for to in addresses for step in steps}
    portal = Notification.objects.filter(user=locked_out, channel="portal").values_list("kind", flat=True)
    assert set(portal) == {"recovery_asked", "recovery_approved", "account_recovered"}


@pytest.mark.parametrize("moment", ["asked", "approved", "in effect"])
def test_recovery_can_be_stopped_until_it_is_used(client, officers, locked_out, moment):
    if moment == "asked":
        code = print_slip(enter(client, officers[0]), locked_out.employee)
    else:
        code = recover(client, *officers, locked_out)
    slip = EntrySlip.objects.get()
    hours = 30 if moment == "in effect" else 1
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        Client().post(reverse("accounts:entry-stop", args=[stop_token(slip)]))
    with time_machine.travel(timezone.now() + timedelta(hours=31)):
        assert use(Client(), NIP, code) is None
    slip.refresh_from_db()
    assert (slip.state, Authenticator.objects.count()) == ("dihentikan", 1)
    assert User.objects.get(pk=locked_out.pk).check_password(PASSWORD)
    tasks.drain_outbox()
    stopped = [letter.to[0] for letter in mail.outbox if letter.subject == "Slip Anda dihentikan"]
    assert sorted(stopped) == ["baru@contoh.invalid", "lama@contoh.invalid"]


def test_nobody_approves_what_the_same_person_asked(client, officers, locked_out):
    asker, _ = officers
    code = print_slip(enter(client, asker), locked_out.employee)
    slip = EntrySlip.objects.get()
    response = client.post(address("recovery-approve", slip), follow=True)
    assert "disetujui petugas lain" in response.content.decode()
    slip.refresh_from_db()
    assert (slip.state, use(Client(), NIP, code)) == ("diajukan", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        EntrySlip.objects.filter(pk=slip.pk).update(approved_by=asker)


def test_nobody_asks_or_approves_the_own_recovery(officers, bidang):
    asker, approver = officers
    with pytest.raises(ValidationError):
        ask_recovery(asker.employee, has_been_seen=True, by=asker)
    slip, _ = ask_recovery(approver.employee, has_been_seen=True, by=asker)
    with pytest.raises(ValidationError):
        approve_recovery(slip, by=approver)


def test_recovery_that_nobody_approved_in_time_is_asked_anew(officers, locked_out):
    asker, approver = officers
    slip, _ = ask_recovery(locked_out.employee, has_been_seen=True, by=asker)
    with pytest.raises(ValidationError, match="lewat waktunya"):
        approve_recovery(slip, by=approver, now=timezone.now() + timedelta(days=8))
    assert EntrySlip.objects.get().state == "diajukan"


def test_operator_asks_for_a_recovery_and_cannot_approve_one(client, operator, officers, locked_out):
    print_slip(enter(client, operator), locked_out.employee)
    asked = EntrySlip.objects.get()
    assert client.post(address("recovery-approve", asked)).status_code == 403
    assert asked.state == "diajukan"


def test_recovery_of_somebody_without_an_account_is_refused(officers, teacher):
    with pytest.raises(ValidationError):
        ask_recovery(teacher, has_been_seen=True, by=officers[0])


@pytest.mark.parametrize("ended", [revoke_slip, stop_slip])
def test_ended_slip_moves_no_more(operator, teacher, ended):
    slip, _ = make_slip(teacher, has_been_seen=True, by=operator)
    ended(slip, by=operator) if ended is revoke_slip else ended(slip)
    for again in (lambda: revoke_slip(slip, by=operator), lambda: stop_slip(slip)):
        with pytest.raises(ValidationError):
            again()
    with pytest.raises(ValidationError):
        use_slip(slip, password=NEW)


def test_foreign_link_stops_nothing(client, operator, teacher):
    make_slip(teacher, has_been_seen=True, by=operator)
    for token in ("1", "1:abc", stop_token(EntrySlip.objects.get()) + "x"):
        assert client.post(reverse("accounts:entry-stop", args=[token])).status_code == 404
    assert EntrySlip.objects.get().state == "berlaku"


def test_list_of_slips_asks_the_same_for_few_and_many(client, operator, school):
    def make(count):
        rows = (Employee(name=f"Orang {n} Contoh", kind="PNS", unit=school) for n in range(count))
        people = Employee.objects.bulk_create(rows)
        EntrySlip.objects.bulk_create(
            EntrySlip(
                employee=person,
                kind="aktivasi",
                code_hash=f"{person.pk:064d}",
                made_by=operator,
                usable_from=timezone.now(),
                expires_at=timezone.now() + timedelta(days=7),
            )
            for person in people
        )

    enter(client, operator)
    counts = []
    for more in (3, 297):
        make(more)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
