"""`atlas.json`: the whole atlas for machines; versioned, sorted, without timestamps.

Its schema, `atlas.schema.json`, is generated from the types below and published beside it.
Version history: 1 first release.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from atlas import figures, imprint, outputs
from atlas.graph import Graph
from atlas.model import Number, Term
from atlas.permanence import moved_names
from atlas.references import UNKNOWN, Reference
from atlas.site import Page
from atlas.to_come import Coming

VERSION = 2


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
    authors: list[str] = Field(
        description="Family names, as far as a copy of the source shows them"
    )
    more_authors: bool = Field(description="There are others whom the bibliography does not name")
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
    license: str = Field(description="SPDX name", examples=[imprint.LICENSE_SPDX])
    entities: list[Entity]
    relations: list[Relation]
    numbers: dict[str, Figure]
    terms: dict[str, Term]
    in_short: dict[str, Coming] = Field(
        description="Treatments and cancers without a page, by key: they stand in the list of "
        "their kind, `treatments/index.html#treatment-…`",
        examples=[{"treatment:trastuzumab": {"name": "trastuzumab"}}],
    )
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
        license=imprint.LICENSE_SPDX,
        entities=[entity(graph, page) for page in pages],
        relations=sorted(
            (relation for page in pages for relation in relations(graph, page)),
            key=lambda r: (r.source, r.relation, r.target),
        ),
        numbers={key: figure(number) for key, number in sorted(site.numbers.items())},
        terms=dict(sorted(site.terms.items())),
        in_short=dict(sorted(site.in_short.items())),
        moved=moved_names(site),
        sources=[source(ref) for _, ref in sorted(site.references.items())],
    )


#: How BibTeX writes “et al.” in a list of names.
_OTHERS = "others"


def source(reference: Reference) -> Source:
    """A reference as it is exported."""
    return Source(
        key=reference.key,
        authors=[name for name in reference.authors if name not in (UNKNOWN, _OTHERS)],
        more_authors=_OTHERS in reference.authors,
        title=reference.title,
        year=reference.year,
        doi=reference.doi or None,
        pmid=reference.pmid or None,
        url=reference.url or None,
        verified=reference.verified,
    )


def figure(number: Number) -> Figure:
    """A number as it is exported."""
    return Figure(**number.model_dump(), sentence=figures.sentence(number))


_COMMON = {"kind", "name", "say", "summary", "aliases", "review"}


def entity(graph: Graph, page: Page) -> Entity:
    """A page as it is exported."""
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
    return text(build(graph).model_dump(mode="json"))


def schema() -> str:
    """The JSON Schema of the export."""
    return text(schema_of(Atlas))


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a record, as the written JSON has it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(mode="serialization"),
    }


def text(data: object) -> str:
    """JSON text that is the same for the same data."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_export(graph: Graph, outdir: Path) -> None:
    """Write the export and its schema."""
    outputs.write(outdir / "atlas.json", dumps(graph))
    outputs.write(outdir / "atlas.schema.json", schema())
