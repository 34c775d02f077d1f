"""What people can rely on: sealed activities, who saw whose data, and corrections that were asked for."""

from django.db import models

from accounts.surfaces import surface_of
from accounts.verbs import thing_words
from bkpsdm.lib.frozen import AppendOnly

from .people import Employee, User
from .record import Activity

SHA256 = r"^[0-9a-f]{64}$"


class ActivitySeal(models.Model):
    """One link of the chain over the activities: whoever changes, removes or exchanges one breaks it.

    accounts/seals.py says how the hash is made. Positions have no gaps; they follow the order of sealing, which is not
    always the order of keys, because writers never wait for each other.
    """

    position = models.BigIntegerField(primary_key=True)
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="seal")
    previous_hash = models.CharField(max_length=64, unique=True, help_text="So that no link has two successors.")
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = "segel kegiatan"
        verbose_name_plural = "segel kegiatan"
        constraints = [
            models.CheckConstraint(name="activityseal_position_from_one", condition=models.Q(position__gt=0)),
            models.CheckConstraint(
                name="activityseal_hash_shape",
                condition=models.Q(hash__regex=SHA256, previous_hash__regex=SHA256),
            ),
        ]
        triggers = [
            AppendOnly(
                name="activityseal_append_only",
                message="Segel kegiatan tidak dapat diubah.",
                until_retention=True,
            )
        ]

    def __str__(self):
        return f"segel {self.position}"


