"""Head and foot of a page: name, hallmarks, reading time, grade, state of review."""

from __future__ import annotations

from atlas import citation, imprint
from atlas.graph import Graph
from atlas.model import HallmarkFront, TreatmentFront
from atlas.readability import words
from atlas.rules.reading import plain_grade
from atlas.site import Page, Site
from atlas.views.common import Context, Url
from atlas.views.framework import line_status, wheel
from atlas.views.treatments import status_line

#: Adults read plain health text at about this many words a minute.
WORDS_PER_MINUTE = 180


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
    if page.kind.name in ("hallmark", "guide"):
        return []
    return [key for key in graph.hallmarks_of(page) if key in graph.site.hallmarks]


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


def foot(page: Page, base: str) -> Context:
    """The block at the end of a page; `base` is the address of the site, or empty."""
    assert page.front
    return {
        **review(page),
        "hash": page.hash,
        "cite": citation.text(page, base),
        "cite_forms": [
            {"label": "BibTeX", "text": citation.bibtex(page, base)},
            {
                "label": "CSL-JSON, for Zotero and other reference managers",
                "text": citation.csl(page, base),
            },
        ],
        "license": f"Text: {imprint.LICENSE}",
    }
