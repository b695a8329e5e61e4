"""Addresses that others may link to: once promised, they never vanish without a redirect.

`docs/permanent.txt` lists them, `docs/redirects.yaml` says where a page that moved is now.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from atlas import strictyaml, textfile
from atlas.site import Site, load

LIST = "permanent.txt"
REDIRECTS = "redirects.yaml"

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>This page has moved</title>
<meta http-equiv="refresh" content="0; url={url}"><link rel="canonical" href="{url}"></head>
<body><p>This page has moved: <a href="{url}">{url}</a></p></body></html>
"""


def offered(site: Site) -> set[str]:
    """Every address that the site offers: pages, sections, steps, glossary entries."""
    found = set()
    for page in site.every_page:
        if page.docname.startswith("contributing/"):
            continue  # for contributors, free to move
        address = f"{page.docname}.html"
        found.add(address)
        if page.frame:
            continue
        found.update(f"{address}#{spec.slug}" for spec in page.kind.sections)
        found.update(
            f"{address}#step-{edge.number}"
            for placed in page.diagrams
            for edge in placed.diagram.edges
            if edge.number
        )
    found.update(f"glossary.html#term-{key}" for key in site.terms)
    return found


def redirects(docs: Path) -> dict[str, str]:
    """Old page -> new page, both without `.html`."""
    path = docs / REDIRECTS
    if not path.exists():
        return {}
    text, _ = textfile.read(path, path.name)
    return dict(strictyaml.load(text, path.name).data or {})


def promised(docs: Path) -> list[str]:
    """The addresses that were promised."""
    path = docs / LIST
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def broken(site: Site) -> list[str]:
    """Promised addresses that the site no longer offers and does not redirect."""
    known = offered(site)
    moved = redirects(site.docs)
    lost = []
    for address in promised(site.docs):
        page = address.partition("#")[0].removesuffix(".html")
        if address not in known and f"{moved.get(page, '')}.html" not in known:
            lost.append(address)
    return lost


def promise(docs: Path) -> int:
    """Add all that the site offers today to the list; 1 if something promised is gone."""
    site = load(docs.resolve())
    lost = broken(site)
    for address in lost:
        print(f"{address} was promised and is gone: add it to {REDIRECTS}", file=sys.stderr)
    before = promised(docs)
    everything = sorted({*before, *offered(site)})
    (docs / LIST).write_text("\n".join(everything) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(everything)} addresses, {len(everything) - len(before)} of them new")
    return 1 if lost else 0


def write_redirects(docs: Path, outdir: Path) -> None:
    """Write a small page at each old address."""
    for old, new in sorted(redirects(docs).items()):
        path = outdir / f"{old}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        address = "../" * old.count("/") + f"{new}.html"
        path.write_text(_PAGE.format(url=escape(address)), encoding="utf-8", newline="\n")
