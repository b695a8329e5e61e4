"""Draw a diagram as inline SVG: merman computes the layout, this module the marks.

Every shape carries a class and no color of its own, so that the stylesheet themes it (light, dark,
print, forced colors). What a mark means never depends on color: see the legend page.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any, Final

from atlas.diagram.read import SHAPES, Diagram, Edge, Node, engine

#: Widest drawing that still reads on a phone: 15 px letters stay above 10 px on 328 px of paper.
MAX_WIDTH: Final = 460
FONT_SIZE: Final = 15
LINE_HEIGHT: Final = 18
MARGIN: Final = 12
BADGE: Final = 11
#: Rounded ends, sloped sides and thick outlines take room (width, height) that the layout, which
#: thinks in boxes around the letters, does not give.
EXTRA: Final = {"process": (10, 0), "drug": (12, 4), "outcome": (10, 6)}
#: Room that the ends of two edges need beside each other, and the last one beside a corner.
SPREAD: Final = 24
CORNER: Final = 16
#: A reader's name for each kind of edge, for people who hear the picture.
VERBS: Final = {
    "activates": "turns on",
    "blocks": "blocks",
    "becomes": "becomes",
    "moves": "leads to",
}

_FRONT: Final = """---
config:
  layout: dagre
  look: classic
  htmlLabels: false
  fontFamily: arial
  fontSize: 15
  flowchart:
    htmlLabels: false
    nodeSpacing: 18
    rankSpacing: 34
    padding: 10
    minNodeWidth: 64
    wrappingWidth: 600
---
"""

Point = tuple[float, float]
#: kind:id of a node's link -> (address, accessible name), or None if it leads nowhere.
Resolve = Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions: boxes (center x and y, width, height) by node, points by edge, and the size."""

    boxes: dict[str, tuple[float, float, float, float]]
    routes: dict[str, list[Point]]
    badges: dict[str, Point]
    width: float
    height: float


@lru_cache(maxsize=4096)
def layout(source: str) -> Layout:
    """Compute the layout of mermaid `source` (which must be readable)."""
    data: dict[str, Any] = json.loads(engine().layout_json(_FRONT + source, None))
    flow = data["layout"]["FlowchartV2"]
    shapes = {node["id"]: SHAPES.get(node["shape"], "") for node in data["semantic"]["nodes"]}
    boxes = {}
    for node in flow["nodes"]:
        wider, higher = EXTRA.get(shapes[node["id"]], (0, 0))
        boxes[node["id"]] = (node["x"], node["y"], node["width"] + wider, node["height"] + higher)
    routes = {
        edge["id"]: [(point["x"], point["y"]) for point in edge["points"]] for edge in flow["edges"]
    }
    _land(routes, {edge["id"]: (edge["from"], edge["to"]) for edge in flow["edges"]}, boxes)
    badges = {
        edge["id"]: (edge["label"]["x"], edge["label"]["y"])
        for edge in flow["edges"]
        if edge.get("label")
    }
    xs = [x + sign * w / 2 for x, _, w, _ in boxes.values() for sign in (-1, 1)]
    ys = [y + sign * h / 2 for _, y, _, h in boxes.values() for sign in (-1, 1)]
    for points in routes.values():
        xs += [x for x, _ in points]
        ys += [y for _, y in points]
    for x, y in badges.values():
        xs += [x - BADGE, x + BADGE]
        ys += [y - BADGE, y + BADGE]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    return Layout(
        {key: (x - left, y - top, w, h) for key, (x, y, w, h) in boxes.items()},
        {key: [(x - left, y - top) for x, y in points] for key, points in routes.items()},
        {key: (x - left, y - top) for key, (x, y) in badges.items()},
        max(xs) - left + MARGIN,
        max(ys) - top + MARGIN,
    )


def _land(
    routes: dict[str, list[Point]],
    ends: dict[str, tuple[str, str]],
    boxes: dict[str, tuple[float, float, float, float]],
) -> None:
    """End every edge on the top or bottom of its box, clear of the corners and of other edges."""
    sides: dict[tuple[str, bool], list[tuple[float, str, int]]] = {}
    for key, points in routes.items():
        for node, place, next_y in (
            (ends[key][0], 0, points[1][1]),
            (ends[key][1], -1, points[-2][1]),
        ):
            above = next_y < boxes[node][1]
            sides.setdefault((node, above), []).append((points[place][0], key, place))
    for (node, above), marks in sides.items():
        if all(place == 0 for _, _, place in marks):
            continue
        x, y, width, height = boxes[node]
        room = max(width / 2 - CORNER, 0.0)
        marks.sort()
        gap = min(SPREAD, 2 * room / max(len(marks) - 1, 1))
        xs: list[float] = []
        for wanted, _, _ in marks:
            xs.append(max(wanted, x - room, xs[-1] + gap if xs else wanted))
        for last, (_, key, place) in enumerate(reversed(marks)):
            at = min(xs[-1 - last], x + room - last * gap)
            routes[key][place] = (at, y - height / 2 if above else y + height / 2)


