"""What happened, told by the agency itself."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce, TruncMonth
from django.urls import reverse

from accounts.models import User
from bkpsdm.lib.frozen import AppendOnly
from bkpsdm.lib.search import SearchQuerySetMixin, weighted_column
from neutrality.models import Event

from .decrees import Decree


class ArticleQuerySet(SearchQuerySetMixin, models.QuerySet):
    def visible_to(self, user):
        """Return what is published; all of it to those who write."""
        return self if user.has_perm("announcements.write_article") else self.published()

    def published(self):
        return self.filter(state=Article.State.PUBLISHED)

    def due(self, now):
        """Return what was approved for a moment that has come."""
        return self.filter(state=Article.State.SCHEDULED, publish_at__lte=now)

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def in_month(self, month):
        """Return what came out in the month of a day, in the agency's time zone."""
        return self.filter(published_at__year=month.year, published_at__month=month.month)

    def months(self):
        """Return the months with the number of stories in each, the latest first: month, count."""
        months = self.order_by().annotate(month=TruncMonth("published_at")).values("month")
        return months.annotate(count=models.Count("pk")).order_by("-month")

    def with_changes(self):
        """Add `changed_at`: when a reader was last told something new, by publication or by a correction."""
        return self.annotate(changed_at=Coalesce(models.Max("corrections__made_at"), "published_at"))

    def without_text(self):
        """Leave out what a list does not show."""
        return self.defer("body", "search_text", "search_vector")


class Article(models.Model):
    """A story; its figures come from the records of its event and decrees."""

    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        REVIEW = "ditinjau", "Menunggu tinjauan"
        SCHEDULED = "terjadwal", "Terjadwal"
        PUBLISHED = "terbit", "Terbit"
        ARCHIVED = "arsip", "Diarsipkan"

    MOVES = {
        State.DRAFT: {State.REVIEW},
        State.REVIEW: {State.DRAFT, State.SCHEDULED, State.PUBLISHED},
        State.SCHEDULED: {State.DRAFT, State.PUBLISHED},
        State.PUBLISHED: {State.ARCHIVED},
    }

    slug = models.SlugField("alamat", max_length=100, unique=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField("judul", max_length=150)
    summary = models.CharField("ringkasan", max_length=300, help_text="Satu atau dua kalimat di bawah judul.")
    body = models.TextField("isi", blank=True, default="", help_text="HTML that actions have cleaned.")
    byline = models.CharField("penulis yang disebut", max_length=100, blank=True, default="")
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="articles", null=True, blank=True, verbose_name="kegiatan"
    )
    decrees = models.ManyToManyField(Decree, related_name="articles", blank=True, verbose_name="keputusan")
    review_note = models.CharField("catatan peninjau", max_length=500, blank=True, default="")
    search_text = models.TextField(blank=True, default="", editable=False, help_text="The body without its tags.")
    search_vector = weighted_column(A="title", B="summary", C="search_text")
    publish_at = models.DateTimeField("terbit pada", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(
        User, models.PROTECT, related_name="articles", null=True, help_text="Who last worked on the draft."
    )
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="articles_reviewed", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "berita"
        verbose_name_plural = "berita"
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("write_article", "Menulis berita"),
            ("publish_article", "Meninjau dan menerbitkan berita"),
        ]
        indexes = [
            GinIndex(name="article_search", fields=["search_vector"]),
            models.Index(name="article_newest", fields=["-published_at"], condition=models.Q(state="terbit")),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_state_known",
                condition=models.Q(state__in=["draf", "ditinjau", "terjadwal", "terbit", "arsip"]),
                violation_error_message="Keadaan berita tidak dikenal.",
            ),
            models.CheckConstraint(
                name="article_published_has_time",
                condition=~models.Q(state__in=["terbit", "arsip"]) | models.Q(published_at__isnull=False),
                violation_error_message="Berita yang terbit harus memiliki waktu terbit.",
            ),
            models.CheckConstraint(
                name="article_scheduled_has_time",
                condition=~models.Q(state="terjadwal") | models.Q(publish_at__isnull=False),
                violation_error_message="Berita yang dijadwalkan harus memiliki waktu terbit.",
            ),
            models.CheckConstraint(
                name="article_reviewed_by_another",
                condition=models.Q(reviewed_by__isnull=True)
                | models.Q(author__isnull=True)
                | ~models.Q(reviewed_by=models.F("author")),
                violation_error_message="Berita ditinjau oleh orang lain, bukan penulisnya.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("announcements:article-detail", args=[self.slug])

    @property
    def search_document(self):
        """Return the text whose words the search knows."""
        return f"{self.title}\n{self.summary}\n{self.search_text}"

    @property
    def minutes(self):
        """Return how long reading takes, in whole minutes, at 200 words a minute."""
        return max(1, round(len(self.search_text.split()) / 200))


class PictureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the pictures of the articles that somebody may read."""
        return self.filter(article__in=Article.objects.visible_to(user))


def picture_path(picture, filename):
    return f"pictures/{uuid.uuid4()}.webp"


class Picture(models.Model):
    """A photo of an article in two widths; what the camera noted is gone."""

    WIDE, NARROW = 1280, 640

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="pictures")
    wide = models.FileField(upload_to=picture_path)
    narrow = models.FileField(upload_to=picture_path)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField("yang terlihat di gambar", max_length=200)
    caption = models.CharField("keterangan", max_length=300, blank=True, default="")
    credit = models.CharField("foto oleh", max_length=100, blank=True, default="")
    position = models.PositiveSmallIntegerField("urutan", default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = "gambar"
        verbose_name_plural = "gambar"
        ordering = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="picture_has_alt",
                condition=~models.Q(alt=""),
                violation_error_message="Tulis apa yang terlihat di gambar, bagi yang tidak melihatnya.",
            ),
        ]

    def __str__(self):
        return self.alt

    @property
    def narrow_width(self):
        return min(self.NARROW, self.width)


class Correction(models.Model):
    """What was set right in a published story, and when: readers see it under the story."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="corrections")
    note = models.CharField("yang dikoreksi", max_length=500)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="corrections", null=True)

    class Meta:
        verbose_name = "koreksi"
        verbose_name_plural = "koreksi"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_has_note",
                condition=~models.Q(note=""),
                violation_error_message="Tulis apa yang dikoreksi, bagi pembaca.",
            ),
        ]
        triggers = [
            AppendOnly(name="correction_append_only", message="Riwayat koreksi tidak dapat diubah; tulis koreksi baru.")
        ]

    def __str__(self):
        return self.note
