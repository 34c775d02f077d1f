"""What everybody's actions share: to record and to notify; and how the outbox is sent."""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone

from bkpsdm.lib.states import move_to

from .models import Activity, Agency, Notification, Role, RoleGrant, User

logger = logging.getLogger(__name__)

BATCH = 100
ROWS_AT_ONCE = 500
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)


def record(verb, thing, *, by, **details):
    """Write down who did what to which thing; details hold no personal data."""
    label, key = (thing._meta.label_lower, thing.pk) if thing is not None else ("", "")
    return Activity.objects.create(actor=by, verb=verb, thing=label, thing_id=str(key), details=details)


def notify(people, kind, **payload):
    """Write one message for each person into the outbox, and have it drained once the transaction is committed.

    People are accounts, or employees of the roster. ``kind`` names the three templates in templates/emails/. A broker
    that is down delays the message until beat drains.
    """
    from .tasks import drain_outbox  # late: tasks call the actions below

    Notification.objects.bulk_create(
        (
            Notification(**{"user" if isinstance(person, User) else "employee": person}, kind=kind, payload=payload)
            for person in people
        ),
        batch_size=ROWS_AT_ONCE,
    )
    transaction.on_commit(drain_outbox.delay, robust=True)


def notify_employees(employees, kind, **payload):
    """Tell employees: by the verified address of their account where they have one, else by that of the roster."""
    accounts = {user.employee_id: user for user in User.objects.filter(employee__in=employees, is_active=True)}
    notify([accounts.get(employee.pk, employee) for employee in employees], kind, **payload)


def claim_notifications():
    """Lease up to 100 due messages to this worker, in database time, and return them."""
    with transaction.atomic():
        due = Notification.objects.due().select_for_update(skip_locked=True).order_by("send_after", "created_at")
        ids = list(due.values_list("pk", flat=True)[:BATCH])
        Notification.objects.filter(pk__in=ids).update(leased_until=Now() + LEASE, attempts=F("attempts") + 1)
    return list(
        Notification.objects.filter(pk__in=ids)
        .select_related("user__employee", "employee")
        .order_by("send_after", "created_at")
    )


def send_notification(notification, connection):
    """Send one leased message and record what became of it; a fault that may pass is tried again later.

    Raises OSError (SMTP faults included) when the mail server cannot be reached, or refuses the portal itself.
    """
    address = notification.address
    if not address:
        move_to(notification, Notification.State.UNREACHABLE)
        return
    try:
        compose_mail(notification, address, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        settle_refusal(notification, error.recipients[address][0])
    except smtplib.SMTPDataError as error:
        settle_refusal(notification, error.smtp_code)
    else:
        move_to(notification, Notification.State.SENT, sent_at=timezone.now())


def settle_refusal(notification, code):
    """Keep a permanent refusal (5xx), and try the others again; the server's words may hold the address."""
    if code >= 500:
        move_to(notification, Notification.State.REFUSED, error=str(code))
    else:
        postpone(notification, str(code))


def postpone(notification, error):
    """Give a leased message back, to be tried after a wait that doubles with each attempt."""
    wait = min(timedelta(seconds=30) * 2 ** min(notification.attempts, 10), LONGEST_WAIT)
    Notification.objects.filter(pk=notification.pk, state=Notification.State.WAITING).update(
        leased_until=None, send_after=Now() + wait, error=error[:300]
    )


def compose_mail(notification, address, connection=None):
    """Return the mail of a notification: subject, text and HTML, with a Message-ID that a repeat would share."""
    agency = Agency.current()
    context = {
        **notification.payload,
        "person": notification.person_name,
        "agency": agency,
        "url": f"{settings.SITE_URL}{notification.payload.get('path', '/')}",
    }
    name = f"emails/{notification.kind}"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{name}.subject.txt", context).split()),
        body=render_to_string(f"{name}.txt", context),
        to=[address],
        headers={"Message-ID": f"<{notification.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    mail.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
    return mail


@transaction.atomic
def grant_role(user, *, role, unit, starts_on, by, ends_on=None):
    """Give a role from a day on; a grant that already stands is left as it is."""
    grant = user.grants.filter(role=role, unit=unit).active_on(starts_on).first()
    if grant:
        return grant
    grant = RoleGrant(user=user, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, granted_by=by)
    grant.full_clean()
    grant.save()
    record("role_granted", grant, by=by, role=role)
    return grant


@transaction.atomic
def create_admin(login, *, password):
    """Make a service account that administers the installation; raises ValidationError when it exists or is weak."""
    user = User(login=login)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    grant_role(user, role=Role.ADMIN, unit=None, starts_on=timezone.localdate(), by=None)
    return user


@transaction.atomic
def save_synonym(synonym, *, by):
    """Write a word of the people and its meanings; searches understand it from then on."""
    synonym.full_clean()
    synonym.save()
    record("synonym_saved", synonym, by=by, term=synonym.term)
    return synonym


@transaction.atomic
def delete_synonym(synonym, *, by):
    """Forget a word of the people."""
    record("synonym_deleted", synonym, by=by, term=synonym.term)
    synonym.delete()
