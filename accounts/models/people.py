"""Who people are, how they enter, and what they may do."""

import re

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from bkpsdm.lib.nip import clean_number, is_nip
from bkpsdm.lib.ranks import rank_label

from .reference import WorkUnit
from .roles import Role

PORTAL_NUMBER = re.compile(r"T-[0-9]{6,8}")


class EmployeeKind(models.TextChoices):
    """The only vocabulary for kinds of employee (UU 20/2023; KepmenPANRB 16/2025)."""

    PNS = "PNS", "PNS"
    CPNS = "CPNS", "CPNS"
    PPPK_PENUH = "PPPK_PENUH", "PPPK"
    PPPK_PARUH = "PPPK_PARUH", "PPPK paruh waktu"
    NON_ASN = "NON_ASN", "THL"


class JobKind(models.TextChoices):
    PELAKSANA = "pelaksana", "pelaksana"
    STRUKTURAL = "struktural", "pejabat struktural"
    GURU = "guru", "guru"
    TENAGA_KESEHATAN = "tenaga_kesehatan", "tenaga kesehatan"
    FUNGSIONAL_LAIN = "fungsional_lain", "pejabat fungsional lain"


class EmployeeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return oneself; the people of the own units and below to operators; all to those whose work needs them."""
        if user.has_perm("accounts.see_employees"):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Q(pk=user.employee_id) | models.Q(unit__in=WorkUnit.objects.overseen_by(user)))

    def in_service(self):
        return self.current().filter(standing=Employee.Standing.AKTIF)

    def current(self):
        """Return people, each once: rows that were joined to another are left out."""
        return self.filter(merged_into__isnull=True)

    def rows_of(self, user):
        """Return the rows that stand for the person of an account: the own one, and those joined to it."""
        if not user.is_authenticated or user.employee_id is None:
            return self.none()
        return self.filter(models.Q(pk=user.employee_id) | models.Q(merged_into=user.employee_id))

    def known_as(self, text):
        """Return whom a typed text means: by any number the person ever had, else by every word of the name."""
        number = clean_number(text)
        if is_nip(number) or PORTAL_NUMBER.fullmatch(number):
            return self.numbered(number)
        return self.current().filter(*(models.Q(name__icontains=word) for word in text.split()))

    def numbered(self, number):
        """Return whose number it is or ever was: a NIP or a portal number, as `clean_number` leaves it."""
        if not number:
            return self.none()
        past = models.Q(numbers__nip=number) | models.Q(doubles__nip=number)
        return self.current().filter(models.Q(nip=number) | models.Q(portal_number=number) | past).distinct()


class Employee(models.Model):
    """A fact about a person in the roster; exists for thousands who never log in."""

    class Standing(models.TextChoices):
        AKTIF = "aktif", "aktif"
        PENSIUN = "pensiun", "pensiun"
        BERHENTI = "berhenti", "berhenti"

    nip = models.CharField("NIP", max_length=18, blank=True, default="", help_text="18 angka; kosong untuk THL.")
    portal_number = models.CharField("nomor portal", max_length=10, blank=True, default="", help_text="Hanya THL.")
    name = models.CharField("nama", max_length=150)
    title_before = models.CharField("gelar depan", max_length=50, blank=True, default="")
    title_after = models.CharField("gelar belakang", max_length=50, blank=True, default="")
    kind = models.CharField("jenis pegawai", max_length=12, choices=EmployeeKind)
    rank = models.CharField("golongan ruang", max_length=6, blank=True, default="", help_text="PNS: III/c; PPPK: IX.")
    position = models.CharField("jabatan", max_length=200, blank=True, default="")
    job_kind = models.CharField("jenis jabatan", max_length=20, choices=JobKind, blank=True, default="")
    ranked_on = models.DateField("TMT golongan", null=True, blank=True)
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="employees", verbose_name="unit kerja")
    email = models.EmailField("surel", blank=True, default="")
    phone = models.CharField("telepon", max_length=20, blank=True, default="")
    standing = models.CharField("kedudukan", max_length=10, choices=Standing, default=Standing.AKTIF)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="doubles", null=True, blank=True, verbose_name="digabung ke"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = "pegawai"
        verbose_name_plural = "pegawai"
        constraints = [
            models.UniqueConstraint(
                name="employee_nip_unique",
                fields=["nip"],
                condition=~models.Q(nip=""),
                violation_error_message="NIP ini sudah dipakai pegawai lain.",
            ),
            models.CheckConstraint(
                name="employee_nip_shape",
                condition=models.Q(nip="") | models.Q(nip__regex=r"^[0-9]{18}$"),
                violation_error_message="NIP terdiri dari 18 angka.",
            ),
            models.CheckConstraint(
                name="employee_kind_known",
                condition=models.Q(kind__in=["PNS", "CPNS", "PPPK_PENUH", "PPPK_PARUH", "NON_ASN"]),
                violation_error_message="Jenis pegawai tidak dikenal.",
            ),
            models.CheckConstraint(
                name="employee_non_asn_without_nip",
                condition=~models.Q(kind="NON_ASN") | models.Q(nip=""),
                violation_error_message="THL tidak memiliki NIP.",
            ),
            models.UniqueConstraint(
                name="employee_portal_number_unique",
                fields=["portal_number"],
                condition=~models.Q(portal_number=""),
                violation_error_message="Nomor portal ini sudah dipakai pegawai lain.",
            ),
            models.CheckConstraint(
                name="employee_portal_number_shape",
                condition=models.Q(portal_number="") | models.Q(portal_number__regex=r"^T-[0-9]{6,8}$"),
                violation_error_message="Nomor portal terdiri dari T- dan sedikitnya enam angka.",
            ),
            models.CheckConstraint(
                name="employee_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                violation_error_message="Pegawai tidak dapat digabung ke dirinya sendiri.",
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def rank_label(self):
        return rank_label(self.rank)

    @property
    def number(self):
        """Return what the person enters with: the NIP, of a THL the portal number, or nothing yet."""
        return self.nip or self.portal_number

    @property
    def full_name(self):
        name = f"{self.title_before} {self.name}".strip()
        return f"{name}, {self.title_after}" if self.title_after else name


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return a person's own account; all of them to those who give roles."""
        if user.has_perm("accounts.manage_roles"):
            return self
        return self.filter(pk=user.pk) if user.is_authenticated else self.none()

    def select_for_update(self, nowait=False, skip_locked=False, of=("self",), no_key=False):
        """Lock accounts alone: PostgreSQL refuses to lock the person, who may be none."""
        return super().select_for_update(nowait=nowait, skip_locked=skip_locked, of=of, no_key=no_key)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_queryset(self):
        """Return accounts with their persons: no page shows the one without the other."""
        return super().get_queryset().select_related("employee")


