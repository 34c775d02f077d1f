"""What django-allauth asks of this house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction

from .actions import report_new_password

MISMATCH = "Nomor atau kata sandi tidak cocok. Periksa lagi, atau pulihkan akun di bawah."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "email_username_password_mismatch": MISMATCH,
    }

    @transaction.atomic
    def set_password(self, user, password):
        super().set_password(user, password)
        report_new_password(user)

    def is_open_for_signup(self, request):
        """Refuse: accounts come from the roster, nobody makes one."""
        return False
