"""The handful of tags and filters that every template may use."""

import json

from django import template
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from bkpsdm.lib.sealed import unseal

register = template.Library()

OPEN, CLOSE = mark_safe("<mark>"), mark_safe("</mark>")


@register.filter
def moment(value):
    """Return a moment as people write it: Jumat, 12 Juni 2026, 14.20 WIB."""
    local = timezone.localtime(value)
    return f"{date_format(local, 'l, j F Y, H.i')} {local.tzname()}"


@register.filter
def clock(value):
    """Return the time of a moment as people write it: 14.20 WIB."""
    local = timezone.localtime(value)
    return f"{date_format(local, 'H.i')} {local.tzname()}"


@register.filter
def day(value):
    """Return a day as people write it: Jumat, 12 Juni 2026."""
    return date_format(value, "l, j F Y")


@register.filter
def control(field):
    """Return the widget of a form field, dressed as the house's input."""
    return field.as_widget(attrs={"class": "input"})


@register.filter
def masked_nip(nip):
    """Return a NIP with only the first four and the last three digits."""
    return f"{nip[:4]} •••• •••• ••• {nip[-3:]}" if nip else ""


@register.filter
def masked_email(address):
    """Return an address with only its first letter and the first of its host (s•••@g•••); nothing for none."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host[:1]}•••" if address else ""


@register.filter
def masked_phone(number):
    """Return a telephone number with only its first and its last two digits."""
    return f"{number[:2]}•• •••• ••{number[-2:]}" if number else ""


@register.filter
def masked_name(name):
    """Return a first name and the first letter of the rest, without titles (Siti A•••••); never a whole name."""
    bare = name.partition(",")[0].split()
    first, *rest = [word for word in bare if not word.endswith(".")] or bare or [""]
    return f"{first} {rest[0][0]}•••••" if rest else f"{first[:1]}•••••"


@register.filter
def marked(parts):
    """Return text with the words that matched marked: takes a list of (text, is_match)."""
    return format_html_join("", "{}{}{}", ((OPEN if hit else "", text, CLOSE if hit else "") for text, hit in parts))


@register.filter
def stay_words(span):
    """Return a span of whole hours or minutes in words: 4 jam, 30 menit."""
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} jam" if minutes % 60 == 0 else f"{minutes} menit"


@register.filter
def unsealed(text):
    """Return what `bkpsdm.lib.sealed` sealed: for mails only, which are the one place where it may be read."""
    return unseal(text)


@register.filter
def as_json(value):
    """Return JSON for a data attribute: a script reads it there, and the page needs no inline script."""
    return json.dumps(value)


@register.filter
def device_token(user):
    """Return a name for what an account keeps on a device: the same each time, and telling nothing of the account."""
    return salted_hmac("what an account keeps on a device", str(user.pk)).hexdigest()[:16]
