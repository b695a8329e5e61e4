"""Reading grades of plain text: Flesch–Kincaid and SMOG, counted in US school years.

Formulas: Kincaid and others 1975; McLaughlin's SMOG with its correction for short texts.
Syllables are estimated from spelling, within a few percent of a dictionary on running text.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*|\d[\d,.]*")
_END: Final = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]*[A-Z0-9])|\n{2,}")
_ABBREVIATION: Final = re.compile(r"\b(e\.g|i\.e|vs|Dr|St|No|etc|approx)\.", re.IGNORECASE)
_VOWELS: Final = re.compile(r"[aeiouyà-ÿ]+")
_SILENT: Final = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeioutdy]ed|[^aeiouysxzcg]es)$")


class Grade(NamedTuple):
    """Counts and grades of one text."""

    words: int
    sentences: int
    flesch_kincaid: float
    smog: float

    @property
    def words_per_sentence(self) -> float:
        """Mean sentence length in words."""
        return self.words / self.sentences if self.sentences else 0.0


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Estimated syllables of one word; a number counts as one."""
    lower = word.lower()
    if not lower[:1].isalpha():
        return 1
    count = 0
    for part in re.split(r"[-'’]", lower):
        if not part:
            continue
        found = len(_VOWELS.findall(part))
        if len(part) > 3 and _SILENT.search(part):
            found -= 1
        if len(part) > 4:
            found += len(re.findall(r"(?<=[^aeioucgst])ia|(?<=[aeiou])(?<!qu)ing$|eo(?!u)", part))
        count += max(found, 1)
    return max(count, 1)


def words(text: str) -> list[str]:
    """The words and numbers of `text`."""
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)  # three rules ask for the same sentences
def sentences(text: str) -> tuple[tuple[int, str], ...]:
    """The sentences of `text`, each with its offset."""
    plain = _ABBREVIATION.sub(lambda m: m.group(0).replace(".", "\u00b7"), text)
    result = []
    start = 0
    for match in _END.finditer(plain):
        result.append((start, text[start : match.start()]))
        start = match.end()
    result.append((start, text[start:]))
    return tuple((offset, part) for offset, part in result if words(part))


def grade(texts: list[str]) -> Grade:
    """Grade the sentences of several blocks of text together."""
    parts = [part for text in texts for _, part in sentences(text)]
    tokens = [word for part in parts for word in words(part)]
    if not parts or not tokens:
        return Grade(0, 0, 0.0, 0.0)
    counts = [syllables(token) for token in tokens]
    long_words = sum(1 for count in counts if count >= 3)
    kincaid = 0.39 * len(tokens) / len(parts) + 11.8 * sum(counts) / len(tokens) - 15.59
    smog = 1.0430 * math.sqrt(long_words * 30 / len(parts)) + 3.1291
    return Grade(len(tokens), len(parts), round(kincaid, 2), round(smog, 2))
