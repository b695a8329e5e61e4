"""Figures of the real site: what a build, a change and a check cost, and what a page weighs."""

from __future__ import annotations

import gzip
import re
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

from bench.run import Cost, configure, timed

#: Attributes of the elements that a browser loads by itself.
_LOADED = re.compile(
    r"<(?:link\b(?=[^>]*\brel=\"(?:stylesheet|icon)\")[^>]*?\bhref|(?:script|img)\b[^>]*?\bsrc)"
    r"=\"([^\"]+)\""
)
_FONT = re.compile(r"url\(\s*[\"']?([^\"')]+\.woff2)[\"']?\s*\)")
#: Formats that are compressed already; a server sends them as they are.
_PACKED = frozenset({".woff2", ".png", ".jpg", ".webp"})


def transfer(path: Path) -> int:
    """Bytes that a server sends for a file: gzip level 6 unless the format is compressed."""
    data = path.read_bytes()
    return len(data) if path.suffix in _PACKED else len(gzip.compress(data, 6, mtime=0))


def assets(page: Path, root: Path) -> set[Path]:
    """The files that a first visit to `page` loads besides the page: styles, scripts, fonts.

    All fonts that a style sheet names are counted: an upper bound, browsers load those they need.
    """
    found = set(_resolve(_LOADED.findall(page.read_text(encoding="utf-8")), page.parent, root))
    for style in [path for path in found if path.suffix == ".css"]:
        for sheet in [style, *_imports(style, root)]:
            found.add(sheet)
            text = sheet.read_text(encoding="utf-8")
            found.update(_resolve(_FONT.findall(text), sheet.parent, root))
    return found


def _imports(style: Path, root: Path) -> Iterator[Path]:
    text = style.read_text(encoding="utf-8")
    links = re.findall(r"@import\s+(?:url\()?\s*[\"']?([^\"')\s;]+)", text)
    yield from _resolve(links, style.parent, root)


def _resolve(links: list[str], folder: Path, root: Path) -> Iterator[Path]:
    for link in links:
        clean = unquote(urldefrag(link).url.split("?")[0])
        path = (folder / clean).resolve()
        if path.is_file() and path.is_relative_to(root.resolve()):
            yield path


def _clock(cost: Cost | None) -> str:
    return f"{cost.clock:.1f} s" if cost else "–"


def figures(folder: Path, project: Path) -> Iterator[tuple[str, str]]:
    """Measure the site of `project` in the new `folder`; a name and a value for each figure."""
    shutil.copytree(project / "docs", folder / "docs")
    docs, output = folder / "docs", folder / "out"
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-d", str(folder / "doctrees")]
    command = [*sphinx, *configure(folder, project), str(output)]

    entities = sorted((docs / "genes").glob("*.md"))
    yield "pages with a source file", f"{len(list(docs.rglob('*.md')))}"
    yield "full build", _clock(timed(command, folder))
    yield "build again, nothing changed", _clock(timed(command, folder))
    with entities[0].open("a", encoding="utf-8") as page:
        page.write("\n<!-- touched -->\n")
    yield f"build again, {entities[0].name} changed", _clock(timed(command, folder))
    check = [sys.executable, "-m", "atlas", "check", "docs"]
    costs = [timed(check, project, log=folder / "check.log") for _ in range(3)]
    best = min(cost for cost in costs if cost)
    yield "make check, best of three", f"{best.clock:.2f} s"

    pages = [path for path in output.rglob("*.html") if "_static" not in path.parts]
    alone = [transfer(path) for path in pages]
    first = [
        transfer(path) + sum(transfer(asset) for asset in assets(path, output)) for path in pages
    ]
    yield "one page (HTML, gzip), median", f"{statistics.median(alone) / 1000:.1f} kB"
    yield "one page (HTML, gzip), largest", f"{max(alone) / 1000:.1f} kB"
    yield (
        "first visit with styles, scripts, fonts, median",
        f"{statistics.median(first) / 1000:.0f} kB",
    )
