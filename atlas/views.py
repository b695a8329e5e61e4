"""What the partials show: page head, panels, lists. Data in, template contexts out.

Every function takes `url`, which turns a key (`gene:TP53`, `term:apoptosis`, `index:gene`) into an
address relative to the page, or None. No function knows Sphinx or HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from atlas import figures
from atlas.anatomy import KINDS
from atlas.graph import Graph
from atlas.model import (
    Against,
    FoodFront,
    GeneFront,
    Hallmark,
    HallmarkFront,
    TreatmentFront,
)
from atlas.readability import words
from atlas.rules.reading import plain_grade
from atlas.site import Page, Site

Url = Callable[[str], str | None]
Context = dict[str, Any]

#: Adults read plain health text at about this many words a minute.
WORDS_PER_MINUTE = 180
HOW = {"blocks": "blocks", "turns-on": "turns on", "damages": "damages"}
ROLE = {
    "oncogene": "oncogene (drives cancer when overactive)",
    "tumor-suppressor": "tumor suppressor (drives cancer when lost)",
    "both": "oncogene or tumor suppressor, depending on the cancer",
    "context": "depends on the cancer",
    "not-established": "no established role as a cancer driver",
}
STATUS = {
    "core": "core hallmark",
    "emerging": "emerging hallmark",
    "enabling": "enabling characteristic",
    "proposed-hallmark": "proposed hallmark",
    "proposed-enabling": "proposed enabling characteristic",
    "proposed-cell-type": "proposed cell type",
    "not-read": "not checked yet",
}
_LINE = {"core": "core", "enabling": "enabling"}


def day(date: datetime.date) -> str:
    """A date in words."""
    return f"{date.day} {date:%B %Y}"


def nothing(page: Page) -> str:
    """What an empty panel says: silence would read as safety."""
    assert page.front
    return f"Nothing is known to us as of {day(page.front.review.checked)}."


def _link(page: Page, url: Url, text: str | None = None) -> Context:
    return {"text": text or page.name, "url": url(page.key)}


def _source(site: Site, key: str) -> Context:
    reference = site.references.get(key)
    if reference is None:
        return {"label": key, "url": None}
    return {"label": reference.label, "url": reference.address or None}


def _source_cell(site: Site, key: str) -> Context:
    source = _source(site, key)
    return {"text": source["label"], "url": source["url"]}


# -- page head and foot ---------------------------------------------------------------------


def head(graph: Graph, page: Page, url: Url) -> Context:
    """The block under the title."""
    front = page.front
    assert front
    count = sum(len(words(block.masked())) for _, block in page.plain_blocks())
    return {
        "kind": page.kind.name,
        "kind_label": page.kind.label,
        "name": front.name,
        "say": front.say,
        "summary": front.summary,
        "aliases": front.aliases,
        "brands": [brand.model_dump() for brand in getattr(front, "brands", [])],
        "chips": [chip(graph.site, key, url) for key in chips(graph, page)],
        "minutes": max(1, round(count / WORDS_PER_MINUTE)),
        "grade": max(plain_grade(page).flesch_kincaid, 1.0),
        "review": review(page),
        "status_line": status_line(front) if isinstance(front, TreatmentFront) else None,
        "research_only": getattr(front, "research_only", False),
        "has_depth": any(spec.depth for spec in page.kind.sections),
        "wheel": wheel(graph, url, lit=page.id) if isinstance(front, HallmarkFront) else None,
    }


def chips(graph: Graph, page: Page) -> list[str]:
    """Hallmark ids to show in the head of a page; a hallmark page shows itself in the wheel."""
    return [] if page.kind.name in ("hallmark", "guide") else graph.hallmarks_of(page)


def chip(site: Site, key: str, url: Url) -> Context:
    """A hallmark as a small link."""
    hallmark = site.hallmarks[key]
    return {
        "slot": hallmark.slot,
        "name": hallmark.name,
        "url": url(f"hallmark:{key}"),
        "status": line_status(hallmark),
    }


def review(page: Page) -> Context:
    """The honest state of review: a changed text loses its badge by itself."""
    assert page.front
    record = page.front.review
    clinician = record.clinician
    return {
        "checked": record.checked,
        "next": record.next,
        "overdue": False,  # a build has no clock; `make overdue` lists such pages
        "changed": (clinician.hash if clinician else record.hash) != page.hash,
        "clinician": clinician.model_dump() if clinician else None,
    }


def foot(page: Page) -> Context:
    """The block at the end of a page."""
    assert page.front
    return {
        **review(page),
        "hash": page.hash,
        "cite": f"Hallmarks Atlas. {page.name}. Text version {page.hash}, "
        f"sources checked {day(page.front.review.checked)}.",
        "licence": "Text: CC BY 4.0",
        "edit_url": None,
    }


def status_line(front: TreatmentFront) -> str:
    """One sentence on what regulators allow (safety rule 7.4)."""
    current = [approval for approval in front.approvals if approval.withdrawn is None]
    if front.research_only:
        return (
            "In trials or lab only. No regulator that we checked has approved it for treating "
            "cancer. Other countries may differ."
        )
    if not current:
        if front.approvals:
            return "Use withdrawn: see the dates and reasons below."
        if front.form == "drug":
            return "No approval is known to us."
        return (
            "This page covers many products, so it has no single approval date."
            if front.form == "class"
            else "A standard kind of treatment, not a single product: it has no approval date."
        )
    parts = []
    for regulator, group in groupby(
        sorted(current, key=lambda a: (a.regulator, a.date)), key=lambda a: a.regulator
    ):
        approvals = list(group)
        uses = f"{len(approvals)} uses, the first" if len(approvals) > 1 else "one use"
        early = " (accelerated)" if all(a.accelerated for a in approvals) else ""
        if all(a.reported for a in approvals):
            early += " (reported, not yet confirmed)"
        parts.append(f"{regulator}{early}: {uses} on {day(approvals[0].date)}")
    return f"Approved by {'; '.join(parts)}. The exact uses stand below. Other countries may differ."


def call(graph: Graph, page: Page) -> Context:
    """The “when to call” box: the same blocks in the same order everywhere."""
    site = graph.site
    names = list(getattr(page.front, "call", []) or ["general"])
    blocks = [site.calls[name] for name in names if name in site.calls]
    sources = dict.fromkeys(key for block in blocks for key in block.source)
    return {
        "open": page.kind.call_open,
        "title": "When to call your care team",
        "emergency": list(dict.fromkeys(item for block in blocks for item in block.emergency)),
        "groups": [
            {"title": block.title, "items": block.call_now, "notes": block.notes}
            for block in blocks
        ],
        "sources": [_source(site, key) for key in sources],
    }


# -- panels: one function a name in anatomy.py --------------------------------------------------


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
        rows.append([
            _link(treatment, url),
            {"text": "; ".join(_act(graph, act) for act in acts) or "–"},
            {"text": status_line(front)},
        ])
    return _table("Treatments explained on this site", ["Treatment", "Where it acts", "Status"], rows, page)


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
        rows.append([
            _link(pathway, url) if pathway else {"text": act.pathway},
            {"text": f"Step {act.step}", "url": _with(url(f"pathway:{act.pathway}"), f"step-{act.step}")},
            {"text": HOW[act.how]},
            _link(gene, url) if gene else {"text": act.target or "–"},
        ])
    members = graph.members_of_class.get(page.id, [])
    if not rows and members:
        return _table(
            "Drugs of this class on this site",
            ["Drug", "What it is"],
            [[_link(m, url), {"text": m.front.summary if m.front else ""}] for m in members],
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
        rows.append([_link(food, url), {"text": effect or food.front.summary}])
    second = "What it does to this treatment" if page.kind.name == "treatment" else "In one sentence"
    return _table("Food and supplements on this site", ["Food or supplement", second], rows, page)


def interactions(graph: Graph, page: Page, url: Url) -> Context | None:
    """Treatments that a food interacts with."""
    front = page.front
    assert isinstance(front, FoodFront)
    rows = []
    for interaction in front.interacts:
        treatment = graph.page(f"treatment:{interaction.treatment}")
        rows.append([
            _link(treatment, url) if treatment else {"text": interaction.treatment},
            {"text": interaction.effect},
            _source_cell(graph.site, interaction.source),
        ])
    return _table("Treatments explained on this site", ["Treatment", "What happens", "Source"], rows, page)


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
        row = [
            {"text": number.measure},
            {
                "text": figures.plain(number),
                "note": figures.figure(number.value, number.unit)
                if number.unit == "percent" else None,
            },
            {"text": figures.counted(number), "note": f"Also reported: {note}" if note else None},
            _source_cell(graph.site, number.source),
        ]
        if not of_gene:
            row.insert(0, _link(gene, url) if gene else {"text": "–"})
        rows.append(row)
    columns = ["What was found", "How often", "In whom, when", "Source"]
    return _table("Figures, and who was counted", columns if of_gene else ["Gene", *columns], rows, page)


def cancers(graph: Graph, page: Page, url: Url) -> Context | None:
    """Cancer types in which a pathway matters."""
    found = graph.cancers_of_pathway(page.id)
    if not found:
        return None
    rows = [[_link(c, url), {"text": c.front.summary if c.front else ""}] for c in found]
    return _table("Cancer types on this site", ["Cancer type", "In one sentence"], rows, page)


def pathways(graph: Graph, page: Page, url: Url) -> Context | None:
    """Pathways that a page belongs to, with the genes that they share with this site."""
    rows = []
    for pathway in graph.pathways_of(page):
        assert pathway.front
        cell = _link(pathway, url)
        rows.append([cell, {"text": pathway.front.summary}])
    return _table("Pathways", ["Pathway", "In one sentence"], rows, page)


def genes(graph: Graph, page: Page, url: Url) -> Context | None:
    """Genes of a pathway, or of all pathways of a hallmark, with role and identifiers."""
    if page.kind.name == "pathway":
        found = graph.diagram_genes(page)
    else:
        found = list({
            gene.id: gene
            for pathway in graph.pathways_of(page)
            for gene in graph.genes_of_pathway.get(pathway.id, [])
        }.values())
    rows = []
    for gene in sorted(found, key=lambda g: g.id):
        front = gene.front
        assert isinstance(front, GeneFront)
        rows.append([
            {**_link(gene, url), "class_": "gene-symbol"},
            {"text": ROLE[front.role.in_]},
            {"text": front.ids.hgnc, "url": _identifier("hgnc", front.ids.hgnc)},
            {"text": front.ids.uniprot[0], "url": _identifier("uniprot", front.ids.uniprot[0])},
        ])
    return _table("Genes", ["Gene", "Role in cancer", "HGNC", "UniProt"], rows, page)


def mentions(graph: Graph, page: Page, url: Url) -> Context | None:
    """Other pages that link here."""
    rows = [
        [_link(other, url), {"text": other.kind.label}]
        for other in graph.mentions.get(page.key, [])
        if other.kind.name not in ("gene", "pathway")
    ]
    return _table("Pages that mention it", ["Page", "Kind"], rows, page) if rows else None


#: Addresses of identifiers, as Bioregistry records them (CC0).
ADDRESSES = {
    "hgnc": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/{}",
    "entrez": "https://www.ncbi.nlm.nih.gov/gene/{}",
    "uniprot": "https://www.uniprot.org/uniprotkb/{}",
    "ensembl": "https://www.ensembl.org/id/{}",
    "wikipathways": "https://www.wikipathways.org/pathways/{}.html",
    "reactome": "https://reactome.org/content/detail/{}",
    "go": "https://amigo.geneontology.org/amigo/term/{}",
    "ncit": "https://ncithesaurus.nci.nih.gov/ncitbrowser/ConceptReport.jsp"
    "?dictionary=NCI%20Thesaurus&code={}",
    "mondo": "https://monarchinitiative.org/{}",
    "doid": "https://disease-ontology.org/term/{}",
    "oncotree": "https://oncotree.mskcc.org/?version=oncotree_latest_stable&field=CODE&search={}",
    "chembl": "https://www.ebi.ac.uk/chembl/explore/compound/{}",
    "rxnorm": "https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm={}",
}
DATABASES = {
    "hgnc": "HGNC", "entrez": "NCBI Gene", "uniprot": "UniProt", "ensembl": "Ensembl",
    "wikipathways": "WikiPathways", "reactome": "Reactome", "go": "Gene Ontology",
    "ncit": "NCI Thesaurus", "mondo": "Mondo", "doid": "Disease Ontology",
    "oncotree": "OncoTree", "chembl": "ChEMBL", "rxnorm": "RxNorm",
}


def _identifier(prefix: str, value: str) -> str:
    return ADDRESSES[prefix].format(value)


def identifiers(graph: Graph, page: Page, url: Url) -> Context | None:
    """Stable identifiers, each linking to its database."""
    rows = []
    ids = getattr(page.front, "ids", None)
    for prefix, value in (ids.model_dump() if ids else {}).items():
        for one in value if isinstance(value, list) else [value]:
            if one:
                rows.append([
                    {"text": DATABASES[prefix]}, {"text": one, "url": _identifier(prefix, one)}
                ])
    if isinstance(page.front, GeneFront):
        rows.append([
            {"text": "Role in cancer"},
            {
                "text": ROLE[page.front.role.in_],
                "note": f"Source: {_source(graph.site, page.front.role.source)['label']}",
            },
        ])
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


def approvals(graph: Graph, page: Page, url: Url) -> Context:
    """The approvals of a treatment, newest last, withdrawn ones kept."""
    front = page.front
    assert isinstance(front, TreatmentFront)
    rows = []
    for approval in sorted(front.approvals, key=lambda a: (a.regulator, a.date)):
        rows.append({
            **approval.model_dump(exclude={"cancers", "source"}),
            "source": _source(graph.site, approval.source),
            "cancers": [
                {"name": c.name, "url": url(c.key)}
                for c in graph.pages([f"cancer:{cancer}" for cancer in approval.cancers])
            ],
        })
    return {"line": status_line(front), "rows": rows, "research_only": front.research_only}


def against(graph: Graph, page: Page) -> Context:
    """The strongest contrary or null result."""
    record: Against = getattr(page.front, "against")  # noqa: B009 - two kinds have it
    return {
        "text": record.text,
        "source": _source(graph.site, record.source) if record.source else None,
        "none_found": record.none_found,
    }


# -- the framework ------------------------------------------------------------------------------


def line_status(hallmark: Hallmark) -> str:
    """How the wheel draws a hallmark: its place in the newest edition that could be read."""
    read = [e for _, e in sorted(hallmark.editions.items()) if e.status != "not-read"]
    return _LINE.get(read[-1].status, "proposed") if read else "proposed"


def wheel(graph: Graph, url: Url, lit: str | None = None) -> list[Context]:
    """The segments of the wheel in order."""
    return [
        {
            "slot": hallmark.slot,
            "id": key,
            "name": hallmark.name,
            "plain": hallmark.plain,
            "url": url(f"hallmark:{key}"),
            "status": line_status(hallmark),
            "coming": graph.page(f"hallmark:{key}") is None,
            "lit": key == lit,
        }
        for key, hallmark in graph.site.hallmarks.items()
    ]


def editions(graph: Graph, url: Url) -> list[Context]:
    """The table of names and places by edition."""
    rows = []
    for key, hallmark in graph.site.hallmarks.items():
        cells = {}
        for year, edition in sorted(hallmark.editions.items()):
            status = STATUS[edition.status]
            cells[year] = f"{edition.name} ({status})" if edition.name else status
        rows.append({
            "slot": hallmark.slot,
            "name": hallmark.name,
            "url": url(f"hallmark:{key}"),
            "coming": graph.page(f"hallmark:{key}") is None,
            "cells": cells,
        })
    return rows


# -- lists ----------------------------------------------------------------------------------------


def _letter(name: str) -> str:
    first = name.strip()[:1].upper()
    return first if first.isalpha() else "#"


def listing(graph: Graph, kind: str, url: Url) -> Context:
    """All pages of a kind, A to Z."""
    items = [
        {
            "name": page.name,
            "url": url(page.key),
            "say": page.front.say if page.front else None,
            "summary": page.front.summary if page.front else "",
            "kind": kind,
        }
        for page in graph.site.of_kind(kind)
    ]
    return {"groups": _grouped(items, "name", "items"), "total": len(items)}


def _grouped(items: list[Context], by: str, into: str) -> list[Context]:
    ordered = sorted(items, key=lambda item: str(item[by]).casefold())
    return [
        {"letter": letter, into: list(group)}
        for letter, group in groupby(ordered, key=lambda item: _letter(str(item[by])))
    ]


def glossary(graph: Graph, url: Url) -> Context:
    """All glossary entries, A to Z, each with the first page that uses it."""
    terms = []
    for key, term in graph.site.terms.items():
        see = graph.page(term.see) if term.see else None
        users = graph.mentions.get(f"term:{key}", [])
        first = min(users, key=lambda p: (list(KINDS).index(p.kind.name), p.name)) if users else None
        terms.append({
            "id": f"term-{key}",
            "term": term.term,
            "say": term.say,
            "plain": term.plain,
            "expert": term.expert,
            "also": term.also,
            "see": {"name": see.name, "url": url(see.key)} if see else None,
            "first": {"name": first.name, "url": url(first.key)} if first else None,
            "source": _source(graph.site, term.source),
        })
    return {"groups": _grouped(terms, "term", "terms")}


def definitions(graph: Graph, keys: Iterable[str], url: Url) -> list[Context]:
    """The hover texts of everything that a page links to."""
    items: list[Context] = []
    for key in dict.fromkeys(keys):
        kind, _, target = key.partition(":")
        if kind == "term" and target in graph.site.terms:
            term = graph.site.terms[target]
            items.append({
                "key": key, "name": term.term, "kind_label": "Word", "say": term.say,
                "text": term.plain, "url": url(key),
            })
        page = graph.page(key)
        if page is not None and page.front:
            items.append({
                "key": key, "name": page.name, "kind_label": page.kind.label,
                "say": page.front.say, "text": page.front.summary, "url": url(key),
            })
    return sorted(items, key=lambda item: str(item["key"]))


# -- sidebar ----------------------------------------------------------------------------------------

#: Links on either side of the open page: the sidebar's size does not grow with the site.
NEIGHBORS = 5


def sidebar(graph: Graph, page: Page | None, url: Url) -> Context:
    """The kinds, and the open page among its neighbours of the same kind."""
    current = page.kind.name if page is not None and not page.frame else None
    kinds = [
        {"label": kind.plural, "url": url(f"index:{kind.name}"), "current": kind.name == current}
        for kind in KINDS.values()
    ]
    kinds.append({"label": "Glossary", "url": url("index:glossary"), "current": False})
    branch = None
    if page is not None and current:
        pages = graph.site.of_kind(current)
        keys = [p.key for p in pages]
        at = keys.index(page.key) if page.key in keys else 0
        start = max(0, min(at - NEIGHBORS, len(pages) - 2 * NEIGHBORS - 1))
        shown = pages[start : start + 2 * NEIGHBORS + 1]
        branch = {
            "title": page.kind.plural,
            "url": url(f"index:{current}"),
            "items": [
                {"name": p.name, "url": url(p.key), "current": p.key == page.key} for p in shown
            ],
            "more": {"label": f"All {page.kind.plural.lower()}", "url": url(f"index:{current}")}
            if len(shown) < len(pages) else None,
        }
    return {"kinds": kinds, "branch": branch}
