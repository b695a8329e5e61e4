"""The book to print: A4, the plain layer of every page, printed by Chromium.

Chromium knows no page number of a heading while it lays out the list of contents. So the book is
printed twice: the first print says on which page each chapter starts, the second shows it.
"""

from __future__ import annotations

import datetime
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup, Tag

from atlas.books.browser import ARGUMENTS, find_browser
from atlas.books.contents import Chapter
from atlas.books.epub import markup
from atlas.books.volume import HELP, BookError, Volume, day_of, facts
from atlas.render import environment
from atlas.views.common import day

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: The site's own looks, then the book's.
STYLES: Final = ("tokens", "type", "page", "diagram", "wheel", "print")
NO_BROWSER: Final = (
    "The book is printed by Chromium, and there is none on this machine.\n"
    "Debian: apt-get install chromium. Elsewhere: install Chrome, or set CHROMIUM=/path/to/chrome."
)
#: Where `Volume.link_up` asks for the page of an anchor.
_PAGE_OF: Final = re.compile(r'(<span class="page-of") data-of="([^"]+)">')
_COVER_SIZE: Final = (1600, 2400)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of contents."""

    anchor: str
    name: str
    depth: int  # 0: a part


@dataclass(frozen=True, slots=True)
class Leaf:
    """A chapter as the template shows it; `head` names it at the top of its pages."""

    anchor: str
    kind: str
    slot: str
    head: str
    body: str


def write_pdf(volume: Volume, path: Path) -> int:
    """Print the book to `path`; gives back its number of pages. The volume's pages are used up.

    The HTML that is printed stays beside it, as `<name>.html`.
    Raises BookError if there is no Chromium.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    page = path.with_suffix(".html")
    book = _Book(volume, page.parent)
    with _browser() as browser:
        page.write_text(book.html({}), encoding="utf-8")
        first = _print(browser, page)
        numbers, count = _page_numbers(first)
        page.write_text(book.html(numbers, count), encoding="utf-8")
        second = _print(browser, page)
    if _page_numbers(second) != (numbers, count):
        raise BookError("the second print has other page numbers than the first")
    settled = settle(second, day_of(volume.graph.site))
    path.write_bytes(pack(settled, _headings(page.read_text(encoding="utf-8"))))
    return count


