"""The two-way channel: what people ask, and what the agency answers. A question is never public."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, RoleGrant, User, WorkUnit
from bkpsdm.lib.search import SearchQuerySetMixin, weighted_column

from .catalogue import Service, ServiceEdition


def answering_units(user):
    """Return the units for which a person answers today, as a subquery."""
    grants = RoleGrant.objects.active_on(timezone.localdate())
    return grants.filter(user=user, role__in=[Role.OFFICER, Role.HEAD_OF_BIDANG]).values("unit")


class QuestionQuerySet(SearchQuerySetMixin, models.QuerySet):
    def visible_to(self, user):
        """Return a person's own questions, and those that the person may answer today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Q(asker=user) | self._answerable(user))

    def answerable_by(self, user):
        """Return the questions of the person's bidang, those copied to it, and those assigned; own ones excepted."""
        return self.filter(self._answerable(user)).exclude(asker=user)

    @staticmethod
    def _answerable(user):
        grants = RoleGrant.objects.active_on(timezone.localdate())
        units = answering_units(user)
        assigned = models.Q(assignee=user, is_confidential=False) & models.Exists(grants.filter(user=user))
        return models.Q(unit__in=units) | models.Q(copied_to__in=units) | assigned

    def owed(self):
        """Return what the agency owes an answer."""
        return self.filter(state__in=Question.OWED)

    def open(self):
        return self.exclude(state=Question.State.CLOSED)

    def by_due_date(self):
        return self.order_by("due_on", "pk")


