"""`genes/KRAS.json` beside `genes/KRAS.html`: all that the atlas holds of a page, for machines.

Facts and text version as in `atlas.json`, relations seen from both ends, sources in full, numbers
with who was counted. The schema, `page.schema.json`, is generated from the types below.
Version history: 1 first release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from atlas import export, imprint, outputs
from atlas.anatomy import KINDS
from atlas.graph import Graph
from atlas.site import Page
from atlas.to_come import place

VERSION = 1
SCHEMA = "page.schema.json"


class Strict(BaseModel):
    """Base of the exported records."""

    model_config = ConfigDict(extra="forbid")


class Other(Strict):
    """Another page or glossary entry; without an address while its page is still to come."""

    key: str = Field(examples=["pathway:apoptosis"])
    name: str = Field(examples=["Apoptosis"])
    url: str | None = Field(description="Relative to this file", examples=["../pathways/x.html"])


class RelationTo(Strict):
    """A relation that this page states about another, or another about this one."""

    relation: str = Field(examples=["acts-on"])
    other: Other


class Review(Strict):
    """Who has checked the text, and whether it has changed since."""

    sources_checked: str = Field(examples=["2026-11-23"])
    next_check: str
    text_hash: str = Field(description="Changes when a reader would read something else")
    changed_since_check: bool
    clinician: str | None = Field(description="Name and role; null while nobody has reviewed it")
    clinician_date: str | None
    changed_since_clinician: bool | None


class Links(Strict):
    """Where the page and what belongs to it are, relative to this file."""

    html: str
    schema_: str = Field(serialization_alias="schema")
    atlas: str = Field(description="The whole atlas as one file")
    canonical: str | None = Field(description="The page's own address; null if the build knew none")


class PageFile(Strict):
    """The file."""

    version: int = Field(description="Changes when the form changes", examples=[VERSION])
    license: str = Field(description="SPDX name", examples=[imprint.LICENSE_SPDX])
    attribution: str = Field(examples=[imprint.AUTHORS])
    entity: export.Entity
    review: Review
    states: list[RelationTo] = Field(description="What this page states about others")
    stated_elsewhere: list[RelationTo] = Field(
        description="What others state about it; `other` is the page that does"
    )
    links_to: list[Other] = Field(description="What its text links to, in reading order")
    linked_from: list[Other] = Field(description="Pages whose text links to it, by name")
    numbers: dict[str, export.Figure] = Field(description="The figures that the page shows")
    citations: list[export.Source] = Field(description="Its sources, by key")
    links: Links


def build(
    graph: Graph, page: Page, base: str, stated: dict[str, list[export.Relation]]
) -> PageFile:
    """The file of a page; `stated` holds the relations of the whole site by their target."""
    entity = export.entity(graph, page)
    # Beside the page: addresses go from its folder.
    entity.url = _relative(page, entity.url)
    numbers = _numbers(graph, page)
    keys = {*_cited(page), *_sources(entity.facts)}
    for number in numbers.values():
        keys |= {number.source, *(rival.source for rival in number.rivals)}
    for call in entity.facts.get("call", []):
        keys.update(graph.site.calls[call].source if call in graph.site.calls else [])
    other = partial(_other, graph, page)
    references = graph.site.references
    return PageFile(
        version=VERSION,
        license=imprint.LICENSE_SPDX,
        attribution=imprint.AUTHORS,
        entity=entity,
        review=_review(page),
        states=[
            RelationTo(relation=r.relation, other=other(r.target))
            for r in export.relations(graph, page)
        ],
        stated_elsewhere=[
            RelationTo(relation=r.relation, other=other(r.source)) for r in stated[page.key]
        ],
        links_to=[other(key) for key in graph.links[page.path]],
        linked_from=[other(p.key) for p in graph.mentions.get(page.key, [])],
        numbers=numbers,
        citations=[export.source(references[key]) for key in sorted(keys & references.keys())],
        links=Links(
            html=_relative(page, f"{page.docname}.html"),
            schema_=_relative(page, SCHEMA),
            atlas=_relative(page, "atlas.json"),
            canonical=imprint.page_address(base, page) if base else None,
        ),
    )


def _relative(page: Page, path: str) -> str:
    """A path of the site, seen from the folder of `page`."""
    folder = f"{page.docname.rpartition('/')[0]}/"
    return path.removeprefix(folder) if path.startswith(folder) else f"../{path}"


def _other(graph: Graph, page: Page, key: str) -> Other:
    kind, _, id_ = key.partition(":")
    target = graph.page(key)
    term = graph.site.terms.get(id_) if kind == "term" else None
    if target:
        return Other(key=key, name=target.name, url=_relative(page, f"{target.docname}.html"))
    if term:
        return Other(key=key, name=term.term, url=_relative(page, f"glossary.html#term-{id_}"))
    coming = graph.site.coming.get(key)
    is_short = coming is not None and coming.plain
    short = "{}.html#{}".format(*place(key)) if is_short else None
    name = graph.site.to_come.get(key, id_)
    return Other(key=key, name=name, url=_relative(page, short) if short else None)


def _review(page: Page) -> Review:
    assert page.front
    record = page.front.review
    clinician = record.clinician
    return Review(
        sources_checked=record.checked.isoformat(),
        next_check=record.next.isoformat(),
        text_hash=page.hash,
        changed_since_check=record.hash != page.hash,
        clinician=f"{clinician.name}, {clinician.role}" if clinician else None,
        clinician_date=clinician.date.isoformat() if clinician else None,
        changed_since_clinician=clinician.hash != page.hash if clinician else None,
    )


def _numbers(graph: Graph, page: Page) -> dict[str, export.Figure]:
    """The records that stand in the text, and those of the page's table."""
    known = graph.site.numbers
    keys = {key for key, _ in graph.numbers_for(page)}
    keys |= {r.content for _, b in page.blocks() for r in b.roles if r.name == "num"}
    return {key: export.figure(known[key]) for key in sorted(keys & known.keys())}


