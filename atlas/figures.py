"""Numbers in the words that readers see: “about 4 in 10 (37% of 9,074 tumors, 2018)”."""

from __future__ import annotations

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


def frequency(value: Value) -> str:
    """A percentage as people: `about 4 in 10`."""
    if isinstance(value, list):
        low, high = value
        if all(abs(v - 10 * round(v / 10)) <= 2 for v in value) and low >= 8:
            one, other, group = round(low / 10), round(high / 10), 10
        else:
            one, other, group = round(low), round(high), 100
        return f"about {one} in {group}" if one == other else f"about {one} to {other} in {group}"
    if value <= 0:
        return "none"
    if value >= 100:
        return "all"
    if value < 0.75:
        return "fewer than 1 in 100"
    if value > 99.25:
        return "more than 99 in 100"
    for percent, words in ((25, "1 in 4"), (75, "3 in 4"), (33.3, "1 in 3"), (66.7, "2 in 3")):
        if abs(value - percent) <= 1:
            return f"about {words}"
    tenth = round(value / 10)
    if value >= 8 and value <= 92 and abs(value - 10 * tenth) <= 3:
        return f"about {tenth} in 10"
    return f"about {round(value)} in 100"


def plain(number: Number) -> str:
    """The figure for the plain reader."""
    if number.unit == "percent":
        return frequency(number.value)
    return figure(number.value, number.unit)


def counted(number: Number | Rival) -> str:
    """Who was counted, and when."""
    group = f"{number.n:,} {number.of}" if number.n else number.of
    return f"{group}, {number.year}"


def sentence(number: Number) -> str:
    """The whole statement without markup, for search, export and text output."""
    if number.unit == "percent":
        return f"{plain(number)} ({figure(number.value, number.unit)} of {counted(number)})"
    return f"{figure(number.value, number.unit)} ({counted(number)})"