def draw(diagram: Diagram, name: str, resolve: Resolve) -> str:
    """The SVG element. `name` makes its ids unique on the page."""
    plan = layout(diagram.source)
    title, description = f"{name}-title", f"{name}-desc"
    parts = [
        f'<svg class="diagram-svg" viewBox="0 0 {_n(plan.width)} {_n(plan.height)}" '
        f'width="{_n(plan.width)}" height="{_n(plan.height)}" '
        f'aria-labelledby="{title} {description}">',
        f'<title id="{title}">{escape(diagram.title)}</title>',
        f'<desc id="{description}">{escape(diagram.description)}</desc>',
    ]
    labels = {node.id: node.label for node in diagram.nodes}
    parts += [_edge(edge, plan, labels) for edge in diagram.edges]
    parts += [_node(node, plan, resolve) for node in diagram.nodes]
    parts.append("</svg>")
    return "".join(parts)


def _node(node: Node, plan: Layout, resolve: Resolve) -> str:
    x, y, width, height = plan.boxes[node.id]
    marks = _shape(node.shape, x, y, width, height, "shape")
    if node.state == "overactive":
        marks += _shape(node.shape, x, y, width - 7, height - 7, "shape-inner")
    top = y - (len(node.lines) - 1) * LINE_HEIGHT / 2
    marks += (
        f'<text class="label" x="{_n(x)}" y="{_n(top)}">'
        + "".join(
            f'<tspan x="{_n(x)}" y="{_n(top + i * LINE_HEIGHT)}" dy="0.35em">{escape(line)}</tspan>'
            for i, line in enumerate(node.lines)
        )
        + "</text>"
    )
    classes = " ".join(filter(None, ("node", node.shape, node.state)))
    body = f'<g class="{classes}">{marks}</g>'
    target = resolve(node.link) if node.link else None
    if target is None:
        return body
    address, spoken = target
    return f'<a href="{escape(address)}" aria-label="{escape(spoken)}">{body}</a>'


def _shape(shape: str, x: float, y: float, width: float, height: float, name: str) -> str:
    left, top = x - width / 2, y - height / 2
    if shape == "outcome":
        cut = min(14.0, height / 2)
        points = [
            (left, y),
            (left + cut, top),
            (left + width - cut, top),
            (left + width, y),
            (left + width - cut, top + height),
            (left + cut, top + height),
        ]
        return (
            f'<polygon class="{name}" points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in points)}"/>'
        )
    radius = {"protein": 7.0, "process": 3.0, "drug": height / 2}[shape]
    return (
        f'<rect class="{name}" x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" '
        f'height="{_n(height)}" rx="{_n(radius)}"/>'
    )


def _edge(edge: Edge, plan: Layout, labels: dict[str, str]) -> str:
    points = plan.routes[edge.id]
    down = 1.0 if points[-1][1] < plan.boxes[edge.target][1] else -1.0
    head, end = _head(edge.kind, points[-1], down)
    path = _curve([*points[:-1], end], down)
    number = edge.number or 0
    badge = ""
    if edge.id in plan.badges:
        x, y = plan.badges[edge.id]
        badge = (
            f'<g class="badge"><circle cx="{_n(x)}" cy="{_n(y)}" r="{BADGE}"/>'
            f'<text x="{_n(x)}" y="{_n(y)}" dy="0.35em">{number}</text></g>'
        )
    spoken = f"Step {number}: {labels[edge.source]} {VERBS[edge.kind]} {labels[edge.target]}"
    return (
        f'<g class="edge {edge.kind}" data-step="{number}"><title>{escape(spoken)}</title>'
        f'<path class="line" d="{path}"/><path class="head" d="{head}"/>{badge}</g>'
    )


def _head(kind: str, tip: Point, down: float) -> tuple[str, Point]:
    """The mark at the end of an edge, upright on its box, and where its line must end."""
    x, y = tip
    if kind == "blocks":
        bar = y - 3 * down
        return f"M{_n(x - 9)} {_n(bar)}H{_n(x + 9)}", (x, bar)
    base = y - 10 * down
    return f"M{_n(x)} {_n(y - down)}L{_n(x - 5.5)} {_n(base)}H{_n(x + 5.5)}Z", (x, base)


def _curve(points: list[Point], down: float) -> str:
    """A smooth path through all points that arrives upright (cubic Bézier pieces).

    Handles are as long as a third of their own piece, so that a short piece after a long one
    makes no loop.
    """
    ways = [_unit(a, b) for a, b in pairwise(points)]
    turns = [
        ways[0],
        *(_unit((0, 0), (a[0] + b[0], a[1] + b[1])) for a, b in pairwise(ways)),
    ]
    turns.append((0.0, down))
    path = f"M{_n(points[0][0])} {_n(points[0][1])}"
    for place, (start, end) in enumerate(pairwise(points)):
        third = math.dist(start, end) / 3
        (ux, uy), (vx, vy) = turns[place], turns[place + 1]
        c1 = (start[0] + ux * third, start[1] + uy * third)
        c2 = (end[0] - vx * third, end[1] - vy * third)
        path += "C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in (c1, c2, end))
    return path


def _unit(start: Point, end: Point) -> Point:
    """The direction from one point to another."""
    length = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _n(value: float) -> str:
    """A number with at most one decimal, the same on every machine."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
