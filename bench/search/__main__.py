"""`make bench-search`: tables of our search against others, on the same pages, in one run."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from bench.run import snapshot
from bench.search import engines, growth, latency, metrics, queries
from bench.search.engines import Engine
from bench.search.queries import Query

ENGINES: Final[tuple[type[Engine], ...]] = (
    engines.Atlas,
    engines.Sphinx,
    engines.Pagefind,
    engines.SearchLite,
    engines.MiniSearch,
    engines.FlexSearch,
    engines.Orama,
)
#: What the tables show, and what is aimed at, on queries whose answer exists.
SHOWN: Final = ("nDCG@10", "success@1", "success@3", "nothing")

Runs = dict[str, dict[str, list[str]]]  # engine -> query -> results


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.search", description="Does searching find it?")
    parser.add_argument("--own-only", action="store_true", help="leave out the shared queries")
    parser.add_argument("--atlas-only", action="store_true", help="leave out the other searches")
    parser.add_argument("--misses", type=int, default=0, help="show the N worst queries")
    parser.add_argument("--growth", action="store_true", help="measure larger sites as well")
    parser.add_argument(
        "--site", type=Path, help="a built site instead of building one (ours only)"
    )
    return parser.parse_args()


def main() -> int:
    """Run the command line."""
    options = _arguments()
    with tempfile.TemporaryDirectory(prefix="atlas-search-") as name:
        folder = Path(name)
        sites = _sites(folder, options)
        keys, forms = engines.keys_of(sites[engines.Atlas])
        sets = {
            "our own queries": queries.read(queries.OWN),
            "our second set": queries.read(queries.SECOND),
            "our third set": queries.read(queries.THIRD),
        }
        if queries.SHARED.exists() and not options.own_only:
            sets["shared queries"] = queries.read(queries.SHARED / "queries-dev.jsonl")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=engines.browser())
            runs = {title: _run(browser, sites, keys, some) for title, some in sets.items()}
            print(*latency.report(browser, sites[engines.Atlas], sets["our own queries"]), sep="\n")
            if options.growth:
                print(
                    *growth.report(browser, sites[engines.Atlas], folder, sets["our own queries"]),
                    sep="\n",
                )
            browser.close()
        for title in ("our own queries", "our second set", "our third set"):
            _own(title, runs[title], sets[title], set(keys.values()), options.misses)
        if "shared queries" in runs:
            names = queries.SharedNames(forms)
            _shared(runs["shared queries"], names, set(keys.values()), folder, options.misses)
    return 0


def _sites(folder: Path, options: argparse.Namespace) -> dict[type[Engine], Path]:
    """The built site for each engine."""
    if options.site:
        return {engines.Atlas: options.site.resolve()}
    project = snapshot(folder / "project")
    ours = engines.build(project, folder / "ours")
    if options.atlas_only:
        return {engines.Atlas: ours}
    with_pagefind = shutil.copytree(ours, folder / "pagefind")
    engines.pagefind(with_pagefind)
    stock = engines.build(project, folder / "stock", stock=True)
    sites: dict[type[Engine], Path] = {
        engines.Atlas: ours,
        engines.Sphinx: stock,
        engines.Pagefind: with_pagefind,
        engines.SearchLite: stock,
        engines.MiniSearch: ours,
    }
    if shutil.which("npm"):
        with_libraries = shutil.copytree(ours, folder / "libraries")
        engines.libraries(with_libraries)
        sites |= {engines.FlexSearch: with_libraries, engines.Orama: with_libraries}
    else:
        print("npm is not here: FlexSearch and Orama are left out")
    return sites


def _run(
    browser: Browser, sites: dict[type[Engine], Path], keys: dict[str, str], some: list[Query]
) -> Runs:
    runs: Runs = {}
    for kind in (k for k in ENGINES if k in sites):
        with engines.served(sites[kind]) as address:
            page = browser.new_page()
            engine = kind(page, address, keys)
            runs[kind.name] = {query.id: engine.find(query.text) for query in some}
            page.close()
    return runs


def _own(title: str, runs: Runs, some: list[Query], here: set[str], misses: int) -> None:
    """Tables on our own queries; those whose answer has no page yet are reported apart."""
    there = set(map(queries.concept, here))
    answered = [
        q for q in some if any(g >= metrics.ANSWERS and k in there for k, g in q.grades.items())
    ]
    later = [q for q in some if q.grades and q not in answered]
    none = [q for q in some if not q.grades]
    print(f"\n## {title.capitalize()}: {len(answered)} with an answer on the site\n")
    print(*_table(runs, answered), sep="\n")
    for engine, found in runs.items():
        clean = mean([not found[q.id] for q in none]) if none else 1.0
        print(f"{engine}: nothing for {clean:.0%} of {len(none)} queries without an answer")
    print(f"{len(later)} queries ask for a page to come; of them find a page that names it:")
    for engine, found in runs.items():
        print(f"  {engine}: {sum(bool(found[q.id]) for q in later)}")
    ours = runs[engines.Atlas.name]
    scores = {q.id: metrics.ndcg(queries.unique(ours[q.id]), q.grades) for q in answered}
    for q in sorted(answered, key=lambda q: scores[q.id])[:misses]:
        print(f"{scores[q.id]:.2f} {q.kind:12} {q.text} -> {ours[q.id][:4]}")


def _table(runs: Runs, some: list[Query]) -> Iterator[str]:
    yield f"| kind | queries | measure | {' | '.join(runs)} |"
    yield f"|---|---:|---|{'---:|' * len(runs)}"
    for kind in ["all", *sorted({q.kind for q in some})]:
        chosen = [q for q in some if kind in ("all", q.kind)]
        for measure in SHOWN if kind == "all" else SHOWN[:2]:
            cells = [
                metrics.interval(
                    [
                        metrics.MEASURES[measure](queries.unique(found[q.id]), q.grades)
                        for q in chosen
                    ]
                )
                for found in runs.values()
            ]
            yield f"| {kind} | {len(chosen)} | {measure} | {' | '.join(map(str, cells))} |"


def _shared(
    runs: Runs, names: queries.SharedNames, here: set[str], folder: Path, misses: int
) -> None:
    """What the shared scorer says of the shared queries."""
    concepts = folder / "concepts.txt"
    concepts.write_text("\n".join(sorted(map(names.concept, here))) + "\n", encoding="utf-8")
    files = {}
    for engine, found in runs.items():
        files[engine] = folder / f"{engine.split()[0]}.jsonl"
        named = {q: [_named(names, key) for key in results] for q, results in found.items()}
        queries.write_run(files[engine], named)
    base = [
        *(sys.executable, str(queries.SHARED / "score.py")),
        *("--queries", str(queries.SHARED / "queries-dev.jsonl")),
        *("--equivalents", str(queries.SHARED / "id-equivalents.json")),
    ]
    for engine, file in files.items():
        print(f"\n## Shared queries: {engine}\n", flush=True)
        only = ["--site-concepts", str(concepts), "--by", "kind"]
        more = ["--misses", str(misses)] if misses and engine == engines.Atlas.name else []
        _score([*base, "--run", str(file), *only, *more])
    print("\n## Shared queries: ours, only those whose best answer has a page\n", flush=True)
    ours = [*base, "--run", str(files[engines.Atlas.name])]
    _score([*ours, "--by", "kind", "--site-concepts", str(concepts), "--min-grade", "3"])
    print("\n## Shared queries: ours, pages to come counted as missing\n", flush=True)
    _score([*ours, "--by", "kind"])
    for engine in files.keys() - {engines.Atlas.name}:
        print(f"\n## Ours minus {engine}\n", flush=True)
        compared = ["--compare", str(files[engine]), "--site-concepts", str(concepts)]
        _score([*ours, *compared])


def _score(command: Iterable[str]) -> None:
    subprocess.run(list(command), check=True)


def _named(names: queries.SharedNames, key: str) -> str:
    return key if key.startswith("page:") else names.concept(key)


if __name__ == "__main__":
    sys.exit(main())
