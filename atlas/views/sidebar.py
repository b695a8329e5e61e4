"""The sidebar: the kinds, and the open page among its neighbors."""

from __future__ import annotations

from atlas.anatomy import KINDS
from atlas.graph import Graph
from atlas.site import Page
from atlas.views.common import Context, Url

#: Links on either side of the open page: the sidebar's size does not grow with the site.
NEIGHBORS = 5


def sidebar(graph: Graph, page: Page | None, url: Url) -> Context:
    """The kinds, and the open page among its neighbors of the same kind."""
    current = page.kind.name if page is not None and not page.frame else None
    here = page.docname if page is not None else ""
    kinds = [
        {
            "label": kind.plural,
            "url": url(f"index:{kind.name}"),
            "current": kind.name == current or here == f"{kind.folder}/index",
        }
        for kind in KINDS.values()
    ]
    kinds.append({"label": "Glossary", "url": url("index:glossary"), "current": here == "glossary"})
    branch = None
    if page is not None and current:
        pages = graph.site.of_kind(current)
        at = graph.positions.get(page.key, 0)
        start = max(0, min(at - NEIGHBORS, len(pages) - 2 * NEIGHBORS - 1))
        shown = pages[start : start + 2 * NEIGHBORS + 1]
        branch = {
            "title": page.kind.plural,
            "url": url(f"index:{current}"),
            "items": [
                {"name": p.name, "url": url(p.key), "current": p.key == page.key} for p in shown
            ],
            "more": {"label": f"All {page.kind.plural.lower()}", "url": url(f"index:{current}")}
            if len(shown) < len(pages)
            else None,
        }
    return {"kinds": kinds, "branch": branch}
