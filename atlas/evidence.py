"""The ladder of evidence and the certainty labels, in the words that readers see.

Rungs follow safety rule 4; certainty follows GRADE (Guyatt and others 2008).
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Rung(NamedTuple):
    """A step of the ladder: its number from the ground, and in whom it was seen."""

    number: int
    label: str


RUNGS: Final[dict[str, Rung]] = {
    "cells": Rung(1, "seen in cells in a lab"),
    "animals": Rung(2, "seen in animals"),
    "observed": Rung(3, "people, observed only"),
    "early-trial": Rung(4, "people, early trial"),
    "randomized": Rung(5, "people, randomized trial"),
    "guideline": Rung(6, "several trials or a guideline"),
}

CERTAINTIES: Final[dict[str, str]] = {
    "high": "high certainty",
    "moderate": "moderate certainty",
    "low": "low certainty",
    "very-low": "very low certainty",
}
