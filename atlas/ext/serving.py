"""What the server of the published site needs: its headers, and a page for wrong addresses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sphinx.util import logging

from atlas.headers import version, write_headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

NOT_FOUND: Final = "404"
_BEFORE_PAINT: Final = "js/before-paint.js"
# What stands in front of an address that is relative to the page.
_RELATIVE: Final = re.compile(
    r'(\s(?:href|src|action|data-content_root)=")(?![#/]|[a-z][a-z+.-]*:)(?:\./)?'
)


def not_found_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """On `html-collect-pages`: the page that a server shows for an address that is not there."""
    if app.builder.name == "html":
        yield NOT_FOUND, {"title": "Page not found"}, f"{NOT_FOUND}.html"


def name_versions(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """On `html-page-context`: the version of the one script that Sphinx does not write itself."""
    context["before_paint"] = version(Path(app.srcdir) / "_static" / _BEFORE_PAINT)


def rooted(html: str, root: str) -> str:
    """A page of the top folder with all addresses from `root`, so that it works at any depth."""
    return _RELATIVE.sub(lambda match: match[1] + root, html)


def finish_serving(app: Sphinx, exception: Exception | None) -> None:
    """On `build-finished`, when all files are there: root the page, write the headers."""
    if exception is not None or app.builder.name != "html":
        return
    root = urlsplit(app.config.html_baseurl).path.rstrip("/") + "/"
    page = Path(app.outdir) / f"{NOT_FOUND}.html"
    page.write_text(rooted(page.read_text(encoding="utf-8"), root), encoding="utf-8", newline="\n")
    for place in write_headers(Path(app.outdir)):
        logger.warning("%s: the site's Content-Security-Policy blocks it; use a script file", place)


def setup_serving(app: Sphinx) -> None:
    """Connect the handlers; the headers come after everything that writes pages."""
    app.connect("html-collect-pages", not_found_page)
    app.connect("html-page-context", name_versions)
    app.connect("build-finished", finish_serving, priority=900)
