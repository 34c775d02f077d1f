"""What the hallway holds about a person, and the shape in which every door tells it (Data saya)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from accounts.models import (
    AccessLog,
    Activity,
    CorrectionRequest,
    Employee,
    EntrySlip,
    ImportRow,
    NipHistory,
    Notification,
    Pacing,
    Preference,
    RoleGrant,
    Transfer,
    User,
)

from .channels import CHANNELS
from .kinds import GROUPS, kind_of
from .sessions import device_name

WHO_SAW = "Siapa melihat data saya"


class Number(str):
    """A NIP: whole in what a person takes along, masked on the screen."""


@dataclass(frozen=True)
class Section:
    """Some rows of one table about one person: ``things`` is a QuerySet or a list, ``cells`` names and values of one.

    Values are texts, numbers, days, moments, truths, or lists of texts.
    """

    title: str
    model: type
    things: Any
    cells: Callable

    @property
    def label(self):
        return self.model._meta.label_lower

    def rows(self):
        return [self.cells(thing) for thing in self.things]

    def first_rows(self, most):
        """Return the first rows and how many there are, counted only when there are more."""
        things = list(self.things[: most + 1])
        count = len(things)
        if count > most:
            count = self.things.count() if isinstance(self.things, QuerySet) else len(self.things)
        return [self.cells(thing) for thing in things[:most]], count


class Membership(NamedTuple):
    """A list or file of many in which a person stood: an event or decree by label and key, from a moment on."""

    group: str
    group_id: Any
    since: Any


def data_of(user, memberships: Iterable[Membership] = ()) -> list[Section]:
    """Return what the hallway holds about the person of an account."""
    about = [
        Section("Akun", User, [user], _user),
        Section("Peran", RoleGrant, user.grants.select_related("unit").order_by("starts_on", "pk"), _grant),
        Section("Kabar", Notification, _notices(user).order_by("-created_at"), _notice),
        Section("Pilihan kabar", Preference, _own(Preference, user).order_by("group", "channel"), _preference),
        Section("Waktu kabar", Pacing, Pacing.objects.filter(user=user), _pacing),
        Section("Sesi masuk", UserSession, UserSession.objects.filter(user=user).order_by("-created_at"), _session),
        Section("Faktor kedua", Authenticator, Authenticator.objects.filter(user=user).order_by("pk"), _factor),
        Section("Permintaan perbaikan", CorrectionRequest, user.corrections_asked.order_by("-pk"), _correction),
        Section("Tindakan saya di portal", Activity, user.activities.order_by("-created_at"), _activity),
        Section("Tindakan atas akun saya", Activity, _acts_upon(user).order_by("-created_at"), _activity),
        Section("Data orang lain yang saya lihat", AccessLog, user.accesses_made.order_by("-created_at"), _access_made),
    ]
    if user.employee:
        about[:0] = [Section("Pegawai", Employee, Employee.objects.rows_of(user).order_by("pk"), _employee)]
        about += roster_of(Employee.objects.rows_of(user))
        about.append(Section(WHO_SAW, AccessLog, accesses_of(user, memberships), _access))
    return about


def roster_of(rows):
    """Return what the roster holds about the person of some of its rows."""
    own = {"employee__in": rows}
    numbers, transfers = NipHistory.objects.filter(**own), Transfer.objects.filter(**own)
    imported = ImportRow.objects.filter(**own).select_related("run").order_by("-pk")
    return [
        Section("NIP lama", NipHistory, numbers.order_by("pk"), _former_number),
        Section("Perpindahan", Transfer, transfers.select_related("unit_from", "unit_to").order_by("pk"), _transfer),
        Section("Baris impor", ImportRow, imported, _import_row),
        Section("Slip masuk", EntrySlip, EntrySlip.objects.filter(**own).order_by("pk"), _slip),
    ]


def accesses_of(user, memberships):
    """Return who saw the data of the person of an account, newest first; own looks excepted."""
    if user.employee is None:
        return AccessLog.objects.none()
    rows = AccessLog.objects.about(user.employee, memberships)
    return rows.exclude(viewer=user).order_by("-created_at", "-pk")


def _access(access):
    """Return what a person learns of an access: role and unit, page, kinds of data, time; never a colleague's name."""
    return {
        "Waktu": access.created_at,
        "Dilihat oleh": access.acted_as or "Pegawai instansi",
        "Di mana": f"{access.label} (diunduh)" if access.is_taken else access.label,
        "Data": list(access.data),
        "Alasan": access.reason,
    }


