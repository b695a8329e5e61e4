"""Diagrams: what is read from mermaid, and what is drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from atlas.diagram.draw import MAX_WIDTH, draw, layout
from atlas.diagram.read import DiagramError, read

SOURCE = """flowchart TD
  accTitle: A title
  accDescr: A description
  start(Damage & stress)
  TP53[p53]:::lost
  BCL2["BCL-2<br/>family"]:::overactive
  drug([venetoclax])
  out{{Gone}}
  start -- 1 --> TP53
  TP53 -- 2 --x BCL2
  drug == 3 ==> BCL2
  BCL2 -. 4 .-> out
  click TP53 "gene:TP53"
  click drug "treatment:venetoclax"
"""
SVG = "{http://www.w3.org/2000/svg}"


def svg() -> ElementTree.Element:
    def resolve(link: str) -> tuple[str, str] | None:
        return ("../genes/TP53.html", "TP53 (gene)") if link == "gene:TP53" else None

    text = draw(read(SOURCE), "d", resolve)
    return ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


def test_shapes_states_and_links_are_read() -> None:
    diagram = read(SOURCE)
    assert (diagram.title, diagram.description) == ("A title", "A description")
    assert [(n.id, n.shape, n.state, n.link) for n in diagram.nodes] == [
        ("start", "process", "", None),
        ("TP53", "protein", "lost", "gene:TP53"),
        ("BCL2", "protein", "overactive", None),
        ("drug", "drug", "", "treatment:venetoclax"),
        ("out", "outcome", "", None),
    ]
    assert diagram.nodes[2].lines == ("BCL-2", "family")


def test_arrows_mean_what_the_legend_says() -> None:
    edges = read(SOURCE).edges
    assert [(e.number, e.source, e.kind, e.target) for e in edges] == [
        (1, "start", "activates", "TP53"),
        (2, "TP53", "blocks", "BCL2"),
        (3, "drug", "becomes", "BCL2"),
        (4, "BCL2", "moves", "out"),
    ]
    assert [e.line for e in edges] == [9, 10, 11, 12]


def test_a_broken_line_is_named() -> None:
    with pytest.raises(DiagramError) as caught:
        read(SOURCE.replace("out{{Gone}}", "out{{Gone"))
    assert (caught.value.line, caught.value.column) == (8, 3)


def test_the_drawing_is_named_linked_and_numbered() -> None:
    drawing = svg()
    assert drawing.attrib["aria-labelledby"] == "d-title d-desc"
    texts = {element.attrib["id"]: element.text for element in drawing if "id" in element.attrib}
    assert texts == {"d-title": "A title", "d-desc": "A description"}
    links = drawing.findall(f"{SVG}a")
    assert [(a.attrib["href"], a.attrib["aria-label"]) for a in links] == [
        ("../genes/TP53.html", "TP53 (gene)")
    ]
    steps = [g.attrib["data-step"] for g in drawing.iter(f"{SVG}g") if "data-step" in g.attrib]
    assert steps == ["1", "2", "3", "4"]
    spoken = [t.text for g in drawing.findall(f"{SVG}g") for t in g.findall(f"{SVG}title")]
    assert spoken[1] == "Step 2: p53 blocks BCL-2 family"


def test_colour_is_never_the_only_sign() -> None:
    drawing = svg()
    classes = [g.attrib.get("class", "") for g in drawing.iter(f"{SVG}g")]
    assert "node protein lost" in classes
    assert "node protein overactive" in classes
    double = [r for r in drawing.iter(f"{SVG}rect") if r.attrib["class"] == "shape-inner"]
    assert len(double) == 1
    assert not any("style" in e.attrib or "fill" in e.attrib for e in drawing.iter())


def test_everything_lies_inside_the_drawing() -> None:
    plan = layout(SOURCE)
    assert plan.width <= MAX_WIDTH
    for x, y, width, height in plan.boxes.values():
        assert x - width / 2 >= 0
        assert x + width / 2 <= plan.width
        assert y - height / 2 >= 0
        assert y + height / 2 <= plan.height


def test_the_same_source_gives_the_same_bytes() -> None:
    assert ElementTree.tostring(svg()) == ElementTree.tostring(svg())
