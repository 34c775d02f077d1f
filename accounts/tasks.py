"""Work beside the pages; each task may run twice."""

import logging

from celery import shared_task
from django.core.mail import get_connection

from .actions import claim_notifications, postpone, send_notification

logger = logging.getLogger(__name__)


@shared_task
def drain_outbox():
    """Send what the outbox holds, batch by batch, until nothing is due."""
    while batch := claim_notifications():
        with_mail_server(batch)


def with_mail_server(batch):
    """Send a batch over one connection; when the mail server is away, all of it waits."""
    connection = get_connection()
    try:
        connection.open()
        for notification in batch:
            send_one(notification, connection)
    except OSError as error:
        logger.warning("mail server unreachable: %s", type(error).__name__)
        for notification in batch:
            postpone(notification, type(error).__name__)
    finally:
        connection.close()


def send_one(notification, connection):
    """Send one message; a fault of ours in it must not hold up the others."""
    try:
        send_notification(notification, connection)
    except OSError:
        raise
    except Exception as error:
        logger.exception("notification %s could not be composed", notification.pk)
        postpone(notification, type(error).__name__)
