"""Draw a diagram as inline SVG: merman computes the layout, this module the marks.

Every shape carries a class and no colour of its own, so that the stylesheet themes it (light, dark,
print, forced colours). What a mark means never depends on colour: see the legend page.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

from atlas.diagram.read import SHAPES, Diagram, Edge, Node, engine

#: Widest drawing that still reads on a phone: 15 px letters stay above 10 px on 328 px of paper.
MAX_WIDTH: Final = 460
FONT_SIZE: Final = 15
LINE_HEIGHT: Final = 18
MARGIN: Final = 12
BADGE: Final = 11
EXTRA: Final = {"process": 10, "drug": 12}
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
    """Positions: boxes (centre x and y, width, height) by node, points by edge, and the size."""

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
    # Rounded ends and sloped sides take room that the layout, which thinks in boxes, does not give.
    boxes = {
        node["id"]: (
            node["x"],
            node["y"],
            node["width"] + EXTRA.get(shapes[node["id"]], 0),
            node["height"],
        )
        for node in flow["nodes"]
    }
    routes = {
        edge["id"]: [(point["x"], point["y"]) for point in edge["points"]] for edge in flow["edges"]
    }
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
    head, end = _head(edge.kind, points)
    path = _curve([*points[:-1], end])
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


def _head(kind: str, points: list[Point]) -> tuple[str, Point]:
    """The mark at the end of an edge (arrow head or flat bar), and where its line must end."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    if kind == "blocks":
        bx, by = x1 - 3 * ux, y1 - 3 * uy
        return (
            f"M{_n(bx - 9 * uy)} {_n(by + 9 * ux)}L{_n(bx + 9 * uy)} {_n(by - 9 * ux)}",
            (bx, by),
        )
    bx, by = x1 - 10 * ux, y1 - 10 * uy
    tip = (x1 - ux, y1 - uy)
    return (
        f"M{_n(tip[0])} {_n(tip[1])}L{_n(bx - 5.5 * uy)} {_n(by + 5.5 * ux)}"
        f"L{_n(bx + 5.5 * uy)} {_n(by - 5.5 * ux)}Z",
        (bx, by),
    )


def _curve(points: list[Point]) -> str:
    """A smooth path through all points (Catmull-Rom, as cubic Bézier pieces)."""
    path = f"M{_n(points[0][0])} {_n(points[0][1])}"
    padded = [points[0], *points, points[-1]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path += "C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in (c1, c2, end))
    return path


def _n(value: float) -> str:
    """A number with at most one decimal, the same on every machine."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
