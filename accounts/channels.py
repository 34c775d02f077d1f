"""The ways by which a message reaches a person; a further one is a class of the same shape and a line in CHANNELS."""

import hashlib
import smtplib
from contextlib import contextmanager
from typing import Any, Protocol

from django.core.mail import get_connection

from .mails import compose_mail, digest_of_mail
from .models import Notification, User

SERVICE_CLOSES = 421  # RFC 5321: said to anything when the server is about to hang up


class SendError(Exception):
    """Why a message did not go; the code is a number or a class of error, never words, which may hold an address."""

    def __init__(self, code):
        super().__init__(code)
        self.code = str(code)


class QuickError(SendError):
    """The way itself is closed, for all: tried again within minutes."""


class SlowError(SendError):
    """This one message was put off: tried again after a quarter of an hour and more."""


class PermanentError(SendError):
    """This one message will never be taken."""


class Channel(Protocol):
    """What the outbox asks of a channel."""

    name: str  # as it stands in Notification.channel
    label: str  # for people
    is_instant: bool  # the row itself is the delivery: nothing has to be sent
    can_gather: bool  # several messages may go as one digest

    def reaches(self, person) -> bool:
        """Return whether a User or Employee can be told this way at all."""

    def address_of(self, person) -> str:
        """Return where the person is reached, or nothing."""

    def open(self) -> Any:
        """Return a context manager that gives the connection for `send`; raises QuickError when there is none."""

    def send(self, notification, connection) -> str:
        """Send one message and return its proof; raises QuickError, SlowError or PermanentError."""


class MailChannel:
    """E-mail, by one SMTP connection for many letters."""

    name, label = Notification.Channel.EMAIL.value, Notification.Channel.EMAIL.label
    is_instant, can_gather = False, True

    def reaches(self, person):
        return True

    def address_of(self, person):
        return person.email

    @contextmanager
    def open(self):
        connection = get_connection()
        try:
            connection.open()
            yield connection
        except OSError as error:  # all of smtplib's errors are
            raise QuickError(type(error).__name__) from error
        finally:
            connection.close()

    def send(self, notification, connection):
        address = notification.own_address or self.address_of(notification.person)
        mail = compose_mail(notification, address, connection)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise self._refusal(error.recipients[address][0]) from error
        except smtplib.SMTPDataError as error:
            raise self._refusal(error.smtp_code) from error
        except OSError as error:  # the server hung up, or refuses the portal itself
            raise QuickError(type(error).__name__) from error
        return digest_of_mail(mail)

    @staticmethod
    def _refusal(code):
        if code == SERVICE_CLOSES:
            return QuickError(code)
        return PermanentError(code) if code >= 500 else SlowError(code)


class PortalChannel:
    """The list of messages in the portal, for whoever has an account."""

    name, label = Notification.Channel.PORTAL.value, Notification.Channel.PORTAL.label
    is_instant, can_gather = True, False

    def reaches(self, person):
        return isinstance(person, User)

    def address_of(self, person):
        return str(person.pk)

    @contextmanager
    def open(self):
        yield None

    def send(self, notification, connection):
        shown = f"{notification.title}\n{notification.path}"
        return hashlib.sha256(shown.encode()).hexdigest()


CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (PortalChannel(), MailChannel())}
