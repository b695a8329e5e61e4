"""The e-book: EPUB 3, one file a page of the site, everything in it.

Readers choose colors and letters of the text themselves, also on black. A drawing brings its own
paper, and its marks are attributes: many devices hand drawings to a program that knows no
stylesheet.
"""

from __future__ import annotations

import posixpath
import re
import uuid
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from bs4 import Tag

from atlas.books.archive import write_zip
from atlas.books.volume import HELP, Volume, day_of, facts
from atlas.render import environment
from atlas.views.common import day

FOLDER: Final = "EPUB"
SVG: Final = "http://www.w3.org/2000/svg"
_ID: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "hallmarks-atlas.book")

INK, SOFT, PAPER = "#27221d", "#5f5950", "#ffffff"
_LETTERS: Final = {"font-family": "Atkinson Hyperlegible Next, Arial, Helvetica, sans-serif"}
_MIDDLE: Final = {"text-anchor": "middle", "fill": INK}
_THIN: Final = {"fill": "none", "stroke": SOFT}
#: How the marks of drawings look, by CSS selector; later ones win. The site says it in diagram.css
#: and wheel.css, with colors that depend on the reader's theme.
MARKS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("svg", _LETTERS),
    (".shape", {"fill": PAPER, "stroke": SOFT, "stroke-width": "1.5"}),
    (".shape-inner", {**_THIN, "stroke-width": "1.5"}),
    (".process .shape", {"fill": "#f3efe8", "stroke": "#8d857a", "stroke-width": "0.75"}),
    (".drug .shape", {"fill": "#e3eef0", "stroke": "#0f566a"}),
    (".outcome .shape", {"fill": "#f3efe8", "stroke": INK, "stroke-width": "2"}),
    (".lost .shape", {"stroke-dasharray": "6 4"}),
    (".label", {**_MIDDLE, "font-size": "15", "font-weight": "500"}),
    (".process .label, .drug .label", {"font-weight": "400"}),
    (".edge .line", {**_THIN, "stroke-width": "1.75"}),
    (".edge .head", {"fill": SOFT, "stroke": SOFT, "stroke-linejoin": "round"}),
    (".blocks .head", {"stroke-width": "4", "stroke-linecap": "round"}),
    (".becomes .line", {"stroke-width": "4"}),
    (
        ".moves .line",
        {"stroke-dasharray": "0.1 5.5", "stroke-linecap": "round", "stroke-width": "2.25"},
    ),
    (".badge circle", {"fill": PAPER, "stroke": SOFT, "stroke-width": "1.25"}),
    (".badge text", {**_MIDDLE, "font-size": "14.5", "font-weight": "600"}),
    (".hub text", {**_MIDDLE, "font-size": "21", "font-weight": "600", "dy": "0.35em"}),
    (".hit", {"fill": "none"}),
    (".leader", {**_THIN, "stroke-width": "1.25"}),
    (".arc", {"stroke-width": "2.5", "stroke-linejoin": "round"}),
    (
        "[data-status=proposed] > .arc",
        {"stroke-dasharray": "0.1 5", "stroke-linecap": "round", "stroke-width": "3"},
    ),
    (".segment .number", {**_MIDDLE, "font-size": "17", "font-weight": "600", "dy": "0.35em"}),
    (".segment .name", {"fill": INK, "font-size": "18", "font-weight": "600"}),
    (".segment .plain", {"fill": SOFT, "font-size": "16"}),
)


def write_epub(volume: Volume, path: Path) -> None:
    """Write the book to `path`; the volume's pages are used up."""
    hues = _hues(volume.html)
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
        volume.link_up(docname, lambda page, fragment, d=docname: _address(volume, d, page, fragment))
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
    for svg in body.select("svg[aria-hidden]:not(.diagram-svg), svg.wheel-small"):
        svg.decompose()
    for mark in body.select(".evidence-mark"):
        mark.decompose()
    for arc in body.select(".segment"):
        _color_arc(arc, hues)
    for selector, look in MARKS:
        for mark in body.select(f"svg {selector}" if selector != "svg" else selector):
            mark.attrs.update(look)
    for svg in body.select("svg"):
        svg["xmlns"] = SVG
        svg["role"] = "img"
        svg.attrs.pop("focusable", None)
        for link in svg.select("a"):
            link.unwrap()  # the list below the drawing has the same links, larger
        for inner in svg.select("[aria-label]"):
            del inner["aria-label"]
        for group in svg.select("[data-step], [data-status], [data-slot]"):
            for name in ("data-step", "data-status", "data-slot"):
                group.attrs.pop(name, None)
    for svg in body.select("figure svg, .wheel svg"):
        _lay_paper(svg)
    for tag in body.select("[data-key], [data-label], [data-slot], [data-status], [data-step]"):
        for name in ("data-key", "data-label", "data-slot", "data-status", "data-step"):
            tag.attrs.pop(name, None)
    for mark in body.select("a.footnote-reference"):
        mark["epub:type"] = "noteref"
    for section in body.select("section.sources"):
        section["epub:type"] = "endnotes"
        section["role"] = "doc-endnotes"


def _color_arc(segment: Tag, hues: list[str]) -> None:
    hue = hues[(int(str(segment["data-slot"])) - 1) % len(hues)]
    arc = segment.select_one(".arc")
    if arc is not None:
        arc["stroke"] = hue
        arc["fill"] = hue if segment.get("data-status") == "core" else PAPER


def _lay_paper(svg: Tag) -> None:
    """White paper under a drawing: its ink is dark, and the reader's page may be black."""
    left, top, width, height = str(svg["viewBox"]).split()
    paper = Tag(
        name="rect",
        attrs={"x": left, "y": top, "width": width, "height": height, "fill": PAPER, "rx": "6"},
    )
    after = svg.find("desc") or svg.find("title")
    if isinstance(after, Tag):
        after.insert_after(paper)
    else:
        svg.insert(0, paper)


def _hues(html: Path) -> list[str]:
    """The colors of the hallmarks, from the site's mark."""
    mark = (html / "_static" / "mark.svg").read_text(encoding="utf-8")
    return re.findall(r'fill="(#[0-9a-f]{6})"', mark)


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
