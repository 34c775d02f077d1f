from .handling import AnswerForm
from .proposals import ObjectionForm, ProposalForm, RevisionForm
from .questions import AskForm, ReplyForm
from .survey import SurveyForm

__all__ = ["AnswerForm", "AskForm", "ObjectionForm", "ProposalForm", "ReplyForm", "RevisionForm", "SurveyForm"]
