"""What is promised, when the clock stands still, and who was told of what."""

from django.db import models

from .catalogue import Category
from .questions import Question


class Promise(models.Model):
    """Working days within which a message of a kind is answered and completed; a category may promise otherwise."""

    class Kind(models.TextChoices):
        PERTANYAAN = "pertanyaan", "Pertanyaan"
        ASPIRASI = "aspirasi", "Aspirasi"
        PENGADUAN = "pengaduan", "Pengaduan"
        PEMERIKSAAN = "pemeriksaan", "Pengaduan yang perlu pemeriksaan"

    kind = models.CharField("jenis", max_length=12, choices=Kind)
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        related_name="promises",
        null=True,
        blank=True,
        verbose_name="kelompok layanan",
        help_text="Kosong: semua kelompok.",
    )
    first_days = models.PositiveSmallIntegerField("jawaban pertama, hari kerja", default=2)
    complete_days = models.PositiveSmallIntegerField("tuntas, hari kerja")

    class Meta:
        verbose_name = "janji layanan"
        verbose_name_plural = "janji layanan"
        ordering = ["kind", "category__position"]
        constraints = [
            models.UniqueConstraint(
                name="promise_once",
                fields=["kind", "category"],
                nulls_distinct=False,
                violation_error_message="Janji untuk jenis dan kelompok ini sudah ada.",
            ),
            models.CheckConstraint(
                name="promise_days_in_order",
                condition=models.Q(first_days__gte=1, complete_days__gte=models.F("first_days")),
                violation_error_message="Tuntas tidak dapat mendahului jawaban pertama.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.first_days} dan {self.complete_days} hari kerja"


class Pause(models.Model):
    """A stretch in which the clock stands still: the office has asked back, and waits for the asker."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="pauses")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The day of the asker's answer; empty while it lasts.")

    class Meta:
        verbose_name = "jeda"
        verbose_name_plural = "jeda"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="pause_one_at_a_time", fields=["question"], condition=models.Q(ends_on__isnull=True)
            ),
            models.CheckConstraint(
                name="pause_dates_in_order",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.starts_on}–{self.ends_on or '…'}"


class Reminder(models.Model):
    """What somebody was told about a due date or a silence, so that each is told once."""

    class Kind(models.TextChoices):
        TOMORROW = "besok", "jatuh tempo besok"
        TODAY = "hari_ini", "jatuh tempo hari ini"
        OVERDUE = "lewat", "lewat tenggat, kepala bidang"
        LONG_OVERDUE = "lewat_lama", "lewat tenggat, pimpinan"
        CLOSING = "akan_ditutup", "akan ditutup karena tidak ada tanggapan"

    question = models.ForeignKey(Question, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind)
    due_on = models.DateField(help_text="The day it was about: another due date is another reminder.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        constraints = [
            models.UniqueConstraint(name="reminder_once", fields=["question", "kind", "due_on"]),
            models.CheckConstraint(
                name="reminder_kind_known",
                condition=models.Q(kind__in=["besok", "hari_ini", "lewat", "lewat_lama", "akan_ditutup"]),
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.get_kind_display()}"
