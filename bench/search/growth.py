"""How searching grows: the real site, filled up with made-up pages of real genes.

A made-up page takes its names from the open gene table, and its questions, summary and text from
sentences of real pages in which the symbols of genes are exchanged. So names, words and the share
of rare words grow as they do when real pages are added.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from atlas.gene_table import Gene, genes
from atlas.search import publish
from atlas.search.fulltext import FullText
from bench.search import latency

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from bench.search.queries import Query

SIZES: Final = (400, 1000, 2500, 5000)
_SYMBOL: Final = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")
_QUESTIONS: Final = 9
_SENTENCES: Final = 70


def report(browser: Browser, site: Path, folder: Path, some: list[Query]) -> Iterator[str]:
    """Lines on bytes and latency for each size of site."""
    yield from latency.report(browser, site, some)
    for size in SIZES:
        yield from latency.report(browser, _grown(site, folder / str(size), size), some)


def _grown(site: Path, out: Path, size: int) -> Path:
    """A copy of what searching needs, with `size` pages."""
    chance = random.Random(size)
    (out / "search").mkdir(parents=True)
    shutil.copytree(site / "_static", out / "_static")
    shutil.copy(site / "search.html", out)
    names = publish.content(site / "search" / "names.js")
    here = [
        e for e in names["entries"] if e["kind"] not in ("term", "coming") and "#" not in e["url"]
    ]
    text, sentences = _texts(site, names)
    models = [e for e in here if e["kind"] == "gene"]
    new = [gene for symbol, gene in sorted(genes().items()) if f"gene:{symbol}" not in text.keys]
    for gene in chance.sample(new, size - len(here)):
        names["entries"].append(_entry(gene, chance.choice(models)))
        body = " ".join(_renamed(s, gene) for s in chance.sample(sentences, _SENTENCES))
        text.add(f"gene:{gene.symbol}", body, frozenset(names["skip"]))
    publish.write(out / "search", names, text)
    (out / "atlas.json").write_text(json.dumps({"entities": [0] * size}), encoding="utf-8")
    return out


def _texts(site: Path, names: dict[str, Any]) -> tuple[FullText, list[str]]:
    """The full text of the real pages, and its sentences."""
    text, sentences = FullText(), []
    for key in names["texts"]:
        path = site / "search" / "text" / f"{key.replace(':', '/')}.js"
        body = " ".join(f"{heading} {part}" for _, heading, part in publish.content(path))
        text.add(key, body, frozenset(names["skip"]))
        sentences += re.split(r"(?<=[.!?]) ", body)
    return text, sentences


def _renamed(text: str, gene: Gene) -> str:
    return _SYMBOL.sub(gene.symbol, text)


def _entry(gene: Gene, model: dict[str, Any]) -> dict[str, object]:
    def own(texts: Sequence[str]) -> list[str]:
        return [_renamed(text, gene) for text in texts]

    return {
        "key": f"gene:{gene.symbol}",
        "kind": "gene",
        "url": f"genes/{gene.symbol}.html",
        "name": gene.symbol,
        "summary": _renamed(model["summary"], gene),
        "also": [gene.name],
        "symbols": [*gene.aliases, *gene.previous],
        "asked": own(model.get("asked", []))[:_QUESTIONS],
        "near": model.get("near", []),
    }
