"""The built site as the browser tests see it, and the tools outside Python that they need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from atlas.books.browser import BROWSERS as BROWSERS
from atlas.books.browser import find_browser as find_browser

NO_BROWSER: Final = (
    "Chromium is missing, and these tests need a real browser.\n"
    "Debian: apt-get install chromium (or run .ci/run, which does it).\n"
    "Elsewhere: install Chrome, or set CHROMIUM=/path/to/chrome."
)
#: One page of each of these kinds must exist; every browser test visits one of each.
KINDS: Final = ("hallmark", "pathway", "gene", "treatment", "cancer", "food", "guide")
#: Pages that exist once.
SINGLES: Final = ("index", "glossary", "genindex", "search", "404")


def build_site(root: Path, folder: Path) -> str:
    """Build the site strictly and from nothing into `folder/html`; give back what went wrong."""
    command = [
        *(sys.executable, "-m", "sphinx", "-c", str(root), str(root / "docs")),
        *(str(folder / "html"), "-d", str(folder / "doctrees")),
        *("-E", "-j", "auto", "-W", "--keep-going", "-n", "-q"),
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    tail = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
    return f"the site does not build (`make html` shows the same):\n{tail}"


@dataclass(frozen=True)
class HtmlPage:
    """One built page, parsed."""

    path: str  # relative to the site's root, with slashes
    soup: BeautifulSoup

    @property
    def kind(self) -> str | None:
        """The kind that the page template wrote, such as `gene`, `home` or `other`."""
        body = self.soup.select_one("[data-kind]")
        return str(body["data-kind"]) if body else None

    @cached_property
    def ids(self) -> frozenset[str]:
        """All targets that a fragment can name."""
        found = {str(tag["id"]) for tag in self.soup.select("[id]")}
        return frozenset(found | {str(tag["name"]) for tag in self.soup.select("a[name]")})

    def links(self) -> Iterator[tuple[str, Tag]]:
        """Every address that an element of the page links to or loads, with the element."""
        for attribute in ("href", "xlink:href", "src", "data", "action", "poster"):
            for tag in self.soup.find_all(None, {attribute: True}):
                yield str(tag[attribute]), tag
        for tag in self.soup.select("[srcset]"):
            for part in str(tag["srcset"]).split(","):
                yield part.split()[0], tag


class BuiltSite:
    """All pages of a built site."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def pages(self) -> dict[str, HtmlPage]:
        """Every HTML page by its path, sorted."""
        found = (p.relative_to(self.root) for p in self.root.rglob("*.html"))
        return {
            path.as_posix(): HtmlPage(
                path.as_posix(),
                BeautifulSoup((self.root / path).read_text(encoding="utf-8"), "html.parser"),
            )
            for path in sorted(found)
            if path.parts[0] != "_static"
        }

    def of_kind(self, kind: str) -> list[str]:
        """Paths of the entity pages of one kind; indexes of a folder are not among them."""
        return [
            path
            for path, page in self.pages.items()
            if page.kind == kind and not path.endswith("index.html")
        ]

    def sample(self, name: str) -> str:
        """Path of the longest page of a kind, or of a page that exists once, such as `index`."""
        if name not in KINDS:
            if f"{name}.html" not in self.pages:
                raise AssertionError(f"the site has no {name}.html")
            return f"{name}.html"
        paths = self.of_kind(name)
        if not paths:
            raise AssertionError(f"the site has no page of the kind “{name}”")
        return max(paths, key=lambda path: ((self.root / path).stat().st_size, path))

    def target(self, page: str, link: str) -> tuple[str, str] | None:
        """Path and fragment that an internal link of `page` leads to; None for outside links."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        base = Path(page).parent if parts.path else Path(page)
        # The page for wrong addresses starts its links at the root, because it has no place.
        path = os.path.normpath(base / unquote(parts.path)).replace(os.sep, "/").lstrip("/")
        if parts.path.endswith("/") or (self.root / path).is_dir():
            path = os.path.normpath(f"{path}/index.html")
        return path, unquote(parts.fragment)
