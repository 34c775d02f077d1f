"""What a phone shows while it is locked says that there is something, never what it is or whom it is about."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.actions import notify
from accounts.kinds import KINDS
from accounts.models import Notification
from accounts.tasks import drain_outbox
from tests import factories

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "emails"
# What a subject may hold: numbers, and by kind the name of what is public anyway.
NUMBERS = {"question", "count", "items|length", "today|length", "tomorrow|length"}
PUBLIC = {
    "event_invited": {"event"},
    "event_changed": {"event"},
    "event_cancelled": {"event"},
    "article_published": {"title"},
}
CANARY = "kenarikuning"


@pytest.mark.parametrize("kind", KINDS)
def test_subject_holds_no_variable_that_could_name_somebody_or_something(kind):
    subject = (TEMPLATES / f"{kind}.subject.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"{{\s*(.*?)\s*}}", subject)) <= NUMBERS | PUBLIC.get(kind, set())
    assert set(re.findall(r"{%\s*(\w+)", subject)) <= {"autoescape", "endautoescape", "if", "else", "endif"}


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"digest"}))
def test_subject_and_title_of_a_message_hold_nothing_of_its_matter(agency, post, kind):
    user = factories.UserFactory(employee__name=f"Nama {CANARY}")
    matter = dict.fromkeys({"title", "body", "reason", "name", "event", "place"} - PUBLIC.get(kind, set()), CANARY)
    later = timezone.now() + timedelta(hours=1)
    notify([user], kind, expires_at=later, question="2026-0001", path=f"/tanya/{CANARY}/", **matter)
    drain_outbox()
    [(_, mail)] = post.mails
    shown = [mail["Subject"], *(notice.title for notice in Notification.objects.all())]
    assert len(shown) == 3
    assert [text for text in shown if CANARY in text or user.login in text] == []
