"""`atlas.json`: the whole atlas for machines; versioned, sorted, without timestamps.

Its schema, `atlas.schema.json`, is generated from the types below and published beside it.
Version history: 1 first release.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from atlas import figures
from atlas.graph import Graph
from atlas.model import Number, Term
from atlas.permanence import moved_names
from atlas.site import Page

VERSION = 1


class Strict(BaseModel):
    """Base of the exported records."""

    model_config = ConfigDict(extra="forbid")


class Relation(Strict):
    """An arrow of the graph, in the direction in which a page states it."""

    source: str = Field(examples=["treatment:venetoclax"])
    relation: str = Field(examples=["acts-on"])
    target: str = Field(examples=["pathway:apoptosis"])


class Edge(Strict):
    """An arrow of a pathway diagram."""

    step: int
    source: str
    kind: str
    target: str


class Entity(Strict):
    """A page: facts, links and the hash of the text that states them."""

    key: str = Field(examples=["gene:TP53"])
    kind: str
    id: str
    name: str
    say: str | None
    summary: str
    aliases: list[str]
    url: str = Field(description="Relative to atlas.json")
    text_hash: str = Field(description="Changes when a reader would read something else")
    sources_checked: str
    next_check: str
    clinician_reviewed: bool
    facts: dict[str, Any] = Field(description="The rest of the page's front matter")
    links: list[str] = Field(description="Keys of pages and terms that the text links to")
    steps: list[Edge] = Field(description="Arrows of its diagram, in order")


class Source(Strict):
    """A reference."""

    key: str
    title: str
    year: str
    doi: str | None
    pmid: str | None
    url: str | None
    verified: str


class Figure(Number):
    """A number record, with the sentence that readers see."""

    sentence: str


class Atlas(Strict):
    """The export."""

    version: int = Field(description="Changes when the form changes", examples=[VERSION])
    licence: str
    entities: list[Entity]
    relations: list[Relation]
    numbers: dict[str, Figure]
    terms: dict[str, Term]
    moved: dict[str, str | None] = Field(
        description="Former keys of entities, terms and numbers, and what they are called now; "
        "null: withdrawn",
        examples=[{"gene:P53": "gene:TP53"}],
    )
    sources: list[Source]


def build(graph: Graph) -> Atlas:
    """The export of a loaded site."""
    site = graph.site
    pages = [p for _, p in sorted(site.pages.items()) if p.front]
    return Atlas(
        version=VERSION,
        licence="CC-BY-4.0",
        entities=[_entity(graph, page) for page in pages],
        relations=sorted(
            (relation for page in pages for relation in relations(graph, page)),
            key=lambda r: (r.source, r.relation, r.target),
        ),
        numbers={
            key: Figure(**number.model_dump(), sentence=figures.sentence(number))
            for key, number in sorted(site.numbers.items())
        },
        terms=dict(sorted(site.terms.items())),
        moved=moved_names(site),
        sources=[
            Source(
                key=key,
                title=ref.title,
                year=ref.year,
                doi=ref.doi or None,
                pmid=ref.pmid or None,
                url=ref.url or None,
                verified=ref.verified,
            )
            for key, ref in sorted(site.references.items())
        ],
    )


_COMMON = {"kind", "name", "say", "summary", "aliases", "review"}


def _entity(graph: Graph, page: Page) -> Entity:
    front = page.front
    assert front
    return Entity(
        key=page.key,
        kind=page.kind.name,
        id=page.id,
        name=front.name,
        say=front.say,
        summary=front.summary,
        aliases=sorted(front.aliases),
        url=f"{page.docname}.html",
        text_hash=page.hash,
        sources_checked=front.review.checked.isoformat(),
        next_check=front.review.next.isoformat(),
        clinician_reviewed=(
            front.review.clinician is not None and front.review.clinician.hash == page.hash
        ),
        facts=front.model_dump(mode="json", exclude=_COMMON, by_alias=True),
        links=sorted(graph.links[page.path]),
        steps=[
            Edge(step=edge.number or 0, source=edge.source, kind=edge.kind, target=edge.target)
            for placed in page.diagrams
            for edge in sorted(placed.diagram.edges, key=lambda e: e.number or 0)
        ],
    )


def relations(graph: Graph, page: Page) -> list[Relation]:
    """What a page states about others, each once."""
    front = page.front
    stated: set[tuple[str, str]] = set()
    for hallmark in getattr(front, "hallmarks", []):
        stated.add(("serves", f"hallmark:{hallmark}"))
    for gene in graph.diagram_genes(page):
        stated.add(("draws", gene.key))
    for target in getattr(front, "targets", []):
        stated.add(("targets", f"gene:{target}"))
    for group in getattr(front, "member_of", []):
        stated.add(("member-of", f"treatment:{group}"))
    for act in getattr(front, "acts", []):
        stated.add(("acts-on", f"pathway:{act.pathway}"))
    for approval in getattr(front, "approvals", []):
        stated.update(("approved-for", f"cancer:{cancer}") for cancer in approval.cancers)
    for interaction in getattr(front, "interacts", []):
        stated.add(("interacts-with", f"treatment:{interaction.treatment}"))
    for pathway in getattr(front, "pathways", []):
        stated.add(("involves", f"pathway:{pathway}"))
    return [Relation(source=page.key, relation=r, target=t) for r, t in sorted(stated)]


def dumps(graph: Graph) -> str:
    """The export as JSON text."""
    return _json(build(graph).model_dump(mode="json"))


def schema() -> str:
    """The JSON Schema of the export."""
    return _json(Atlas.model_json_schema())


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_export(graph: Graph, outdir: Path) -> None:
    """Write both files, each only as a whole."""
    for name, text in (("atlas.json", dumps(graph)), ("atlas.schema.json", schema())):
        path = outdir / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        temporary = path.with_suffix(".tmp")
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
