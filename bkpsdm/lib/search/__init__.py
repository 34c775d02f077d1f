"""Search over text columns: understanding Indonesian queries, ranking rows, saying why (knows no app)."""

from .matching import Matcher
from .query import Alternative, Group, Query, information, tokens_of, words_to_learn
from .ranking import CONFIG, MAX_CANDIDATES, SearchQuerySetMixin, weighted_column

__all__ = [
    "CONFIG",
    "MAX_CANDIDATES",
    "Alternative",
    "Group",
    "Matcher",
    "Query",
    "SearchQuerySetMixin",
    "information",
    "tokens_of",
    "weighted_column",
    "words_to_learn",
]
