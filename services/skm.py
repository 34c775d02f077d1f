"""The satisfaction index SKM: pure arithmetic (PermenPANRB 14/2017, attachment, chapter on processing the data).

Elements are known by their code (u1 … u9), never by position: some offices swap the last two.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# The index of 1 to 4 becomes one of 25 to 100.
FACTOR = 25
# Krejcie and Morgan (1970): chi-square for one degree of freedom at 95%, half the population each way, 5% error.
CHI_SQUARE, PORTION, ERROR = Fraction("3.841"), Fraction(1, 2), Fraction("0.05")


@dataclass(frozen=True)
class Grade:
    letter: str
    label: str
    floor: Decimal


# The law's bands leave gaps (88.30 – 88.31), so a value rounded to two decimals is told by the lower bounds alone.
GRADES = (
    Grade("A", "Sangat baik", Decimal("88.31")),
    Grade("B", "Baik", Decimal("76.61")),
    Grade("C", "Kurang baik", Decimal("65.00")),
    Grade("D", "Tidak baik", Decimal("25.00")),
)


def element_scores(sums, answers):
    """Return the NRR of each element, its mean from 1 to 4, as exact fractions; takes the sums by code."""
    return {code: Fraction(total, answers) for code, total in sums.items()}


def equal_weights(codes):
    """Return the default weights: exactly one ninth each for nine (0.111 would make four everywhere 99.9)."""
    return {code: Fraction(1, len(codes)) for code in codes}


def satisfaction_index(scores, weights=None):
    """Return the IKM from 25 to 100, rounded half up to two decimals: the weighted mean of the elements, times 25.

    Raises ValueError when the weights are not those of the elements, or do not add up to one.
    """
    weights = equal_weights(scores) if weights is None else weights
    if weights.keys() != scores.keys() or sum(weights.values()) != 1:
        raise ValueError("the weights must be of the same elements and add up to one")
    return rounded(sum(scores[code] * weights[code] for code in scores) * FACTOR)


def grade_of(ikm):
    """Return the grade of an IKM that is rounded to two decimals."""
    return next(grade for grade in GRADES if ikm >= grade.floor)


def minimum_sample(population):
    """Return how many of the users of a service must have answered (Krejcie–Morgan): 80 of 100, 278 of 1000."""
    if population < 1:
        return 0
    spread = CHI_SQUARE * PORTION * (1 - PORTION)
    return math.floor(spread * population / (ERROR**2 * (population - 1) + spread) + Fraction(1, 2))


def rounded(value):
    """Return an exact fraction as a decimal with two places, half up."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))).scaleb(-2)
