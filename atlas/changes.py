"""When pages changed, for those who come back by machine: sitemap, robots.txt and an Atom feed.

A build has no clock: a page's date is the day on which its sources were last checked, and a list's
date that of its newest page.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from atlas import imprint, outputs, textfile
from atlas.anatomy import KINDS
from atlas.render import environment
from atlas.site import Site
from atlas.views.common import day

#: The feed holds whole days, as many as it takes to have this many entries.
FEED_ENTRIES: Final = 100

_RELEASE: Final = re.compile(r"(?m)^## \[?(?P<name>[^]\n]+?)\]? - (?P<date>\d{4}-\d\d-\d\d)$")


def dates(site: Site) -> dict[str, datetime.date]:
    """Docname -> the day on which the page last changed, for all pages that can be read."""
    own = {page.docname: page.front.review.checked for page in site.every_page if page.front}
    lists: dict[str, Iterable[datetime.date]] = {"index": own.values(), "glossary": own.values()}
    for kind in KINDS.values():
        found = (own[page.docname] for page in site.of_kind(kind.name))
        lists[f"{kind.folder}/index"] = found
    return {docname: max([date, *lists.get(docname, ())]) for docname, date in sorted(own.items())}


def sitemap(site: Site, docnames: Iterable[str], base: str) -> str:
    """`sitemap.xml` with the pages `docnames`; the protocol wants whole addresses, so a `base`.

    Pages that the build itself makes, such as the index of all names, change with any page.
    """
    known = dates(site)
    newest = max(known.values(), default=None)
    urls = [
        {
            "loc": imprint.address(base, f"{docname}.html"),
            "lastmod": known.get(docname, newest),
        }
        for docname in sorted(docnames)
    ]
    return environment().get_template("sitemap.xml").render(urls=urls)


def robots(base: str) -> str:
    """`robots.txt`: everything may be read; where the sitemap is."""
    lines = ["User-agent: *", "Allow: /"]
    if base:
        lines += ["", f"Sitemap: {imprint.address(base, 'sitemap.xml')}"]
    return "\n".join(lines) + "\n"


def feed(site: Site, base: str) -> str:
    """`changes.atom`: releases and pages, newest first."""
    entries = [*_releases(site.root / "CHANGELOG.md", base), *_pages(site, base)]
    entries.sort(key=lambda entry: entry["key"])
    entries.sort(key=lambda entry: entry["date"], reverse=True)
    if len(entries) > FEED_ENTRIES:
        last = entries[FEED_ENTRIES - 1]["date"]
        entries = [entry for entry in entries if entry["date"] >= last]
    context = {
        "id": _identifier("feed"),
        "imprint": imprint,
        "home": imprint.address(base, "index.html"),
        "own": imprint.address(base, "changes.atom") if base else None,
        # A feed needs a date; without a page there is nothing to say but the first day.
        "updated": entries[0]["date"] if entries else datetime.date(1970, 1, 1),
        "entries": entries,
    }
    return environment().get_template("changes.atom").render(context)


def _pages(site: Site, base: str) -> list[dict[str, Any]]:
    return [
        {
            "key": page.key,
            "id": _identifier(page.key),
            "title": page.name,
            "url": imprint.page_address(base, page),
            "date": page.front.review.checked,
            "kind": page.kind.label,
            "text": f"{page.front.summary} Sources checked {day(page.front.review.checked)}.",
        }
        for page in site.pages.values()
        if page.front
    ]


def _releases(changelog: Path, base: str) -> list[dict[str, Any]]:
    """The dated sections of the changelog; a date that no calendar has is left out."""
    if not changelog.exists():
        return []
    text, _ = textfile.read(changelog, changelog.name)
    found = list(_RELEASE.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    entries = []
    for match, end in zip(found, ends, strict=True):
        with suppress(ValueError):
            entries.append(
                {
                    "key": f"release:{match['name']}",
                    "id": _identifier(f"release:{match['name']}"),
                    "title": f"{imprint.NAME} {match['name']}",
                    "url": imprint.address(base, "index.html"),
                    "date": datetime.date.fromisoformat(match["date"]),
                    "kind": "Release",
                    "text": text[match.end() : end].strip(),
                }
            )
    return entries


def _identifier(key: str) -> str:
    """An id that stays the same wherever the site is, whatever the page is called."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:hallmarks-atlas:{key}").urn


def write_changes(site: Site, outdir: Path, docnames: Iterable[str], base: str) -> None:
    """Write feed, robots.txt and, if the site has an address, the sitemap."""
    outputs.write(outdir / "changes.atom", feed(site, base))
    outputs.write(outdir / "robots.txt", robots(base))
    if base:
        outputs.write(outdir / "sitemap.xml", sitemap(site, docnames, base))
    else:
        outputs.keep_only(outdir, "sitemap.xml", ())