def _cited(page: Page) -> Iterator[str]:
    for _, block in page.blocks():
        for role in block.roles:
            if role.name == "cite":
                yield from (key.strip() for key in role.content.split(","))


def _sources(facts: Any) -> Iterator[str]:
    """Every citation key in the facts of a page, however deep."""
    if isinstance(facts, list):
        for item in facts:
            yield from _sources(item)
    elif isinstance(facts, dict):
        for name, value in facts.items():
            if name == "source" and isinstance(value, str):
                yield value
            else:
                yield from _sources(value)


def schema() -> str:
    """The JSON Schema of the files."""
    return export.text(export.schema_of(PageFile))


def dumps(graph: Graph, page: Page, base: str, stated: dict[str, list[export.Relation]]) -> str:
    """The file of a page as JSON text."""
    return export.text(build(graph, page, base, stated).model_dump(mode="json", by_alias=True))


def stated_about(graph: Graph) -> dict[str, list[export.Relation]]:
    """Every relation of the site by its target, sorted."""
    found: dict[str, list[export.Relation]] = defaultdict(list)
    for _, page in sorted(graph.site.pages.items()):
        if page.front:
            for relation in export.relations(graph, page):
                found[relation.target].append(relation)
    return found


def write_pages(graph: Graph, outdir: Path, base: str) -> None:
    """Write one file a page, and the schema; remove the files of pages that are gone."""
    stated = stated_about(graph)
    files: dict[str, Callable[[], str | bytes]] = {
        f"{page.docname}.json": partial(dumps, graph, page, base, stated)
        for page in graph.site.pages.values()
        if page.front
    }
    outputs.write_all(outdir, files)
    for kind in KINDS.values():
        outputs.keep_only(outdir, f"{kind.folder}/*.json", files)
    outputs.write(outdir / SCHEMA, schema())
