"""Addresses and names that others may rely on: once promised, they never vanish.

`docs/permanent.txt` lists them, one a line: pages (`genes/TP53.html`), places on pages
(`genes/TP53.html#healthy`), and names in the data that others read (`gene:TP53`,
`term:apoptosis`, `number:tp53-leukemia` in atlas.json; the first two also in objects.inv).
`docs/redirects.yaml` says where something is now, in the same words without `.html`:

    genes/P53: genes/TP53                       # the page; its places and its name follow
    genes/TP53#job: genes/TP53#healthy          # a place, on the page where it is now
    term:cell-suicide: term:apoptosis           # a word of the glossary
    number:tp53-old: null                       # a number withdrawn on purpose
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils.nodes import make_id

from atlas import strictyaml, textfile, to_come
from atlas.anatomy import FOLDERS, KINDS

if TYPE_CHECKING:
    from atlas.site import Page, Site

LIST: Final = "permanent.txt"
REDIRECTS: Final = "redirects.yaml"
#: What the build writes besides pages.
FIXED: Final = (
    *("atlas.json", "atlas.schema.json", "genindex.html", "objects.inv", "search.html"),
    *(f"atlas-{kind}-index.html" for kind in (*KINDS, "term") if kind != "guide"),
)

# The script keeps the part after `#`, which a refresh by the browser alone drops.
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>This page has moved – Hallmarks Atlas</title>
<link rel="canonical" href="{url}">
<script src="{root}_static/js/moved.js"></script>
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>
</head>
<body><main><h1>This page has moved</h1>
<p>It is now here: <a href="{url}">{name}</a></p></main></body>
</html>
"""


def read(site: Site) -> None:
    """Fill in `site.promised` and `site.moved`; both files are optional."""
    path = site.docs / LIST
    if path.exists():
        text, problems = textfile.read(path, _shown(site, LIST), textfile.MAX_DATA_BYTES)
        site.findings += problems
        site.promised = {line: n for n, line in enumerate(text.split("\n"), 1) if line.strip()}
    path = site.docs / REDIRECTS
    if path.exists():
        text, problems = textfile.read(path, _shown(site, REDIRECTS), textfile.MAX_DATA_BYTES)
        site.moved_yaml = strictyaml.load(text, _shown(site, REDIRECTS))
        site.findings += [*problems, *site.moved_yaml.findings]
        if isinstance(site.moved_yaml.data, dict):
            site.moved = {str(old): new for old, new in site.moved_yaml.data.items()}


def _shown(site: Site, name: str) -> str:
    return (site.docs / name).relative_to(site.root).as_posix()


def anchors(page: Page) -> Iterator[str]:
    """The places on a page that a reader can copy the address of."""
    known = {} if page.frame else {s.title(page.name): s.slug for s in page.kind.sections}
    yield page.id if not page.frame else make_id(page.name)
    for _, block in page.blocks():
        if block.kind == "heading":
            heading = " ".join(block.masked().split())
            yield known.get(heading) or make_id(heading)
    if any(role.name in ("cite", "num") for _, block in page.blocks() for role in block.roles):
        yield "sources"
    for placed in page.diagrams:
        for edge in placed.diagram.edges:
            if edge.number:
                yield f"step-{edge.number}"


def offered(site: Site) -> set[str]:
    """Every address and name that the site offers to others."""
    found = {*FIXED, *site.pages}
    for page in site.every_page:
        if page.docname.startswith("contributing/"):
            continue  # for contributors, free to move
        address = f"{page.docname}.html"
        found.add(address)
        found.update(f"{address}#{anchor}" for anchor in anchors(page))
    for key in site.terms:
        found.update((f"term:{key}", f"glossary.html#term-{key}"))
    # A list names what is there and what is explained in short at one and the same place.
    for key in (*site.pages, *site.in_short):
        if key.partition(":")[0] in to_come.SHORT:
            found.add("{}.html#{}".format(*to_come.place(key)))
    found.update(f"number:{key}" for key in site.numbers)
    return found


