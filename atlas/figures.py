"""Numbers in the words that readers see: “about 4 in 10 (37% of 9,074 tumors, 2018)”."""

from __future__ import annotations

from collections.abc import Iterable

from atlas.model import Number, Rival, Value


def figure(value: Value, unit: str) -> str:
    """The figure itself: `37%`, `85% to 90%`, `19 months`."""
    if isinstance(value, list):
        return f"{figure(value[0], unit)} to {figure(value[1], unit)}"
    shown = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    if unit == "percent":
        return f"{shown}%"
    if unit == "count":
        return shown
    if unit == "fold":
        return f"{shown} times"
    return f"{shown} {unit}" if value != 1 else f"{shown} {unit.removesuffix('s')}"


def frequency(value: Value, of_hundred: bool = False) -> str:
    """A percentage as people: `about 4 in 10`; of 100 if asked, so that figures compare."""
    if isinstance(value, list):
        return _between(value[0], value[1], of_hundred)
    if value <= 0:
        return "none"
    if value >= 100:
        return "all"
    if value < 0.75:
        return "fewer than 1 in 100"
    if value > 99.25:
        return "more than 99 in 100"
    if of_hundred:
        return f"about {_whole(value)} in 100"
    return f"about {_small_group(value)}"


def _between(low: float, high: float, of_hundred: bool) -> str:
    tens = low >= 8 and all(abs(v - 10 * round(v / 10)) <= 2 for v in (low, high))
    if tens and not of_hundred:
        one, other, group = round(low / 10), round(high / 10), 10
    else:
        one, other, group = _whole(low), _whole(high), 100
    if one == 0 and other > 0:
        return f"up to about {other} in {group}"
    return f"about {one} in {group}" if one == other else f"about {one} to {other} in {group}"


def _whole(value: float) -> int:
    """Rounded, halves up: 2.5 is 3, as readers expect (Python's own rounding says 2)."""
    return int(value + 0.5)


def _small_group(value: float) -> str:
    for percent, words in ((25, "1 in 4"), (75, "3 in 4"), (33.3, "1 in 3"), (66.7, "2 in 3")):
        if abs(value - percent) <= 1:
            return words
    tenth = round(value / 10)
    if value >= 8 and value <= 92 and abs(value - 10 * tenth) <= 3:
        return f"{tenth} in 10"
    return f"{_whole(value)} in 100"


def comparable(numbers: Iterable[Number]) -> bool:
    """Whether figures that stand together are said of groups of one size (safety rule 6.2).

    Nor may two shares that differ read alike: 9% and 13% are both about 1 in 10.
    """
    said = {str(n.value): frequency(n.value) for n in numbers if n.unit == "percent"}
    groups = {words.partition(" in ")[2] for words in said.values()} - {""}
    return len(groups) <= 1 and len(set(said.values())) == len(said)


def plain(number: Number, of_hundred: bool = False) -> str:
    """The figure for the plain reader."""
    if number.unit == "percent":
        return frequency(number.value, of_hundred)
    return figure(number.value, number.unit)


def counted(number: Number | Rival) -> str:
    """Who was counted, and when."""
    group = f"{number.n:,} {number.of}" if number.n else number.of
    return f"{group}, {number.year}"


def sentence(number: Number, of_hundred: bool = False) -> str:
    """The whole statement without markup, for search, export and text output."""
    if number.unit == "percent":
        exact = figure(number.value, number.unit)
        return f"{plain(number, of_hundred)} ({exact} of {counted(number)})"
    return f"{figure(number.value, number.unit)} ({counted(number)})"
