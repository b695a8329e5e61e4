"""A book in the making: parts in order, the text of each page, what the front pages state."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import Tag

from atlas.books import pages
from atlas.books.contents import Chapter, Part, parts
from atlas.graph import Graph
from atlas.render import render
from atlas.site import Page, Site, load
from atlas.views.common import Context
from atlas.views.treatments import call_box

#: The page with the signs of an emergency, at the front.
HELP = "help"


class BookError(Exception):
    """Why a book cannot be made, in words for the person who asked for it."""


@dataclass(slots=True)
class Volume:
    """The book's pages by docname, as trees that a writer may change."""

    graph: Graph
    html: Path
    short: bool
    parts: list[Part]
    bodies: dict[str, Tag] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def chapters(self) -> Iterator[tuple[Part, int, Chapter]]:
        """All chapters in reading order with their part and depth."""
        for part in self.parts:
            for depth, chapter in part.walk():
                yield part, depth, chapter

    def link_up(self, docname: str, address: Callable[[str, str], str | None]) -> None:
        """Turn the links of a page into links of the book.

        `address` gives the address of a page and fragment, or None if the book has no such page:
        then the words stay, without a link. A fragment that the book left out leads to its page.
        """
        body = self.bodies[docname]
        for link in body.select("a[href]"):
            found = pages.target(docname, str(link["href"]))
            if found is None:
                continue
            page, fragment = found
            if link.find_parent(class_="call-door") and "when-to-call" not in self.ids[docname]:
                page, fragment = HELP, ""  # the box went with the section that held it
            if fragment not in self.ids.get(page, ()):
                fragment = ""
            where = address(page, fragment)
            if where is None and link.find_parent("svg"):
                link.name = "g"
                for name in ("href", "aria-label"):
                    link.attrs.pop(name, None)
            elif where is None:
                link.unwrap()
            else:
                link["href"] = where
                link.attrs.pop("data-def", None)
        self._show_help(body, address)

    def _show_help(self, body: Tag, address: Callable[[str, str], str | None]) -> None:
        for mark in body.select("p.call-link"):
            where = address(HELP, "")
            if where is None:
                mark.decompose()
                continue
            link = Tag(name="a", attrs={"href": where})
            link.string = "when to call for help"
            mark.extend(["Very unwell, or worried? First see ", link, "."])
            self._show_page(link)
        for link in body.select(".call-door a"):
            self._show_page(link)

    def _show_page(self, link: Tag) -> None:
        """Leave room for the page number behind a link that matters on paper: see `pdf.py`."""
        if self.short:
            page = Tag(name="span", attrs={"class": "page-of", "data-of": str(link["href"])[1:]})
            link.append(page)


def read_volume(docs: Path, html: Path, short: bool) -> Volume:
    """Read the pages of a book from the built site in `html`.

    Raises BookError if the site is not there, or is not the one that `docs` describes.
    """
    site = load(docs)
    if not site.pages:
        raise BookError(f"{docs} holds no pages")
    graph = Graph(site)
    volume = Volume(graph, html, short, parts(graph))
    for _part, _depth, chapter in volume.chapters():
        path = html / f"{chapter.docname}.html"
        try:
            body = pages.read_page(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BookError(f"{path} cannot be used ({error}): run `make html` first") from error
        if short:
            pages.shorten(body, chapter.kind)
        volume.bodies[chapter.docname] = body
        volume.ids[chapter.docname] = pages.ids(body)
    if "general" in site.calls:
        names = ["general", *(name for name in site.calls if name != "general")]
        box = render("call", call_box(site, names, is_open=True))
        body = volume.bodies[HELP] = pages.read_page(f'<div class="page-body">{box}</div>')
        for heading in body.select("h2, h3, h4"):  # in a book, this is a page of its own
            heading.name = f"h{int(heading.name[1]) - 1}"
    return volume


def day_of(site: Site) -> datetime.date:
    """The day of the newest check: the only date that a book may carry, as a build has no clock."""
    return max(page.front.review.checked for page in _checked(site) if page.front)


def _checked(site: Site) -> list[Page]:
    return [page for page in site.every_page if page.front]


def facts(volume: Volume) -> Context:
    """What the front pages state."""
    site = volume.graph.site
    checked = sorted(page.front.review.checked for page in site.pages.values() if page.front)
    reviewed = [
        page
        for page in site.pages.values()
        if page.front
        and page.front.review.clinician
        and page.front.review.clinician.hash == page.hash
    ]
    hashes = "".join(page.hash for _, page in sorted(site.pages.items()))
    return {
        "title": "Hallmarks Atlas",
        "subtitle": "How cancer works, step by step, for people with cancer, the people close to "
        "them, students and clinicians",
        "first": checked[0],
        "last": checked[-1],
        "pages": len(site.pages),
        "reviewed": len(reviewed),
        "edition": hashlib.sha256(hashes.encode()).hexdigest()[:12],
        "short": volume.short,
        "terms": len(site.terms),
        "diagrams": sum(len(page.diagrams) for page in site.pages.values()),
    }
