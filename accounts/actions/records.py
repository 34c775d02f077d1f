"""The record of what people did."""

from accounts.models import Activity


def record(verb, thing, *, by, **details):
    """Write down who did what to which thing; details hold no personal data."""
    label, key = (thing._meta.label_lower, thing.pk) if thing is not None else ("", "")
    return Activity.objects.create(actor=by, verb=verb, thing=label, thing_id=str(key), details=details)
