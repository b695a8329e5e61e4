"""What can be found by name: every page, every word of the glossary, every page to come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Final

from atlas.anatomy import KINDS
from atlas.gene_table import genes
from atlas.graph import Graph
from atlas.model import TreatmentFront
from atlas.site import Page

#: How many pages that name a page to come are offered instead of it.
NAMED_ON: Final = 5
#: How many pathways of a gene or drug are offered with it.
NEAR: Final = 2

#: Kinds of results, in the order in which groups of equal worth are shown.
LABELS: Final = {
    **{kind.name: (kind.label, kind.plural) for kind in KINDS.values()},
    "term": ("Word", "Words explained"),
    "coming": ("No page yet", "Named on other pages"),
}


@dataclass(slots=True)
class Entry:
    """One thing that can be found, with the words that lead to it. Lists may be empty."""

    key: str  # gene:TP53; of a page to come as well
    kind: str  # a key of LABELS
    url: str  # from the root of the site; empty for a page to come
    name: str
    summary: str = ""
    also: list[str] = field(default_factory=list)  # other names
    brands: list[str] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)  # other and former symbols of a gene
    asked: list[str] = field(default_factory=list)  # whole questions
    headings: list[str] = field(default_factory=list)  # those that only this page has
    near: list[str] = field(default_factory=list)  # keys of pages that explain it further

    def packed(self) -> dict[str, object]:
        """Without what is empty: this is most of what a browser loads."""
        return {key: value for key, value in asdict(self).items() if value}


Url = Callable[[str], str | None]


def entries(graph: Graph, url: Url) -> list[Entry]:
    """All entries of a site. `url` gives the address of a key from the root of the site."""
    site = graph.site
    found = [
        _page(graph, page, address)
        for _, page in sorted(site.pages.items())
        if page.front and (address := url(page.key))
    ]
    for key, term in sorted(site.terms.items()):
        address = url(f"term:{key}")
        if address:
            entry = Entry(f"term:{key}", "term", address, term.term, term.plain, list(term.also))
            entry.asked = list(term.asked)
            entry.near = [term.see] if term.see in site.pages else []
            found.append(entry)
    for key, name in sorted(site.to_come.items()):
        on = _mentions(graph, key)
        if on:
            entry = Entry(key, "coming", "", name, near=on)
            if key in site.coming:
                entry.brands = list(site.coming[key].brands)
                entry.also = list(site.coming[key].also)
            found.append(entry)
    return found


def _page(graph: Graph, page: Page, address: str) -> Entry:
    front = page.front
    assert front
    entry = Entry(page.key, page.kind.name, address, front.name, front.summary)
    entry.also = list(front.aliases)
    entry.asked = list(front.asked_as)
    entry.headings = _own_headings(page)
    entry.near = _near(graph, page)
    if isinstance(front, TreatmentFront):
        entry.brands = [brand.name for brand in front.brands]
    if page.kind.name == "gene":
        entry.symbols = _other_symbols(page.id, {front.name, *front.aliases})
    return entry


def _near(graph: Graph, page: Page) -> list[str]:
    """The pages that explain a page further: pathways of a gene or drug, hallmark of a pathway."""
    if page.kind.name == "pathway":
        hallmarks = [f"hallmark:{hallmark}" for hallmark in graph.hallmarks_of(page)]
        return [key for key in hallmarks if key in graph.site.pages][:1]
    if page.kind.name in ("hallmark", "gene", "treatment", "food"):
        return [pathway.key for pathway in graph.pathways_of(page)][:NEAR]
    return []


def _other_symbols(symbol: str, known: set[str]) -> list[str]:
    """Other and former symbols of a gene that the page itself does not name."""
    gene = genes().get(symbol)
    if gene is None:
        return []
    folded = {name.casefold() for name in known}
    found = (*gene.aliases, *gene.previous, gene.name)
    return [name for name in dict.fromkeys(found) if name.casefold() not in folded]


def _own_headings(page: Page) -> list[str]:
    """Headings that are not part of the anatomy, which says the same on every page of a kind."""
    common = {section.title(page.name) for section in page.kind.sections}
    return [s.heading for s in page.sections if s.heading and s.heading not in common]


def _mentions(graph: Graph, key: str) -> list[str]:
    """The pages that name `key`, those that name it most first."""
    kind, _, target = key.partition(":")

    def times(page: Page) -> int:
        return sum(
            role.name == kind and role.target == target
            for _, block in page.blocks()
            for role in block.roles
        )

    pages = sorted(graph.mentions.get(key, []), key=lambda page: (-times(page), page.key))
    return [page.key for page in pages][:NAMED_ON]
