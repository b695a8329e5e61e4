"""The drawings of the e-book: paper of their own, and marks whose looks are attributes.

Many reading devices hand a drawing to a program that knows no stylesheet, and show text on black.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from bs4 import Tag

INK, SOFT, PAPER = "#27221d", "#5f5950", "#ffffff"
_LETTERS: Final = {"font-family": "Atkinson Hyperlegible Next, Arial, Helvetica, sans-serif"}
_MIDDLE: Final = {"text-anchor": "middle", "fill": INK}
_THIN: Final = {"fill": "none", "stroke": SOFT}
#: How the marks of drawings look, by CSS selector; later ones win. The site says it in diagram.css
#: and wheel.css, with colors that depend on the reader's theme.
MARKS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    (".shape", {"fill": PAPER, "stroke": SOFT, "stroke-width": "1.5"}),
    (".shape-inner", {**_THIN, "stroke-width": "1.5"}),
    (".process .shape", {"fill": "#f3efe8", "stroke": "#8d857a", "stroke-width": "0.75"}),
    (".drug .shape", {"fill": "#e3eef0", "stroke": "#0f566a"}),
    (".outcome .shape", {"fill": "#f3efe8", "stroke": INK, "stroke-width": "2"}),
    (".lost .shape", {"stroke-dasharray": "6 4"}),
    (".label", {**_MIDDLE, "font-size": "15", "font-weight": "500"}),
    (".process .label, .drug .label", {"font-weight": "400"}),
    (".edge .line", {**_THIN, "stroke-width": "1.75"}),
    (".edge .head", {"fill": SOFT, "stroke": SOFT, "stroke-linejoin": "round"}),
    (".blocks .head", {"stroke-width": "4", "stroke-linecap": "round"}),
    (".becomes .line", {"stroke-width": "4"}),
    (
        ".moves .line",
        {"stroke-dasharray": "0.1 5.5", "stroke-linecap": "round", "stroke-width": "2.25"},
    ),
    (".badge circle", {"fill": PAPER, "stroke": SOFT, "stroke-width": "1.25"}),
    (".badge text", {**_MIDDLE, "font-size": "14.5", "font-weight": "600"}),
    (".hub text", {**_MIDDLE, "font-size": "21", "font-weight": "600", "dy": "0.35em"}),
    (".hit", {"fill": "none"}),
    (".leader", {**_THIN, "stroke-width": "1.25"}),
    (".arc", {"stroke-width": "2.5", "stroke-linejoin": "round"}),
    (
        "[data-status=proposed] > .arc",
        {"stroke-dasharray": "0.1 5", "stroke-linecap": "round", "stroke-width": "3"},
    ),
    (".segment .number", {**_MIDDLE, "font-size": "17", "font-weight": "600", "dy": "0.35em"}),
    (".segment .name", {"fill": INK, "font-size": "18", "font-weight": "600"}),
    (".segment .plain", {"fill": SOFT, "font-size": "16"}),
)
_DATA: Final = ("data-step", "data-status", "data-slot", "aria-label", "aria-hidden", "focusable")


def hues(html: Path) -> list[str]:
    """The colors of the hallmarks in their order, from the mark of the site in `html`."""
    mark = (html / "_static" / "mark.svg").read_text(encoding="utf-8")
    return re.findall(r'fill="(#[0-9a-f]{6})"', mark)


def dress(svg: Tag, colors: list[str]) -> None:
    """Give a drawing of the site all that it needs without the site's stylesheets.

    Its links go: the list below it has the same ones, large enough for a finger.
    """
    for segment in svg.select(".segment"):
        _color_arc(segment, colors)
    for selector, look in MARKS:
        for mark in svg.select(selector):
            mark.attrs.update(look)
    hidden = svg.get("aria-hidden") == "true"
    for tag in (svg, *svg.select("*")):
        for name in _DATA:
            tag.attrs.pop(name, None)
    for link in svg.select("a"):
        link.unwrap()
    svg.attrs.update({"xmlns": "http://www.w3.org/2000/svg", **_LETTERS})
    if hidden:
        svg["aria-hidden"] = "true"
    else:
        svg["role"] = "img"
    _lay_paper(svg)


def _color_arc(segment: Tag, colors: list[str]) -> None:
    arc = segment.select_one(".arc")
    if arc is not None and colors:
        color = colors[(int(str(segment["data-slot"])) - 1) % len(colors)]
        arc["stroke"] = color
        arc["fill"] = color if segment.get("data-status") == "core" else PAPER


def _lay_paper(svg: Tag) -> None:
    """White paper below all marks: their ink is dark."""
    left, top, width, height = str(svg["viewBox"]).split()
    place = {"x": left, "y": top, "width": width, "height": height, "rx": "6", "fill": PAPER}
    paper = Tag(name="rect", attrs=place)
    before = svg.find("desc") or svg.find("title")
    if isinstance(before, Tag):
        before.insert_after(paper)
    else:
        svg.insert(0, paper)
