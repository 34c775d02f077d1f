"""What is shown of an address to somebody who typed a number, so that nobody learns whether the number is known."""

from accounts.models import Employee
from bkpsdm.templatetags.portal import masked_email


def shown_address(activation):
    """Return the masked address of whoever has the number, or that of somebody else, always the same for a number.

    The stand-in is drawn from the roster, so that it looks like the others. Both are fetched each time: neither the
    page nor the time that it takes says which of them is shown.
    """
    stand_in = _stand_in(activation.number_hash)
    own = activation.employee.email if activation.employee else ""
    return masked_email(own or stand_in)


def _stand_in(number_hash):
    """Return an address of the roster that is drawn by a fingerprint: another one only when the roster doubles."""
    emails = Employee.objects.exclude(email="").order_by("pk")
    last = emails.values_list("pk", flat=True).last() or 0
    drawn = int(number_hash[:15], 16) % (1 << last.bit_length())
    # Both are asked for, whether the first is needed or not: a number shall not be known by its time.
    after, first = emails.filter(pk__gte=drawn).first(), emails.first()
    found = after or first
    return found.email if found else ""
