"""What the head of a page tells machines: description, address, picture, and its other forms."""

from __future__ import annotations

import re

from atlas import cards, imprint
from atlas.graph import Graph
from atlas.site import Page
from atlas.views.common import Context

#: Pages for readers who are here already: of no use in the results of another search.
UNLISTED = frozenset(("search", "404"))
#: Pages that the build itself makes, where the template alone knows the title.
TITLES = {"genindex": "All names, A to Z", "search": "Search"}


def meta(graph: Graph, page: Page | None, pagename: str, title: str, base: str) -> Context:
    """For the template of a page; `page` is None where the build itself makes it.

    Without a `base`, an address of the site, nothing is said that needs a whole address.
    """
    home = next((frame for frame in graph.site.frames if frame.docname == "index"), None)
    shown = page if page is not None and page.front else home
    card = cards.card(graph, shown) if shown else None
    title = TITLES.get(pagename) or re.sub(r"<[^>]*>", "", title) or imprint.NAME
    if page is not None and page.front:
        title = page.front.name
    summary = card.summary if card else imprint.NAME
    entity = page is not None and page.front is not None and not page.frame
    return {
        "title": title,
        "description": summary if shown is page else f"{title}. {summary}",
        "site": imprint.NAME,
        "address": imprint.address(base, f"{pagename}.html") if base else None,
        "type": "article" if entity else "website",
        "picture": imprint.address(base, cards.card_path(shown)) if base and shown else None,
        "picture_size": (cards.WIDTH, cards.HEIGHT),
        "picture_alt": card.alt if card else None,
        "json": f"{pagename}.json" if entity else None,
        "listed": pagename not in UNLISTED,
    }
