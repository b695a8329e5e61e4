"""What all views share: links, sources, dates, and what an empty panel says."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from atlas.site import Page, Site

Url = Callable[[str], str | None]
Context = dict[str, Any]


def day(date: datetime.date) -> str:
    """A date in words."""
    return f"{date.day} {date:%B %Y}"


def nothing(page: Page) -> str:
    """What an empty panel says: silence would read as safety."""
    assert page.front
    return f"Nothing is known to us as of {day(page.front.review.checked)}."


def link(page: Page, url: Url, text: str | None = None) -> Context:
    """A table cell that leads to a page."""
    return {"text": text or page.name, "url": url(page.key)}


def source(site: Site, key: str) -> Context:
    """Label and address of a reference."""
    reference = site.references.get(key)
    if reference is None:
        return {"label": key, "url": None}
    return {"label": reference.label, "url": reference.address or None}


def source_cell(site: Site, key: str) -> Context:
    """A table cell that leads to a reference."""
    reference = source(site, key)
    return {"text": reference["label"], "url": reference["url"]}
