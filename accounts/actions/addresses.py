"""The verified address of an account: by it people enter, reset a password, and are told."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User

from .records import record
from .telling import notify

LASTS = timedelta(days=1)
signer = TimestampSigner(salt="accounts.addresses")
OLD_LINK = "Tautan ini tidak berlaku lagi. Minta tautan baru dari akun Anda."


@transaction.atomic
def ask_new_address(user, address, *, by):
    """Send a link to an address that somebody says is the own; one that another account has is sent nothing."""
    address = address.lower()
    record("address_asked", user, by=by)
    if User.objects.filter(email__iexact=address).exists():
        return
    token = signer.sign_object([user.pk, address, user.email])
    notify([user], "address_asked", expires_at=timezone.now() + LASTS, to=address, token=token, path=reverse("account"))


def read_address(token):
    """Return account and address of a link, or None when it was not made here, is too old, or was used."""
    try:
        key, address, before = signer.unsign_object(token, max_age=LASTS)
    except (BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=key, email=before, is_active=True).first()
    return (user, address) if user else None


@transaction.atomic
def verify_address(token):
    """Take over the address whose reader followed the link, and tell the old one; raises ValidationError."""
    found = read_address(token)
    if found is None:
        raise ValidationError(OLD_LINK)
    user, address = found
    before, user.email = user.email, address
    user.full_clean(exclude=["password"])
    user.save(update_fields=["email"])
    record("address_verified", user, by=user)
    for told in filter(None, (before, address)):
        notify([user], "address_changed", to=told, path=reverse("account"))
    return user
