"""Two editors, and stories and petikan in every state, reached through the actions."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from announcements.actions import approve_article, attach_file, issue_decree, submit_article
from announcements.models import Decree, DecreeRecipient
from bkpsdm.lib.states import move_to
from tests import factories

from .files import upload


@pytest.fixture
def reviewer(cast):
    """A second editor: nobody approves the own story."""
    return cast["penyunting2"]


@pytest.fixture
def make_draft(cast):
    """Return a function that makes a draft of penyunting."""
    return lambda **fields: factories.ArticleFactory(**{"author": cast["penyunting"], **fields})


@pytest.fixture
def make_article(make_draft, reviewer):
    """Return a function that publishes a story: make_article(publish_at=…, now=…, **fields)."""

    def make(*, publish_at=None, now=None, **fields):
        article = make_draft(**fields)
        submit_article(article, by=article.author)
        approve_article(article, publish_at=publish_at, now=now, by=reviewer)
        return article

    return make


@pytest.fixture
def picture_upload():
    """Return a function that makes an upload of a picture: picture_upload(width=…, format=…, exif=…)."""

    def make(width=1600, height=900, file_format="JPEG", **options):
        out = BytesIO()
        Image.new("RGB", (width, height), "#1f3cb4").save(out, file_format, **options)
        return SimpleUploadedFile(f"foto.{file_format.lower()}", out.getvalue())

    return make


@pytest.fixture
def make_decree(db):
    """Return a function that makes an issued decree with so many recipients: make_decree(recipients=24, **fields)."""

    def make(recipients=0, **fields):
        defaults = {
            "kind": Decree.Kind.AWARD,
            "state": Decree.State.ISSUED,
            "issuer": "Presiden",
            "number": f"{Decree.objects.count() + 1}/TK/2024",
            "dated_on": date(2024, 6, 1),
            "issued_at": timezone.now(),
        }
        fields = defaults | fields
        state = fields.pop("state")
        decree = Decree.objects.create(**fields)
        grants = {"rank_from": "III/a", "rank_to": "III/b"}
        if decree.kind == Decree.Kind.AWARD:
            grants = {"award_class": "X"}
        for _ in range(recipients):
            person = factories.EmployeeFactory()
            DecreeRecipient.objects.create(
                decree=decree, employee=person, name=person.name, nip=person.nip, unit=person.unit, **grants
            )
        if state == Decree.State.ISSUED:
            for recipient in decree.recipients.all():
                move_to(recipient, DecreeRecipient.State.IN_FORCE)
            move_to(decree, Decree.State.ISSUED)
        return decree

    return make


@pytest.fixture
def media(settings, tmp_path):
    """A place of its own for stored files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def issue(cast, media):
    """Return a function by which pengelola issues a petikan: issue(award=…, employee=…, file=False, …)."""

    def make(*, file=True, **fields):
        recipient = factories.RecipientFactory(**fields)
        if file:
            recipient = attach_file(recipient, file=upload(), by=cast["pengelola"])
        issue_decree(recipient.decree, by=cast["pengelola"])
        recipient.refresh_from_db()
        return recipient

    return make
