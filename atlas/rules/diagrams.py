"""Diagrams: each edge has a step, each step a source, each node a place to go."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Final

from atlas.diagram.draw import MAX_WIDTH, layout
from atlas.findings import Code, Finding
from atlas.markdown import Block
from atlas.site import Page, Placed, Site

MAX_NODES: Final = 12
MAX_EDGES: Final = 14
MAX_LINE: Final = 18
MAX_LINES: Final = 3


def present(site: Site) -> Iterator[Finding]:
    """A pathway and a hallmark page has one readable diagram, in its own section."""
    broken = {f.path for f in site.findings if f.number == Code.DIAGRAM_BROKEN.number}
    for page in site.pages.values():
        if page.kind.diagram is None or page.path in broken:
            continue
        spec = next(s for s in page.kind.sections if s.slug == page.kind.diagram)
        section = next((s for s in page.sections if s.heading == spec.heading), None)
        if section and not any(p.section == spec.heading for p in page.diagrams):
            yield Finding.of(
                Code.DIAGRAM_MISSING,
                page.path,
                section.line,
                1,
                f"the section “{spec.heading}” has no diagram",
                "add a mermaid block and its numbered steps",
            )


def steps_of(page: Page, placed: Placed) -> list[Block]:
    """The items of the first numbered list after a diagram, in its section."""
    section = next(s for s in page.sections if s.heading == placed.section)
    items = [b for b in section.blocks if b.number is not None and b.line > placed.line]
    return [b for b in items if b.list_line == items[0].list_line]


def edge_numbers(site: Site) -> Iterator[Finding]:
    """Edges are numbered from 1 without gaps or repeats."""
    for page in site.pages.values():
        for placed in page.diagrams:
            seen: set[int] = set()
            edges = placed.diagram.edges
            for edge in edges:
                place = (page.path, placed.line + edge.line, edge.column)
                if edge.number is None:
                    yield Finding.of(
                        Code.EDGE_NUMBER,
                        *place,
                        f"the edge from {edge.source} to {edge.target} has no number",
                        f"write {edge.source} -- {len(edges)} --> {edge.target}",
                    )
                elif edge.number in seen:
                    yield Finding.of(
                        Code.EDGE_NUMBER, *place, f"two edges have the number {edge.number}"
                    )
                else:
                    seen.add(edge.number)
            missing = sorted(set(range(1, max(seen, default=0) + 1)) - seen)
            if missing:
                yield Finding.of(
                    Code.EDGE_NUMBER,
                    page.path,
                    placed.line,
                    1,
                    f"no edge has the number {', '.join(map(str, missing))}",
                )


def steps(site: Site) -> Iterator[Finding]:
    """Each edge has a step, each step an edge and a citation."""
    for page in site.pages.values():
        for placed in page.diagrams:
            blocks = {block.number: block for block in steps_of(page, placed)}
            numbers = {edge.number for edge in placed.diagram.edges}
            for edge in placed.diagram.edges:
                if edge.number is not None and edge.number not in blocks:
                    yield Finding.of(
                        Code.EDGE_NO_STEP,
                        page.path,
                        placed.line + edge.line,
                        edge.column,
                        f"edge {edge.number} ({edge.source} to {edge.target}) has no step",
                        f"add “{edge.number}. …” to the list under the diagram",
                    )
            for number, block in blocks.items():
                if number not in numbers:
                    yield Finding.of(
                        Code.STEP_NO_EDGE,
                        page.path,
                        block.line,
                        1,
                        f"step {number} explains an edge that the diagram does not have",
                    )
                if not any(role.name == "cite" for role in block.roles):
                    yield Finding.of(
                        Code.STEP_UNCITED,
                        page.path,
                        block.line,
                        1,
                        f"step {number} has no source",
                        "add {cite}`key`",
                    )


def targets(site: Site) -> Iterator[Finding]:
    """A node leads to a page or term that exists; gene products and drugs must lead somewhere."""
    genes = [p.id for p in site.pages.values() if p.kind.name == "gene"]
    for page in site.pages.values():
        for placed in page.diagrams:
            for node in placed.diagram.nodes:
                if node.link is None:
                    if node.shape in ("protein", "drug"):
                        kind = "gene" if node.shape == "protein" else "treatment"
                        yield Finding.of(
                            Code.NODE_UNLINKED,
                            page.path,
                            placed.line + node.line,
                            node.column,
                            f"the {node.shape} “{node.label}” leads nowhere",
                            f'add click {node.id} "{kind}:…"',
                        )
                    continue
                kind, _, target = node.link.partition(":")
                if kind == "term":
                    exists = site.term_id(target) is not None
                else:
                    exists = site.expects(node.link)
                if not exists:
                    near = difflib.get_close_matches(target, genes, 1) if kind == "gene" else []
                    yield Finding.of(
                        Code.DIAGRAM_TARGET,
                        page.path,
                        placed.line + node.link_line,
                        node.link_column,
                        f"the node “{node.label}” leads to {node.link}, which does not exist",
                        f"did you mean {near[0]}?" if near else "",
                    )


def texts(site: Site) -> Iterator[Finding]:
    """A diagram has a title and a description for people who do not see it."""
    for page in site.pages.values():
        for placed in page.diagrams:
            for name, value in (
                ("accTitle", placed.diagram.title),
                ("accDescr", placed.diagram.description),
            ):
                if not value.strip():
                    yield Finding.of(
                        Code.DIAGRAM_ALT,
                        page.path,
                        placed.line,
                        1,
                        f"the diagram has no {name}",
                        f"add a line `{name}: …`",
                    )


def size(site: Site) -> Iterator[Finding]:
    """A diagram fits a phone: at most 12 boxes and 14 arrows, narrow, with short labels."""
    for page in site.pages.values():
        for placed in page.diagrams:
            diagram = placed.diagram
            problems = []
            if len(diagram.nodes) > MAX_NODES:
                problems.append(f"{len(diagram.nodes)} boxes; at most {MAX_NODES}")
            if len(diagram.edges) > MAX_EDGES:
                problems.append(f"{len(diagram.edges)} arrows; at most {MAX_EDGES}")
            width = layout(diagram.source).width
            if width > MAX_WIDTH:
                problems.append(
                    f"{width:.0f} units wide; at most {MAX_WIDTH} (fewer boxes side by side)"
                )
            for node in diagram.nodes:
                if len(node.lines) > MAX_LINES or max(map(len, node.lines)) > MAX_LINE:
                    problems.append(
                        f"the label “{node.label}” is longer than {MAX_LINES} lines of "
                        f"{MAX_LINE} letters"
                    )
            for problem in problems:
                yield Finding.of(
                    Code.DIAGRAM_SIZE,
                    page.path,
                    placed.line,
                    1,
                    f"the diagram has {problem}" if problem[0].isdigit() else problem,
                )


RULES = (present, edge_numbers, steps, targets, texts, size)