class Question(models.Model):
    """A question, a wish or a complaint of one person to one bidang."""

    class Kind(models.TextChoices):
        PERTANYAAN = "pertanyaan", "Pertanyaan"
        ASPIRASI = "aspirasi", "Aspirasi"
        PENGADUAN = "pengaduan", "Pengaduan"

    class State(models.TextChoices):
        NEW = "baru", "Baru"
        RECEIVED = "diterima", "Diterima"
        WAITING = "menunggu_pemohon", "Menunggu penanya"
        ANSWERED = "dijawab", "Dijawab"
        ASKED_AGAIN = "ditanya_lagi", "Ditanya lagi"
        CLOSED = "selesai", "Selesai"

    class ClosedBy(models.TextChoices):
        ASKER = "asker", "Ditutup penanya"
        SILENCE = "silence", "Ditutup karena tidak ada tanggapan"
        MERGED = "merged", "Digabung dengan pertanyaan lain"
        WITHDRAWN = "withdrawn", "Ditarik penanya"
        NOT_OURS = "not_ours", "Bukan kewenangan instansi ini"

    MOVES = {
        State.NEW: {State.RECEIVED, State.WAITING, State.ANSWERED, State.CLOSED},
        State.RECEIVED: {State.WAITING, State.ANSWERED, State.CLOSED},
        State.WAITING: {State.RECEIVED, State.ANSWERED, State.CLOSED},
        State.ANSWERED: {State.ASKED_AGAIN, State.CLOSED},
        State.ASKED_AGAIN: {State.WAITING, State.ANSWERED, State.CLOSED},
        State.CLOSED: {State.ASKED_AGAIN},
    }
    OWED = (State.NEW, State.RECEIVED, State.ASKED_AGAIN)

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Made with the form: sent twice, kept once."
    )
    kind = models.CharField("jenis", max_length=12, choices=Kind, default=Kind.PERTANYAAN)
    asker = models.ForeignKey(User, models.PROTECT, related_name="questions")
    service = models.ForeignKey(Service, models.PROTECT, related_name="questions", null=True, blank=True)
    edition = models.ForeignKey(ServiceEdition, models.PROTECT, related_name="questions", null=True, blank=True)
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="questions", verbose_name="bidang")
    copied_to = models.ForeignKey(
        WorkUnit, models.PROTECT, related_name="questions_copied", null=True, blank=True, verbose_name="tembusan"
    )
    assignee = models.ForeignKey(
        User, models.PROTECT, related_name="questions_assigned", null=True, blank=True, verbose_name="petugas"
    )
    title = models.CharField("pokok", max_length=150)
    is_confidential = models.BooleanField("tertutup", default=False)
    may_serve_all = models.BooleanField("boleh menjadi jawaban umum", default=False)
    report_number = models.CharField("nomor LAPOR!", max_length=30, blank=True, default="")
    needs_inspection = models.BooleanField("perlu pemeriksaan", default=False)
    state = models.CharField("keadaan", max_length=20, choices=State, default=State.NEW)

    answer_due_on = models.DateField("tenggat jawaban pertama")
    complete_due_on = models.DateField("tenggat tuntas")
    due_on = models.DateField("tenggat berikutnya", help_text="The earlier of the two that is still open.")
    is_due_provisional = models.BooleanField(default=False, help_text="Counted over a year without a calendar.")
    extra_days = models.PositiveSmallIntegerField("perpanjangan, hari kerja", default=0)
    extension_reason = models.CharField("sebab perpanjangan", max_length=300, blank=True, default="")
    extended_on = models.DateField("diperpanjang", null=True, blank=True)
    asked_again_on = models.DateField(
        "ditanya lagi", null=True, blank=True, help_text="Completion counts anew from here."
    )
    first_answer_at = models.DateTimeField("jawaban pertama", null=True, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    closed_by = models.CharField(max_length=10, choices=ClosedBy, blank=True, default="")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="duplicates", null=True, blank=True, verbose_name="digabung ke"
    )
    rating = models.PositiveSmallIntegerField("nilai", null=True, blank=True)
    rating_note = models.CharField("kesan", max_length=300, blank=True, default="")
    opening = models.TextField(blank=True, default="", editable=False, help_text="The first message, for the search.")
    search_vector = weighted_column(A="title", B="opening")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "pertanyaan"
        verbose_name_plural = "pertanyaan"
        ordering = ["-pk"]
        permissions = [
            ("answer_question", "Menjawab pertanyaan"),
            ("direct_question", "Menugaskan dan memperpanjang pertanyaan bidang"),
            ("see_performance", "Melihat kinerja layanan per bidang dan petugas"),
        ]
        indexes = [
            models.Index(name="question_inbox", fields=["unit", "state", "due_on", "id"]),
            models.Index(name="question_by_kind", fields=["unit", "state", "kind", "due_on", "id"]),
            models.Index(name="question_assigned", fields=["assignee", "unit", "state", "due_on", "id"]),
            models.Index(name="question_elsewhere", fields=["assignee", "state", "due_on", "id"]),
            models.Index(name="question_copied", fields=["copied_to", "state", "due_on", "id"]),
            models.Index(name="question_of_asker", fields=["asker", "-id"]),
            models.Index(
                name="question_owed",
                fields=["due_on", "id"],
                condition=models.Q(state__in=["baru", "diterima", "ditanya_lagi"]),
            ),
            models.Index(
                name="question_unassigned",
                fields=["unit", "state", "due_on", "id"],
                condition=models.Q(assignee__isnull=True),
            ),
            models.Index(
                name="question_awaited", fields=["id"], condition=models.Q(state__in=["dijawab", "menunggu_pemohon"])
            ),
            GinIndex(name="question_search", fields=["search_vector"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_kind_known",
                condition=models.Q(kind__in=["pertanyaan", "aspirasi", "pengaduan"]),
                violation_error_message="Jenis pesan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="question_state_known",
                condition=models.Q(
                    state__in=["baru", "diterima", "menunggu_pemohon", "dijawab", "ditanya_lagi", "selesai"]
                ),
                violation_error_message="Keadaan pertanyaan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="question_due_in_order",
                condition=models.Q(complete_due_on__gte=models.F("answer_due_on")),
                violation_error_message="Tenggat tuntas tidak dapat mendahului jawaban pertama.",
            ),
            models.CheckConstraint(
                name="question_edition_with_service",
                condition=models.Q(edition__isnull=True) | models.Q(service__isnull=False),
                violation_error_message="Edisi harus disertai layanannya.",
            ),
            models.CheckConstraint(
                name="question_closed_says_how",
                condition=models.Q(
                    state="selesai",
                    closed_at__isnull=False,
                    closed_by__in=["asker", "silence", "merged", "withdrawn", "not_ours"],
                )
                | (~models.Q(state="selesai") & models.Q(closed_at__isnull=True, closed_by="")),
                violation_error_message="Pertanyaan yang selesai harus menyebut siapa yang menutupnya dan kapan.",
            ),
            models.CheckConstraint(
                name="question_answered_has_time",
                condition=~models.Q(state="dijawab") | models.Q(answered_at__isnull=False),
                violation_error_message="Pertanyaan yang dijawab harus memiliki waktu jawaban.",
            ),
            models.CheckConstraint(
                name="question_merged_elsewhere",
                condition=(models.Q(closed_by="merged") & models.Q(merged_into__isnull=False))
                | (~models.Q(closed_by="merged") & models.Q(merged_into__isnull=True)),
                violation_error_message="Sebutkan pertanyaan yang menerima gabungan.",
            ),
            models.CheckConstraint(
                name="question_confidential_serves_nobody_else",
                condition=models.Q(is_confidential=False) | models.Q(may_serve_all=False),
                violation_error_message="Topik tertutup tidak pernah menjadi jawaban umum.",
            ),
            models.CheckConstraint(
                name="question_inspected_is_complaint",
                condition=models.Q(needs_inspection=False) | models.Q(kind="pengaduan"),
                violation_error_message="Hanya pengaduan yang diperiksa.",
            ),
            models.CheckConstraint(
                name="question_extension_has_reason",
                condition=models.Q(extra_days=0, extension_reason="", extended_on__isnull=True)
                | (models.Q(extra_days__gt=0, extended_on__isnull=False) & ~models.Q(extension_reason="")),
                violation_error_message="Tulis sebab tenggat diperpanjang.",
            ),
            models.CheckConstraint(
                name="question_rating_in_scale",
                condition=models.Q(rating__isnull=True, rating_note="")
                | models.Q(rating__isnull=False, rating__range=(1, 4)),
                violation_error_message="Nilai dari 1 sampai 4.",
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("services:question-detail", args=[self.pk])

    @property
    def number(self):
        """Return the number that people quote, such as 2026-0412."""
        return f"{timezone.localdate(self.created_at).year}-{self.pk:04d}"


class MessageQuerySet(models.QuerySet):
    def for_asker(self):
        """Return what the asker may read: everything but the notes of the office."""
        return self.exclude(kind=Message.Kind.NOTE)


class Message(models.Model):
    """One turn in the thread of a question."""

    class Kind(models.TextChoices):
        ASKED = "tanya", "pertanyaan"
        REPLY = "balasan", "balasan penanya"
        ANSWER = "jawaban", "jawaban"
        ASK_BACK = "tanya_balik", "permintaan keterangan"
        NOTE = "catatan", "catatan internal"
        NOTICE = "pemberitahuan", "pemberitahuan"

    FROM_OFFICE = (Kind.ANSWER, Kind.ASK_BACK, Kind.NOTE, Kind.NOTICE)

    question = models.ForeignKey(Question, models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="messages", null=True)
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="messages", null=True, blank=True)
    kind = models.CharField(max_length=15, choices=Kind)
    body = models.TextField("isi")
    cites = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        help_text="Items of the question's edition by kind and key: syarat:ijazah, langkah:ajukan.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="message_has_body",
                condition=~models.Q(body=""),
                violation_error_message="Pesan tidak boleh kosong.",
            ),
            models.CheckConstraint(
                name="message_kind_known",
                condition=models.Q(kind__in=["tanya", "balasan", "jawaban", "tanya_balik", "catatan", "pemberitahuan"]),
            ),
        ]

    def __str__(self):
        return f"{self.question} #{self.pk}"

    @property
    def is_from_office(self):
        return self.kind in self.FROM_OFFICE

    @property
    def is_note(self):
        return self.kind == self.Kind.NOTE


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return what hangs on messages that somebody may read: notes are the office's own."""
        questions = Question.objects
        office = models.Q(message__question__in=questions.answerable_by(user))
        mine = models.Q(message__question__in=questions.filter(asker=user)) & ~models.Q(message__kind="catatan")
        return self.filter(office | mine) if user.is_authenticated else self.none()


