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

__all__ = [
    "COMPLETION_DAYS",
    "FIRST_ANSWER_DAYS",
    "answer_question",
    "ask_question",
    "close_question",
    "load_catalogue",
    "missing_components",
    "promised_days",
    "publish_answer",
    "publish_edition",
    "reply_to_answer",
    "save_answer",
]
