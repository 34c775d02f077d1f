"""What decrees and news hold about a person (Data saya)."""

from accounts.personal import Membership, Number, Section
from bkpsdm.lib.ranks import rank_label

from .models import Article, Correction, Decree, DecreeRecipient


def data_of(user):
    """Return what this door holds about the person of an account; a draft is nobody's."""
    own = DecreeRecipient.objects.own(user) if user.employee_id else DecreeRecipient.objects.none()
    written = Article.objects.filter(author=user) | Article.objects.filter(reviewed_by=user)
    return [
        Section("Keputusan saya", DecreeRecipient, own.select_related("decree", "unit").order_by("-pk"), _petikan),
        Section("Keputusan yang saya catat", Decree, Decree.objects.filter(created_by=user).order_by("-pk"), _decree),
        Section("Berita yang saya tulis atau tinjau", Article, written.order_by("-pk"), _article),
        Section("Koreksi berita yang saya tulis", Correction, Correction.objects.filter(made_by=user), _correction),
    ]


def memberships_of(employee):
    """Return the decrees and petikan through which somebody may have seen a person's data, once they are issued."""
    rows = DecreeRecipient.objects.issued().filter(employee=employee).values_list("pk", "decree", "created_at")
    return [
        membership
        for petikan, decree, since in rows
        for membership in (
            Membership(DecreeRecipient._meta.label_lower, petikan, since),
            Membership(Decree._meta.label_lower, decree, since),
        )
    ]


def people_of_decree(group_id):
    """Return the employees who stand in a decree, drafts included, with the moment from which they do."""
    return DecreeRecipient.objects.filter(decree=group_id).values_list("employee", "created_at")


def people_of_petikan(group_id):
    return DecreeRecipient.objects.filter(pk=group_id).values_list("employee", "created_at")


def _petikan(petikan):
    decree = petikan.decree
    return {
        "Keputusan": petikan.title,
        "Nomor": decree.number,
        "Tanggal": decree.dated_on,
        "Berlaku sejak": decree.effective_on,
        "Nama saat itu": petikan.name,
        "NIP saat itu": Number(petikan.nip),
        "Unit saat itu": petikan.unit.name,
        "Pangkat lama": rank_label(petikan.rank_from) if petikan.rank_from else "",
        "Pangkat baru": rank_label(petikan.rank_to) if petikan.rank_to else "",
        "Kelas penghargaan": petikan.award_class,
        "Nomor piagam": petikan.charter_number,
        "Keadaan": petikan.get_state_display(),
        "Tidak berlaku sejak": petikan.ended_on,
        "Sebab": petikan.reason,
        "Diserahkan": petikan.handed_over_on,
        "Sidik berkas": petikan.sha256,
        "Kode": petikan.code,
    }


def _decree(decree):
    return {"Keputusan": str(decree), "Dicatat": decree.created_at}


def _article(article):
    return {"Berita": article.title, "Keadaan": article.get_state_display(), "Ditulis": article.created_at}


def _correction(correction):
    return {"Berita": correction.article.title, "Koreksi": correction.note, "Ditulis": correction.made_at}
