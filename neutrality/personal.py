"""What events hold about a person (Data saya)."""

from accounts.personal import Membership, Section

from .models import Attendance, Event, Scan


def data_of(user):
    """Return what this door holds about the person of an account."""
    tries = Scan.objects.filter(employee=user.employee_id, employee__isnull=False).select_related("event")
    return [
        Section(
            "Undangan dan kehadiran saya",
            Attendance,
            Attendance.objects.own(user)
            .select_related("event", "unit", "kecamatan")
            .order_by("-event__starts_at", "pk"),
            _attendance,
        ),
        Section("Pindaian kartu saya", Scan, tries.order_by("-received_at"), _scan),
        Section(
            "Pindaian yang saya lakukan sebagai petugas",
            Scan,
            Scan.objects.filter(by=user).select_related("event").order_by("-received_at"),
            _scan,
        ),
        Section("Kegiatan yang saya buat", Event, Event.objects.filter(created_by=user).order_by("-pk"), _event),
    ]


def memberships_of(employee):
    """Return the events in whose lists a person stands."""
    rows = Attendance.objects.filter(employee=employee).values_list("event", "created_at")
    return [Membership(Event._meta.label_lower, event, since) for event, since in rows]


def people_in(group_id):
    """Return the employees who stand in the lists of an event, with the moment from which they do."""
    return Attendance.objects.invited().filter(event=group_id).values_list("employee", "created_at")


def _attendance(attendance):
    return {
        "Kegiatan": attendance.event.title,
        "Waktu kegiatan": attendance.event.starts_at,
        "Unit saat itu": attendance.unit.name,
        "Kecamatan saat itu": attendance.kecamatan.name if attendance.kecamatan else "",
        "Keadaan": attendance.get_state_display(),
        "Masuk": attendance.present_at,
    }


def _scan(scan):
    return {
        "Kegiatan": scan.event.title,
        "Cara": scan.get_method_display(),
        "Hasil": scan.get_outcome_display(),
        "Waktu": scan.received_at,
    }


def _event(event):
    return {"Kegiatan": event.title, "Waktu kegiatan": event.starts_at}
