"""What a search query is after it was understood: groups of alternatives, each group one thing that is asked for."""

import math
import re
import unicodedata
from dataclasses import dataclass, field

MAX_CHARACTERS = 400
MAX_WORDS = 16
MAX_ALTERNATIVES = 6
TOKEN = re.compile(r"[a-z0-9]+")


def fold(text):
    """Return text in lower case without accents and odd characters; what is not Latin becomes a space."""
    return "".join(
        character if character.isascii() else " "
        for character in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(character)
    ).lower()


def tokens_of(text):
    """Return the words of a text as the search sees them: lower case, letters a-z and digits only."""
    return TOKEN.findall(fold(text))


def words_to_learn(text):
    """Return the set of words of one text that the vocabulary keeps: letters only, 3 to 80 of them."""
    return {word for word in tokens_of(text) if word.isalpha() and 3 <= len(word) <= 80}


@dataclass(frozen=True)
class Alternative:
    """One way to say what a group asks for: words that must stand together in a text, and how well it fits (0 to 1)."""

    words: tuple
    fit: float = 1.0

    @property
    def tsquery(self):
        """Return the alternative for to_tsquery; words are [a-z0-9]+, so nothing in it can be an operator."""
        return " & ".join(self.words)

    @property
    def text(self):
        return " ".join(self.words)


@dataclass
class Group:
    """One thing that the query asks for: what was typed, what that may be called, and how much it tells apart."""

    typed: str
    alternatives: list = field(default_factory=list)
    weight: float = 1.0
    documents: int = 0
    is_optional: bool = False  # helps to rank, is never demanded
    is_of_field: bool = False  # staff listed it as a synonym

    def add(self, words, fit):
        """Add an alternative, unless the group holds it already or is full."""
        words = tuple(dict.fromkeys(words))
        if (
            words
            and len(self.alternatives) < MAX_ALTERNATIVES
            and all(words != known.words for known in self.alternatives)
        ):
            self.alternatives.append(Alternative(words, fit))

    @property
    def tsquery(self):
        return " | ".join(f"({alternative.tsquery})" for alternative in self.alternatives)


@dataclass
class Query:
    """A query as understood. `forms` maps a word to all words of the published texts with the same stem.

    `sense` is the share of it that is known (0 to 1, by weight): an unknown word lowers it.
    """

    typed: str = ""
    read_as: str = ""
    changes: list = field(default_factory=list)
    is_exact: bool = False
    sense: float = 0.0
    groups: list = field(default_factory=list)
    forms: dict = field(default_factory=dict)

    def __bool__(self):
        return any(group.alternatives for group in self.groups)

    @property
    def demanded(self):
        """Return the groups that a hit should cover, the most telling first; all when none is demanded."""
        groups = [group for group in self.groups if not group.is_optional] or self.groups
        return sorted(groups, key=lambda group: -group.weight)

    @property
    def total_weight(self):
        return sum(group.weight for group in self.groups) or 1.0


def information(documents, total):
    """Return how much a word tells apart that stands in some of all documents (inverse document frequency, > 0)."""
    return math.log(1 + max(total, 1) / max(documents, 1))
