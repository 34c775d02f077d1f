"""What people are told about: every kind of message, the group in which people choose, and how soon it must go."""

from dataclasses import dataclass
from enum import Enum


class Pace(Enum):
    """How soon a mail goes; what stands in the portal is there at once."""

    AT_ONCE = "in quiet hours too: a few minutes may matter"
    SOON = "after the quiet hours of its reader, never in a digest"
    OFFICE_HOURS = "a reminder to staff: in office hours, never in a digest"
    RELAXED = "after the quiet hours, or in the weekly digest of whoever wants one"


@dataclass(frozen=True)
class Group:
    """What people switch on and off together; a group with a permission is shown to those who hold it."""

    label: str
    room: str
    permission: str = ""


@dataclass(frozen=True)
class Kind:
    """One sort of message: its title names no matter and no person, so that it may stand on a lock screen.

    ``required_by`` is the rule that demands the message: nobody can switch it off. A kind that ``goes_stale`` must be
    given a moment after which it is of no use; it is then dropped instead of sent.
    """

    group: str
    title: str
    pace: Pace = Pace.RELAXED
    required_by: str = ""
    goes_stale: bool = False


ANSWERS, INCOMING, EVENTS, DECREES, NEWS, ACCOUNT = "jawaban", "masuk", "kegiatan", "keputusan", "berita", "akun"
DIGEST = "digest"

# Whoever keeps personal data must keep it safe.
SECURITY = "UU 27/2022 pasal 35"

GROUPS = {
    ANSWERS: Group("Jawaban atas pertanyaan saya", "Tanya"),
    INCOMING: Group("Pertanyaan yang masuk", "Antrean", "services.answer_question"),
    EVENTS: Group("Undangan dan kegiatan", "Kegiatan"),
    DECREES: Group("Keputusan untuk saya", "Keputusan"),
    NEWS: Group("Berita dan tinjauan", "Berita", "announcements.write_article"),
    ACCOUNT: Group("Keamanan akun", "Keamanan"),
}