class SealCheckpoint(models.Model):
    """Where the chain goes on from after its oldest part was deleted, its time being over: the last seal of that part.

    The deletion is itself an activity with the same position and hash, so that a checkpoint alone proves nothing.
    """

    position = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    until = models.DateTimeField(help_text="Everything that was deleted happened before this moment.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "titik lanjut segel"
        verbose_name_plural = "titik lanjut segel"
        constraints = [
            models.CheckConstraint(name="sealcheckpoint_shape", condition=models.Q(position__gt=0, hash__regex=SHA256)),
        ]
        triggers = [AppendOnly(name="sealcheckpoint_append_only", message="Titik lanjut segel tidak dapat diubah.")]

    def __str__(self):
        return f"lanjut sesudah {self.position}"


class AccessLogQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return all of it to whoever reads the log; what concerns oneself is told by ``about``."""
        return self if user.has_perm("accounts.read_log") else self.none()

    def about(self, employee, memberships=()):
        """Return who saw the data of a person: by name, or in a list or file of many that the person stood in.

        A membership is (label, key, since): from that moment on the person stood in that event or decree.
        """
        found = models.Q(person=employee) | models.Q(person__merged_into=employee)
        for label, key, since in memberships:
            found |= models.Q(group=label, group_id=str(key), created_at__gte=since)
        return self.filter(found)


class AccessLog(models.Model):
    """Somebody of the office saw data of a person: who, whose, when, on which page (UU 27/2022 art. 31).

    One row per viewer, person, page and hour. A list or file of many is one row too: it names the event or decree whose
    people stood in it, and how many; every file that was taken along has a row of its own.
    """

    viewer = models.ForeignKey(User, models.PROTECT, related_name="accesses_made")
    acted_as = models.CharField(max_length=300, help_text="The viewer's roles of that day, with unit.")
    person = models.ForeignKey(Employee, models.PROTECT, related_name="accesses", null=True)
    group = models.CharField(max_length=60, blank=True, default="", help_text="A label such as neutrality.event.")
    group_id = models.CharField(max_length=40, blank=True, default="")
    people = models.PositiveIntegerField(default=1)
    surface = models.CharField(max_length=40, help_text="A key of accounts.surfaces.SURFACES.")
    is_taken = models.BooleanField(default=False, help_text="As a file, not only on the screen.")
    reason = models.CharField(max_length=200, blank=True, default="")
    hour = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan akses"
        verbose_name_plural = "catatan akses"
        permissions = [("read_log", "Membaca jejak kegiatan dan akses")]
        indexes = [
            models.Index(name="accesslog_of_person", fields=["person", "-created_at"]),
            models.Index(name="accesslog_of_group", fields=["group", "group_id"], condition=~models.Q(group="")),
            models.Index(name="accesslog_by_time", fields=["created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="accesslog_person_or_group",
                condition=models.Q(person__isnull=False, group="", group_id="", people=1)
                | (models.Q(person__isnull=True, people__gt=0) & ~models.Q(group="") & ~models.Q(group_id="")),
            ),
            models.UniqueConstraint(
                name="accesslog_person_once_an_hour",
                fields=["viewer", "person", "surface", "hour"],
                condition=models.Q(person__isnull=False, is_taken=False),
            ),
            models.UniqueConstraint(
                name="accesslog_group_once_an_hour",
                fields=["viewer", "group", "group_id", "surface", "hour"],
                condition=models.Q(person__isnull=True, is_taken=False),
            ),
        ]
        triggers = [
            AppendOnly(
                name="accesslog_append_only",
                message="Catatan akses tidak dapat diubah.",
                until_retention=True,
            )
        ]

    def __str__(self):
        return f"{self.surface}, {self.acted_as}"

    @property
    def label(self):
        return surface_of(self.surface).label

    @property
    def group_words(self):
        return thing_words(self.group, self.group_id)

    @property
    def data(self):
        """Return which kinds of data were seen."""
        return surface_of(self.surface).data


class CorrectionRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return a person's own requests, and all to those who decide them."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_perm("accounts.decide_correction") else self.filter(asked_by=user)

    def waiting(self):
        return self.filter(state=CorrectionRequest.State.WAITING)

    def decided(self):
        return self.exclude(state=CorrectionRequest.State.WAITING)


class CorrectionRequest(models.Model):
    """A person says that something held about them is wrong: answered in 3 x 24 hours (UU 27/2022 art. 6 and 30)."""

    class State(models.TextChoices):
        WAITING = "menunggu", "Menunggu"
        ACCEPTED = "diterima", "Diterima"
        REFUSED = "ditolak", "Ditolak"

    MOVES = {State.WAITING: {State.ACCEPTED, State.REFUSED}}

    class Subject(models.TextChoices):
        NAME = "nama", "Nama atau gelar"
        NUMBER = "nomor", "NIP atau nomor portal"
        POSITION = "jabatan", "Pangkat, jabatan, atau unit kerja"
        CONTACT = "kontak", "Surel atau telepon"
        ATTENDANCE = "kehadiran", "Undangan atau kehadiran"
        DECREE = "keputusan", "Keputusan atau petikan"
        OTHER = "lain", "Lainnya"

    asked_by = models.ForeignKey(User, models.PROTECT, related_name="corrections_asked")
    subject = models.CharField("yang keliru", max_length=12, choices=Subject)
    wrong = models.TextField("tertulis di portal")
    right = models.TextField("seharusnya")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField("tenggat")
    answer = models.TextField("jawaban", blank=True, default="")
    decided_at = models.DateTimeField("dijawab", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="corrections_decided", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan perbaikan"
        verbose_name_plural = "permintaan perbaikan"
        ordering = ["-pk"]
        permissions = [("decide_correction", "Menjawab permintaan perbaikan data")]
        indexes = [
            models.Index(name="correctionrequest_waiting", fields=["due_at"], condition=models.Q(state="menunggu"))
        ]
        constraints = [
            models.CheckConstraint(
                name="correctionrequest_says_what",
                condition=~models.Q(wrong="") & ~models.Q(right=""),
                violation_error_message="Tulis yang keliru dan yang seharusnya.",
            ),
            models.CheckConstraint(
                name="correctionrequest_decided_with_answer",
                condition=models.Q(state="menunggu", decided_at__isnull=True, decided_by__isnull=True, answer="")
                | (
                    models.Q(state__in=["diterima", "ditolak"], decided_at__isnull=False, decided_by__isnull=False)
                    & ~models.Q(answer="")
                ),
                violation_error_message="Permintaan yang dijawab harus menyebut jawaban, waktu, dan penjawabnya.",
            ),
            models.CheckConstraint(
                name="correctionrequest_decided_by_another",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                violation_error_message="Permintaan sendiri dijawab orang lain.",
            ),
        ]

    def __str__(self):
        return f"perbaikan {self.pk}"

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING
