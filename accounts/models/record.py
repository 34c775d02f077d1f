"""What people did: written once, never changed."""

from django.db import models

from accounts.verbs import thing_words, words_of
from bkpsdm.lib.frozen import AppendOnly

from .people import User


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return all to whoever reads the log; the record is nobody else's page."""
        return self if user.has_perm("accounts.read_log") else self.none()


class Activity(models.Model):
    """Who did what to which thing, and when.

    The thing is named by its label and key, because the hallway does not know the doors. Details hold no personal data.
    """

    created_at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(User, models.PROTECT, related_name="activities", null=True)
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "kegiatan tercatat"
        verbose_name_plural = "kegiatan tercatat"
        indexes = [
            models.Index(name="activity_thing", fields=["thing", "thing_id"]),
            models.Index(name="activity_by_time", fields=["created_at"]),
        ]
        triggers = [
            AppendOnly(
                name="activity_append_only",
                message="Catatan kegiatan tidak dapat diubah; tulis catatan baru.",
                until_retention=True,
            )
        ]

    def __str__(self):
        return f"{self.verb} {self.thing} {self.thing_id}"

    @property
    def words(self):
        return words_of(self.verb)

    @property
    def thing_words(self):
        return thing_words(self.thing, self.thing_id)
