"""The tables after sections: one function a panel name of `anatomy.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from atlas import figures
from atlas.graph import Graph
from atlas.identifiers import DATABASES, address
from atlas.model import FoodFront, GeneFront, TreatmentFront
from atlas.site import Page
from atlas.views.common import Context, Url, link, nothing, source, source_cell
from atlas.views.framework import STATUS
from atlas.views.treatments import status_line

HOW = {"blocks": "blocks", "turns-on": "turns on", "damages": "damages"}
ROLE = {
    "oncogene": "oncogene (drives cancer when overactive)",
    "tumor-suppressor": "tumor suppressor (drives cancer when lost)",
    "both": "oncogene or tumor suppressor, depending on the cancer",
    "context": "depends on the cancer",
    "not-established": "no established role as a cancer driver",
}
_CELL: Context = {"text": "", "url": None, "note": None, "class_": None, "html": None}


def _table(title: str, columns: list[str], rows: list[list[Context]], page: Page) -> Context:
    return {
        "id": None,
        "title": title,
        "columns": columns,
        "rows": [[{**_CELL, **cell} for cell in row] for row in rows],
        "empty": nothing(page),
        "caption": None,
    }


def treatments(graph: Graph, page: Page, url: Url) -> Context | None:
    """Treatments that act here, with step and status."""
    rows = []
    pathways = {p.id for p in graph.pathways_of(page)} | {page.id}
    for treatment in graph.treatments_for(page):
        front = treatment.front
        assert isinstance(front, TreatmentFront)
        if page.kind.name == "gene":
            acts = [act for act in front.acts if act.target == page.id]
        elif page.kind.name == "cancer":
            acts = list(front.acts)
        else:
            acts = [act for act in front.acts if act.pathway in pathways]
        rows.append(
            [
                link(treatment, url),
                {"text": "; ".join(_act(graph, act) for act in acts) or "–"},
                {"text": status_line(front, here=False)},
            ]
        )
    return _table(
        "Treatments explained on this site", ["Treatment", "Where it acts", "Status"], rows, page
    )


def _act(graph: Graph, act: Any) -> str:
    pathway = graph.page(f"pathway:{act.pathway}")
    where = pathway.name if pathway else act.pathway
    target = f" {act.target}" if act.target else ""
    return f"{HOW[act.how]}{target} ({where}, step {act.step})"


def acts(graph: Graph, page: Page, url: Url) -> Context | None:
    """The steps that a treatment changes."""
    front = page.front
    assert isinstance(front, TreatmentFront)
    rows = []
    for act in front.acts:
        pathway = graph.page(f"pathway:{act.pathway}")
        gene = graph.page(f"gene:{act.target}") if act.target else None
        rows.append(
            [
                link(pathway, url) if pathway else {"text": act.pathway},
                {
                    "text": f"Step {act.step}",
                    "url": _with(url(f"pathway:{act.pathway}"), f"step-{act.step}"),
                },
                {"text": HOW[act.how]},
                link(gene, url) if gene else {"text": act.target or "–"},
            ]
        )
    members = graph.members_of_class.get(page.id, [])
    if not rows and members:
        return _table(
            "Drugs of this class on this site",
            ["Drug", "What it is"],
            [[link(m, url), {"text": m.front.summary if m.front else ""}] for m in members],
            page,
        )
    return _table("Where it acts", ["Pathway", "Step", "What it does", "Target"], rows, page)


def _with(address: str | None, fragment: str) -> str | None:
    return f"{address}#{fragment}" if address else None


def foods(graph: Graph, page: Page, url: Url) -> Context | None:
    """Foods and supplements that touch this page's subject, interaction first."""
    rows = []
    for food in graph.foods_for(page):
        assert food.front
        effect = graph.interaction(food, page) if page.kind.name == "treatment" else None
        rows.append([link(food, url), {"text": effect or food.front.summary}])
    second = (
        "What it does to this treatment" if page.kind.name == "treatment" else "In one sentence"
    )
    return _table("Food and supplements on this site", ["Food or supplement", second], rows, page)


def interactions(graph: Graph, page: Page, url: Url) -> Context | None:
    """Treatments that a food interacts with."""
    front = page.front
    assert isinstance(front, FoodFront)
    rows = []
    for interaction in front.interacts:
        treatment = graph.page(f"treatment:{interaction.treatment}")
        rows.append(
            [
                link(treatment, url) if treatment else {"text": interaction.treatment},
                {"text": interaction.effect},
                source_cell(graph.site, interaction.source),
            ]
        )
    return _table(
        "Treatments explained on this site", ["Treatment", "What happens", "Source"], rows, page
    )


