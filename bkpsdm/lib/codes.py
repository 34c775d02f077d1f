"""Codes that people read aloud and type: Crockford's base 32, in groups of four, with a check character.

The alphabet has no I, L, O and U; whoever types O, I or L means 0, 1 and 1.
"""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_MEANT = str.maketrans("OIL", "011")
# x^5 + x^2 + 1: makes the 32 characters a field, in which the check character is a sum of distinct multiples.
_POLYNOMIAL = 0b100101


def new_code():
    """Return 12 random characters (60 bits) that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def derived_code(secret, name):
    """Return the 12 characters that stand for a name under a secret: HMAC-SHA-256, cut to 60 bits."""
    digest = hmac.digest(secret.encode(), name.encode(), hashlib.sha256)
    bits = int.from_bytes(digest[:8], "big") >> 4
    return "".join(ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(LENGTH)))


def check_character(code):
    """Return the character that makes any one wrong character, and any two that changed places, show."""
    total = 0
    for character in code:
        total = _double(total) ^ ALPHABET.index(character)
    return ALPHABET[_double(total)]


def _double(value):
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value


def clean_code(text):
    """Return what was typed or scanned in capitals, without spaces and hyphens, O, I and L read as 0, 1 and 1."""
    return "".join(text.upper().split()).replace("-", "").translate(_MEANT)


def is_code(text):
    """Return whether a cleaned text consists of characters of the alphabet only."""
    return bool(text) and set(text) <= set(ALPHABET)


def is_checked(text):
    """Return whether a cleaned text is 12 characters of the alphabet with their right check character."""
    return len(text) == LENGTH + 1 and is_code(text) and check_character(text[:LENGTH]) == text[LENGTH]


def grouped(code):
    """Return a code as people read it: H4QX-M93T-VB2K, and a check character as a group of its own."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
