"""How a message looks as a mail."""

import hashlib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .kinds import DIGEST
from .models import Agency
from .unsubscribe import leave_path


def compose_mail(notification, address, connection=None):
    """Return the mail of a notification: subject, text and HTML, with a Message-ID that a repeat would share.

    One click leaves the group, for people and for mail programs (RFC 2369, RFC 8058), unless a rule requires the mail.
    """
    agency = Agency.current()
    leave = leave_path(notification)
    leave_url = f"{settings.SITE_URL}{leave}" if leave else ""
    context = {
        **notification.payload,
        "person": notification.person_name,
        "agency": agency,
        "url": f"{settings.SITE_URL}{notification.path or '/'}",
        "site_url": settings.SITE_URL,
        "leave_url": leave_url,
    }
    if notification.kind == DIGEST:
        context["items"] = list(notification.items.order_by("created_at"))
    name = f"emails/{notification.kind}"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{notification.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    if leave_url:
        headers |= {"List-Unsubscribe": f"<{leave_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{name}.subject.txt", context).split()),
        body=render_to_string(f"{name}.txt", context) + render_to_string("emails/_leave.txt", context),
        to=[address],
        headers=headers,
        connection=connection,
    )
    mail.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    return mail


def digest_of_mail(mail):
    """Return the SHA-256 of what the reader sees first: subject, an empty line, the text."""
    return hashlib.sha256(f"{mail.subject}\n\n{mail.body}".encode()).hexdigest()
