from .answers import FrequentAnswer
from .catalogue import Category, Condition, Requirement, Service, ServiceEdition, StandardComponent, Step
from .questions import Message, Question

__all__ = [
    "Category",
    "Condition",
    "FrequentAnswer",
    "Message",
    "Question",
    "Requirement",
    "Service",
    "ServiceEdition",
    "StandardComponent",
    "Step",
]
