"""A real mail server, on a free port of this machine."""

import asyncio
import socket
import threading
import time
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

DEADLINE = 15


def wait_until(condition, what):
    """Wait until a condition holds; fail after the deadline."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"waited {DEADLINE} s for {what}"
        threading.Event().wait(0.05)


class Post:
    """A mail server that keeps what it takes, and refuses whom it is told to."""

    def __init__(self):
        self.mails, self.refusals, self.senders = [], {}, {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = None

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        if address in self.senders:
            return self.senders[address]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    @property
    def addressees(self):
        return sorted(address for addresses, _ in self.mails for address in addresses)


class StoppingPost(Post):
    """A mail server that falls silent at one step, for good, until it is told to go on."""

    STEPS = ("MAIL", "RCPT", "DATA", "250")

    def __init__(self):
        super().__init__()
        self.silent_at, self.is_reached = "", False

    async def _pass(self, step):
        while self.silent_at == step:
            self.is_reached = True
            await asyncio.sleep(0.02)

    async def handle_MAIL(self, *words):  # noqa: N802  aiosmtpd's name
        await self._pass("MAIL")
        return await super().handle_MAIL(*words)

    async def handle_RCPT(self, *words):  # noqa: N802  aiosmtpd's name
        await self._pass("RCPT")
        return await super().handle_RCPT(*words)

    async def handle_DATA(self, *words):  # noqa: N802  aiosmtpd's name
        await self._pass("DATA")
        answer = await super().handle_DATA(*words)
        await self._pass("250")  # the letter is kept, and the worker does not know yet
        return answer

    def reached(self):
        return self.is_reached

    def go_on(self):
        self.silent_at, self.is_reached = "", False
