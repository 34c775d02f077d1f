"""The admin's lists: whom no mail reaches, and what failed on the way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import claim_notifications
from accounts.channels import CHANNELS
from accounts.models import Activity, Employee, Notification, WorkUnit
from accounts.reach import unreachable_employees
from accounts.tasks import drain_outbox
from tests import factories
from tests.conftest import CAST

State = Notification.State
REACH, FAILED = reverse("accounts:delivery"), reverse("accounts:failed-list")
RESEND = reverse("accounts:failed-resend")


@pytest.fixture
def admin(client, cast):
    client.force_login(cast["admin"])
    return cast["admin"]


def failed(state=State.REFUSED, error="550", **fields):
    return factories.NotificationFactory(state=state, error=error, attempts=1, **fields)


def html_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_pages_are_for_admins_only(client, cast):
    for path in (REACH, FAILED):
        assert client.get(path).status_code == 302
    allowed = set()
    for who in CAST:
        client.force_login(cast[who])
        statuses = {client.get(REACH).status_code, client.get(FAILED).status_code, client.post(RESEND).status_code}
        assert statuses in ({403}, {200, 302})
        allowed |= {who} if 200 in statuses else set()
    assert allowed == {"admin"}


# -- whom no mail reaches


def mail_to(employee, state, days_ago, **fields):
    sent_at = timezone.now() if state == State.SENT else None
    notice = factories.NotificationFactory(user=None, employee=employee, state=state, sent_at=sent_at, **fields)
    Notification.objects.filter(pk=notice.pk).update(created_at=timezone.now() - timedelta(days=days_ago))


@pytest.fixture
def person(db):
    """An employee of the roster with an address."""
    return factories.EmployeeFactory(name="Damar Contoh", email="damar@contoh.invalid", unit__code="dinkes")


def test_employee_whose_newest_mail_was_refused_is_out_of_reach(person):
    mail_to(person, State.SENT, 9)
    assert list(unreachable_employees()) == []
    mail_to(person, State.REFUSED, 5, error="550")
    assert [(row, row.fault, row.fault_code) for row in unreachable_employees()] == [(person, "ditolak", "550")]
    mail_to(person, State.SENT, 1)
    assert list(unreachable_employees()) == []


def test_refused_account_is_out_of_reach_until_a_mail_to_it_arrives(db):
    user = factories.UserFactory()
    failed(user=user, error="551")
    assert [(row, row.fault_code) for row in unreachable_employees()] == [(user.employee, "551")]
    factories.NotificationFactory(user=user, state=State.SENT, sent_at=timezone.now())
    assert list(unreachable_employees()) == []


def test_employee_without_any_address_is_out_of_reach(db):
    nowhere = factories.EmployeeFactory(name="Tanpa Contoh")
    account = factories.UserFactory(email="")
    factories.UserFactory(employee__email="")  # has a verified address
    gone = factories.UserFactory(is_active=False, employee__email="")
    factories.EmployeeFactory(standing="pensiun")
    assert {(row, row.fault) for row in unreachable_employees()} == {
        (nowhere, "tanpa_alamat"),
        (account.employee, "tanpa_alamat"),
        (gone.employee, "tanpa_alamat"),
    }


def test_list_counts_by_unit_and_names_the_people_of_one(client, admin, person, cast):
    unit = person.unit
    mail_to(person, State.REFUSED, 1, error="550")
    factories.EmployeeFactory(name="Jati Contoh", unit=unit)
    other = factories.EmployeeFactory(name="Elang Contoh", unit__code="dispendik")
    html = html_of(client, REACH)
    assert ("2 orang" in html, "1 orang" in html, "Jati Contoh" in html) == (True, True, False)
    html = html_of(client, f"{REACH}?unit=dinkes")
    assert [name in html for name in ("Damar Contoh", "Jati Contoh", "Elang Contoh")] == [True, True, False]
    assert ("Ditolak server surel (550)" in html, "Tidak ada alamat surel" in html) == (True, True)
    assert [word for word in (person.nip, other.nip, person.email, "sudah dijawab") if word in html] == []


def test_unit_that_does_not_exist_is_a_404(client, admin):
    assert client.get(f"{REACH}?unit=tidak-ada").status_code == 404


def test_list_says_when_everybody_is_reached(client, admin):
    assert "tidak ditolak" in html_of(client, REACH)
    assert "Semua pegawai unit ini terjangkau." in html_of(client, f"{REACH}?unit={admin.employee.unit.code}")


@pytest.mark.parametrize(("path", "end"), [(REACH, "dari 301"), (f"{REACH}?unit=dinkes", "dari 300")])
def test_reach_costs_the_same_for_3_and_300(client, admin, person, django_assert_num_queries, path, end):
    """Three and three hundred people of one unit, and as many units with one."""

    def more(first, last):
        names = [f"{number:018d}" for number in range(first, last)]
        units = WorkUnit.objects.bulk_create(WorkUnit(code=name, name=name, kind="dinas") for name in names)
        rows = [Employee(name=name, nip=name, kind="PNS", unit=person.unit) for name in names]
        rows += [Employee(name=unit.name, kind="NON_ASN", unit=unit) for unit in units]
        Employee.objects.bulk_create(rows)

    more(0, 3)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    more(3, 300)
    with django_assert_num_queries(len(few)):
        html = html_of(client, path)
    assert (f"1–25 {end}" in html, html.count(" orang</span>") in (25, 0)) == (True, True)


# -- what failed


def test_list_shows_what_failed_by_kind_and_never_whom_it_was_for(client, admin):
    refused = failed()
    failed(State.UNREACHABLE, "", kind="question_asked")
    failed(State.WAITING, "451")
    for state in (State.SENT, State.HELD, State.STALE, State.WAITING):
        factories.NotificationFactory(state=state, sent_at=timezone.now())
    html = html_of(client, FAILED)
    assert [html.count(f">{word}<") for word in ("Ditolak (550)", "Tidak ada alamat", "Masih dicoba (451)")] == [
        1,
        1,
        1,
    ]
    assert "3 kabar" in html
    assert [
        word for word in (refused.user.full_name, refused.user.email, refused.user.login, "2026-0001") if word in html
    ] == []
    assert "1 kabar, terbaru" in html_of(client, f"{FAILED}?jenis=question_asked")
    assert "3 kabar, terbaru" in html_of(client, f"{FAILED}?jenis=tidak_ada")


def test_list_says_when_nothing_failed(client, admin):
    assert "Tidak ada kabar yang gagal dikirim." in html_of(client, FAILED)


def test_one_message_is_sent_again(client, admin, post):
    notice, other = failed(), failed()
    response = client.post(RESEND, {"pk": notice.pk}, follow=True)
    assert "1 kabar dikirim ulang." in response.content.decode()
    drain_outbox()
    assert post.addressees == [notice.user.email]
    notice.refresh_from_db()
    other.refresh_from_db()
    assert (notice.state, notice.attempts, notice.error, other.state) == (State.SENT, 1, "", State.REFUSED)
    activity = Activity.objects.get(verb="notifications_resent")
    assert (activity.actor, activity.details) == (admin, {"kind": "question_answered", "count": 1})


def test_all_of_a_kind_are_sent_again(client, admin, post):
    answered = [
        failed(),
        failed(State.UNREACHABLE, ""),
        failed(State.WAITING, "451", send_after=Now() + timedelta(hours=9)),
    ]
    failed(kind="question_asked")
    client.post(RESEND, {"kind": "question_answered"})
    drain_outbox()
    assert post.addressees == sorted(notice.user.email for notice in answered)


def test_digest_that_is_sent_again_takes_along_what_it_holds(client, admin, post):
    digest = failed(kind="digest")
    item = failed(user=digest.user, in_digest=True, digest=digest)
    client.post(RESEND, {"kind": "digest"})
    drain_outbox()
    item.refresh_from_db()
    assert (post.addressees, item.state, item.attempts) == ([digest.user.email], State.SENT, 0)


def test_what_was_sent_or_held_is_not_sent_again(client, admin, post):
    for state in (State.SENT, State.HELD, State.STALE):
        notice = factories.NotificationFactory(state=state, sent_at=timezone.now())
        client.post(RESEND, {"pk": notice.pk})
    client.post(RESEND, {"kind": "question_answered"})
    drain_outbox()
    assert post.mails == []


def test_what_a_worker_holds_is_not_taken_from_it(client, admin, post):
    failed(State.WAITING, "451")
    [held] = claim_notifications(CHANNELS["surel"])
    client.post(RESEND, {"pk": held.pk})
    drain_outbox()
    assert post.mails == []


@pytest.mark.parametrize(
    "sent", [{}, {"pk": "bukan-kunci"}, {"pk": "00000000-0000-0000-0000-000000000000", "kind": "question_answered"}]
)
def test_form_that_chooses_nothing_or_too_much_sends_nothing(client, admin, post, sent):
    failed()
    assert "Pilih satu kabar atau satu jenis" in client.post(RESEND, sent, follow=True).content.decode()
    drain_outbox()
    assert post.mails == []


def test_failed_list_costs_the_same_for_3_and_300(client, admin, django_assert_num_queries):
    def more(count):
        rows = [
            Notification(user=admin, kind="question_answered", state=State.REFUSED, error="550") for _ in range(count)
        ]
        Notification.objects.bulk_create(rows)

    more(3)
    with CaptureQueriesContext(connection) as few:
        client.get(FAILED)
    more(297)
    with django_assert_num_queries(len(few)):
        assert "1–25 dari 300" in html_of(client, FAILED)
