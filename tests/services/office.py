"""What several tests of the office's side begin with."""

from accounts.models import Notification
from services.actions import ask_question
from tests import factories


def ask(by, service, **changes):
    """Return a question that somebody asks about a service."""
    fields = {"kind": "pertanyaan", "title": "Pokok", "body": "Isinya.", "key": factories.new_key()}
    return ask_question(by=by, service=service, **(fields | changes))


def told(kind=None):
    """Return pairs of kind and login name of all messages, in their order; only those of a kind when one is named."""
    rows = Notification.objects.by_mail().order_by("created_at", "user__email")
    pairs = [(row.kind, row.user.email.partition("@")[0]) for row in rows.select_related("user")]
    return [name for found, name in pairs if found == kind] if kind else pairs


def thread(question):
    """Return pairs of kind and body of a thread."""
    return list(question.messages.order_by("pk").values_list("kind", "body"))
