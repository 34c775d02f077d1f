"""What django-allauth asks of this house."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect

from bkpsdm.lib.limits import too_many
from bkpsdm.lib.nip import clean_nip, is_nip
from bkpsdm.lib.sealed import seal, unseal

from . import second_factors, sessions
from .actions import open_account, report_factor, report_new_password
from .models import Agency, Employee, User
from .stepping import is_recent

MISMATCH = "Nomor atau kata sandi tidak cocok. Periksa lagi, atau pulihkan akun di bawah."
# How long the limit by account of ACCOUNT_RATE_LIMITS looks back.
FAILURE_SECONDS = 300
SSO_FAILED = "Masuk lewat {name} tidak berhasil. Coba lagi, atau masuk dengan kata sandi."
SSO_UNKNOWN = "{name} tidak menyebut pegawai yang terdaftar di portal ini. Hubungi pengelola kepegawaian unit Anda."
# What the mails of allauth tell, as what is recorded here.
FACTOR_VERBS = {
    "mfa/email/totp_activated": "totp_added",
    "mfa/email/totp_deactivated": "totp_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}
WAYS = {
    "reauthenticate": "Kata sandi",
    "mfa_reauthenticate": "Kode dari aplikasi atau kode pemulihan",
    "mfa_reauthenticate:webauthn": "Kunci sandi",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "email_username_password_mismatch": MISMATCH,
        "incorrect_password": "Kata sandi tidak cocok.",
    }

    def pre_authenticate(self, request, **credentials):
        """Answer 429 where an account or an address failed too often; allauth itself would only say so on the form."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many(request, FAILURE_SECONDS)) from error

    def login(self, request, user):
        super().login(request, user)
        sessions.stamp_session(request.session)

    @transaction.atomic
    def set_password(self, user, password):
        super().set_password(user, password)
        report_new_password(user)

    def is_open_for_signup(self, request):
        """Refuse: accounts come from the roster, nobody makes one."""
        return False

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Record and tell by our own messages; the session looks anew whether there is a second factor."""
        if template_prefix in FACTOR_VERBS:
            self.request.session.pop(second_factors.KNOWN, None)
            report_factor(user, FACTOR_VERBS[template_prefix])

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask again only whoever proved too long ago who it is: a login counts as such a proof."""
        return not is_recent(self.request)

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": WAYS[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Kode tidak cocok. Tunggu kode berikutnya, lalu coba lagi.",
        "cannot_delete_authenticator": "Peran Anda memerlukan langkah kedua. Tambahkan yang lain dahulu.",
        "cannot_generate_recovery_codes": "Tambahkan kunci sandi atau aplikasi kode lebih dahulu.",
    }

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)

    def get_totp_issuer(self):
        return self._get_site_name()

    def _get_site_name(self):
        agency = Agency.current()
        return f"{agency.short_name} {agency.regency}".strip()

    def _get_user_identifier(self, user):
        """Return the name: what stands in apps and on keys is shown on lock screens, and a NIP tells the birthday."""
        return user.full_name

    def get_public_key_credential_user_entity(self, user):
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.full_name}

    def can_delete_authenticator(self, authenticator):
        return not second_factors.is_last_demanded(authenticator)

    def generate_authenticator_name(self, user, type):
        return f"Kunci sandi {second_factors.factors_of(user).filter(type=type).count() + 1}"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Match whom the single sign-on vouches for to the roster, by the NIP alone and anew each time.

    Nothing that it tells is kept, and nobody gets in who does not stand in the roster.
    """

    def pre_social_login(self, request, sociallogin):
        nip = clean_nip(str(self._claims(sociallogin).get(settings.OIDC_NIP_CLAIM, "")))
        employee = Employee.objects.in_service().filter(nip=nip).first() if is_nip(nip) else None
        if employee is None:
            raise ImmediateHttpResponse(self._back(request, SSO_UNKNOWN))
        user = User.objects.filter(employee=employee).first() or open_account(employee, password=None)
        record_authentication(request, user, "socialaccount", provider=sociallogin.account.provider)
        next_url = sociallogin.get_redirect_url(request)
        raise ImmediateHttpResponse(perform_login(request, user, redirect_url=next_url))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(self._back(request, SSO_FAILED))

    @staticmethod
    def _claims(sociallogin):
        data = sociallogin.account.extra_data
        return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}

    @staticmethod
    def _back(request, words):
        messages.error(request, words.format(name=settings.OIDC_NAME))
        return redirect("account_login")
