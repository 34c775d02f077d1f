"""Work beside the pages; each task may run twice, and at the same time (tests/test_tasks.py)."""

import logging
from datetime import timedelta
from functools import partial

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from . import actions
from .channels import CHANNELS, QuickError
from .freshness import beat
from .models import ImportRun, Notification
from .progress import note_progress
from .sessions import forget_sessions
from .timing import last_digest_moment

logger = logging.getLogger(__name__)


@shared_task
def drain_outbox():
    """Send what the outbox holds, channel by channel and batch by batch, until nothing is due."""
    for channel in CHANNELS.values():
        try:
            drain_channel(channel)
        except QuickError as error:
            logger.warning("channel %s is closed: %s", channel.name, error.code)
            actions.delay_channel(channel, error.code)


def drain_channel(channel):
    """Send what is due in one channel; raises QuickError when it is closed, or closes on the way."""
    while Notification.objects.due().filter(channel=channel.name).exists():
        with channel.open() as connection:
            actions.wake_channel(channel)
            batch = actions.claim_notifications(channel)
            send_batch(batch, channel, connection)
        if not batch:  # another worker has them
            return


def send_batch(batch, channel, connection):
    """Send claimed messages; what is left when the channel closes is given back."""
    for number, notification in enumerate(batch):
        try:
            actions.send_notification(notification, channel, connection)
        except QuickError as error:
            actions.postpone(batch[number:], Notification.Retry.QUICK, error.code)
            raise
        except Exception as error:  # a fault of ours in one message must not hold up the others
            logger.exception("notification %s could not be composed", notification.pk)
            actions.postpone([notification], Notification.Retry.SLOW, type(error).__name__)


@shared_task
def send_digests():
    """Write the digests of the newest weekly moment for whoever has none for it yet."""
    moment = last_digest_moment(timezone.localtime())
    for pacing in actions.people_due(moment):
        actions.write_digest(pacing, moment=moment)


@shared_task
def forget_messages():
    """Empty the messages whose time of keeping is over."""
    actions.forget_settled(timezone.now() - timedelta(days=settings.NOTICE_RETENTION_DAYS))


@shared_task
def seal_activities():
    """Seal what was recorded since the last time, batch by batch."""
    while actions.seal_activities():
        pass


@shared_task
def read_imports():
    """Read the files of people that wait for it, one after another."""
    for run in ImportRun.objects.waiting():
        actions.read_import(run, on_progress=partial(note_progress, run))


@shared_task
def forget_imports():
    """Delete the rows of imports whose time of keeping is over."""
    actions.forget_import_rows(timezone.now() - timedelta(days=settings.IMPORT_RETENTION_DAYS))


@shared_task
def beat_heart():
    """Show that beat, broker and worker are alive: /freshz looks at the time of the last beat."""
    beat("beat")


@shared_task
def send_activation_codes():
    """Send the codes that were asked for, and what the broker lost on the way."""
    actions.tell_activation_codes(timezone.now())


@shared_task
def forget_entries():
    """Delete what helped people in and is of no use any more: codes of yesterday, and sessions that ended."""
    actions.forget_activation_codes(timezone.now() - timedelta(days=1))
    forget_sessions()
