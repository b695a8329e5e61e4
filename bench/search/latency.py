"""How long a reader waits after a key, and what has to come over the line before."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.search.engines import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from bench.search.queries import Query

#: Typed letter by letter; a tenth of a second between two keys, as a quick typist does.
TYPED: Final = 40

#: Time to make the index, again: that of a first visit, without what comes over the line.
_START: Final = """
async () => {
  await AtlasSearch.search.words();
  const { engine, words } = await AtlasSearch.search.ready();
  const start = performance.now();
  AtlasSearch.engine({ words, data: engine.data });
  return performance.now() - start;
}
"""
_TYPE: Final = """
async (texts) => {
  const input = document.querySelector("#search-words");
  const list = document.querySelector("#search-results .find-list");
  const waits = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) {
      input.value = text.slice(0, end);
      const start = performance.now();
      await new Promise((resolve) => {
        const done = () => { watch.disconnect(); resolve(); };
        const watch = new MutationObserver(done);
        watch.observe(list, { childList: true });
        input.dispatchEvent(new Event("input", { bubbles: true }));
        setTimeout(done, 1000);
      });
      waits.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
  return waits.sort((a, b) => a - b);
}
"""


def report(browser: Browser, site: Path, some: list[Query]) -> Iterator[str]:
    """Lines on bytes and on the time from a key to the first changed list."""
    yield from _bytes(site)
    page = browser.new_page()
    with served(site) as address:
        page.goto(f"{address}/search.html")
        page.wait_for_function("window.AtlasSearch?.search?.show")
        start: float = page.evaluate(_START)
        waits: list[float] = page.evaluate(_TYPE, [query.text for query in some[:TYPED]])
    page.close()
    middle, most = (waits[int(len(waits) * share)] for share in (0.5, 0.95))
    yield (
        f"from a key to new results: median {middle:.0f} ms, "
        f"95th percentile {most:.0f} ms ({len(waits)} keys); index made in {start:.0f} ms"
    )


def _bytes(site: Path) -> Iterator[str]:
    """Compressed sizes: what comes before first results, and the rest."""
    packed = {
        path: len(gzip.compress(path.read_bytes(), 9)) for path in (site / "search").rglob("*.js")
    }
    code = sum(
        len(gzip.compress(p.read_bytes(), 9)) for p in (site / "_static" / "search").glob("*.js")
    )
    names = packed[site / "search" / "names.js"]
    shards = [size for path, size in packed.items() if path.name.startswith("shard-")]
    pages = len(json.loads((site / "atlas.json").read_text(encoding="utf-8"))["entities"])
    yield (
        f"{pages} pages, gzip: first results {names / 1000:.0f} kB of names "
        f"and {code / 1000:.0f} kB of code;"
    )
    yield (
        f"full text {sum(shards) / 1000:.0f} kB in {len(shards)} shards of at most "
        f"{max(shards) / 1000:.0f} kB; "
        f"word list {packed[site / 'search' / 'words.js'] / 1000:.0f} kB"
    )
