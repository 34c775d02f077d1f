"""What a civil servant may and may not do around elections (SKB of five bodies 22 September 2022; PP 94/2021)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from bkpsdm.lib.search import SearchQuerySetMixin, weighted_column


class RuleQuerySet(SearchQuerySetMixin, models.QuerySet):
    def visible_to(self, user):
        """Return all rules: everybody may know them."""
        return self

    def in_phases(self, phases):
        """Return the rules of some phases, with those that always hold."""
        return self.filter(phase__in=[*phases, Rule.Phase.ALWAYS])


class Rule(models.Model):
    """One act, whether it is allowed, in which phase, and what it may lead to. The portal punishes nobody."""

    class Phase(models.TextChoices):
        ALWAYS = "semua_tahap", "Setiap saat"
        BEFORE = "sebelum_penetapan", "Sebelum penetapan calon"
        AFTER = "setelah_penetapan", "Setelah penetapan calon"
        CAMPAIGN = "masa_kampanye", "Masa kampanye"

    class Situation(models.TextChoices):
        SOSIAL = "media-sosial", "Media sosial"
        KAMPANYE = "kampanye", "Kampanye dan alat peraga"
        FASILITAS = "fasilitas", "Fasilitas negara dan jabatan"
        KELUARGA = "keluarga", "Keluarga calon"
        FOTO = "foto", "Foto bersama"
        PARTAI = "partai", "Partai dan pencalonan"
        SUARA = "suara", "Hak pilih, tugas, dan laporan"

    class Tier(models.TextChoices):
        NONE = "", "Tanpa sanksi"
        MORAL = "moral", "Sanksi moral (kode etik)"
        MEDIUM = "sedang", "Hukuman disiplin sedang"
        HEAVY = "berat", "Hukuman disiplin berat"
        DISMISSAL = "ptdh", "Pemberhentian tidak dengan hormat"

    code = models.SlugField("kode", max_length=20, unique=True)
    act = models.CharField("perbuatan", max_length=300)
    is_allowed = models.BooleanField("boleh")
    situation = models.CharField("keadaan", max_length=15, choices=Situation)
    phase = models.CharField("tahap", max_length=20, choices=Phase, default=Phase.ALWAYS)
    tier = models.CharField("tingkat sanksi", max_length=10, choices=Tier, blank=True, default=Tier.NONE)
    sanction = models.CharField("ancaman", max_length=300, blank=True, default="")
    example = models.TextField("contoh", blank=True, default="")
    source = models.CharField("dasar", max_length=300)
    search_words = models.TextField(blank=True, default="", editable=False)
    search_vector = weighted_column(A="act", B="example", C="search_words", D="source")
    position = models.PositiveSmallIntegerField("urutan", default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = "aturan netralitas"
        verbose_name_plural = "aturan netralitas"
        ordering = ["position", "code"]
        indexes = [GinIndex(name="rule_search", fields=["search_vector"])]
        constraints = [
            models.CheckConstraint(
                name="rule_phase_known",
                condition=models.Q(
                    phase__in=["semua_tahap", "sebelum_penetapan", "setelah_penetapan", "masa_kampanye"]
                ),
                violation_error_message="Tahap tidak dikenal.",
            ),
            models.CheckConstraint(
                name="rule_situation_known",
                condition=models.Q(
                    situation__in=["media-sosial", "kampanye", "fasilitas", "keluarga", "foto", "partai", "suara"]
                ),
                violation_error_message="Keadaan tidak dikenal.",
            ),
            models.CheckConstraint(
                name="rule_tier_known",
                condition=models.Q(tier__in=["", "moral", "sedang", "berat", "ptdh"]),
                violation_error_message="Tingkat sanksi tidak dikenal.",
            ),
            models.CheckConstraint(
                name="rule_allowed_without_sanction",
                condition=models.Q(is_allowed=False) | models.Q(tier="", sanction=""),
                violation_error_message="Yang boleh tidak memiliki sanksi.",
            ),
        ]

    def __str__(self):
        return self.act

    def get_absolute_url(self):
        return f"{reverse('neutrality:guidance')}?tahap={self.phase}#{self.code}"

    @property
    def search_document(self):
        """Return the text whose words the search knows."""
        return f"{self.act}\n{self.example}\n{self.search_words}\n{self.source}"
