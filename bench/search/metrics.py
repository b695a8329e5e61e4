"""Scores of result lists: the share of readers who are served, and how well."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final

#: Results that are looked at.
DEPTH: Final = 10
#: A grade from which a result counts as an answer (3: wanted first; 2: leads straight there).
ANSWERS: Final = 2
_RESAMPLES: Final = 2000

Grades = dict[str, int]


def ndcg(results: Sequence[str], grades: Grades) -> float:
    """Normalized discounted cumulative gain over the first ten, gain 2^grade - 1."""

    def gain(found: Sequence[int]) -> float:
        return sum(((1 << grade) - 1) / math.log2(place + 2) for place, grade in enumerate(found))

    best = gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return gain([grades.get(key, 0) for key in results[:DEPTH]]) / best if best else 0.0


def reciprocal_rank(results: Sequence[str], grades: Grades) -> float:
    """1 / place of the first answer, 0 without one."""
    for place, key in enumerate(results[:DEPTH], 1):
        if grades.get(key, 0) >= ANSWERS:
            return 1 / place
    return 0.0


def success(results: Sequence[str], grades: Grades, within: int) -> float:
    """1 if an answer is among the first `within`."""
    return float(any(grades.get(key, 0) >= ANSWERS for key in results[:within]))


MEASURES: Final[dict[str, Callable[[Sequence[str], Grades], float]]] = {
    "nDCG@10": ndcg,
    "MRR@10": reciprocal_rank,
    "success@1": lambda results, grades: success(results, grades, 1),
    "success@3": lambda results, grades: success(results, grades, 3),
    "nothing": lambda results, grades: float(not results),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the interval that 95 of 100 resamplings of the queries give."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


def interval(values: Sequence[float]) -> Interval:
    """Percentile bootstrap with a fixed seed."""
    chance = random.Random(20261123)
    means = sorted(mean(chance.choices(values, k=len(values))) for _ in range(_RESAMPLES))
    return Interval(mean(values), means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES)])
