"""Input of the way in: the first time, with a second factor, and after a loss."""

import re

from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthFactorAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError

from accounts import second_factors
from accounts.actions import ask_for_activation, ask_new_address, ask_recovery, make_slip, prove_activation, prove_slip
from bkpsdm.lib.forms import ActionForm
from bkpsdm.lib.limits import too_many
from bkpsdm.lib.nip import clean_number

from .base import PlainFields

NUMBER_HELP = "NIP 18 angka, spasi boleh. THL memakai nomor portal, misalnya T-004217."
WRONG_CLOCK = (
    "Kode ini benar untuk jam lain: jam ponsel Anda tidak tepat. Buka Setelan, Tanggal dan waktu, nyalakan “Waktu "
    "otomatis”, lalu pakai kode berikutnya."
)
USED_CODE = "Kode ini sudah pernah dipakai. Tunggu kode berikutnya."


def number_field():
    return forms.CharField(
        label="NIP atau nomor portal",
        help_text=NUMBER_HELP,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "characters"}),
        error_messages={"required": "Tulis NIP atau nomor portal Anda."},
    )


def code_field(label, help_text, max_length, **attrs):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=max_length,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", **attrs}),
        error_messages={"required": "Tulis kodenya."},
    )


class NumberForm(ActionForm):
    number = number_field()

    def clean_number(self):
        return clean_number(self.cleaned_data["number"])


class ActivationForm(NumberForm):
    def save(self):
        return ask_for_activation(self.cleaned_data["number"])


class ActivationCodeForm(ActionForm):
    code = code_field("Kode dari surel", "8 angka, berlaku 15 menit.", 20, inputmode="numeric")

    def clean_code(self):
        return re.sub(r"[\s-]", "", self.cleaned_data["code"])

    def save(self, activation):
        return self.act(prove_activation, activation, self.cleaned_data["code"])


class SlipForm(NumberForm):
    code = code_field("Kode slip", "12 huruf dan angka; tanda hubung boleh dilewati.", 30, autocapitalize="characters")

    def save(self):
        return self.act(prove_slip, self.cleaned_data["number"], self.cleaned_data["code"])


class NewPasswordForm(ActionForm):
    """A password typed once, with the rules beside it; it may be pasted."""

    password = forms.CharField(
        label="Kata sandi baru",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Tulis kata sandi baru Anda."},
    )
    again = forms.CharField(
        label="Kata sandi baru, sekali lagi",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Tulis kata sandi yang sama sekali lagi."},
    )

    rules = staticmethod(password_validators_help_texts)

    def clean(self):
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "Kedua kata sandi tidak sama.")
        return data

    def save(self, action, proof):
        return self.act(action, proof, password=self.cleaned_data["password"])


class AddressForm(ActionForm):
    email = forms.EmailField(
        label="Surel Anda",
        help_text="Kami mengirim tautan ke sana. Surel berlaku setelah tautan itu dibuka.",
        max_length=254,
        error_messages={"required": "Tulis surel Anda."},
    )

    def save(self, *, by):
        return self.act(ask_new_address, by, self.cleaned_data["email"], by=by)


class SlipSearchForm(forms.Form):
    """Whom a slip is for; sent by POST, so that no NIP stands in an address."""

    text = forms.CharField(label="Nama, NIP, atau nomor portal", max_length=100)

    def clean_text(self):
        return self.cleaned_data["text"].replace("\x00", "").strip()


class SlipRequestForm(ActionForm):
    """That the person was seen: what a slip rests on."""

    has_been_seen = forms.BooleanField(
        label="Orangnya hadir di depan saya dan sudah saya kenali",
        error_messages={"required": "Slip hanya dibuat setelah orangnya hadir dan Anda kenali."},
    )

    def save(self, employee, *, by):
        action = ask_recovery if hasattr(employee, "user") else make_slip
        return self.act(action, employee, has_been_seen=self.cleaned_data["has_been_seen"], by=by)


class ConfirmForm(forms.Form):
    """Nothing to type: the press of the button is the input."""


class ReauthenticateForm(PlainFields, AllauthReauthenticateForm):
    pass


class TypedCode:
    """For forms of allauth with a code: our words, a limit, each code once, and a word about wrong clocks."""

    label = "Kode"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = self.label
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = "Tulis kodenya."

    def clean_code(self):
        if wait := second_factors.TRIES.take(self.user.pk):
            raise ImmediateHttpResponse(too_many(context.request, wait))
        code = self.cleaned_data["code"] = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if second_factors.is_burnt(self.user, code):
            raise ValidationError(USED_CODE)
        try:
            return super().clean_code()
        except ValidationError:
            if any(second_factors.is_code_of_another_time(secret, code) for secret in self.secrets()):
                raise ValidationError(WRONG_CLOCK, code="clock") from None
            raise
        finally:
            second_factors.burn(self.user, code)

    def secrets(self):
        """Return the secrets of the apps whose codes may be typed."""
        rows = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP)
        return [decrypt(row.data["secret"]) for row in rows]


class SecondFactorForm(TypedCode, AuthenticateForm):
    label = "Kode dari aplikasi, atau kode pemulihan"


class SecondFactorAgainForm(TypedCode, AllauthFactorAgainForm):
    label = "Kode dari aplikasi, atau kode pemulihan"


class ActivateTOTPForm(TypedCode, AllauthActivateTOTPForm):
    label = "Kode 6 angka dari aplikasi"

    def secrets(self):
        return [self.secret]


class AnswerOfDevice:
    """For forms with the answer of a device: what no browser would send is a wrong answer, and no fault of ours."""

    FAULTS = (AttributeError, KeyError, TypeError, ValueError)

    def clean_credential(self):
        try:
            return super().clean_credential()
        except self.FAULTS as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyLoginForm(AnswerOfDevice, LoginWebAuthnForm):
    pass


class PasskeyStepForm(AnswerOfDevice, AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(AnswerOfDevice, ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey is always one that lets its person in without a password: unlocked by finger, face or PIN."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nama kunci sandi"
        self.fields["name"].help_text = "Supaya Anda mengenalinya, misalnya: ponsel saya."
        self.fields["name"].max_length = 60
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget = forms.HiddenInput()

    def clean(self):
        try:
            return super().clean()
        except AnswerOfDevice.FAULTS as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label="Nama kunci sandi", max_length=60)
