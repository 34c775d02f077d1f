"""Who people are, how they enter, and what they may do."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from .reference import WorkUnit


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
    def in_service(self):
        return self.filter(standing=Employee.Standing.AKTIF)

    def numbered(self, number):
        """Return whoever has a NIP or a portal number, as it was cleaned by `clean_number`."""
        if not number:
            return self.none()
        return self.filter(models.Q(nip=number) | models.Q(portal_number=number))


class Employee(models.Model):
    """A fact about a person in the roster; exists for thousands who never log in."""

    class Standing(models.TextChoices):
        AKTIF = "aktif", "aktif"
        PENSIUN = "pensiun", "pensiun"
        BERHENTI = "berhenti", "berhenti"

    nip = models.CharField("NIP", max_length=18, blank=True, default="", help_text="18 angka; kosong untuk THL.")
    portal_number = models.CharField(
        "nomor portal", max_length=12, blank=True, default="", help_text="T- dan angka; hanya bagi THL, untuk masuk."
    )
    name = models.CharField("nama", max_length=150)
    title_before = models.CharField("gelar depan", max_length=50, blank=True, default="")
    title_after = models.CharField("gelar belakang", max_length=50, blank=True, default="")
    kind = models.CharField("jenis pegawai", max_length=12, choices=EmployeeKind)
    rank = models.CharField("golongan ruang", max_length=6, blank=True, default="", help_text="PNS: III/c; PPPK: IX.")
    position = models.CharField("jabatan", max_length=200, blank=True, default="")
    job_kind = models.CharField("jenis jabatan", max_length=20, choices=JobKind, blank=True, default="")
    unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="employees", verbose_name="unit kerja")
    email = models.EmailField("surel", blank=True, default="")
    phone = models.CharField("telepon", max_length=20, blank=True, default="")
    standing = models.CharField("kedudukan", max_length=10, choices=Standing, default=Standing.AKTIF)
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
            models.UniqueConstraint(
                name="employee_portal_number_unique",
                fields=["portal_number"],
                condition=~models.Q(portal_number=""),
                violation_error_message="Nomor portal ini sudah dipakai pegawai lain.",
            ),
            models.CheckConstraint(
                name="employee_portal_number_shape",
                condition=models.Q(portal_number="") | models.Q(portal_number__regex=r"^T-[0-9]{4,10}$"),
                violation_error_message="Nomor portal terdiri dari T- dan angka.",
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
        ]

    def __str__(self):
        return self.full_name

    @property
    def number(self):
        """Return what the person enters with: the NIP, of a THL the portal number, or nothing yet."""
        return self.nip or self.portal_number

    @property
    def full_name(self):
        name = f"{self.title_before} {self.name}".strip()
        return f"{name}, {self.title_after}" if self.title_after else name


class UserQuerySet(models.QuerySet):
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


class Role(models.TextChoices):
    """What a person can be trusted with; bkpsdm/roles.py says what each allows."""

    OPERATOR = "operator", "Operator unit"
    OFFICER = "officer", "Petugas bidang"
    HEAD_OF_BIDANG = "head_of_bidang", "Kepala bidang"
    EDITOR = "editor", "Penyunting"
    ORGANISER = "organiser", "Panitia"
    REGISTRAR = "registrar", "Pengelola keputusan"
    EXAMINER = "examiner", "Pemeriksa netralitas"
    HEAD = "head", "Pimpinan"
    AUDITOR = "auditor", "Auditor"
    ADMIN = "admin", "Admin sistem"


class RoleGrantQuerySet(models.QuerySet):
    def active_on(self, day):
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day), starts_on__lte=day)


class RoleGrant(models.Model):
    """A role of one person, bound to a unit where that makes sense, from one day to another (both included)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="akun")
    role = models.CharField("peran", max_length=20, choices=Role)
    unit = models.ForeignKey(
        WorkUnit, models.PROTECT, related_name="grants", null=True, blank=True, verbose_name="unit"
    )
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="grants_given", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "peran"
        verbose_name_plural = "peran"
        permissions = [("use_workroom", "Masuk ke ruang kerja")]
        constraints = [
            models.CheckConstraint(
                name="rolegrant_dates_in_order",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Peran tidak dapat berakhir sebelum mulai.",
            ),
            models.CheckConstraint(
                name="rolegrant_unit_where_bound",
                condition=~models.Q(role__in=["operator", "officer", "head_of_bidang"]) | models.Q(unit__isnull=False),
                violation_error_message="Peran ini harus terikat pada sebuah unit.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.unit}" if self.unit else self.get_role_display()
