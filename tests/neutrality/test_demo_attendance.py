"""The attendance of the demo: invented, said to be so, the same at every run, and through the real gate."""

from django.utils import timezone

from accounts.models import User
from bkpsdm.demo.attendance import GUESTS, SCANNED_TWICE, SHARES, seed_attendance
from neutrality.models import Attendance, Event, Scan
from neutrality.recap import by_kecamatan, figures

HELD = "sosialisasi-netralitas-asn-di-kecamatan-taman-krocok"


def test_demo_attendance_differs_by_kecamatan_as_the_shares_say(seeded):
    rows = {row.kecamatan.code: row for row in by_kecamatan(Event.objects.get(slug=HELD)) if row.invited}
    assert rows.keys() == SHARES.keys()
    assert {code: rows[code].present for code in rows} == {
        code: round(rows[code].invited * SHARES[code] / 100) for code in rows
    }
    assert len({row.level for row in rows.values()}) >= 3


def test_demo_has_second_scans_guests_and_times_around_the_start(seeded):
    for event in Event.objects.past(timezone.now()):
        total, scans = figures(event), event.scans
        assert total.guests == len(GUESTS)
        assert scans.filter(outcome="masuk").count() == total.present + total.guests
        assert scans.filter(outcome="sudah").count() == SCANNED_TWICE
        early, late = (event.attendances.present().order_by(order).first() for order in ("present_at", "-present_at"))
        assert event.starts_at - early.present_at <= timezone.timedelta(minutes=40)
        assert late.present_at < event.ends_at
    assert not Scan.objects.filter(event__in=Event.objects.upcoming(timezone.now())).exists()


def test_demo_attendance_is_the_same_at_every_run_and_made_once(seeded):
    before = list(Scan.objects.order_by("pk").values_list("pk", "attendance", "outcome"))
    assert seed_attendance() == "0 kehadiran contoh"
    assert list(Scan.objects.order_by("pk").values_list("pk", "attendance", "outcome")) == before


def test_demo_person_finds_the_own_attendance_and_the_next_pass(client, seeded):
    asn = User.objects.get(email="asn@contoh.invalid")
    client.force_login(asn)
    rows = list(client.get("/akun/kehadiran/").context["page"])
    assert [row.state for row in rows] == ["diundang", "hadir"]


def test_demo_guests_are_recognisable_as_invented(seeded):
    names = set(Attendance.objects.guests().values_list("guest_name", flat=True))
    assert [name for name in names if "Contoh" not in name] == []
