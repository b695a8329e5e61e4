"""The graph of the site: what is seen from the other end of a relation.

Pages state each relation once, in one direction. This object answers every derived question, for
panels, indices, the JSON export and JSON-LD alike.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from atlas.anatomy import KINDS
from atlas.markdown import LINK_ROLES
from atlas.model import CancerFront, FoodFront, Number, PathwayFront, TreatmentFront
from atlas.site import Page, Site

#: Pages that an unreadable page would break are left out everywhere.
PageMap = dict[str, list[Page]]


def _by_name(pages: list[Page]) -> list[Page]:
    unique = {page.key: page for page in pages if page.front}
    return sorted(unique.values(), key=lambda page: (page.name.casefold(), page.id))


class Graph:
    """Derived relations of one loaded site. Everything it returns is sorted."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def page(self, key: str) -> Page | None:
        """The page called `kind:id`, if it is there and readable."""
        page = self.site.pages.get(key)
        return page if page is not None and page.front else None

    def pages(self, keys: list[str]) -> list[Page]:
        """The readable pages among `keys`, in that order."""
        return [page for page in map(self.page, dict.fromkeys(keys)) if page is not None]

    # -- pathways and genes -------------------------------------------------------------

    @cached_property
    def genes_of_pathway(self) -> PageMap:
        """Pathway id -> the gene pages that its diagram names, in drawing order."""
        result: PageMap = {}
        for page in self.site.of_kind("pathway"):
            result[page.id] = self.diagram_genes(page)
        return result

    def diagram_genes(self, page: Page) -> list[Page]:
        """The gene pages that a page's diagrams name."""
        links = [
            node.link
            for placed in page.diagrams
            for node in placed.diagram.nodes
            if node.link and node.link.startswith("gene:")
        ]
        return self.pages(links)

    @cached_property
    def pathways_of_gene(self) -> PageMap:
        """Gene id -> pathways whose diagram names it."""
        result: PageMap = defaultdict(list)
        for page in self.site.of_kind("pathway"):
            for gene in self.genes_of_pathway[page.id]:
                result[gene.id].append(page)
        return result

    @cached_property
    def pathways_of_hallmark(self) -> PageMap:
        """Hallmark id -> pathways that serve it, those that name it first before the others."""
        first: PageMap = defaultdict(list)
        other: PageMap = defaultdict(list)
        for page in self.site.of_kind("pathway"):
            assert isinstance(page.front, PathwayFront)
            for index, hallmark in enumerate(page.front.hallmarks):
                (other if index else first)[hallmark].append(page)
        return {key: first[key] + other[key] for key in sorted({*first, *other})}

    def hallmarks_of(self, page: Page) -> list[str]:
        """Hallmark ids that a page belongs to, through its pathways."""
        if page.kind.name == "hallmark":
            return [page.id]
        if isinstance(page.front, PathwayFront):
            return list(page.front.hallmarks)
        found: dict[str, None] = {}
        for pathway in self.pathways_of(page):
            if isinstance(pathway.front, PathwayFront):
                found.update(dict.fromkeys(pathway.front.hallmarks[:1]))
        order = list(self.site.hallmarks)
        return sorted(found, key=lambda key: order.index(key) if key in order else 99)

    def pathways_of(self, page: Page) -> list[Page]:
        """The pathways that a page of any kind belongs to."""
        front = page.front
        if page.kind.name == "hallmark":
            return self.pathways_of_hallmark.get(page.id, [])
        if page.kind.name == "gene":
            return self.pathways_of_gene.get(page.id, [])
        if isinstance(front, TreatmentFront):
            return self.pages([f"pathway:{act.pathway}" for act in front.acts])
        if isinstance(front, CancerFront | FoodFront):
            return self.pages([f"pathway:{pathway}" for pathway in front.pathways])
        return []

    # -- treatments and foods -----------------------------------------------------------

    @cached_property
    def treatments_of_pathway(self) -> PageMap:
        """Pathway id -> treatments that act on one of its steps."""
        result: PageMap = defaultdict(list)
        for page in self.site.of_kind("treatment"):
            assert isinstance(page.front, TreatmentFront)
            for pathway in dict.fromkeys(act.pathway for act in page.front.acts):
                result[pathway].append(page)
        return result

    @cached_property
    def treatments_of_gene(self) -> PageMap:
        """Gene id -> treatments that target it or act on it in a pathway."""
        result: PageMap = defaultdict(list)
        for page in self.site.of_kind("treatment"):
            assert isinstance(page.front, TreatmentFront)
            genes = [*page.front.targets, *(act.target for act in page.front.acts if act.target)]
            for gene in dict.fromkeys(genes):
                result[gene].append(page)
        return result

    @cached_property
    def treatments_of_cancer(self) -> PageMap:
        """Cancer id -> treatments with an approval for it, or whose page links to it."""
        result: PageMap = defaultdict(list)
        for page in self.site.of_kind("treatment"):
            assert isinstance(page.front, TreatmentFront)
            approved = [c for approval in page.front.approvals for c in approval.cancers]
            linked = [
                role.target
                for _, block in page.blocks()
                for role in block.roles
                if role.name == "cancer"
            ]
            for cancer in dict.fromkeys([*approved, *linked]):
                result[cancer].append(page)
        return result

    def treatments_for(self, page: Page) -> list[Page]:
        """The treatments to show on a hallmark, pathway, gene or cancer page."""
        kind = page.kind.name
        if kind == "gene":
            return self.treatments_of_gene.get(page.id, [])
        if kind == "cancer":
            return self.treatments_of_cancer.get(page.id, [])
        pathways = [page] if kind == "pathway" else self.pathways_of(page)
        return _by_name([t for p in pathways for t in self.treatments_of_pathway.get(p.id, [])])

    @cached_property
    def members_of_class(self) -> PageMap:
        """Class id -> the treatments that name it in `member_of`."""
        result: PageMap = defaultdict(list)
        for page in self.site.of_kind("treatment"):
            assert isinstance(page.front, TreatmentFront)
            for group in page.front.member_of:
                result[group].append(page)
        return result

    def foods_for(self, page: Page) -> list[Page]:
        """The foods to show on a hallmark, pathway or treatment page."""
        if page.kind.name == "treatment":
            return [food for food in self.site.of_kind("food") if self.interaction(food, page)]
        pathways = (
            {page.id} if page.kind.name == "pathway" else {p.id for p in self.pathways_of(page)}
        )
        return [
            food
            for food in self.site.of_kind("food")
            if isinstance(food.front, FoodFront) and pathways.intersection(food.front.pathways)
        ]

    @staticmethod
    def interaction(food: Page, treatment: Page) -> str | None:
        """What a food does to a treatment, in one sentence."""
        if isinstance(food.front, FoodFront):
            for interaction in food.front.interacts:
                if interaction.treatment == treatment.id:
                    return interaction.effect
        return None

    # -- cancers and numbers ------------------------------------------------------------

    def cancers_of_pathway(self, pathway: str) -> list[Page]:
        """Cancer pages that name a pathway."""
        return [
            page
            for page in self.site.of_kind("cancer")
            if isinstance(page.front, CancerFront) and pathway in page.front.pathways
        ]

    def numbers_for(self, page: Page) -> list[tuple[str, Number]]:
        """The records to tabulate on a gene, cancer or pathway page, by id."""
        found: dict[str, Number] = {}
        if page.kind.name in ("gene", "cancer"):
            found = self._numbers_by_key.get(page.key, {})
        elif page.kind.name == "pathway":
            for gene in self.genes_of_pathway.get(page.id, []):
                records = self._numbers_by_key.get(gene.key, {})
                found |= {key: number for key, number in records.items() if number.cancer}
        return sorted(found.items(), key=lambda item: (item[1].gene or "", item[1].of, item[0]))

    @cached_property
    def _numbers_by_key(self) -> dict[str, dict[str, Number]]:
        result: dict[str, dict[str, Number]] = defaultdict(dict)
        for key, number in self.site.numbers.items():
            if number.gene:
                result[f"gene:{number.gene}"][key] = number
            if number.cancer:
                result[f"cancer:{number.cancer}"][key] = number
        return result

    # -- neighbors -----------------------------------------------------------------------

    @cached_property
    def positions(self) -> dict[str, int]:
        """Key -> the page's place among the pages of its kind, by name."""
        return {
            page.key: place for kind in KINDS for place, page in enumerate(self.site.of_kind(kind))
        }

    # -- links in the text --------------------------------------------------------------

    @cached_property
    def links(self) -> dict[str, tuple[str, ...]]:
        """Page path -> keys (`gene:TP53`, `term:apoptosis`) that its text links to, in order."""
        result = {}
        for page in self.site.every_page:
            found: dict[str, None] = {}
            for _, block in page.blocks():
                for role in block.roles:
                    if role.name == "term":
                        term = self.site.term_id(role.target)
                        if term:
                            found[f"term:{term}"] = None
                    elif role.name in LINK_ROLES:
                        found[f"{role.name}:{role.target}"] = None
            for placed in page.diagrams:
                for node in placed.diagram.nodes:
                    if node.link:
                        found[node.link] = None
            result[page.path] = tuple(found)
        return result

    @cached_property
    def mentions(self) -> PageMap:
        """Key -> the pages that link to it, by name."""
        result: PageMap = defaultdict(list)
        for page in self.site.pages.values():
            for key in self.links[page.path]:
                if key != page.key:
                    result[key].append(page)
        return {key: _by_name(pages) for key, pages in result.items()}

    @cached_property
    def cited(self) -> dict[str, list[str]]:
        """Citation key -> paths of the pages and data records that use it."""
        result: dict[str, list[str]] = defaultdict(list)
        for page in self.site.every_page:
            for _, block in page.blocks():
                for role in block.roles:
                    if role.name == "cite":
                        for key in role.content.split(","):
                            result[key.strip()].append(page.path)
        return result
