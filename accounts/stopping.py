"""The link by which a person stops a slip that somebody else asked for: signed, without a login."""

from django.core.signing import BadSignature, Signer

from .models import EntrySlip

signer = Signer(salt="accounts.stopping")


def stop_token(slip):
    return signer.sign(str(slip.pk))


def read_stop(token):
    """Return the slip of a link, or None for one that was not made here."""
    try:
        key = signer.unsign(token)
    except BadSignature:
        return None
    return EntrySlip.objects.filter(pk=key).select_related("employee").first()
