from .answers import publish_answer, save_answer
from .catalogue import load_catalogue, missing_components, publish_edition
from .deadlines import Promises, count_due_dates, end_pause, promised_days, recount_deadlines, set_due_dates
from .handling import answer_question
from .proposals import (
    drop_proposal,
    object_to_proposal,
    personal_in,
    propose_answer,
    publish_proposal,
    why_not_proposed,
)
from .questions import ask_question, close_question, reply_to_answer
from .reviews import confirm_answer, publish_revision, rate_answer, revise_answer
from .survey import answer_survey, give_token, is_token_usable, survey_token_for

__all__ = [
    "Promises",
    "answer_question",
    "answer_survey",
    "ask_question",
    "close_question",
    "confirm_answer",
    "count_due_dates",
    "drop_proposal",
    "end_pause",
    "give_token",
    "is_token_usable",
    "load_catalogue",
    "missing_components",
    "object_to_proposal",
    "personal_in",
    "promised_days",
    "propose_answer",
    "publish_answer",
    "publish_edition",
    "publish_proposal",
    "publish_revision",
    "rate_answer",
    "recount_deadlines",
    "reply_to_answer",
    "revise_answer",
    "save_answer",
    "set_due_dates",
    "survey_token_for",
    "why_not_proposed",
]
