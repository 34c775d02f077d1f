"""What becomes of a person's second factors; django-allauth keeps them."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from .records import record
from .telling import notify


@transaction.atomic
def report_factor(user, verb):
    """Record that a way to enter was added or taken away, and tell its owner, who may not be the one that did it."""
    record(verb, user, by=user)
    notify([user], "factors_changed", path=reverse("mfa_index"))


@transaction.atomic
def remove_all_factors(user):
    """Take away all second factors, as a recovery does."""
    Authenticator.objects.filter(user=user).delete()
    record("factors_removed", user, by=user)