def address_of(name: str) -> str:
    """`genes/TP53#healthy` as an address, `genes/TP53.html#healthy`; a key stays as it is."""
    page, mark, anchor = name.partition("#")
    return name if ":" in name else f"{page}.html{mark}{anchor}"


def key_of(docname: str) -> str | None:
    """The key of the page that stands, or once stood, at `docname`."""
    folder, _, name = docname.partition("/")
    return f"{FOLDERS[folder].name}:{name}" if folder in FOLDERS and name else None


def moved_names(site: Site) -> dict[str, str | None]:
    """Old key -> key of today (None: withdrawn), for atlas.json and objects.inv."""
    names: dict[str, str | None] = {}
    for old, new in sorted(site.moved.items()):
        if ":" in old:
            names[old] = new
        elif "#" not in old and new is not None and (key := key_of(old)):
            names[key] = key_of(new)
    return names


def moved_anchors(site: Site) -> dict[str, dict[str, list[str]]]:
    """Docname -> place of today -> its former names."""
    found: dict[str, dict[str, list[str]]] = {}
    for old, new in sorted(site.moved.items()):
        if new and "#" in old and "#" in new:
            docname, _, anchor = new.partition("#")
            found.setdefault(docname, {}).setdefault(anchor, []).append(old.partition("#")[2])
    return found


def kept(site: Site, address: str, known: set[str]) -> bool:
    """Whether a promised address still leads where it should; `known` is what is offered."""
    if address in known:
        return True
    if ":" in address:
        names = moved_names(site)
        return address in names and (names[address] is None or names[address] in known)
    page, mark, anchor = address.partition("#")
    docname = page.removesuffix(".html")
    now = site.moved.get(docname) or docname
    # A page's own name is an anchor as well; it goes with the page.
    if now != docname and anchor in ("", docname.rpartition("/")[2]):
        return f"{now}.html" in known
    if f"{now}.html{mark}{anchor}" in known:
        return True
    if anchor.startswith("term-") and docname == "glossary":
        return kept(site, f"term:{anchor.removeprefix('term-')}", known)
    new = site.moved.get(f"{now}#{anchor}")
    return new is not None and address_of(new) in known


def broken(site: Site) -> list[str]:
    """Promised addresses that are gone without a word; places on a lost page are not repeated."""
    known = offered(site)
    lost = {address for address in site.promised if not kept(site, address, known)}
    return sorted(
        address
        for address in lost
        if address.partition("#")[0] not in lost - {address}
        and key_address(address) not in lost
        and not (address.startswith("glossary.html#term-") and f"term:{address[19:]}" in lost)
    )


def key_address(name: str) -> str | None:
    """The page that the key of a page belongs to; None for anything else."""
    kind, colon, target = name.partition(":")
    return f"{KINDS[kind].folder}/{target}.html" if colon and kind in KINDS else None


def promise(docs: Path) -> int:
    """Add all that the site offers today to the list; 1 if something promised is gone."""
    from atlas.site import load

    site = load(docs.resolve())
    lost = broken(site)
    for address in lost:
        print(f"{address} was promised and is gone: add it to {REDIRECTS}", file=sys.stderr)
    everything = sorted({*site.promised, *offered(site)})
    (docs / LIST).write_text("\n".join(everything) + "\n", encoding="utf-8", newline="\n")
    new = len(everything) - len(site.promised)
    print(f"{len(everything)} addresses and names, {new} of them new")
    return 1 if lost else 0


def write_redirects(site: Site, outdir: Path) -> None:
    """Write a small page at the old address of each page that has moved."""
    names = {page.docname: page.name for page in site.every_page}
    for old, new in sorted(site.moved.items()):
        if new is None or ":" in old or "#" in old or old in names or new not in names:
            continue  # what makes no sense is a finding already
        path = outdir / f"{old}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * old.count("/")
        text = _PAGE.format(url=escape(f"{root}{new}.html"), root=root, name=escape(names[new]))
        path.write_text(text, encoding="utf-8", newline="\n")