def numbers(graph: Graph, page: Page, url: Url) -> Context | None:
    """How often something was found, in whom, when, and who says so."""
    rows = []
    of_gene = page.kind.name == "gene"
    for _, number in graph.numbers_for(page):
        gene = graph.page(f"gene:{number.gene}") if number.gene else None
        note = "; ".join(
            f"{figures.figure(rival.value, number.unit)} of {figures.counted(rival)}"
            for rival in number.rivals
        )
        row: list[Context] = [
            {"text": number.measure},
            {
                "text": figures.plain(number),
                "note": figures.figure(number.value, number.unit)
                if number.unit == "percent"
                else None,
            },
            {"text": figures.counted(number), "note": f"Also reported: {note}" if note else None},
            source_cell(graph.site, number.source),
        ]
        if not of_gene:
            row.insert(0, link(gene, url) if gene else {"text": number.gene or "–"})
        rows.append(row)
    columns = ["What was found", "How often", "In whom, when", "Source"]
    return _table(
        "Figures, and who was counted", columns if of_gene else ["Gene", *columns], rows, page
    )


def cancers(graph: Graph, page: Page, url: Url) -> Context | None:
    """Cancer types in which a pathway matters."""
    found = graph.cancers_of_pathway(page.id)
    if not found:
        return None
    rows = [[link(c, url), {"text": c.front.summary if c.front else ""}] for c in found]
    return _table("Cancer types on this site", ["Cancer type", "In one sentence"], rows, page)


def pathways(graph: Graph, page: Page, url: Url) -> Context | None:
    """Pathways that a page belongs to, with the genes that they share with this site."""
    rows = []
    for pathway in graph.pathways_of(page):
        assert pathway.front
        cell = link(pathway, url)
        rows.append([cell, {"text": pathway.front.summary}])
    return _table("Pathways", ["Pathway", "In one sentence"], rows, page)


def genes(graph: Graph, page: Page, url: Url) -> Context | None:
    """Genes of a pathway, or of all pathways of a hallmark, with role and identifiers."""
    if page.kind.name == "pathway":
        found = graph.diagram_genes(page)
    else:
        found = list(
            {
                gene.id: gene
                for pathway in graph.pathways_of(page)
                for gene in graph.genes_of_pathway.get(pathway.id, [])
            }.values()
        )
    rows = []
    for gene in sorted(found, key=lambda g: g.id):
        front = gene.front
        assert isinstance(front, GeneFront)
        rows.append(
            [
                {**link(gene, url), "class_": "gene-symbol"},
                {"text": ROLE[front.role.in_]},
                {"text": front.ids.hgnc, "url": address("hgnc", front.ids.hgnc)},
                {"text": front.ids.uniprot[0], "url": address("uniprot", front.ids.uniprot[0])},
            ]
        )
    return _table("Genes", ["Gene", "Role in cancer", "HGNC", "UniProt"], rows, page)


def mentions(graph: Graph, page: Page, url: Url) -> Context | None:
    """Other pages that link here."""
    rows = [
        [link(other, url), {"text": other.kind.label}]
        for other in graph.mentions.get(page.key, [])
        if other.kind.name not in ("gene", "pathway")
    ]
    return _table("Pages that mention it", ["Page", "Kind"], rows, page) if rows else None


def identifiers(graph: Graph, page: Page, url: Url) -> Context | None:
    """Stable identifiers, each linking to its database."""
    rows = []
    ids = getattr(page.front, "ids", None)
    for prefix, value in (ids.model_dump() if ids else {}).items():
        for one in value if isinstance(value, list) else [value]:
            if one:
                rows.append(
                    [{"text": DATABASES[prefix]}, {"text": one, "url": address(prefix, one)}]
                )
    if isinstance(page.front, GeneFront):
        rows.append(
            [
                {"text": "Role in cancer"},
                {
                    "text": ROLE[page.front.role.in_],
                    "note": f"Source: {source(graph.site, page.front.role.source)['label']}",
                },
            ]
        )
    return _table("Identifiers", ["Database", "Identifier"], rows, page)


def editions_panel(graph: Graph, page: Page, url: Url) -> Context | None:
    """How each edition of the list names and places one hallmark."""
    hallmark = graph.site.hallmarks.get(page.id)
    if hallmark is None:
        return None
    rows = [
        [{"text": str(year)}, {"text": edition.name or "–"}, {"text": STATUS[edition.status]}]
        for year, edition in sorted(hallmark.editions.items())
    ]
    return _table("The name in each edition", ["Edition", "Name", "Place"], rows, page)


PANELS: dict[str, Callable[[Graph, Page, Url], Context | None]] = {
    "treatments": treatments,
    "acts": acts,
    "foods": foods,
    "interactions": interactions,
    "numbers": numbers,
    "cancers": cancers,
    "pathways": pathways,
    "genes": genes,
    "mentions": mentions,
    "identifiers": identifiers,
    "editions": editions_panel,
}
