"""Mail of the demo: kept as files, so that it can be read without a mail server."""

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"^([0-9]{19})-[0-9]+$")


@dataclass(frozen=True)
class Mail:
    name: str
    sent_at: datetime
    sender: str
    to: str
    subject: str
    body: str


class Mailbox(BaseEmailBackend):
    """An e-mail backend that writes each message to MAILBOX_DIR."""

    def send_messages(self, email_messages):
        directory = Path(settings.MAILBOX_DIR)
        directory.mkdir(parents=True, exist_ok=True)
        for number, message in enumerate(email_messages):
            name = f"{time.time_ns():019d}-{number}"
            half = directory / f"{name}.part"
            half.write_bytes(message.message().as_bytes())
            half.rename(directory / f"{name}.eml")
        return len(email_messages)


def newest(limit=50):
    """Return the newest messages."""
    files = sorted(Path(settings.MAILBOX_DIR).glob("*.eml"), reverse=True)[:limit]
    return [_read(file) for file in files]


def one(name):
    """Return a message by name, or None."""
    file = Path(settings.MAILBOX_DIR) / f"{name}.eml"
    return _read(file) if NAME.match(name) and file.exists() else None


def _read(file):
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return Mail(
        name=file.stem,
        sent_at=datetime.fromtimestamp(int(NAME.match(file.stem)[1]) / 1e9, UTC),
        sender=message["From"],
        to=message["To"],
        subject=message["Subject"],
        body=message.get_body(("plain",)).get_content(),
    )
