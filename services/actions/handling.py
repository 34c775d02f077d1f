"""What the office does with a question."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import notify, record
from accounts.models import Role, RoleGrant
from bkpsdm.lib.states import move_to
from services.models import Message, Question


@transaction.atomic
def answer_question(question, *, body, by):
    """Answer a question that waits for the office, and tell the asker.

    Raises ValidationError when the answer is empty or somebody else answered first.
    """
    if not body.strip():
        raise ValidationError("Tulis jawabannya lebih dahulu.")
    now = timezone.now()
    first_answer_at = question.first_answer_at or now
    move_to(question, Question.State.ANSWERED, answered_at=now, first_answer_at=first_answer_at)
    Message.objects.create(
        question=question, author=by, unit=question.unit, kind=Message.Kind.ANSWER, body=body.strip()
    )
    record("question_answered", question, by=by)
    notify([question.asker], "question_answered", question=question.number, path=question.get_absolute_url())


def officers_of(unit):
    """Return the accounts of the officers of a bidang today, or of its head where it has none."""
    grants = RoleGrant.objects.active_on(timezone.localdate()).filter(unit=unit).select_related("user__employee")
    for role in (Role.OFFICER, Role.HEAD_OF_BIDANG):
        users = [grant.user for grant in grants.filter(role=role).order_by("user_id").distinct("user_id")]
        if users:
            return users
    return []