def write_cover(html: Path, path: Path) -> None:
    """Draw the cover of the e-book: once, when its looks change; the picture is kept in git."""
    page = path.with_suffix(".html")
    page.write_text(_cover(html, path.parent), encoding="utf-8")
    width, height = _COVER_SIZE
    with _browser() as browser:
        tab = browser.new_page(
            viewport={"width": width // 2, "height": height // 2}, device_scale_factor=2
        )
        tab.goto(page.resolve().as_uri())
        tab.evaluate("Promise.all(Array.from(document.fonts, font => font.load()))")
        tab.screenshot(path=path, type="png")
    page.unlink()


class _Book:
    """The parts of the HTML that both prints share."""

    def __init__(self, volume: Volume, folder: Path) -> None:
        self.volume = volume
        self.folder = folder
        self.entries: list[Entry] = []
        self.parts: list[dict[str, object]] = []
        for docname in volume.bodies:
            volume.link_up(docname, self._address)
            _own_ids(volume.bodies[docname], docname)
        for part in volume.parts:
            self.entries.append(Entry(f"part-{part.slug}", part.title, 0))
            leaves = []
            for depth, chapter in part.walk():
                if chapter.docname != part.slug:
                    self.entries.append(Entry(_anchor(chapter.docname), chapter.name, depth + 1))
                leaves.append(self._leaf(part.title, depth, chapter))
            self.parts.append({"part": part, "leaves": leaves})

    def html(self, numbers: dict[str, int], count: int = 0) -> str:
        """The book with its number of pages, and the page of each anchor where it is asked for."""
        static = os.path.relpath(self.volume.html / "_static", self.folder)
        template = environment().get_template("book/print.html")
        html = template.render(
            **facts(self.volume),
            day=day,
            styles=[f"{static}/css/{name}.css" for name in STYLES],
            own_style=_text("print.css"),
            mark=_mark(self.volume.html),
            help=markup(self.volume.bodies[HELP]) if HELP in self.volume.bodies else "",
            entries=self.entries,
            numbers=numbers,
            count=f"{count:,}" if count else "0,000",
            parts=self.parts,
        )
        return _PAGE_OF.sub(
            lambda found: f"{found[1]}> (page {numbers.get(found[2], '000')})", html
        )

    def _leaf(self, part: str, depth: int, chapter: Chapter) -> Leaf:
        body = self.volume.bodies[chapter.docname]
        _lower_headings(body, depth + 1)
        head = part if chapter.kind == "gene" else chapter.name
        slot = str(body.get("data-slot") or "")
        return Leaf(_anchor(chapter.docname), chapter.kind, slot, head, markup(body))

    def _address(self, page: str, fragment: str) -> str | None:
        for part in self.volume.parts:
            if page in part.docnames:
                return f"#part-{part.slug}"
        if page not in self.volume.bodies:
            return None
        return f"#{_anchor(page)}--{fragment}" if fragment else f"#{_anchor(page)}"


def _anchor(docname: str) -> str:
    return docname.replace("/", "-")


def _own_ids(body: Tag, docname: str) -> None:
    """Many pages become one: every id gets the page's name in front."""
    for tag in body.select("[id]"):
        tag["id"] = f"{_anchor(docname)}--{tag['id']}"
    for tag in body.select("[aria-labelledby]"):
        named = str(tag["aria-labelledby"]).split()
        tag["aria-labelledby"] = " ".join(f"{_anchor(docname)}--{name}" for name in named)


def _lower_headings(body: Tag, by: int) -> None:
    """A chapter's title stands below its part's: the outline and screen readers go by that."""
    for heading in body.select("h1, h2, h3, h4, h5"):
        level = int(heading.name[1])
        classes = [name for name in heading.get_attribute_list("class") if name]
        heading["class"] = " ".join([*classes, f"was-h{level}"])
        heading.name = f"h{min(level + by, 6)}"


def _mark(html: Path) -> str:
    return (html / "_static" / "mark.svg").read_text(encoding="utf-8")


def _cover(html: Path, folder: Path) -> str:
    static = os.path.relpath(html / "_static", folder)
    return (
        environment()
        .get_template("book/picture.html")
        .render(styles=[f"{static}/css/tokens.css"], own_style=_text("print.css"), mark=_mark(html))
    )


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = find_browser()
    if path is None:
        raise BookError(NO_BROWSER)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


def _print(browser: Browser, page: Path) -> bytes:
    """Print a local page: the stylesheet's page size, an outline, tags for screen readers."""
    tab = browser.new_page()
    tab.set_default_timeout(600_000)
    tab.emulate_media(media="print")
    tab.goto(page.resolve().as_uri())
    # All letters first: with others, lines and pages would break elsewhere.
    tab.evaluate("Promise.all(Array.from(document.fonts, font => font.load()))")
    printed = tab.pdf(prefer_css_page_size=True, outline=True, tagged=True, print_background=True)
    tab.close()
    return printed


def _page_numbers(printed: bytes) -> tuple[dict[str, int], int]:
    """The page of each anchor that the book links to, and how many pages there are."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(printed))
    count = len(reader.pages)
    places = {
        page.indirect_reference.idnum: n
        for n, page in enumerate(reader.pages, 1)
        if page.indirect_reference is not None
    }
    found = {}
    for name, goal in reader.named_destinations.items():
        number = places.get(getattr(goal.get("/Page"), "idnum", 0))
        if number is not None:
            found[str(name).removeprefix("/")] = number
    return found, count


def settle(printed: bytes, when: datetime.date) -> bytes:
    """A print without what differs from one print of the same page to the next.

    Dates become `when`, and the names of tags are counted from 0. All lengths stay: a PDF file
    holds the offsets of its parts.
    """
    stamp = f"(D:{when:%Y%m%d}000000+00'00')".encode()
    printed = re.sub(rb"\(D:\d{14}[+-]\d\d'\d\d'\)", lambda found: stamp, printed)
    name = re.compile(rb"\(node(\d{8})\)")
    numbers = {number: n for n, number in enumerate(sorted(set(name.findall(printed))))}
    return name.sub(lambda found: b"(node%08d)" % numbers[found[1]], printed)


def _headings(html: str) -> dict[str, str]:
    """The headings of a page as they are written, by their letters without spaces."""
    found = (
        " ".join(tag.get_text().split())
        for tag in BeautifulSoup(html, "html.parser").find_all(re.compile("^h[1-6]$"))
    )
    return {"".join(heading.split()): heading for heading in found}


def pack(printed: bytes, headings: dict[str, str]) -> bytes:
    """A print in fewer bytes, nothing lost, with headings in its outline as they are written.

    Chromium leaves out the space of an outline's line where the heading breaks on the page.
    """
    import pikepdf

    pikepdf.settings.set_flate_compression_level(9)
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed)) as book:
        for item in book.objects:
            if isinstance(item, pikepdf.Dictionary) and "/Title" in item and "/Parent" in item:
                title = str(item.Title)
                item.Title = pikepdf.String(headings.get("".join(title.split()), title))
        book.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
    return packed.getvalue()


def _text(name: str) -> str:
    return files("atlas.books").joinpath(name).read_text(encoding="utf-8")
