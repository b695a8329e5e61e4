"""Roles that pages use: links to pages and terms, citations, numbers, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole
from sphinxcontrib.bibtex.foot_roles import FootCiteRole

from atlas import figures
from atlas.evidence import CERTAINTIES, RUNGS
from atlas.ext.nodes import atlas_evidence, atlas_number

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment

    from atlas.ext.domain import AtlasDomain


class PageRole(XRefRole):
    """{gene}`TP53`, {treatment}`the drug <venetoclax>`: a link to a page or a term.

    Without own words a gene shows its symbol in italics, a term what is written, other pages
    their name of today: it is put in when the page is written.
    """

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Choose the words of the link."""
        target = " ".join(target.split())
        kind = str(refnode["reftype"])
        if has_explicit_title or kind in ("gene", "term"):
            return title, target
        return target, target  # `AtlasDomain.resolve_xref` puts today's name here

    def create_xref_node(self) -> tuple[list[Node], list[system_message]]:
        """Make the link; a gene symbol is set in italics."""
        created, messages = super().create_xref_node()
        if self.refdomain == "atlas" and self.reftype == "gene" and not self.has_explicit_title:
            xref = cast("Element", created[0])
            text = xref.astext()
            xref.clear()
            xref += nodes.emphasis(text, text, classes=["gene-symbol"])
        return created, messages


class CiteRole(SphinxRole):
    """{cite}`key1,key2`: numbered sources, listed at the end of the page."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Hand over to the foot citations of sphinxcontrib-bibtex."""
        return _cite(self, self.text)


class NumberRole(SphinxRole):
    """{num}`id`: a figure with who was counted, and its source."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Write the record's statement and cite its sources."""
        domain = cast("AtlasDomain", self.env.get_domain("atlas"))
        number = domain.site.numbers.get(self.text)
        if number is None:  # reported by the rules, with its place
            return [nodes.literal(self.text, self.text)], []
        file = domain.site.root / domain.site.places[("number", self.text)][0]
        self.env.note_dependency(str(file))
        statement = figures.sentence(number)
        keys = dict.fromkeys([number.source, *(rival.source for rival in number.rivals)])
        cited, messages = _cite(self, ",".join(keys))
        return [atlas_number("", statement, record=self.text), *cited], messages


class EvidenceRole(SphinxRole):
    """{evidence}`randomized,moderate`: the rung of the ladder and the certainty, in words."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Write the badge; its text is what writers without HTML show."""
        rung, _, certainty = (part.strip() for part in self.text.partition(","))
        words = RUNGS[rung].label if rung in RUNGS else rung
        if certainty:
            words += f", {CERTAINTIES.get(certainty, certainty)}"
        return [atlas_evidence("", f" [{words}]", rung=rung, certainty=certainty)], []


def _cite(role: SphinxRole, keys: str) -> tuple[list[Node], list[system_message]]:
    domain = cast("AtlasDomain", role.env.get_domain("atlas"))
    known = [key.strip() for key in keys.split(",") if key.strip() in domain.site.references]
    if not known:  # reported by the rules, with its place
        return [], []
    return FootCiteRole()("footcite:p", role.rawtext, ",".join(known), role.lineno, role.inliner)
