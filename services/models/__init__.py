from .answers import AnswerFeedback, AnswerProposal, AnswerRevision, FrequentAnswer
from .catalogue import Category, Condition, Requirement, Service, ServiceEdition, StandardComponent, Step
from .promises import Pause, Promise, Reminder
from .questions import AnswerTemplate, Attachment, Message, Question
from .survey import ELEMENTS, FollowUp, SurveyAnswer, SurveyToken

__all__ = [
    "ELEMENTS",
    "AnswerFeedback",
    "AnswerProposal",
    "AnswerRevision",
    "AnswerTemplate",
    "Attachment",
    "Category",
    "Condition",
    "FollowUp",
    "FrequentAnswer",
    "Message",
    "Pause",
    "Promise",
    "Question",
    "Reminder",
    "Requirement",
    "Service",
    "ServiceEdition",
    "StandardComponent",
    "Step",
    "SurveyAnswer",
    "SurveyToken",
]
