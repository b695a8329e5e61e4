"""The files that the browser reads when a reader searches: `search/` beside the pages.

    names.js      everything that can be found by name, and the rules: enough for first results
    words.js      the words of the full text, to know misspelt ones from rare ones
    shard-N.js    the full text, by word
    text/…        the text of one page, for excerpts

They are scripts that hand over data, because for pages opened from a disk a browser loads nothing
else. They depend on the pages only, so that an incremental build gives the files of a clean one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import sphinx

from atlas.graph import Graph
from atlas.search import rendered, words
from atlas.search.entries import LABELS, Url, entries
from atlas.search.fulltext import FullText
from atlas.search.vocabulary import Urgent

FOLDER: Final = "search"
_STEMMER: Final = ("base-stemmer.js", "porter-stemmer.js")


def note_page(outdir: Path, key: str, body: str) -> None:
    """Keep the text of a page that was just written: `body` is its HTML."""
    sections = [[s.anchor, s.heading, s.text] for s in rendered.sections(body)]
    _write(
        outdir / FOLDER / "text" / f"{key.replace(':', '/')}.js",
        f"text/{key.replace(':', '/')}",
        sections,
    )


def publish(graph: Graph, outdir: Path, url: Url) -> None:
    """Write names, words and shards for the pages whose text `note_page` has kept."""
    site = graph.site
    vocabulary = site.vocabulary
    known = {f"{key.replace(':', '/')}.js": key for key in site.pages}
    text = FullText()
    folder = outdir / FOLDER
    for path in sorted((folder / "text").rglob("*.js")):
        key = known.get(path.relative_to(folder / "text").as_posix())
        if key is None:
            path.unlink()  # the page is gone
            continue
        sections = content(path)
        text.add(
            key, " ".join(f"{heading} {body}" for _, heading, body in sections), vocabulary.skipped
        )
    names = {
        "entries": [entry.packed() for entry in entries(graph, url)],
        "kinds": LABELS,
        "rules": words.rules(),
        "skip": sorted(vocabulary.skipped),
        "faint": sorted(words.words(vocabulary.faint)),
        "numbers": vocabulary.numbers,
        "urgent": [_urgent(urgent, url) for urgent in vocabulary.urgent],
        "claims": vocabulary.claims.model_dump(),
        "signs": vocabulary.signs.model_dump(),
        "same": vocabulary.same,
    }
    write(folder, names, text)
    _write_text(outdir / "_static" / "search" / "stemmer.js", _stemmer())


def _urgent(urgent: Urgent, url: Url) -> dict[str, object]:
    """What the browser needs of urgent words: where their page is, instead of its sources."""
    found = urgent.model_dump(exclude={"source", "place"})
    return found | {"url": f"{url(urgent.page)}#{urgent.place}"}


def write(folder: Path, names: dict[str, Any], text: FullText) -> None:
    """Write `names`, the list of words, and the full text in shards; nothing older stays."""
    shards = list(text.shards())
    places = {
        "texts": text.keys,
        "lengths": text.lengths,
        "shards": [rows[0][0] for rows in shards],
    }
    _write(folder / "names.js", "names", names | places)
    _write(folder / "words.js", "words", list(text.spread().items()))
    for number, rows in enumerate(shards):
        _write(folder / f"shard-{number}.js", f"shard-{number}", rows)
    for path in folder.glob("shard-*.js"):
        if int(path.stem.removeprefix("shard-")) >= len(shards):
            path.unlink()


def _stemmer() -> str:
    """Porter's stemmer for the browser, as Sphinx ships it."""
    folder = Path(sphinx.__file__).parent / "search" / "minified-js"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in _STEMMER)


def _write(path: Path, name: str, content: object) -> None:
    packed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    _write_text(path, f"AtlasSearch.take({json.dumps(name)},{packed});\n")


def _write_text(path: Path, text: str) -> None:
    """Write a file as a whole, and only if it changes."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    temporary.replace(path)


def content(path: Path) -> Any:
    """What a file of this folder hands over."""
    text = path.read_text(encoding="utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])
