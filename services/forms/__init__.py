from .handling import AnswerForm
from .questions import AskForm, ReplyForm
from .survey import SurveyForm

__all__ = ["AnswerForm", "AskForm", "ReplyForm", "SurveyForm"]
