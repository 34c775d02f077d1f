"""Say where a text meets a query: marks for the reader, and how well a short name fits."""

import re

from .query import fold

WORD = re.compile(r"[^\W_]+")


class Matcher:
    """Knows the words of a query in all their forms, without asking the database again."""

    def __init__(self, query):
        self.query = query
        self.forms = {}  # word of a text -> words of the query that it stands for
        for group in query.groups:
            for alternative in group.alternatives:
                for word in alternative.words:
                    for form in {word, *query.forms.get(word, ())}:
                        self.forms.setdefault(form, set()).add(word)

    def words_in(self, text):
        """Return the list of pairs (span, set of query words) of all words of a text."""
        return [(match.span(), self.forms.get(fold(match[0]).strip(), frozenset())) for match in WORD.finditer(text)]

    def covered(self, text):
        """Return a dict from group number to fit, for the groups that a text holds."""
        present = set().union(*(words for _, words in self.words_in(text))) if text else set()
        fits = {}
        for number, group in enumerate(self.query.groups):
            for alternative in group.alternatives:
                if present.issuperset(alternative.words):
                    fits[number] = max(fits.get(number, 0), alternative.fit)
        return fits

    def weight(self, text):
        """Return the share of the query's weight that a text covers, 0 to 1."""
        fits = self.covered(text)
        return sum(self.query.groups[number].weight * fit for number, fit in fits.items()) / self.query.total_weight

    def fit_of_name(self, name):
        """Return how well a short name fits, 0 to 1: it should cover the query and hold little else."""
        words = self.words_in(name)
        if not words:
            return 0.0
        useful = {word for group in self._present(name) for word in group}
        matched = sum(1 for _, found in words if found & useful)
        cover = self.weight(name)
        precision = matched / len(words)
        return cover * precision * 2 / (cover + precision) if cover and precision else 0.0

    def _present(self, text):
        present = set().union(*(words for _, words in self.words_in(text))) if text else set()
        return [
            alternative.words
            for group in self.query.groups
            for alternative in group.alternatives
            if present.issuperset(alternative.words)
        ]

    def marks(self, text):
        """Return a text as a list of pairs (part, is_match); joined, the parts are the text."""
        useful = {word for words in self._present(text) for word in words}
        parts, at = [], 0
        for (start, end), found in self.words_in(text):
            if found & useful:
                if start > at:
                    if parts and parts[-1][1] and text[at:start].isspace():
                        parts[-1] = (parts[-1][0] + text[at:end], True)
                        at = end
                        continue
                    parts.append((text[at:start], False))
                parts.append((text[start:end], True))
                at = end
        if at < len(text):
            parts.append((text[at:], False))
        return parts

    def best(self, texts):
        """Return the pair (share of the query, text) of the text that covers most; the first of equals."""
        return max(((self.weight(text), text) for text in texts), key=lambda pair: pair[0], default=(0.0, ""))

    def snippet(self, text, length=220):
        """Return the part of a text that covers most of the query: whole sentences where they fit."""
        if len(text) <= length:
            return text
        sentences = re.split(r"(?<=[.!?])\s+", text)
        windows = []
        for first in range(len(sentences)):
            window = sentences[first]
            for sentence in sentences[first + 1 :]:
                if len(window) + len(sentence) >= length:
                    break
                window = f"{window} {sentence}"
            windows.append(window)
        chosen = self.best(windows)[1]
        lead = "… " if not text.startswith(chosen) else ""
        return lead + (chosen if len(chosen) <= length + 60 else chosen[:length].rsplit(" ", 1)[0] + " …")
