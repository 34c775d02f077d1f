"""Who is told what by which channel, and what is held back, gathered, deferred or dropped."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import kinds
from accounts.actions import mark_read, notify, notify_employees, save_wishes
from accounts.channels import CHANNELS, PermanentError, QuickError, SlowError
from accounts.kinds import GROUPS, KINDS, Pace
from accounts.models import Activity, Employee, Notification, Preference
from accounts.tasks import drain_outbox
from accounts.timing import considerate, end_of_quiet
from tests import factories

State = Notification.State
OFFICE_DAY = datetime(2026, 6, 17, 3, 0, tzinfo=UTC)  # a Wednesday, 10.00 WIB


def rows():
    """Return channel, state and reason of all messages, by channel."""
    return list(Notification.objects.order_by("channel", "state").values_list("channel", "state", "error"))


def wish(user, *, off=(), has_digest=False, quiet=(None, None)):
    choices = dict.fromkeys(off, False)
    save_wishes(user, choices=choices, has_digest=has_digest, quiet_from=quiet[0], quiet_until=quiet[1], by=user)


def tell(*people, kind="question_answered", **options):
    notify(people, kind, **{"question": "2026-0001", "path": "/tanya/1/", **options})


def hours_until(notice):
    """Return the hours until a message is due, by the clock of the database."""
    row = Notification.objects.annotate(now=Now()).get(pk=notice.pk)
    return round((row.send_after - row.now).total_seconds() / 3600, 2)


def make_due():
    Notification.objects.filter(state=State.WAITING).update(send_after=Now() - timedelta(seconds=1))


@pytest.fixture
def pace(monkeypatch):
    """Return a function that gives the kind question_answered other rules."""

    def change(**fields):
        monkeypatch.setitem(KINDS, "question_answered", replace(KINDS["question_answered"], **fields))

    return change


def test_account_is_told_in_the_portal_at_once_and_by_mail(agency, post):
    user = factories.UserFactory()
    tell(user)
    assert rows() == [("portal", State.SENT, ""), ("surel", State.WAITING, "")]
    drain_outbox()
    assert rows() == [("portal", State.SENT, ""), ("surel", State.SENT, "")]
    assert post.addressees == [user.email]
    assert {len(proof) for proof in Notification.objects.values_list("proof", flat=True)} == {64}


def test_employee_without_an_account_is_told_by_mail_only(agency, post):
    employee = factories.EmployeeFactory(email="daftar@contoh.invalid")
    notify_employees([employee], "question_answered", question="2026-0001", path="/tanya/1/")
    assert rows() == [("surel", State.WAITING, "")]
    drain_outbox()
    assert post.addressees == ["daftar@contoh.invalid"]


def test_employees_are_told_through_the_account_that_they_have(db):
    user, other = factories.UserFactory(), factories.EmployeeFactory()
    gone = factories.UserFactory(is_active=False)
    notify_employees([user.employee, other, gone.employee], "question_answered", path="/")
    told = Notification.objects.filter(channel="surel")
    assert {(row.user, row.employee) for row in told} == {(user, None), (None, other), (None, gone.employee)}


def test_message_of_an_unknown_kind_is_refused(db):
    with pytest.raises(KeyError, match="tidak_ada"):
        tell(factories.UserFactory(), kind="tidak_ada")


def test_kind_that_goes_stale_must_be_told_when(db, pace):
    pace(goes_stale=True)
    user = factories.UserFactory()
    with pytest.raises(ValueError, match="expires_at"):
        tell(user)
    tell(user, expires_at=timezone.now())
    assert Notification.objects.count() == 2


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        ([("jawaban", "surel")], [("portal", State.SENT, ""), ("surel", State.HELD, "pilihan")]),
        ([("jawaban", "portal")], [("portal", State.HELD, "pilihan"), ("surel", State.WAITING, "")]),
        ([("masuk", "surel")], [("portal", State.SENT, ""), ("surel", State.WAITING, "")]),
    ],
)
def test_what_a_person_does_not_want_is_held_and_counted(db, off, expected):
    user = factories.UserFactory()
    wish(user, off=off)
    tell(user)
    assert rows() == expected


def test_wish_of_one_does_not_touch_another(db):
    user, other = factories.UserFactory(), factories.UserFactory()
    wish(user, off=[("jawaban", "surel"), ("jawaban", "portal")])
    tell(other)
    assert rows() == [("portal", State.SENT, ""), ("surel", State.WAITING, "")]


def test_wish_of_an_employee_counts_for_the_account_until_it_says_otherwise(db):
    user = factories.UserFactory()
    Preference.objects.create(employee=user.employee, group="jawaban", channel="surel", is_on=False)
    tell(user)
    assert ("surel", State.HELD, "pilihan") in rows()
    Preference.objects.create(user=user, group="jawaban", channel="surel", is_on=True)
    tell(user)
    assert ("surel", State.WAITING, "") in rows()


def test_required_kind_is_told_whatever_a_person_wishes(db):
    user = factories.UserFactory()
    Preference.objects.create(user=user, group="akun", channel="surel", is_on=False)
    wish(user, has_digest=True)
    tell(user, kind="password_changed")
    assert rows() == [("portal", State.SENT, ""), ("surel", State.WAITING, "")]
    assert not Notification.objects.filter(in_digest=True).exists()


@pytest.mark.parametrize("cell", [("akun", "surel"), ("tidak-ada", "surel"), ("jawaban", "merpati")])
def test_wish_that_cannot_be_is_refused_and_nothing_kept(db, cell):
    user = factories.UserFactory()
    with pytest.raises(ValidationError, match="tidak dapat dimatikan"):
        wish(user, off=[("jawaban", "surel"), cell], has_digest=True)
    assert not Preference.objects.exists()
    assert not Activity.objects.filter(verb="wishes_saved").exists()


def test_wish_holds_back_what_waits_already(agency, post):
    user = factories.UserFactory()
    tell(user)
    tell(user, kind="question_asked")
    wish(user, off=[("jawaban", "surel")])
    drain_outbox()
    assert dict(Notification.objects.filter(channel="surel").values_list("kind", "state")) == {
        "question_answered": State.HELD,
        "question_asked": State.SENT,
    }


def test_stale_message_is_dropped_instead_of_sent(agency, post):
    user = factories.UserFactory()
    tell(user, expires_at=timezone.now() - timedelta(seconds=1))
    tell(user, expires_at=timezone.now() + timedelta(hours=1))
    drain_outbox()
    mails = Notification.objects.filter(channel="surel").order_by("expires_at").values_list("state", "error")
    assert list(mails) == [(State.STALE, "kedaluwarsa"), (State.SENT, "")]
    assert len(post.mails) == 1


def test_mail_in_quiet_hours_goes_when_they_end(agency, post):
    user = factories.UserFactory()
    wish(user, quiet=(time(21), time(5)))
    with time_machine.travel(datetime(2026, 6, 16, 15, 30, tzinfo=UTC), tick=False):  # 22.30 WIB
        tell(user)
        drain_outbox()
    notice = Notification.objects.get(channel="surel")
    assert (notice.state, notice.attempts, notice.leased_until, len(post.mails)) == (State.WAITING, 0, None, 0)
    assert hours_until(notice) == 6.5
    make_due()
    with time_machine.travel(datetime(2026, 6, 16, 22, 0, tzinfo=UTC), tick=False):  # 05.00 WIB
        drain_outbox()
    assert post.addressees == [user.email]


def test_urgent_mail_goes_in_quiet_hours(agency, post):
    user = factories.UserFactory()
    wish(user, quiet=(time(0), time(23, 59)))
    with time_machine.travel(OFFICE_DAY, tick=False):
        tell(user, kind="password_changed")
        drain_outbox()
    assert post.addressees == [user.email]


def test_reminder_to_staff_waits_for_office_hours(agency, post, pace):
    pace(pace=Pace.OFFICE_HOURS)
    factories.HolidayFactory(date=datetime(2026, 6, 22).date())
    tell(factories.UserFactory())
    with time_machine.travel(datetime(2026, 6, 19, 10, 0, tzinfo=UTC), tick=False):  # Friday, 17.00 WIB
        drain_outbox()
    notice = Notification.objects.get(channel="surel")
    # Monday is a holiday: Tuesday, 07.30 WIB
    assert (hours_until(notice), notice.state, len(post.mails)) == (7 + 3 * 24 + 7.5, State.WAITING, 0)
    make_due()
    with time_machine.travel(datetime(2026, 6, 23, 0, 30, tzinfo=UTC), tick=False):
        drain_outbox()
    assert len(post.mails) == 1


HOURS = st.times().map(lambda moment: moment.replace(microsecond=0))
MOMENTS = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 12, 31))


@given(moment=MOMENTS, quiet_from=HOURS, quiet_until=HOURS)
def test_quiet_hours_end_within_a_day_and_nothing_goes_in_them(moment, quiet_from, quiet_until):
    local = timezone.make_aware(moment)
    if quiet_from == quiet_until:
        return
    later = end_of_quiet(local, quiet_from, quiet_until)
    assert timedelta(0) <= later - local < timedelta(days=1)
    assert later == local or later.time() == quiet_until
    assert end_of_quiet(later, quiet_from, quiet_until) == later


def test_quiet_hours_take_the_clock_of_the_agency(db):
    user = factories.UserFactory()
    wish(user, quiet=(time(21), time(5)))
    evening = datetime(2026, 6, 16, 14, 0, tzinfo=UTC)  # 21.00 WIB
    assert considerate(evening, Pace.SOON, user.pacing) == datetime(2026, 6, 16, 22, 0, tzinfo=UTC)
    assert considerate(evening - timedelta(seconds=1), Pace.SOON, user.pacing) == evening - timedelta(seconds=1)
    assert considerate(evening, Pace.AT_ONCE, user.pacing) == evening


class Pigeon:
    """A third channel, as somebody may add it: by the telephone number of the roster."""

    name, label = "merpati", "Merpati"
    is_instant, can_gather = False, False

    def __init__(self):
        self.flown, self.is_closed, self.faults = [], False, {}

    def reaches(self, person):
        return True

    def address_of(self, person):
        return person.phone

    @contextmanager
    def open(self):
        if self.is_closed:
            raise QuickError("badai")
        yield self

    def send(self, notification, connection):
        address = self.address_of(notification.person)
        if address in self.faults:
            raise self.faults[address]
        connection.flown.append((address, notification.title))
        return "p" * 64


@pytest.fixture
def pigeon(monkeypatch):
    channel = Pigeon()
    monkeypatch.setitem(CHANNELS, channel.name, channel)
    return channel


def by_pigeon():
    return dict(Notification.objects.filter(channel="merpati").values_list("employee__phone", "state"))


def test_third_channel_joins_without_a_change_elsewhere(agency, post, pigeon):
    for phone in ("1", "2", "3"):
        factories.EmployeeFactory(phone=phone, email=f"{phone}@contoh.invalid")
    factories.EmployeeFactory(phone="")
    pigeon.faults = {"2": SlowError("mendung"), "3": PermanentError("550")}
    tell(*Employee.objects.order_by("phone"))
    drain_outbox()
    assert pigeon.flown == [("1", "Pertanyaan Anda sudah dijawab")]
    assert by_pigeon() == {"": State.UNREACHABLE, "1": State.SENT, "2": State.WAITING, "3": State.REFUSED}
    assert post.addressees == ["1@contoh.invalid", "2@contoh.invalid", "3@contoh.invalid"]


def test_closed_channel_holds_up_no_other(agency, post, pigeon):
    pigeon.is_closed = True
    tell(factories.EmployeeFactory(phone="1", email="satu@contoh.invalid"))
    drain_outbox()
    assert post.addressees == ["satu@contoh.invalid"]
    assert by_pigeon() == {"1": State.WAITING}
    assert Notification.objects.get(channel="merpati").error == "badai"


def test_every_kind_stands_in_a_group_and_every_group_is_told_apart():
    assert {kind.group for kind in KINDS.values()} <= GROUPS.keys() | {""}
    assert len({group.label for group in GROUPS.values()}) == len(GROUPS)
    assert len({kind.title for kind in KINDS.values()}) == len(KINDS)


def test_message_outlives_its_kind():
    notice = Notification(kind="yang_dahulu")
    assert (notice.title, notice.room) == ("Kabar dari portal", "")


def test_groups_of_staff_are_shown_to_those_who_do_their_work(cast):
    assert set(kinds.groups_for(cast["petugas"])) - set(kinds.groups_for(cast["asn"])) == {"masuk"}


def test_messages_are_seen_by_their_person_in_the_portal_only(db):
    user, other = factories.UserFactory(), factories.UserFactory()
    tell(user)
    tell(other)
    assert [(row.user, row.channel) for row in Notification.objects.visible_to(user)] == [(user, "portal")]
    assert list(Notification.objects.visible_to(AnonymousUser())) == []


def test_reading_is_noted_once(db):
    user = factories.UserFactory()
    tell(user)
    notices = Notification.objects.visible_to(user)
    assert (mark_read(notices), mark_read(notices)) == (1, 0)
    assert notices.get().read_at is not None
