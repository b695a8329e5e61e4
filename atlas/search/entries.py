"""What can be found by name: every page, every word of the glossary, every page to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Final

from atlas.anatomy import KINDS
from atlas.gene_table import genes
from atlas.graph import Graph
from atlas.model import PathwayFront, TreatmentFront
from atlas.site import Page
from atlas.to_come import Coming

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
        coming = site.coming.get(key, Coming(name=name))
        see = [other for other in coming.see if url(other)]
        on = list(dict.fromkeys([*see, *_mentions(graph, key)]))
        address = url(key)
        if address and coming.plain:
            entry = Entry(key, key.partition(":")[0], address, name, coming.plain)
            entry.near = [other for other in on if other in site.pages][:NEAR]
        elif on:
            entry = Entry(key, "coming", "", name, near=on[:NAMED_ON])
        else:
            continue
        entry.brands = list(coming.brands)
        entry.also = list(coming.also)
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
    """The pages that explain a page further, those that do so most first."""
    pathways = [pathway.key for pathway in graph.pathways_of(page)]
    treatments = [treatment.key for treatment in graph.treatments_for(page)]
    front = page.front
    if isinstance(front, PathwayFront):
        hallmarks = [f"hallmark:{hallmark}" for hallmark in front.hallmarks]
        found = [hallmarks[0], *treatments[:NEAR], *_main_genes(graph, page)]
    elif isinstance(front, TreatmentFront):
        classes = [f"treatment:{group}" for group in front.member_of]
        members = [member.key for member in graph.members_of_class.get(page.id, [])]
        genes = [f"gene:{gene}" for gene in front.targets]
        found = [*classes[:1], *pathways[:1], *genes[:1], *members[:NEAR]]
    elif page.kind.name == "gene":
        found = [*_most_about(page, graph.pathways_of(page))[:NEAR], *treatments[:1]]
    elif page.kind.name in ("hallmark", "food", "cancer"):
        found = [*pathways[:NEAR], *treatments[:NEAR]]
    else:
        found = []
    return [key for key in dict.fromkeys(found) if key in graph.site.pages]


def _main_genes(graph: Graph, page: Page) -> list[str]:
    """The genes that a pathway page names most."""
    times = Counter(
        role.target for _, block in page.blocks() for role in block.roles if role.name == "gene"
    )
    genes = sorted(graph.genes_of_pathway.get(page.id, []), key=lambda g: -times[g.id])
    return [gene.key for gene in genes[:NEAR]]


def _most_about(page: Page, others: list[Page]) -> list[str]:
    """`others`, those that name `page` most first."""

    def times(other: Page) -> int:
        return sum(
            role.name == page.kind.name and role.target == page.id
            for _, block in other.blocks()
            for role in block.roles
        )

    return [other.key for other in sorted(others, key=lambda other: -times(other))]


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
