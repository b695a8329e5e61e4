"""Write generated parts as HTML when a page is written, and tell whether they changed since."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from atlas import figures
from atlas.anatomy import KINDS
from atlas.evidence import CERTAINTIES, RUNGS
from atlas.model import FRONTS, Clinician, Record, Review
from atlas.permanence import moved_anchors
from atlas.render import render
from atlas.to_come import SHORT
from atlas.views import framework, head, lists, meta, sidebar, treatments
from atlas.views.panels import PANELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from atlas.ext.domain import AtlasDomain
    from atlas.ext.nodes import atlas_evidence, atlas_number, atlas_part
    from atlas.site import Page
    from atlas.views.common import Context, Url

#: Pages that are no entities but have a name in `url`.
FRAMES = {
    **{f"index:{kind.name}": f"{kind.folder}/index" for kind in KINDS.values()},
    "index:glossary": "glossary",
    "page:legend": "contributing/legend",
}


def domain_of(env: BuildEnvironment) -> AtlasDomain:
    """The atlas domain of a build."""
    return cast("AtlasDomain", env.get_domain("atlas"))


def addresses(builder: Builder, docname: str) -> Url:
    """The `url` function for one page: key -> address relative to it, or None."""
    objects = domain_of(builder.env).objects
    documents = builder.env.found_docs

    def url(key: str) -> str | None:
        if key in FRAMES:
            target = FRAMES[key]
            return builder.get_relative_uri(docname, target) if target in documents else None
        entry = objects.get(key)
        if entry is None:
            return None
        address = builder.get_relative_uri(docname, entry.docname)
        return f"{address}#{entry.anchor}" if entry.anchor else address

    return url


def part_html(builder: Builder, node: atlas_part) -> str:
    """The HTML of one generated block."""
    docname = str(node["docname"])
    name, context = part(
        domain_of(builder.env),
        str(node["part"]),
        str(node["argument"]),
        docname,
        addresses(builder, docname),
    )
    return render(name, context) if context is not None else ""


def part(
    domain: AtlasDomain, what: str, argument: str, docname: str, url: Url
) -> tuple[str, Context | None]:
    """Template name and context of a generated block; no context means: show nothing."""
    if what in _FREE:
        return _FREE[what](domain, argument, docname, url)
    page = page_at(domain, docname)
    if page is None or page.front is None:
        return what, None
    graph = domain.graph
    match what:
        case "head":
            return "head", head.head(graph, page, url)
        case "call":
            return "call", treatments.call(graph, page) if graph.site.calls else None
        case "call-door":
            return "call-door", {} if graph.site.calls else None
        case "foot":
            return "review", head.foot(page, domain.env.config.html_baseurl)
        case "approvals":
            return "approvals", treatments.approvals(graph, page, url)
        case "against":
            return "against", treatments.against(graph, page)
    return "panel", PANELS[what](graph, page, url)


def _definitions(
    domain: AtlasDomain, argument: str, docname: str, url: Url
) -> tuple[str, Context | None]:
    page = page_at(domain, docname)
    links = domain.graph.links[page.path] if page else ()
    items = lists.definitions(domain.graph, links, url)
    return "definitions", {"items": items} if items else None


#: Parts of front matter that the contributing pages explain field by field.
RECORDS: dict[str, type[Record]] = {"review": Review, "clinician": Clinician}

#: Arguments that a block knows; any other is an error at its own line.
ARGUMENTS: dict[str, frozenset[str]] = {
    "anatomy": frozenset(KINDS),
    "record": frozenset(RECORDS),
    "in-short": frozenset(SHORT),
}

#: Blocks that stand on any page: template and context from (domain, argument, docname, url).
_FREE: dict[str, Callable[[AtlasDomain, str, str, Url], tuple[str, Context | None]]] = {
    "wheel": lambda domain, _argument, _docname, url: (
        "wheel",
        {"segments": framework.wheel(domain.graph, url), "size": "full"},
    ),
    "hallmark-editions": lambda domain, _argument, _docname, url: (
        "editions",
        {"rows": framework.editions(domain.graph, url)},
    ),
    "listing": lambda domain, argument, _docname, url: (
        "listing",
        lists.listing(domain.graph, argument, url),
    ),
    "in-short": lambda domain, argument, _docname, url: (
        "in-short",
        lists.in_short(domain.graph, argument, url),
    ),
    "glossary": lambda domain, _argument, _docname, url: (
        "glossary",
        lists.glossary(domain.graph, url),
    ),
    "doors": lambda domain, argument, _docname, url: (
        "doors",
        {"doors": _doors(domain, json.loads(argument), url)},
    ),
    "codes": lambda *_: ("codes", {"codes": _codes()}),
    "anatomy": lambda _domain, argument, _docname, _url: (
        "anatomy",
        {"kind": KINDS[argument], "fields": _fields(FRONTS[argument])},
    ),
    "record": lambda _domain, argument, _docname, _url: (
        "record",
        {"fields": _fields(RECORDS[argument]), "title": None},
    ),
    "legend": lambda *_: ("legend", {}),
    "definitions": _definitions,
}


def _doors(domain: AtlasDomain, doors: list[dict[str, Any]], url: Url) -> list[Context]:
    shown = []
    for door in doors:
        links = []
        for key in door.get("links", []):
            page = domain.graph.page(key)
            term = domain.site.terms.get(key.removeprefix("term:"))
            name = page.name if page else term.term if term else None
            if name:
                links.append({"name": name, "url": url(key)})
        shown.append(
            {"title": door["title"], "text": door["text"], "url": url(door["to"]), "links": links}
        )
    return shown


def _fields(model: type[Record]) -> list[Context]:
    return [
        {
            "name": field.alias or name,
            "required": field.is_required(),
            "text": field.description or "",
            "example": field.examples[0] if field.examples else None,
        }
        for name, field in model.model_fields.items()
    ]


def _codes() -> list[Context]:
    from atlas.findings import Code

    return [{"number": c.number, "slug": c.slug, "text": c.text} for c in Code]


@lru_cache(maxsize=8)
def _pages_by_docname(site_id: int, domain: AtlasDomain) -> dict[str, Page]:
    return {page.docname: page for page in domain.site.every_page}


def page_at(domain: AtlasDomain, docname: str) -> Page | None:
    """The page of a docname."""
    return _pages_by_docname(id(domain.site), domain).get(docname)


def number_html(builder: Builder, node: atlas_number) -> str:
    """A number inside a sentence."""
    number = domain_of(builder.env).site.numbers[str(node["record"])]
    percent = number.unit == "percent"
    context = {
        "figure": figures.figure(number.value, number.unit) if percent else None,
        "plain": figures.plain(number, bool(node.get("of_hundred"))),
        "who": figures.counted(number),
        # In a sentence the figures alone; the gene and cancer pages say who was counted for each.
        "others": list(
            dict.fromkeys(figures.figure(rival.value, number.unit) for rival in number.rivals)
        ),
    }
    return render("num", context).strip()


def evidence_html(builder: Builder, node: atlas_evidence) -> str:
    """An evidence badge inside a sentence."""
    rung = RUNGS.get(str(node["rung"]))
    if rung is None:  # reported by the rules
        return ""
    certainty = str(node["certainty"]) or None
    docname = builder.current_docname  # type: ignore[attr-defined]
    context = {
        "rung": rung.number,
        "rung_label": rung.label,
        "certainty": certainty,
        "certainty_label": CERTAINTIES.get(certainty or ""),
        "url": addresses(builder, docname)("guide:how-we-grade-evidence"),
    }
    return render("evidence", context).strip()


# -- what a page would show, as a hash -----------------------------------------------------------


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Hash of the extension itself: new code or templates write every page anew."""
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html")]):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def page_digest(domain: AtlasDomain, docname: str, parts: list[tuple[str, str]]) -> str:
    """Hash of everything on a page that comes from elsewhere."""

    def name(key: str) -> str | None:
        entry = domain.objects.get(key)
        return f"{entry.docname}#{entry.anchor}" if entry else None

    shown: list[object] = [code_digest()]
    for what, argument in parts:
        shown.append(part(domain, what, argument, docname, name))
    page = page_at(domain, docname)
    shown.append(sidebar.sidebar(domain.graph, page, name))
    if page:
        shown.append(meta.meta(domain.graph, page, docname, "", domain.env.config.html_baseurl))
        shown.append(moved_anchors(domain.site).get(docname))
        links = domain.graph.links[page.path]
        shown.append([(domain.site.to_come.get(key), name(key)) for key in links])
    return hashlib.sha256(repr(shown).encode()).hexdigest()
