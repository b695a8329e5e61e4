"""The text of a built page, without what only a screen can use."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

#: Menus, buttons, hover texts and what stands at the front of a book once.
_SCREEN_ONLY = (
    "script, style, [hidden], .headerlink, .head-tools, .letters, .backrefs, "
    "#about-this-page, .head-meta > li:not(:nth-last-child(-n+2))"
)
#: Names that Python's HTML parser has folded, as SVG spells them.
_SPELLING = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
#: Sections of a gene's page that a short book keeps.
_GENE_IN_SHORT = frozenset(("key-points", "sources"))


def read_page(html: str) -> Tag:
    """The body of a page, cleaned.

    The box “when to call” is open or gone: where the site folds it, `<p class="call-link">` marks
    its place, for a link to the one at the front of the book.
    Raises ValueError if the page has no body.
    """
    soup = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("div", class_="page-body"))
    body = soup.find("div", class_="page-body")
    if not isinstance(body, Tag):
        raise ValueError("no page-body")
    for tag in body.select(_SCREEN_ONLY):
        tag.decompose()
    for svg in body.select("svg, svg *"):
        for folded, spelt in _SPELLING.items():
            if folded in svg.attrs:
                svg[spelt] = svg.attrs.pop(folded)
    _open_boxes(soup, body)
    _name_diagrams(soup, body)
    _sources(body)
    return body


def _open_boxes(soup: BeautifulSoup, body: Tag) -> None:
    for box in body.select("details.call"):
        mark = soup.new_tag("p", attrs={"class": "call-link"})
        box.replace_with(mark)
    for box in body.select("details"):
        box.name = "div"
        box.attrs.pop("open", None)
        for summary in box.find_all("summary", recursive=False):
            summary.name = _heading(box) or "p"
            summary["class"] = "box-title"


def _heading(box: Tag) -> str | None:
    """The heading for signs that the site folds; None for other boxes, such as the sources."""
    call = box.find_parent(class_="call")
    if call is None or "call-more" not in box.get_attribute_list("class"):
        return None
    first = call.select_one(":is(.call-now, .call-team) > :is(h3, h4)")
    level = int(first.name[1]) if first is not None else 3
    return f"h{level + 1 if box.find_parent(class_='call-team') else level}"


def _name_diagrams(soup: BeautifulSoup, body: Tag) -> None:
    """Say under a diagram what it shows: on the site only its hidden title does."""
    for figure in body.select("figure.diagram"):
        title = figure.select_one("svg > title")
        caption = figure.find("figcaption")
        if title is None:
            continue
        if not isinstance(caption, Tag):
            caption = soup.new_tag("figcaption")
            figure.append(caption)
        name = soup.new_tag("b")
        name.string = f"{title.get_text().rstrip('.')}."
        caption.insert(0, name)
        name.insert_after(" ")


def _sources(body: Tag) -> None:
    """Sources as a plain list: a reading device has its own way back."""
    for mark in body.select("a.footnote-reference"):
        mark.attrs.pop("id", None)
    for link in body.select(".footnote > .label a"):
        link.unwrap()
    for note in body.select("aside.footnote"):
        note.name = "div"
        note["class"] = "source"
        note.attrs.pop("role", None)
    for wrapper in body.select("aside.footnote-list"):
        wrapper.unwrap()
    for wrapper in body.select(".sources > .container"):
        wrapper.unwrap()


def shorten(body: Tag, kind: str) -> None:
    """Keep the plain layer, of a gene its key points, and the sources that these cite."""
    for section in body.select("section.layer-depth"):
        section.decompose()
    if kind == "gene":
        for section in body.select("section > section[id]"):
            if not section.decomposed and section["id"] not in _GENE_IN_SHORT:
                section.decompose()
    cited = {str(a["href"]).removeprefix("#") for a in body.select('a[href^="#"]')}
    for source in body.select(".source"):
        if source.get("id") not in cited:
            source.decompose()
    for section in body.select("section.sources"):
        if section.select_one(".source") is None:
            section.decompose()


def ids(body: Tag) -> frozenset[str]:
    """Everything in a page that a link can name."""
    return frozenset(str(tag["id"]) for tag in body.select("[id]"))


def target(docname: str, address: str) -> tuple[str, str] | None:
    """The page and the fragment that a link of `docname` leads to; None if it leads off the site.

    >>> target("genes/TP53", "../glossary.html#term-gene")
    ('glossary', 'term-gene')
    >>> target("genes/TP53", "#broken")
    ('genes/TP53', 'broken')
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    fragment = unquote(parts.fragment)
    if not parts.path:
        return docname, fragment
    path = posixpath.normpath(posixpath.join(posixpath.dirname(docname), unquote(parts.path)))
    return path.removesuffix(".html"), fragment
