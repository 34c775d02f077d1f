"""How Indonesian words vary on a phone: affixes of speech, families of one root, slips of the finger."""

import re
from itertools import combinations, pairwise

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# Prefixes with the first letters of the root that they swallow (mengirim: kirim; menulis: tulis).
NASALS = (
    ("menge", ""),
    ("penge", ""),
    ("meng", "k"),
    ("peng", "k"),
    ("meny", "s"),
    ("peny", "s"),
    ("mem", "p"),
    ("pem", "p"),
    ("men", "t"),
    ("pen", "t"),
    ("nge", ""),
    ("ng", "k"),
    ("ny", "s"),
    ("me", ""),
    ("pe", ""),
)
PREFIXES = ("diper", "memper", "pemper", "ber", "per", "ter", "ke", "di", "se", "n", "m")
SUFFIXES = ("kannya", "annya", "innya", "kan", "nya", "lah", "kah", "pun", "an", "in", "ku", "mu", "ne", "i", "e")
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SOUNDS = ("aiueo", "sz", "fpv", "bp", "dt", "gk", "ck", "kq", "mn", "iy", "jz", "ksx")
# Sets of two letters that are easily taken for each other.
LIKELY = {
    *(frozenset(pair) for row in KEYS for pair in pairwise(row)),
    *(
        frozenset(pair)
        for above, below in pairwise(KEYS)
        for pair in [*zip(above, below, strict=False), *zip(above[1:], below, strict=False)]
    ),
    *(frozenset(pair) for sound in SOUNDS for pair in combinations(sound, 2)),
}
UNLIKELY_COST = 1.6
REPEATED = re.compile(r"([a-z]{3,})2(?:nya|an)?$")


def roots(word):
    """Return what may be the root of a word, itself first; guesses, to be checked against a vocabulary."""
    stems = {word: None}
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            stems[word[: -len(suffix)]] = None
    for stem in list(stems):
        for prefix in PREFIXES:
            if stem.startswith(prefix) and len(stem) - len(prefix) >= 3:
                stems[stem[len(prefix) :]] = None
        for prefix, swallowed in NASALS:
            if stem.startswith(prefix) and len(stem) - len(prefix) >= 2:
                rest = stem[len(prefix) :]
                for root in {rest, swallowed + rest}:
                    if len(root) >= 3:
                        stems[root] = None
    return list(stems)


def derived(root):
    """Return the usual words of one root: nikah gives menikah, pernikahan, nikahan, ..."""
    first, rest = root[0], root[1:]
    nasal = {"k": ("ng", rest), "s": ("ny", rest), "t": ("n", rest), "p": ("m", rest)}.get(first)
    if nasal is None:
        nasal = (
            ("ng", root)
            if first in "aiueogh"
            else ("m", root)
            if first in "bf"
            else ("n", root)
            if first in "cdjz"
            else ("", root)
        )
    joined = "".join(nasal)
    bases = [root, f"ber{root}", f"di{root}", f"ter{root}", f"me{joined}", f"pe{joined}"]
    ended = [f"{root}an", f"ke{root}an", f"pe{joined}an", f"per{root}an", f"pe{root}an", f"{root}kan", f"me{joined}kan"]
    return bases + ended


def family(word):
    """Return words that may share the root of a word. PostgreSQL's stemmer does not unite them all."""
    if len(word) < 5 or not word.isalpha():
        return derived(word) if len(word) == 4 and word.isalpha() else []
    return list(dict.fromkeys(form for root in roots(word)[:8] if len(root) >= 4 for form in derived(root)))


def one_slip(word):
    """Return all strings at one slip from a word: a letter lost, doubled, wrong, or two swapped."""
    pairs = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {left + right[1:] for left, right in pairs if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in pairs if len(right) > 1}
    wrong = {left + letter + right[1:] for left, right in pairs if right for letter in ALPHABET}
    added = {left + letter + right for left, right in pairs for letter in ALPHABET}
    return (lost | swapped | wrong | added) - {word}


def _wrong(letter, wanted):
    """Return what it costs to type one letter for another: neighbours on the keyboard and like sounds are slips."""
    return 0 if letter == wanted else 1 if {letter, wanted} in LIKELY else UNLIKELY_COST


def distance(one, other, limit=3):
    """Return the slips between two words (swapped neighbours count once), or more than limit when there are more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + _wrong(letter, wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, last = last, current
    return last[-1]


def slips_allowed(word):
    """Return how many slips a word of this length may hold: short words are too alike to guess at."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2 if len(word) < 11 else 3


def nearest(word, candidates):
    """Return the best of candidates (pairs of word and documents) within the allowed slips, or None."""
    scored = []
    for candidate, documents in candidates:
        slips = distance(word, candidate, limit=slips_allowed(word))
        if slips <= slips_allowed(word) and len(candidate) >= 3:
            if candidate[0] != word[0]:
                if slips > 1 or len(word) < 5:
                    continue
                slips += 0.5
            if _consonants(candidate) == _consonants(word):
                slips -= 0.4  # vowels go first in haste (pensun, brkala)
            scored.append((slips - min(documents, 50) / 200, candidate))
    return min(scored)[1] if scored else None


def _consonants(word):
    return re.sub("[aiueo]", "", word)
