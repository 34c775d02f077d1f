"""What questions and answers hold about a person (Data saya)."""

from accounts.personal import Section

from .models import AnswerProposal, AnswerRevision, Attachment, FrequentAnswer, Message, Question, ServiceEdition


def data_of(user):
    """Return what this door holds about the person of an account; of others' threads only that one took part."""
    own = Question.objects.filter(asker=user)
    thread = Message.objects.for_asker().filter(question__asker=user).select_related("question", "unit")
    files = Attachment.objects.visible_to(user).filter(message__question__asker=user)
    proposals = AnswerProposal.objects.filter(question__asker=user)
    written = Message.objects.filter(author=user).exclude(question__asker=user).select_related("question")
    assigned = Question.objects.filter(assignee=user)
    return [
        Section("Pertanyaan saya", Question, own.select_related("unit").order_by("-pk"), _question),
        Section("Percakapan saya", Message, thread.order_by("-pk"), _message),
        Section("Lampiran saya", Attachment, files.select_related("message__question").order_by("-created_at"), _file),
        Section(
            "Usul jawaban umum dari pertanyaan saya",
            AnswerProposal,
            proposals.select_related("question", "answer").order_by("-pk"),
            _proposal,
        ),
        Section("Pesan yang saya tulis sebagai petugas", Message, written.order_by("-pk"), _written),
        Section("Pertanyaan yang ditugaskan kepada saya", Question, assigned.order_by("-pk"), _assigned),
        Section("Usul yang saya buat", AnswerProposal, user.answers_proposed.order_by("-pk"), _proposed),
        Section("Edisi yang saya terbitkan", ServiceEdition, _published(ServiceEdition, user), _edition),
        Section("Jawaban umum yang saya terbitkan", FrequentAnswer, _published(FrequentAnswer, user), _answer),
        Section("Tulisan baru yang saya ajukan", AnswerRevision, user.answers_revised.order_by("-pk"), _revision),
    ]


def _published(model, user):
    return model.objects.filter(published_by=user).order_by("-published_at", "-pk")


def _question(question):
    return {
        "Nomor": question.number,
        "Jenis": question.get_kind_display(),
        "Pokok": question.title,
        "Bidang": question.unit.name,
        "Topik tertutup": question.is_confidential,
        "Boleh menjadi jawaban umum": question.may_serve_all,
        "Nomor LAPOR!": question.report_number,
        "Keadaan": question.get_state_display(),
        "Dikirim": question.created_at,
        "Tenggat": question.due_on,
        "Dijawab": question.answered_at,
        "Ditutup": question.closed_at,
        "Nilai dari saya": question.rating,
        "Kesan saya": question.rating_note,
    }


def _message(message):
    author = (message.unit.name if message.unit else "Instansi") if message.is_from_office else "Saya"
    return {
        "Pertanyaan": message.question.number,
        "Dari": author,
        "Jenis": message.get_kind_display(),
        "Isi": message.body,
        "Waktu": message.created_at,
    }


def _file(attachment):
    return {
        "Pertanyaan": attachment.message.question.number,
        "Berkas": attachment.name,
        "Jenis": attachment.content_type,
        "Ukuran (bita)": attachment.size,
        "Waktu": attachment.created_at,
        "Unduh": attachment.get_absolute_url(),
    }


def _proposal(proposal):
    return {
        "Pertanyaan": proposal.question.number,
        "Draf pertanyaan": proposal.answer.question,
        "Draf jawaban": proposal.answer.answer,
        "Dapat ditolak sampai": proposal.object_until,
        "Saya menolak": proposal.objected_at,
        "Alasan saya": proposal.objection,
    }


def _written(message):
    return {"Pertanyaan": message.question.number, "Jenis": message.get_kind_display(), "Waktu": message.created_at}


def _assigned(question):
    return {"Pertanyaan": question.number, "Keadaan": question.get_state_display()}


def _proposed(proposal):
    return {"Dibuat": proposal.created_at}


def _edition(edition):
    return {"Edisi": str(edition), "Terbit": edition.published_at}


def _answer(answer):
    return {"Jawaban umum": answer.question, "Terbit": answer.published_at}


def _revision(revision):
    return {"Jawaban umum": revision.question, "Ditulis": revision.updated_at}
