"""The satisfaction survey (SKM; PermenPANRB 14/2017): nine elements, a token for one use, and no way back."""

import uuid

from django.db import models

from accounts.models import WorkUnit
from services.periods import ROMAN, Period, add_months, month_of

ELEMENTS = {
    "u1": "Persyaratan",
    "u2": "Sistem, mekanisme, dan prosedur",
    "u3": "Waktu penyelesaian",
    "u4": "Biaya atau tarif",
    "u5": "Produk spesifikasi jenis pelayanan",
    "u6": "Kompetensi pelaksana",
    "u7": "Perilaku pelaksana",
    "u8": "Penanganan pengaduan, saran, dan masukan",
    "u9": "Sarana dan prasarana",
}
SCALE = [(1, "Tidak baik"), (2, "Kurang baik"), (3, "Baik"), (4, "Sangat baik")]


# A token is good until the end of the month after its own: whoever asked on the 31st has time to answer, and the
# results of a quarter are final one month after it.
MONTHS_TO_ANSWER = 1


class SurveyTokenQuerySet(models.QuerySet):
    def usable_on(self, day):
        return self.filter(month__gte=add_months(month_of(day), -MONTHS_TO_ANSWER))

    def expired_on(self, day):
        return self.filter(month__lt=add_months(month_of(day), -MONTHS_TO_ANSWER))


class SurveyToken(models.Model):
    """A right to answer once, known by its hash; it keeps the bidang and the month, not the question."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the token.")
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="+")
    month = models.DateField(help_text="The first day of the month in which it was given.")

    objects = SurveyTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "tiket survei"
        verbose_name_plural = "tiket survei"
        constraints = [
            models.CheckConstraint(name="surveytoken_month_first_day", condition=models.Q(month__day=1)),
        ]

    def __str__(self):
        return f"{self.unit}, {self.month:%Y-%m}"


class SurveyAnswer(models.Model):
    """One person's nine answers: bidang and month, no time, no token, no order that could tell who."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="survey_answers")
    month = models.DateField()
    u1 = models.PositiveSmallIntegerField(ELEMENTS["u1"], choices=SCALE)
    u2 = models.PositiveSmallIntegerField(ELEMENTS["u2"], choices=SCALE)
    u3 = models.PositiveSmallIntegerField(ELEMENTS["u3"], choices=SCALE)
    u4 = models.PositiveSmallIntegerField(ELEMENTS["u4"], choices=SCALE)
    u5 = models.PositiveSmallIntegerField(ELEMENTS["u5"], choices=SCALE)
    u6 = models.PositiveSmallIntegerField(ELEMENTS["u6"], choices=SCALE)
    u7 = models.PositiveSmallIntegerField(ELEMENTS["u7"], choices=SCALE)
    u8 = models.PositiveSmallIntegerField(ELEMENTS["u8"], choices=SCALE)
    u9 = models.PositiveSmallIntegerField(ELEMENTS["u9"], choices=SCALE)

    class Meta:
        verbose_name = "jawaban survei"
        verbose_name_plural = "jawaban survei"
        indexes = [models.Index(name="surveyanswer_by_month", fields=["month", "unit"])]
        constraints = [
            models.CheckConstraint(name="surveyanswer_month_first_day", condition=models.Q(month__day=1)),
            models.CheckConstraint(
                name="surveyanswer_in_scale",
                condition=models.Q(**{f"{element}__range": (1, 4) for element in ELEMENTS}),
            ),
        ]

    def __str__(self):
        return f"{self.unit}, {self.month:%Y-%m}"


class FollowUp(models.Model):
    """What the agency does about an element that was among the lowest of a period."""

    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField(
        "triwulan",
        choices=[(number, f"Triwulan {roman}") for number, roman in ROMAN.items()],
        null=True,
        blank=True,
        help_text="Kosong: untuk setahun.",
    )
    element = models.CharField("unsur", max_length=2, choices=list(ELEMENTS.items()))
    text = models.CharField("tindak lanjut", max_length=300)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "tindak lanjut survei"
        verbose_name_plural = "tindak lanjut survei"
        ordering = ["-year", "-quarter", "element"]
        constraints = [
            models.UniqueConstraint(
                name="followup_once",
                fields=["year", "quarter", "element"],
                nulls_distinct=False,
                violation_error_message="Tindak lanjut unsur ini sudah ditulis untuk periode tersebut.",
            ),
            models.CheckConstraint(
                name="followup_period_known",
                condition=models.Q(year__range=(2000, 2999))
                & (models.Q(quarter__isnull=True) | models.Q(quarter__range=(1, 4))),
                violation_error_message="Tahun atau triwulan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="followup_element_known",
                condition=models.Q(element__in=list(ELEMENTS)),
                violation_error_message="Unsur tidak dikenal.",
            ),
        ]

    def __str__(self):
        return f"{self.get_element_display()}, {Period(self.year, self.quarter).label}"
