"""The satisfaction survey: a token for one use, and an answer that nothing leads back from (PermenPANRB 14/2017).

No row joins a question to a token or a token to an answer. Therefore an answer is not recorded as an activity either:
an activity has a moment, and the moment would tell who answered.
"""

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import record
from accounts.models import Activity
from services.models import Question, SurveyAnswer, SurveyToken
from services.periods import month_of

OFFERED = "survey_offered"


def survey_token_for(question, *, today):
    """Return a token for whoever has just closed a question, or None: the survey is offered once a question.

    Call it after the question is closed, outside its transaction, and hand the token over in the answer to that very
    request: it is written nowhere, so it goes into no mail either. The record says that a survey was offered.
    """
    if question.closed_by != Question.ClosedBy.ASKER or not _offer_once(question):
        return None
    return give_token(question.unit, today=today)


@transaction.atomic
def _offer_once(question):
    """Write down that the survey of a question is offered, and return whether this is the first time."""
    Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if Activity.objects.filter(verb=OFFERED, thing=question._meta.label_lower, thing_id=str(question.pk)).exists():
        return False
    record(OFFERED, question, by=question.asker)
    return True


@transaction.atomic
def give_token(unit, *, today):
    """Return a new right to answer once about a bidang; the portal keeps its hash, the bidang and the month alone.

    Rights whose time is over go at the same time.
    """
    SurveyToken.objects.expired_on(today).delete()
    token = secrets.token_urlsafe(24)
    SurveyToken.objects.create(digest=_digest(token), unit=unit, month=month_of(today))
    return token


@transaction.atomic
def answer_survey(token, *, answers, today):
    """Spend a token on nine answers, by code of the element: the token goes, the answers stay.

    Raises ValidationError when the token has been used, has expired or was never given.
    """
    # Two at once: the second waits for this row, and then it is gone.
    right = _right(token, today).select_for_update().first()
    if right is None:
        raise ValidationError("Tautan survei ini sudah dipakai atau sudah lewat waktunya.", code="used")
    answer = SurveyAnswer(unit=right.unit, month=right.month, **answers)
    answer.full_clean()
    right.delete()
    answer.save()


def is_token_usable(token, *, today):
    """Return whether a token still gives the right to answer."""
    return _right(token, today).exists()


def _right(token, today):
    return SurveyToken.objects.usable_on(today).filter(digest=_digest(token))


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