def attachment_path(attachment, filename):
    return f"attachments/{uuid.uuid4()}"


class Attachment(models.Model):
    """A file of a message: its type is told by its content, its name on disk by chance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField("nama berkas", max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "lampiran"
        verbose_name_plural = "lampiran"
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="attachment_type_known",
                condition=models.Q(
                    content_type__in=[
                        "application/pdf",
                        "image/jpeg",
                        "image/png",
                        "image/webp",
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="attachment_size_in_bounds", condition=models.Q(size__range=(1, 10 * 1024 * 1024))
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:attachment-download", args=[self.pk])


class AnswerTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the beginnings for all, and those of the units that a person answers for."""
        return self.filter(models.Q(unit__isnull=True) | models.Q(unit__in=answering_units(user)))

    def editable_by(self, user):
        """Return those of the own units; what is for all is written by those who direct."""
        shared = models.Q(unit__isnull=True) if user.has_perm("services.direct_question") else models.Q(pk__in=[])
        return self.filter(models.Q(unit__in=answering_units(user)) | shared)


class AnswerTemplate(models.Model):
    """A beginning of an answer, with placeholders in braces: {penanya}, {layanan}, {nomor}."""

    unit = models.ForeignKey(
        WorkUnit,
        models.PROTECT,
        related_name="answer_templates",
        null=True,
        blank=True,
        verbose_name="bidang",
        help_text="Kosong: untuk semua bidang.",
    )
    title = models.CharField("judul", max_length=100)
    body = models.TextField("isi")
    updated_at = models.DateTimeField(auto_now=True)

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "pola jawaban"
        verbose_name_plural = "pola jawaban"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                name="answertemplate_title_unique",
                fields=["unit", "title"],
                nulls_distinct=False,
                violation_error_message="Pola dengan judul ini sudah ada pada bidang tersebut.",
            ),
        ]

    def __str__(self):
        return self.title
