"""Geometry of the wheel of hallmarks: where its segments, leaders and labels stand.

Pure functions over strings and numbers. The Jinja environment offers two of them as globals,
`wheel_layout` and `wheel_ring`, and `templates/wheel.html` turns what they return into SVG; color
and line style are CSS.

Units are SVG user units, x to the right, y downwards. Segment 1 begins at twelve o'clock and the
rest follow clockwise, so that document order, keyboard order and reading order are the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

GAP = 0.028
"""Angle left empty between two segments, in radians."""

WIDTH, HEIGHT = 900, 742
OUTER, INNER = 186, 128
LABEL_RX, LABEL_RY = 232, 378
"""Labels stand on an ellipse: beside the ring at its sides, close to the middle at its top, so that
leaders stay short."""

NAME_LINE, PLAIN_LINE = 21.0, 19.0
NAME_ADVANCE, PLAIN_ADVANCE = 9.3, 7.8
"""Mean width of a character at the font sizes of wheel.css: decides where lines break."""
MAX_LABEL = 240.0

SMALL = 128


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and where its baseline starts or ends."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle around a label: it takes the pointer and shows the focus."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Segment:
    """All that is drawn for one hallmark."""

    path: str
    leader: str
    number: Line
    anchor: str
    name: tuple[Line, ...]
    plain: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Wheel:
    """The full wheel; `segments` are in the order of the names given."""

    view_box: str
    hub: tuple[Line, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """The small wheel: segments without labels."""

    view_box: str
    paths: tuple[str, ...]


def wheel_layout(names: Sequence[str], plains: Sequence[str], hub: Sequence[str] = ()) -> Wheel:
    """Place one segment and one label for each name; `plains` holds the everyday words."""
    count = len(names)
    centre_x, centre_y = WIDTH / 2, HEIGHT / 2
    texts = zip(names, plains, strict=True)
    return Wheel(
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        hub=_stack(hub, centre_x, centre_y, 24.0),
        segments=tuple(
            _segment(index, count, name, plain, centre_x, centre_y)
            for index, (name, plain) in enumerate(texts)
        ),
    )


def wheel_ring(count: int) -> Ring:
    """The segments alone, for the head of a hallmark page."""
    middle = SMALL / 2
    return Ring(
        view_box=f"0 0 {SMALL} {SMALL}",
        paths=tuple(
            _arc(index, count, middle, middle, middle - 3, middle - 24, gap=0.07)
            for index in range(count)
        ),
    )


def _segment(
    index: int, count: int, name: str, plain: str, centre_x: float, centre_y: float
) -> Segment:
    middle = _angle(index + 0.5, count)
    right = index < (count + 1) // 2
    x, y = _label_point(index, count, centre_x, centre_y)
    room = min(MAX_LABEL, WIDTH - x if right else x)
    name_texts = _wrap(name, int(room / NAME_ADVANCE))
    plain_texts = _wrap(plain, int(room / PLAIN_ADVANCE))
    height = len(name_texts) * NAME_LINE + len(plain_texts) * PLAIN_LINE
    top = y - height / 2
    name_lines = tuple(
        Line(text, _round(x), _round(top + NAME_LINE * (row + 0.75)))
        for row, text in enumerate(name_texts)
    )
    plain_top = top + len(name_texts) * NAME_LINE
    plain_lines = tuple(
        Line(text, _round(x), _round(plain_top + PLAIN_LINE * (row + 0.75)))
        for row, text in enumerate(plain_texts)
    )
    width = max(
        [len(text) * NAME_ADVANCE for text in name_texts]
        + [len(text) * PLAIN_ADVANCE for text in plain_texts]
    )
    side = 1 if right else -1
    start_x, start_y = _point(centre_x, centre_y, OUTER + 6, middle)
    half = (OUTER + INNER) / 2
    number_x, number_y = _point(centre_x, centre_y, half, middle)
    return Segment(
        path=_arc(index, count, centre_x, centre_y, OUTER, INNER),
        leader=f"M{_round(start_x)} {_round(start_y)} {_round(x - side * 8)} {_round(y)}",
        number=Line(str(index + 1), _round(number_x), _round(number_y)),
        anchor="start" if right else "end",
        name=name_lines,
        plain=plain_lines,
        box=Box(
            x=_round(x - 6 if right else x - width - 6),
            y=_round(top - 4),
            width=_round(width + 12),
            height=_round(height + 8),
        ),
    )


def _label_point(index: int, count: int, centre_x: float, centre_y: float) -> tuple[float, float]:
    """Right half from top to bottom, left half from bottom to top: rows of equal height."""
    on_right = (count + 1) // 2
    right = index < on_right
    rows = on_right if right else count - on_right
    row = index if right else count - 1 - index
    y = HEIGHT * (row + 0.5) / rows
    reach = LABEL_RX * sqrt(max(0.0, 1 - ((y - centre_y) / LABEL_RY) ** 2))
    return centre_x + (reach if right else -reach), y


def _wrap(text: str, limit: int) -> list[str]:
    """As few lines as `limit` characters allow, then as even as possible: no last word alone."""
    lines = textwrap.wrap(text, limit)
    for narrower in range(limit - 1, 0, -1):
        attempt = textwrap.wrap(text, narrower, break_long_words=False)
        if len(attempt) > len(lines) or max(map(len, attempt)) > narrower:
            break
        lines = attempt
    return lines


def _arc(
    index: int,
    count: int,
    centre_x: float,
    centre_y: float,
    outer: float,
    inner: float,
    gap: float = GAP,
) -> str:
    """Path of one ring segment; the gap has the same width at both radii."""
    start, end = _angle(index, count), _angle(index + 1, count)
    trim = gap / 2
    inner_trim = trim * outer / inner
    corners = (
        _point(centre_x, centre_y, outer, start + trim),
        _point(centre_x, centre_y, outer, end - trim),
        _point(centre_x, centre_y, inner, end - inner_trim),
        _point(centre_x, centre_y, inner, start + inner_trim),
    )
    a, b, c, d = (f"{_round(x)} {_round(y)}" for x, y in corners)
    return f"M{a}A{outer:g} {outer:g} 0 0 1 {b}L{c}A{inner:g} {inner:g} 0 0 0 {d}Z"


def _angle(position: float, count: int) -> float:
    return 2 * pi * position / count - pi / 2


def _point(centre_x: float, centre_y: float, radius: float, angle: float) -> tuple[float, float]:
    return centre_x + radius * cos(angle), centre_y + radius * sin(angle)


def _stack(texts: Sequence[str], x: float, y: float, line: float) -> tuple[Line, ...]:
    """Lines centered on a point."""
    first = y - (len(texts) - 1) * line / 2
    return tuple(
        Line(text, _round(x), _round(first + row * line)) for row, text in enumerate(texts)
    )


def _round(value: float) -> float:
    """One decimal: finer than a pixel, small in the HTML, and the same on every machine."""
    return round(value, 1) + 0.0
