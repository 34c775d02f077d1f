"""What django-allauth asks of this house."""

from allauth.account.adapter import DefaultAccountAdapter

MISMATCH = "Nomor atau kata sandi tidak cocok. Periksa lagi, atau pulihkan akun di bawah."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "email_username_password_mismatch": MISMATCH,
    }

    def is_open_for_signup(self, request):
        """Refuse: accounts come from the roster, nobody makes one."""
        return False
