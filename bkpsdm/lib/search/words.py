"""Everyday Indonesian: what everyday.txt lists, and numerals."""

from pathlib import Path


def _sections():
    """Return {name of section: its lines} of everyday.txt, without comments."""
    sections, lines = {}, []
    for line in Path(__file__).with_name("everyday.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections


def _pairs(lines):
    """Return {short: written} from lines "written = short other short"."""
    halves = [line.split(" = ") for line in lines]
    return {short: written for written, shorts in halves for short in shorts.split()}


_everyday = _sections()
INFORMAL = _pairs(_everyday["informal"])
NUMBERS = _pairs(_everyday["numbers"])
STOP = frozenset(" ".join(_everyday["stop"]).split())
WEAK = frozenset(" ".join(_everyday["weak"]).split())
EVERYDAY = STOP | WEAK | frozenset(INFORMAL) | frozenset(word for text in INFORMAL.values() for word in text.split())

_ONE_TO_TEN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
ROMANS = {roman: str(number) for number, roman in enumerate(_ONE_TO_TEN, 1)} | {"xx": "20", "xxx": "30"}
TO_ROMAN = {number: roman for roman, number in ROMANS.items()}


def spellings(word):
    """Return the informal spellings of a word; some published texts (questions above all) hold them."""
    return _SPELLINGS.get(word, ())


_SPELLINGS = {}
for _short, _written in INFORMAL.items():
    _SPELLINGS.setdefault(_written, []).append(_short)
