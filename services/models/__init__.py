from .answers import AnswerFeedback, AnswerProposal, FrequentAnswer
from .catalogue import Category, Condition, Requirement, Service, ServiceEdition, StandardComponent, Step
from .promises import Pause, Promise, Reminder
from .questions import AnswerTemplate, Attachment, Message, Question
from .survey import SurveyAnswer, SurveyToken

__all__ = [
    "AnswerFeedback",
    "AnswerProposal",
    "AnswerTemplate",
    "Attachment",
    "Category",
    "Condition",
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
