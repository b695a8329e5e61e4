"""What regulators allow, what speaks against a treatment, and when to call the care team."""

from __future__ import annotations

from itertools import groupby

from atlas.anatomy import Section
from atlas.graph import Graph
from atlas.model import Against, TreatmentFront
from atlas.site import Page, Site
from atlas.views.common import Context, Url, day, source


def status_line(front: TreatmentFront, here: bool = True) -> str:
    """One sentence on what regulators allow (safety rule 7.4); `here`: on the treatment's page."""
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
    where = "below" if here else "on its page"
    return (
        f"Approved by {'; '.join(parts)}. The exact uses stand {where}. Other countries may differ."
    )


def call_section(page: Page) -> Section | None:
    """Where the box stands on a page about biology that names dangerous harms; else None.

    A page about a treatment, a cancer or a food has the box in its head.
    """
    if page.kind.call_open or not getattr(page.front, "call", []):
        return None
    return next((spec for spec in page.kind.sections if spec.call), None)


def call(graph: Graph, page: Page) -> Context:
    """The “when to call” box of a page.

    `section`: it stands in a section and is short: the emergency line and the first sign are seen,
    all else folds. `fold`: every block but the first folds.
    """
    names = list(getattr(page.front, "call", []) or ["general"])
    return {
        **call_box(graph.site, names, page.kind.call_open),
        "section": call_section(page) is not None,
        "fold": not isinstance(page.front, TreatmentFront),
    }


def call_box(site: Site, names: list[str], is_open: bool) -> Context:
    """The “when to call” box with the named blocks, in the same order everywhere."""
    blocks = [site.calls[name] for name in names if name in site.calls]
    sources = dict.fromkeys(key for block in blocks for key in block.source)
    return {
        "open": is_open,
        "section": False,
        "fold": False,
        "title": "When to call your care team",
        "emergency": [block.emergency for block in blocks if block.emergency],
        "groups": [
            {"title": block.title, "items": block.call_now, "notes": block.notes}
            for block in blocks
        ],
        "sources": [source(site, key) for key in sources],
    }


def approvals(graph: Graph, page: Page, url: Url) -> Context:
    """The approvals of a treatment, newest last, withdrawn ones kept."""
    front = page.front
    assert isinstance(front, TreatmentFront)
    rows = []
    for approval in sorted(front.approvals, key=lambda a: (a.regulator, a.date)):
        rows.append(
            {
                **approval.model_dump(exclude={"cancers", "source"}),
                "source": source(graph.site, approval.source),
                "cancers": [
                    {"name": c.name, "url": url(c.key)}
                    for c in graph.pages([f"cancer:{cancer}" for cancer in approval.cancers])
                ],
            }
        )
    return {"line": status_line(front), "rows": rows, "research_only": front.research_only}


def against(graph: Graph, page: Page) -> Context:
    """The strongest contrary or null result."""
    record: Against = getattr(page.front, "against")  # noqa: B009 - two kinds have it
    return {
        "text": record.text,
        "source": source(graph.site, record.source) if record.source else None,
        "none_found": record.none_found,
    }
