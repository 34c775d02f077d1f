"""Input of the hallway."""

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from django import forms
from django.core.exceptions import ValidationError

from accounts.actions import Wishes, pacing_of, save_synonym, save_wishes
from accounts.channels import CHANNELS
from accounts.kinds import groups_for, is_required
from accounts.models import Employee, Notification, Synonym, User
from bkpsdm.lib.forms import ActionForm
from bkpsdm.lib.nip import clean_number

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
        number = clean_number(login)
        # Whoever got another number since (a PPPK who became CPNS) enters with the newest.
        user = User.objects.filter(employee__in=Employee.objects.numbered(number)).first()
        return user.login if user else number


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


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class WishesForm(ActionForm):
    """What a person wants to be told by which channel, and when mail may come."""

    PACING = ("has_digest", "quiet_from", "quiet_until")

    has_digest = forms.BooleanField(label="Surel dirangkum sepekan sekali", required=False)
    quiet_from = forms.TimeField(label="Jam tenang mulai", required=False, widget=TimeInput)
    quiet_until = forms.TimeField(label="sampai", required=False, widget=TimeInput)

    def __init__(self, *args, user, **kwargs):
        pacing, wishes = pacing_of(user), Wishes.of([user])
        super().__init__(*args, initial={name: getattr(pacing, name) for name in self.PACING}, **kwargs)
        self.groups, self.channels = groups_for(user), CHANNELS.values()
        for name, group in self.groups.items():
            for channel in self.channels:
                self.fields[f"{name}-{channel.name}"] = self._tick(
                    f"{group.label}, lewat {channel.label}",
                    is_on=wishes.wants(user, name, channel.name),
                    is_required=is_required(name),
                )

    @staticmethod
    def _tick(label, *, is_on, is_required):
        attrs = {"class": "tick", "aria-label": f"{label}, selalu" if is_required else label}
        widget = forms.CheckboxInput(attrs=attrs)
        return forms.BooleanField(required=False, disabled=is_required, initial=is_on or is_required, widget=widget)

    @property
    def rows(self):
        """Return each group with its ticks: pairs of channel and bound field."""
        return [
            (group, [(channel, self[f"{name}-{channel.name}"]) for channel in self.channels])
            for name, group in self.groups.items()
        ]

    def save(self, *, by):
        pacing = {name: self.cleaned_data[name] for name in self.PACING}
        choices = {
            (name, channel.name): self.cleaned_data[f"{name}-{channel.name}"]
            for name in self.groups
            if not is_required(name)
            for channel in self.channels
        }
        return self.act(save_wishes, by, choices=choices, by=by, **pacing)


class ResendForm(forms.Form):
    """One failed message, or all of a kind."""

    pk = forms.UUIDField(required=False)
    kind = forms.CharField(required=False)

    def clean(self):
        data = super().clean()
        if bool(data.get("pk")) == bool(data.get("kind")):
            raise ValidationError("Pilih satu kabar atau satu jenis.")
        return data

    def chosen(self):
        return Notification.objects.filter(**{name: value for name, value in self.cleaned_data.items() if value})