# Each kind is also the name of three templates in templates/emails/.
KINDS = {
    "question_answered": Kind(ANSWERS, "Pertanyaan Anda sudah dijawab"),
    "question_asked_back": Kind(ANSWERS, "Petugas memerlukan keterangan Anda", Pace.SOON),
    "question_moved": Kind(ANSWERS, "Pertanyaan Anda dipindahkan ke bidang lain"),
    "question_extended": Kind(ANSWERS, "Tenggat pertanyaan Anda diperpanjang"),
    "question_classified": Kind(ANSWERS, "Jenis pertanyaan Anda diubah"),
    "question_inspected": Kind(ANSWERS, "Pengaduan Anda perlu pemeriksaan"),
    "question_merged": Kind(ANSWERS, "Pertanyaan Anda digabung"),
    "question_joined": Kind(ANSWERS, "Pertanyaan lain digabung ke pertanyaan Anda"),
    "question_closing": Kind(ANSWERS, "Pertanyaan Anda akan ditutup", Pace.SOON),
    "question_closed": Kind(ANSWERS, "Pertanyaan Anda ditutup", Pace.SOON),
    "question_refused": Kind(ANSWERS, "Pertanyaan Anda bukan kewenangan kami", Pace.SOON),
    "answer_proposed": Kind(ANSWERS, "Ada usul jawaban umum yang dapat Anda tolak", Pace.SOON),
    "question_asked": Kind(INCOMING, "Pertanyaan menunggu jawaban", Pace.SOON),
    "question_assigned": Kind(INCOMING, "Pertanyaan ditugaskan kepada Anda", Pace.SOON),
    "answer_objected": Kind(INCOMING, "Usul jawaban umum ditolak penanya", Pace.SOON),
    "questions_due": Kind(INCOMING, "Pertanyaan mendekati tenggat", Pace.OFFICE_HOURS),
    "questions_overdue": Kind(INCOMING, "Ada pertanyaan yang lewat tenggat", Pace.OFFICE_HOURS),
    "event_invited": Kind(EVENTS, "Anda diundang ke sebuah kegiatan", Pace.SOON, goes_stale=True),
    "event_changed": Kind(EVENTS, "Kegiatan yang mengundang Anda berubah", Pace.SOON, goes_stale=True),
    "event_cancelled": Kind(EVENTS, "Kegiatan yang mengundang Anda dibatalkan", Pace.SOON, goes_stale=True),
    "decree_issued": Kind(DECREES, "Ada keputusan untuk Anda", Pace.SOON, required_by="UU 30/2014 pasal 61"),
    "decree_revoked": Kind(DECREES, "Keadaan keputusan Anda berubah", Pace.SOON, required_by="UU 30/2014 pasal 61"),
    "article_submitted": Kind(NEWS, "Sebuah berita menunggu tinjauan Anda", Pace.SOON),
    "article_returned": Kind(NEWS, "Berita Anda kembali menjadi draf", Pace.SOON),
    "article_published": Kind(NEWS, "Berita Anda terbit"),
    "correction_asked": Kind(ACCOUNT, "Ada permintaan perbaikan data", Pace.SOON, required_by="UU 27/2022 pasal 30"),
    "correction_decided": Kind(
        ACCOUNT, "Permintaan perbaikan data Anda sudah dijawab", Pace.SOON, required_by="UU 27/2022 pasal 30"
    ),
    "role_granted": Kind(ACCOUNT, "Peran Anda di portal bertambah", Pace.SOON, required_by="UU 27/2022 pasal 35"),
    "role_ended": Kind(ACCOUNT, "Peran Anda di portal dicabut", Pace.SOON, required_by="UU 27/2022 pasal 35"),
    "password_changed": Kind(ACCOUNT, "Kata sandi akun Anda diubah", Pace.AT_ONCE, required_by=SECURITY),
    "activation_code": Kind(ACCOUNT, "Kode aktivasi akun", Pace.AT_ONCE, required_by=SECURITY, goes_stale=True),
    "activation_known": Kind(ACCOUNT, "Ada yang meminta aktivasi akun Anda", Pace.AT_ONCE, required_by=SECURITY),
    "account_opened": Kind(ACCOUNT, "Akun portal Anda dibuka", Pace.AT_ONCE, required_by=SECURITY),
    "slip_made": Kind(ACCOUNT, "Slip aktivasi dibuat untuk Anda", Pace.AT_ONCE, required_by=SECURITY),
    "slip_stopped": Kind(ACCOUNT, "Slip Anda dihentikan", Pace.AT_ONCE, required_by=SECURITY),
    "recovery_asked": Kind(ACCOUNT, "Pemulihan akun Anda diajukan", Pace.AT_ONCE, required_by=SECURITY),
    "recovery_approved": Kind(ACCOUNT, "Pemulihan akun Anda disetujui", Pace.AT_ONCE, required_by=SECURITY),
    "account_recovered": Kind(ACCOUNT, "Akun Anda dipulihkan", Pace.AT_ONCE, required_by=SECURITY),
    "factors_changed": Kind(ACCOUNT, "Cara masuk akun Anda berubah", Pace.AT_ONCE, required_by=SECURITY),
    "address_asked": Kind(ACCOUNT, "Pastikan surel baru Anda", Pace.AT_ONCE, required_by=SECURITY, goes_stale=True),
    "address_changed": Kind(ACCOUNT, "Surel akun Anda berubah", Pace.AT_ONCE, required_by=SECURITY),
    # The mail that gathers others stands in no group: whoever leaves it switches off the groups that it holds.
    DIGEST: Kind("", "Rangkuman sepekan", Pace.SOON),
}
UNKNOWN = Kind("", "Kabar dari portal", Pace.SOON)


def kind_of(name):
    """Return a kind by name; a message may outlive its kind, and then says only that there is one."""
    return KINDS.get(name, UNKNOWN)


def kinds_in(group):
    return [kind for kind in KINDS.values() if kind.group == group]


def is_required(group):
    """Return whether nothing in a group can be switched off."""
    return all(kind.required_by for kind in kinds_in(group))


def groups_for(user):
    """Return the groups with their names about which a person may be told at all."""
    return {
        name: group
        for name, group in GROUPS.items()
        if kinds_in(name) and (not group.permission or user.has_perm(group.permission))
    }
