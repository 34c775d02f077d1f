"""What the list of common passwords that comes with Django does not know: the words of this country."""

import re
from pathlib import Path

from django.core.exceptions import ValidationError

# Words that stand in most leaked passwords of Indonesia, with or without figures around them.
FAMILIAR = frozenset(Path(__file__).with_name("familiar_words.txt").read_text().split())
SWAPS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})


def bare_words(password):
    """Return what remains of a password without the figures and signs around it, and with the usual swaps undone."""
    lower = password.lower()
    stripped = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower)
    swapped = stripped.translate(SWAPS)
    return {re.sub(r"[\W\d_]+", "", text) for text in (stripped, swapped)}


class FamiliarWordsValidator:
    """Refuse a familiar word or phrase that has only figures, signs or spaces added: Bismillah2026!"""

    def validate(self, password, user=None):
        if bare_words(password) & FAMILIAR:
            raise ValidationError(
                "Kata sandi ini terlalu mudah ditebak: kata yang dikenal ditambah angka.", code="password_familiar"
            )

    def get_help_text(self):
        return "Jangan memakai kata yang dikenal orang, walau ditambah angka."
