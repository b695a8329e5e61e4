"""Lists from A to Z, the glossary, and the hover texts of a page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from atlas.anatomy import KINDS
from atlas.graph import Graph
from atlas.permanence import moved_names
from atlas.to_come import place
from atlas.views.common import Context, Url, source


def _letter(name: str) -> str:
    first = name.strip()[:1].upper()
    return first if first.isalpha() else "#"


def listing(graph: Graph, kind: str, url: Url) -> Context:
    """All pages of a kind: pathways by the hallmark that they serve first, others A to Z."""
    items = [
        {
            "id": f"{kind}-{page.id}",
            "name": page.name,
            "url": url(page.key),
            "say": page.front.say if page.front else None,
            "summary": page.front.summary if page.front else "",
            "kind": kind,
            "hallmark": graph.hallmarks_of(page)[0] if kind == "pathway" else None,
        }
        for page in graph.site.of_kind(kind)
    ]
    if kind == "pathway":
        return {"groups": _by_hallmark(graph, items), "total": len(items)}
    return {"groups": _grouped(items, "name", "items"), "total": len(items)}


def _by_hallmark(graph: Graph, items: list[Context]) -> list[Context]:
    groups = []
    for key, hallmark in graph.site.hallmarks.items():
        found = [item for item in items if item["hallmark"] == key]
        if found:
            groups.append({"id": key, "title": hallmark.name, "items": found})
    return groups


def _grouped(items: list[Context], by: str, into: str) -> list[Context]:
    ordered = sorted(items, key=lambda item: str(item[by]).casefold())
    return [
        {
            "id": f"letter-{letter.lower() if letter.isalpha() else 'other'}",
            "title": letter,
            into: list(group),
        }
        for letter, group in groupby(ordered, key=lambda item: _letter(str(item[by])))
    ]


def in_short(graph: Graph, kind: str, url: Url) -> Context:
    """What the pages to come of a kind are about, A to Z, each with the pages that go on."""
    items = []
    for key, coming in graph.site.in_short.items():
        if key.startswith(f"{kind}:"):
            near = [graph.page(other) for other in coming.see]
            terms = [other.removeprefix("term:") for other in coming.see]
            items.append(
                {
                    "id": place(key)[1],
                    "name": coming.name[:1].upper() + coming.name[1:],
                    "say": coming.say,
                    "plain": coming.plain,
                    "brands": coming.brands,
                    "also": coming.also,
                    "see": [
                        *({"name": page.name, "url": url(page.key)} for page in near if page),
                        *(
                            {"name": graph.site.terms[term].term, "url": url(f"term:{term}")}
                            for term in terms
                            if term in graph.site.terms
                        ),
                    ],
                    "sources": [source(graph.site, name) for name in coming.source],
                }
            )
    groups = _grouped(items, "name", "items")
    for group in groups:
        group["id"] = f"short-{group['id']}"
    return {"groups": groups, "total": len(items)}


def glossary(graph: Graph, url: Url) -> Context:
    """All glossary entries, A to Z, each with the first page that uses it."""
    terms = []
    former: dict[str, list[str]] = {}
    for old, new in sorted(moved_names(graph.site).items()):
        if old.startswith("term:") and new:
            former.setdefault(new.removeprefix("term:"), []).append(f"term-{old[5:]}")
    for key, term in graph.site.terms.items():
        see = graph.page(term.see) if term.see else None
        users = graph.mentions.get(f"term:{key}", [])
        first = (
            min(users, key=lambda p: (list(KINDS).index(p.kind.name), p.name)) if users else None
        )
        terms.append(
            {
                "id": f"term-{key}",
                "former": former.get(key, []),
                "term": term.term,
                "say": term.say,
                "plain": term.plain,
                "expert": term.expert,
                "also": term.also,
                "see": {"name": see.name, "url": url(see.key)} if see else None,
                "first": {"name": first.name, "url": url(first.key)} if first else None,
                "source": source(graph.site, term.source),
            }
        )
    return {"groups": _grouped(terms, "term", "terms")}


def definitions(graph: Graph, keys: Iterable[str], url: Url) -> list[Context]:
    """The hover texts of everything that a page links to."""
    items: list[Context] = []
    for key in dict.fromkeys(keys):
        kind, _, target = key.partition(":")
        if kind == "term" and target in graph.site.terms:
            term = graph.site.terms[target]
            items.append(
                {
                    "key": key,
                    "name": term.term,
                    "kind_label": "Word",
                    "say": term.say,
                    "text": term.plain,
                    "url": url(key),
                }
            )
        coming = graph.site.coming.get(key)
        if coming and coming.plain and url(key):
            items.append(
                {
                    "key": key,
                    "name": coming.name,
                    "kind_label": KINDS[kind].label,
                    "say": coming.say,
                    "text": coming.plain,
                    "url": url(key),
                }
            )
        page = graph.page(key)
        if page is not None and page.front:
            items.append(
                {
                    "key": key,
                    "name": page.name,
                    "kind_label": page.kind.label,
                    "say": page.front.say,
                    "text": page.front.summary,
                    "url": url(key),
                }
            )
    return sorted(items, key=lambda item: str(item["key"]))