def _own(model, user):
    return model.objects.filter(Q(user=user) | Q(employee=user.employee_id, employee__isnull=False))


def _notices(user):
    return _own(Notification, user)


def _acts_upon(user):
    mine = Q(thing="accounts.user", thing_id=str(user.pk))
    if user.employee_id:
        mine |= Q(thing="accounts.employee", thing_id=str(user.employee_id))
    mine |= Q(thing="accounts.rolegrant", thing_id__in=[str(pk) for pk in user.grants.values_list("pk", flat=True)])
    return Activity.objects.filter(mine)


def _employee(employee):
    return {
        "Nama": employee.full_name,
        "NIP": Number(employee.nip),
        "Nomor portal": employee.portal_number,
        "Jenis pegawai": employee.get_kind_display(),
        "Golongan ruang": employee.rank,
        "TMT golongan": employee.ranked_on,
        "Jabatan": employee.position,
        "Jenis jabatan": employee.get_job_kind_display(),
        "Unit kerja": employee.unit.name,
        "Surel": employee.email,
        "Telepon": employee.phone,
        "Kedudukan": employee.get_standing_display(),
        "Dicatat": employee.created_at,
        "Terakhir diubah": employee.updated_at,
    }


def _user(user):
    is_nip = user.employee and user.login == user.employee.nip
    return {
        "Masuk dengan": Number(user.login) if is_nip else user.login,
        "Surel": user.email,
        "Aktif": user.is_active,
        "Dibuat": user.created_at,
        "Terakhir masuk": user.last_login,
    }


def _grant(grant):
    return {"Peran": str(grant), "Mulai": grant.starts_on, "Sampai": grant.ends_on, "Dicabut": grant.ended_on}


def _notice(notice):
    return {
        "Kabar": kind_of(notice.kind).title,
        "Saluran": notice.get_channel_display(),
        "Keadaan": notice.get_state_display(),
        "Dibuat": notice.created_at,
        "Dibaca": notice.read_at,
    }


def _preference(preference):
    group = GROUPS.get(preference.group)
    channel = CHANNELS.get(preference.channel)
    return {
        "Kelompok": group.label if group else preference.group,
        "Saluran": channel.label if channel else preference.channel,
        "Mau": preference.is_on,
    }


def _pacing(pacing):
    quiet = [f"{pacing.quiet_from:%H.%M}–{pacing.quiet_until:%H.%M}"] if pacing.quiet_from else []
    return {"Dirangkum sepekan sekali": pacing.has_digest, "Jam tenang": quiet}


def _session(session):
    return {
        "Perangkat": device_name(session.user_agent),
        "Alamat jaringan": session.ip,
        "Masuk": session.created_at,
        "Terakhir dipakai": session.last_seen_at,
    }


def _factor(factor):
    return {"Jenis": factor.get_type_display(), "Dipasang": factor.created_at, "Terakhir dipakai": factor.last_used_at}


def _slip(slip):
    return {"Slip": str(slip), "Dibuat": slip.created_at, "Sampai": slip.expires_at}


def _former_number(former):
    return {"NIP": Number(former.nip), "Jenis pegawai": former.get_kind_display(), "Sampai": former.until}


def _transfer(transfer):
    return {"Dari": transfer.unit_from.name, "Ke": transfer.unit_to.name, "Sejak": transfer.on, "Dasar": transfer.basis}


def _import_row(row):
    return {
        "Impor": row.run.created_at,
        "Hasil": row.get_outcome_display(),
        "Isi": [f"{name}: {value}" for name, value in row.cells.items() if value],
    }


def _correction(request):
    return {
        "Yang keliru": request.get_subject_display(),
        "Tertulis": request.wrong,
        "Seharusnya": request.right,
        "Keadaan": request.get_state_display(),
        "Dikirim": request.created_at,
        "Tenggat": request.due_at,
        "Jawaban": request.answer,
        "Dijawab": request.decided_at,
    }


def _activity(activity):
    return {
        "Waktu": activity.created_at,
        "Perbuatan": activity.words,
        "Pada": activity.thing_words,
    }


def _access_made(access):
    return {"Waktu": access.created_at, "Di mana": access.label, "Banyaknya orang": access.people}
