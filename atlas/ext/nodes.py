"""Doctree nodes of the atlas and how each is written as HTML.

`atlas_part` stands for anything generated (head, panel, list, wheel): it is filled in when the page
is written, from the graph of that moment, so a stored doctree never holds another page's facts.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class atlas_part(nodes.General, nodes.Element):  # noqa: N801 - docutils' names are lower case
    """A generated block; attributes: `part` (what), `argument` (of which)."""


class atlas_number(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A `{num}`; attributes `record`, `of_hundred` (see `figures`).

    Its text is the whole statement, for search and text.
    """


class atlas_evidence(nodes.Inline, nodes.TextElement):  # noqa: N801
    """An `{evidence}` badge; attributes `rung`, `certainty`."""


class definition_link(nodes.reference):  # noqa: N801
    """A link with a definition; attribute `key` names it."""


def visit_part(self: HTML5Translator, node: atlas_part) -> None:
    """Write the block from today's graph."""
    from atlas.ext.parts import part_html

    self.body.append(part_html(self.builder, node))
    raise nodes.SkipNode


def visit_number(self: HTML5Translator, node: atlas_number) -> None:
    """Write figure, frequency and who was counted."""
    from atlas.ext.parts import number_html

    self.body.append(number_html(self.builder, node))
    raise nodes.SkipNode


def visit_evidence(self: HTML5Translator, node: atlas_evidence) -> None:
    """Write the badge."""
    from atlas.ext.parts import evidence_html

    self.body.append(evidence_html(self.builder, node))
    raise nodes.SkipNode


def visit_link(self: HTML5Translator, node: definition_link) -> None:
    """Open the link; `data-def` lets the definition card find its text."""
    classes = " ".join(node["classes"])
    self.body.append(
        f'<a class="{escape(classes)}" href="{escape(node["refuri"])}" '
        f'data-def="{escape(node["key"])}">'
    )


def depart_link(self: HTML5Translator, node: definition_link) -> None:
    """Close the link."""
    self.body.append("</a>")


def skip(self: Any, node: nodes.Node) -> None:
    """Leave a generated block out where there is no HTML."""
    raise nodes.SkipNode


def pass_through(self: Any, node: nodes.Node) -> None:
    """Write the node's text alone."""


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes with every writer that the project uses."""
    app.add_node(atlas_part, html=(visit_part, None), text=(skip, None), latex=(skip, None))
    for node, visit in ((atlas_number, visit_number), (atlas_evidence, visit_evidence)):
        app.add_node(
            node,
            html=(visit, None),
            text=(pass_through, pass_through),
            latex=(pass_through, pass_through),
        )
    app.add_node(
        definition_link,
        html=(visit_link, depart_link),
        text=(pass_through, pass_through),
        latex=(pass_through, pass_through),
    )
