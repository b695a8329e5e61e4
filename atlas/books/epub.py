"""The e-book: EPUB 3, one file a page of the site, everything in it.

Readers choose colors and letters of the text themselves, also on black; the drawings bring their
own paper.
"""

from __future__ import annotations

import posixpath
import uuid
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from bs4 import Tag

from atlas.books import drawings
from atlas.books.archive import write_zip
from atlas.books.volume import HELP, Volume, day_of, facts
from atlas.render import environment
from atlas.views.common import day

FOLDER: Final = "EPUB"
#: Signs that only decorate: the words beside them say the same.
_SMALL: Final = "svg[aria-hidden]:not(.diagram-svg), svg.wheel-small, .evidence-mark"
_ID: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "hallmarks-atlas.book")


def write_epub(volume: Volume, path: Path) -> None:
    """Write the book to `path`; the volume's pages are used up."""
    hues = drawings.hues(volume.html)
    members: dict[str, bytes] = {"mimetype": b"application/epub+zip"}
    members["META-INF/container.xml"] = _text("container.xml").encode()
    context = {
        **facts(volume),
        "identifier": _ID.urn,
        "parts": volume.parts,
        "has_help": HELP in volume.bodies,
    }
    inside = {
        "book.css": _text("epub.css").encode(),
        "cover.png": files("atlas.books").joinpath("cover.png").read_bytes(),
        "cover.xhtml": _page("Cover", "cover", _template("cover", context)),
        "title.xhtml": _page("Title page", "title", _template("title", context)),
        "about.xhtml": _page("About this book", "about", _template("about", context)),
    }
    for part in volume.parts:
        if part.slug not in volume.bodies:
            opener = _template("part", {"part": part})
            inside[f"part-{part.slug}.xhtml"] = _page(part.title, f"part-{part.slug}", opener)
    names = {HELP: "When to call for help"}
    names |= {chapter.docname: chapter.name for _, _, chapter in volume.chapters()}
    for docname, body in volume.bodies.items():
        volume.link_up(docname, partial(_address, volume, docname))
        _finish(body, hues)
        inside[f"{docname}.xhtml"] = _page(names[docname], docname, markup(body))
    drawn = {name for name, content in inside.items() if b"<svg" in content}
    listed = {**context, "names": sorted(inside), "drawn": drawn, "spine": _spine(volume)}
    inside["nav.xhtml"] = _template("nav", listed).encode()
    inside["package.opf"] = _template("package", listed).encode()
    members |= {f"{FOLDER}/{name}": content for name, content in sorted(inside.items())}
    write_zip(path, members.items(), day_of(volume.graph.site), stored=frozenset(("mimetype",)))


def _spine(volume: Volume) -> list[str]:
    """The files in the order of reading."""
    spine = ["cover", "title"]
    if HELP in volume.bodies:
        spine.append(HELP)
    spine += ["nav", "about"]
    for part in volume.parts:
        if part.slug not in volume.bodies:
            spine.append(f"part-{part.slug}")
        spine += [chapter.docname for _, chapter in part.walk()]
    return [f"{name}.xhtml" for name in spine]


def _address(volume: Volume, docname: str, page: str, fragment: str) -> str | None:
    """The address of another page of the book, relative to the page `docname`."""
    for part in volume.parts:
        if page in part.docnames:
            page = f"part-{part.slug}"
    if not page.startswith("part-") and page not in volume.bodies:
        return None
    if page == docname and fragment:
        return f"#{fragment}"
    where = posixpath.relpath(f"{page}.xhtml", posixpath.dirname(docname) or ".")
    return f"{where}#{fragment}" if fragment else where


def _finish(body: Tag, hues: list[str]) -> None:
    """Make a page what EPUB wants: drawings that carry their looks, marks for citations."""
    for small in body.select(_SMALL):
        small.decompose()
    for svg in body.select("svg"):
        drawings.dress(svg, hues)
    for tag in [body, *body.find_all(True)]:  # they serve scripts and the site's style sheets
        tag.attrs = {name: value for name, value in tag.attrs.items() if name[:5] != "data-"}
    for mark in body.select("a.footnote-reference"):
        mark["epub:type"] = "noteref"
    for section in body.select("section.sources"):
        section["epub:type"] = "endnotes"
        section["role"] = "doc-endnotes"


def markup(body: Tag) -> str:
    """A page's tree as XHTML."""
    return body.decode(formatter="minimal")


def _page(title: str, docname: str, body: str) -> bytes:
    root = "../" * docname.count("/")
    return _template("page", {"title": title, "body": body, "root": root}).encode()


def _template(name: str, context: dict[str, Any]) -> str:
    return environment().get_template(f"book/{name}.html").render(**context, day=day)


def _text(name: str) -> str:
    return files("atlas.books").joinpath(name).read_text(encoding="utf-8")
