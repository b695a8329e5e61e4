"""Numbers: shares and frequencies stand in records, with who was counted, when and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from atlas.findings import Code, Finding
from atlas.site import Site

_SHARE: Final = re.compile(
    r"\d[\d.,]*(?:\s*(?:–|-|to)\s*\d[\d.,]*)?\s?(?:%|percent\b|per cent\b)"
    r"|\b\d[\d,]*\s(?:in|of|out of)\s(?:every\s|each\s)?(?:\d[\d,]*)\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine)\s(?:in|out of)\s(?:every\s)?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|\d+)\b",
    re.IGNORECASE,
)
_INTERVAL: Final = re.compile(r"\b9[059](?:\.\d)?% (?:confidence|credible|CI)\b", re.I)


def bare_numbers(site: Site) -> Iterator[Finding]:
    """A share of people, tumors or samples is written as {num}`id`.

    Good: Changes were found in {num}`tp53-pancan`. Bad: 37% of tumors; 4 in 10 tumors.
    """
    for page in site.pages.values():
        for _, block in page.blocks():
            if block.kind not in ("paragraph", "item", "row", "heading"):
                continue
            # “95% confidence interval” is the name of a method, not a share of people
            text = _INTERVAL.sub(lambda m: " " * len(m[0]), block.masked())
            for match in _SHARE.finditer(text):
                yield Finding.of(
                    Code.BARE_NUMBER,
                    page.path,
                    *block.place(match.start()),
                    f"“{' '.join(match[0].split())}” has no record of who was counted",
                    "make it a record in docs/numbers/ and write {num}`its-id`",
                )


def ranges(site: Site) -> Iterator[Finding]:
    """A percentage lies between 0 and 100; no figure is negative."""
    for key, number in site.numbers.items():
        for value in (number.value, *(rival.value for rival in number.rivals)):
            values = value if isinstance(value, list) else [value]
            if any(v < 0 or (number.unit == "percent" and v > 100) for v in values):
                yield Finding.of(
                    Code.NUMBER_RANGE,
                    *site.place("number", key, "value"),
                    f"{value} is not a possible number of {number.unit}",
                )


RULES = (bare_numbers, ranges)
