"""Read a mermaid flowchart: nodes, edges, links, texts, each with its place in the source.

The grammar is Mermaid's own, read by merman (Rust); this module keeps what the site's visual
language uses and knows what each form means.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import merman

#: Mermaid's shape -> what the node is, in the site's visual language.
SHAPES: Final = {
    "square": "protein",
    "squareRect": "protein",
    "rect": "protein",
    "round": "process",
    "roundedRect": "process",
    "stadium": "drug",
    "hexagon": "outcome",
}
STATES: Final = ("lost", "overactive")


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the diagram. `link` is `kind:id`; `state` is "", "lost" or "overactive"."""

    id: str
    lines: tuple[str, ...]
    shape: str
    state: str
    link: str | None
    line: int
    column: int
    link_line: int
    link_column: int

    @property
    def label(self) -> str:
        """The label in one line."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow. `kind` is activates, blocks, becomes or moves; `number` is its step."""

    id: str
    source: str
    target: str
    number: int | None
    kind: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """A whole flowchart; lines count within its source."""

    source: str
    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class DiagramError(ValueError):
    """The source is not a flowchart that can be read; `line` and `column` count within it."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@lru_cache(maxsize=1)
def engine() -> merman.MermanEngine:
    """One engine for the whole process."""
    return merman.MermanEngine(None, None)


def read(source: str) -> Diagram:
    """Parse `source`; raise DiagramError with the place of the first fault."""
    fault = _fault(source)
    if fault is not None:
        raise _first_bad_line(source) or fault
    data: dict[str, Any] = json.loads(engine().parse_json(source, None))
    if data.get("keyword") not in ("flowchart", "graph") or "nodes" not in data:
        raise DiagramError("only flowcharts are drawn", 1, 1)
    lines = source.split("\n")
    nodes = tuple(_node(raw, lines) for raw in data["nodes"])
    cursor: dict[str, int] = {}
    edges = tuple(_edge(raw, lines, cursor) for raw in data["edges"])
    return Diagram(source, data.get("accTitle") or "", data.get("accDescr") or "", nodes, edges)


def _fault(source: str) -> DiagramError | None:
    report = json.loads(engine().analyze_json(source, None))
    for fault in report["diagnostics"]:
        if fault["severity"] == "error":
            span = fault.get("span") or {}
            return DiagramError(fault["message"], span.get("line", 1), span.get("column", 1))
    return None


def _first_bad_line(source: str) -> DiagramError | None:
    """The first line that is broken by itself: an unclosed label is noticed only at the end."""
    lines = source.split("\n")
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.lstrip().startswith(("acc", "click", "subgraph", "end")):
            continue
        fault = _fault(f"{lines[0]}\n{line}\n")
        if fault is not None:
            return DiagramError(str(fault), number, len(line) - len(line.lstrip()) + 1)
    return None


def _node(raw: dict[str, Any], lines: list[str]) -> Node:
    word = re.escape(raw["id"])
    line, column = _find(rf"(?<![\w:]){word}(?![\w:])", lines)
    link_line, link_column = _find(rf"^\s*click\s+{word}\s", lines)
    label = raw["label"] or raw["id"]
    return Node(
        raw["id"],
        tuple(part.strip() for part in re.split(r"<br\s*/?>|\n", label)),
        SHAPES.get(raw["shape"] or "", "process"),
        next((state for state in STATES if state in raw["classes"]), ""),
        raw["link"],
        line,
        column,
        link_line,
        link_column,
    )


def _edge(raw: dict[str, Any], lines: list[str], cursor: dict[str, int]) -> Edge:
    label = (raw["label"] or "").strip()
    kind = "activates"
    if raw["type"] == "arrow_cross":
        kind = "blocks"
    elif raw["stroke"] == "thick":
        kind = "becomes"
    elif raw["stroke"] == "dotted":
        kind = "moves"
    start, end = re.escape(raw["from"]), re.escape(raw["to"])
    middle = rf"\b{re.escape(label)}\b" if label else ""
    line, column = _find(rf"(?<!\w){start}(?!\w).*{middle}.*(?<!\w){end}(?!\w)", lines)
    return Edge(
        raw["id"],
        raw["from"],
        raw["to"],
        int(label) if label.isdigit() else None,
        kind,
        line,
        column,
    )


def _find(pattern: str, lines: list[str]) -> tuple[int, int]:
    """Line and column (from 1) of the first match outside the texts for screen readers."""
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith(("accTitle", "accDescr", "flowchart")):
            continue
        match = re.search(pattern, line)
        if match:
            return number, match.start() + len(match.group(0)) - len(match.group(0).lstrip()) + 1
    return 1, 1
