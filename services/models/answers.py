"""Answers that serve everybody."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, RoleGrant, User
from bkpsdm.lib.search import SearchQuerySetMixin, weighted_column

from .catalogue import READER_KINDS, Service, ServiceEdition
from .questions import Question


class FrequentAnswerQuerySet(SearchQuerySetMixin, models.QuerySet):
    def visible_to(self, user):
        """Return what is published; drafts only to those who write them."""
        return self if user.has_perm("services.draft_answer") else self.published()

    def published(self):
        return self.filter(state=FrequentAnswer.State.PUBLISHED)

    def kept_by(self, user):
        """Return the published answers about services of the bidang that a person answers for today."""
        grants = RoleGrant.objects.active_on(timezone.localdate())
        units = grants.filter(user=user, role__in=[Role.OFFICER, Role.HEAD_OF_BIDANG]).values("unit")
        return self.published().filter(service__unit__in=units)


class FrequentAnswer(models.Model):
    """A depersonalised public answer, of its own text, with no link to whoever asked first."""

    class State(models.TextChoices):
        DRAFT = "draf", "draf"
        PUBLISHED = "terbit", "terbit"

    MOVES = {State.DRAFT: {State.PUBLISHED}}

    code = models.SlugField("kode", max_length=40, unique=True)
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="frequent_answers", null=True, blank=True, verbose_name="layanan"
    )
    asker_kind = models.CharField("penanya", max_length=12, choices=READER_KINDS, blank=True, default="")
    question = models.TextField("pertanyaan")
    answer = models.TextField("jawaban")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    edition = models.ForeignKey(
        ServiceEdition, models.PROTECT, related_name="frequent_answers", null=True, blank=True, verbose_name="edisi"
    )
    rests_on = ArrayField(
        models.CharField(max_length=100),
        verbose_name="bersandar pada",
        default=list,
        blank=True,
        help_text="Items of the edition by kind and key: syarat:ijazah, langkah:ajukan.",
    )
    search_names = models.TextField(blank=True, default="", editable=False)
    search_vector = weighted_column(A="question", B="answer", C="search_names")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="answers_published", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FrequentAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "jawaban umum"
        verbose_name_plural = "jawaban umum"
        ordering = ["code"]
        permissions = [
            ("draft_answer", "Menyusun jawaban umum"),
            ("publish_answer", "Menerbitkan jawaban umum"),
        ]
        indexes = [GinIndex(name="frequentanswer_search", fields=["search_vector"])]
        constraints = [
            models.CheckConstraint(
                name="frequentanswer_state_known",
                condition=models.Q(state__in=["draf", "terbit"]),
                violation_error_message="Keadaan jawaban tidak dikenal.",
            ),
            models.CheckConstraint(
                name="frequentanswer_published_has_time",
                condition=models.Q(state="draf") | models.Q(published_at__isnull=False),
                violation_error_message="Jawaban yang terbit harus memiliki waktu terbit.",
            ),
            models.CheckConstraint(
                name="frequentanswer_rests_on_an_edition",
                condition=models.Q(rests_on__len=0) | models.Q(edition__isnull=False),
                violation_error_message="Butir yang dirujuk memerlukan edisinya.",
            ),
        ]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("services:answer-detail", args=[self.code])

    @property
    def search_document(self):
        """Return the text whose words the search knows."""
        return f"{self.question}\n{self.answer}\n{self.search_names}"


class AnswerProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the proposals of the bidang that a person answers for."""
        return self.filter(question__in=Question.objects.answerable_by(user)) if user.is_authenticated else self.none()

    def proposed_to(self, user):
        """Return what would be made of a person's own questions."""
        return self.filter(question__asker=user) if user.is_authenticated else self.none()


class AnswerProposal(models.Model):
    """A general answer that an officer would make of one person's question; the person sees it and may object.

    The row is deleted when the answer is published or dropped: nothing then leads from it to whoever asked.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="proposal")
    answer = models.OneToOneField(FrequentAnswer, models.CASCADE, related_name="proposal")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="answers_proposed")
    object_until = models.DateField("dapat ditolak sampai")
    objected_at = models.DateTimeField(null=True, blank=True)
    objection = models.CharField("alasan menolak", max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AnswerProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "usul jawaban umum"
        verbose_name_plural = "usul jawaban umum"

    def __str__(self):
        return f"{self.question}: {self.answer}"

    def is_open_on(self, day):
        """Return whether the asker may still object on a day."""
        return day <= self.object_until


class AnswerRevision(models.Model):
    """New words of a published answer that wait for the head of the bidang; the old ones stay public until then."""

    answer = models.OneToOneField(FrequentAnswer, models.CASCADE, related_name="revision")
    question = models.TextField("pertanyaan")
    text = models.TextField("jawaban")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="answers_revised", null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "tulisan baru jawaban umum"
        verbose_name_plural = "tulisan baru jawaban umum"

    def __str__(self):
        return self.question


class AnswerFeedback(models.Model):
    """How many readers of a day found a general answer helpful, and how many did not; nobody is known."""

    answer = models.ForeignKey(FrequentAnswer, models.CASCADE, related_name="feedback")
    day = models.DateField()
    helped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "penilaian jawaban umum"
        verbose_name_plural = "penilaian jawaban umum"
        constraints = [models.UniqueConstraint(name="answerfeedback_once_a_day", fields=["answer", "day"])]

    def __str__(self):
        return f"{self.answer}, {self.day}: {self.helped}/{self.failed}"
