"""The two-way channel: what people ask, and what the agency answers. A question is never public."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, RoleGrant, User, WorkUnit

from .catalogue import Service, ServiceEdition


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return a person's own questions, and those of the bidang whose officer or head the person is today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Q(asker=user) | models.Q(unit__in=self._units_of(user)))

    def answerable_by(self, user):
        """Return the questions of the bidang whose officer or head the person is today, own ones excepted."""
        return self.filter(unit__in=self._units_of(user)).exclude(asker=user)

    @staticmethod
    def _units_of(user):
        grants = RoleGrant.objects.active_on(timezone.localdate())
        return grants.filter(user=user, role__in=[Role.OFFICER, Role.HEAD_OF_BIDANG]).values("unit")

    def waiting(self):
        """Return what the agency owes an answer."""
        return self.filter(state__in=[Question.State.NEW, Question.State.ASKED_AGAIN])

    def by_due_date(self):
        return self.order_by("answer_due_on", "pk")


class Question(models.Model):
    """A question, a wish or a complaint of one person to one bidang."""

    class Kind(models.TextChoices):
        PERTANYAAN = "pertanyaan", "Pertanyaan"
        ASPIRASI = "aspirasi", "Aspirasi"
        PENGADUAN = "pengaduan", "Pengaduan"

    class State(models.TextChoices):
        NEW = "baru", "Baru"
        ANSWERED = "dijawab", "Dijawab"
        ASKED_AGAIN = "ditanya_lagi", "Ditanya lagi"
        CLOSED = "selesai", "Selesai"

    MOVES = {
        State.NEW: {State.ANSWERED},
        State.ANSWERED: {State.ASKED_AGAIN, State.CLOSED},
        State.ASKED_AGAIN: {State.ANSWERED},
    }

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Made with the form: sent twice, kept once."
    )
    kind = models.CharField("jenis", max_length=12, choices=Kind, default=Kind.PERTANYAAN)
    asker = models.ForeignKey(User, models.PROTECT, related_name="questions")
    service = models.ForeignKey(Service, models.PROTECT, related_name="questions", null=True, blank=True)
    edition = models.ForeignKey(ServiceEdition, models.PROTECT, related_name="questions", null=True, blank=True)
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="questions")
    title = models.CharField("pokok", max_length=150)
    state = models.CharField("keadaan", max_length=15, choices=State, default=State.NEW)
    answer_due_on = models.DateField("tenggat jawaban pertama")
    complete_due_on = models.DateField("tenggat tuntas")
    is_due_provisional = models.BooleanField(default=False, help_text="Counted over a year without a calendar.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "pertanyaan"
        verbose_name_plural = "pertanyaan"
        ordering = ["-pk"]
        permissions = [("answer_question", "Menjawab pertanyaan")]
        indexes = [models.Index(name="question_inbox", fields=["unit", "state", "answer_due_on", "id"])]
        constraints = [
            models.CheckConstraint(
                name="question_kind_known",
                condition=models.Q(kind__in=["pertanyaan", "aspirasi", "pengaduan"]),
                violation_error_message="Jenis pesan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="question_state_known",
                condition=models.Q(state__in=["baru", "dijawab", "ditanya_lagi", "selesai"]),
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
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("services:question-detail", args=[self.pk])

    @property
    def number(self):
        """Return the number that people quote, such as 2026-0412."""
        return f"{timezone.localdate(self.created_at).year}-{self.pk:04d}"


class Message(models.Model):
    """One turn in the thread of a question."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="messages")
    is_from_office = models.BooleanField(default=False)
    body = models.TextField("isi")
    created_at = models.DateTimeField(auto_now_add=True)

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
        ]

    def __str__(self):
        return f"{self.question} #{self.pk}"
