from .answers import publish_answer, save_answer
from .catalogue import load_catalogue, missing_components, publish_edition
from .questions import (
    COMPLETION_DAYS,
    FIRST_ANSWER_DAYS,
    answer_question,
    ask_question,
    close_question,
    promised_days,
    reply_to_answer,
)
from .survey import answer_survey, give_token, is_token_usable, survey_link_for

__all__ = [
    "COMPLETION_DAYS",
    "FIRST_ANSWER_DAYS",
    "answer_question",
    "answer_survey",
    "ask_question",
    "close_question",
    "give_token",
    "is_token_usable",
    "load_catalogue",
    "missing_components",
    "promised_days",
    "publish_answer",
    "publish_edition",
    "reply_to_answer",
    "save_answer",
    "survey_link_for",
]
