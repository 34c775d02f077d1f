"""Input of the hallway."""

import re

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from django import forms
from django.core.exceptions import ValidationError

from .actions import save_synonym
from .models import Synonym

LABELS = {
    "email": "Surel",
    "oldpassword": "Kata sandi sekarang",
    "password": "Kata sandi",
    "password1": "Kata sandi baru",
    "password2": "Kata sandi baru, sekali lagi",
}


class PlainFields:
    """For forms of allauth: our words for the labels, and no placeholder that repeats them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        for name in ("password", "oldpassword"):
            if name in self.fields:
                self.fields[name].help_text = ""


class ChangePasswordForm(PlainFields, AllauthChangePasswordForm):
    pass


class ResetPasswordForm(PlainFields, AllauthResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainFields, AllauthResetPasswordKeyForm):
    pass


class LoginForm(PlainFields, AllauthLoginForm):
    """Take a NIP as people write it (spaces, dots), a portal number in any case, or an e-mail address."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "NIP, nomor portal, atau surel"
        self.fields["login"].help_text = "NIP 18 angka, spasi boleh. THL memakai nomor portal, misalnya T-004217."
        self.fields["login"].error_messages["required"] = "Tulis NIP, nomor portal, atau surel Anda."
        self.fields["password"].error_messages["required"] = "Tulis kata sandi Anda."
        self.fields.pop("remember", None)

    def clean_login(self):
        login = super().clean_login()
        if "@" in login:
            return login
        bare = re.sub(r"[\s.'’]", "", login)
        return bare if bare.isdigit() else bare.upper()


class SynonymForm(forms.ModelForm):
    """A word of the people and what the catalogue calls it."""

    class Meta:
        model = Synonym
        fields = ["term", "meanings"]
        error_messages = {"term": {"unique": "Kata ini sudah ada; sunting yang ada saja."}}

    def clean_term(self):
        return " ".join(self.cleaned_data["term"].lower().split())

    def save(self, *, by):
        """Save through the action; return the synonym, or None with the reason on the form."""
        try:
            return save_synonym(self.instance, by=by)
        except ValidationError as error:
            self.add_error(None, error)
            return None