class User(AbstractBaseUser):
    """How a person enters: by NIP, by portal number (THL), or by a verified e-mail address.

    What a person may do comes from the grants of today alone; there is no superuser.
    """

    login = models.CharField("NIP atau nomor portal", max_length=40, unique=True)
    email = models.EmailField("surel terverifikasi", blank=True, default="")
    employee = models.OneToOneField(
        Employee, models.PROTECT, related_name="user", null=True, blank=True, verbose_name="pegawai"
    )
    is_active = models.BooleanField("aktif", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "akun"
        verbose_name_plural = "akun"
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("login"),
                name="user_login_unique",
                violation_error_message="Nomor ini sudah dipakai akun lain.",
            ),
            models.UniqueConstraint(
                models.functions.Lower("email"),
                name="user_email_unique",
                condition=~models.Q(email=""),
                violation_error_message="Surel ini sudah dipakai akun lain.",
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return self.employee.full_name if self.employee else "Akun layanan"

    @property
    def short_name(self):
        """Return the first name and the initial of the last, as shown in the header."""
        first, *rest = (self.employee.name if self.employee else "Akun").split()
        return f"{first} {rest[-1][0]}." if rest else first

    def get_short_name(self):
        """Return what the reference data pages greet with; without it they would show the NIP."""
        return self.short_name

    @cached_property
    def active_grants(self):
        return list(self.grants.active_on(timezone.localdate()).select_related("unit"))

    @property
    def operated_units(self):
        """Return the keys of the units whose operator the person is today."""
        return [grant.unit_id for grant in self.active_grants if grant.role == Role.OPERATOR]

    @cached_property
    def permissions(self):
        """Return the names of all that the grants of today allow, such as ``services.answer_question``."""
        roles = {grant.role for grant in self.active_grants}
        if not (self.is_active and roles):
            return frozenset()
        rows = Permission.objects.filter(group__name__in=roles).values_list("content_type__app_label", "codename")
        return frozenset(f"{app}.{name}" for app, name in rows)

    def has_perm(self, permission, obj=None):
        return permission in self.permissions

    def has_perms(self, permissions, obj=None):
        return self.permissions.issuperset(permissions)

    def has_module_perms(self, app_label):
        return any(name.startswith(f"{app_label}.") for name in self.permissions)

    @property
    def is_staff(self):
        """Return whether the reference data under /admin/ is this person's work."""
        return self.has_perm("accounts.change_agency")
