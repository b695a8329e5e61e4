"""Check every outside link of the pages: DOIs at the DOI registry, all other addresses directly.

`python tools/linkcheck.py docs` reads `references.bib` and the pages, and prints one line for each
link that is gone, `path:line: link: what happened`; `--report FILE` writes these lines, and only
these, to a file. Exit code 0: all links work, 1: some do not, 2: no network. A link is gone when
its server says so (404 or 410), when its name does not exist or when the DOI registry does not
know it. Publishers answer programs with 403 or 429 as they please: asking the registry
(`doi.org/api/handles/…`) instead of the publisher is what makes this check one that can be kept
green.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

REGISTRY = "https://doi.org/api/handles/"
PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
AGENT = "hallmarks-atlas-linkcheck/1 (checks that cited sources still exist)"
# Answers of servers that refuse programs or are busy: they say nothing about the page.
NO_ANSWER = frozenset({401, 403, 405, 406, 429, 500, 502, 503, 504})

FIELD = re.compile(r"^\s*(doi|pmid|url)\s*=\s*[{\"]+([^}\"]+)[}\"]+", re.IGNORECASE)
PAGE_LINK = re.compile(r"https?://[^\s<>)\"'`\]}]+")


@dataclass(frozen=True, order=True)
class Place:
    """Where a link is written."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def links_of_bib(text: str) -> Iterator[tuple[str, int]]:
    """The `doi`, `pmid` and `url` fields of a BibTeX file as addresses, each with its line."""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := FIELD.match(line):
            name, value = match[1].lower(), match[2].strip()
            prefix = {"doi": "https://doi.org/", "pmid": PUBMED, "url": ""}[name]
            yield prefix + value, number


def links_of_text(text: str) -> Iterator[tuple[str, int]]:
    """The web addresses in a page or data file, each with its line."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in PAGE_LINK.finditer(line):
            yield match[0].rstrip(".,;:"), number


def collect(docs: Path) -> dict[str, list[Place]]:
    """Every outside link below `docs` with all the places that write it."""
    found: dict[str, list[Place]] = defaultdict(list)
    for path in sorted(docs.rglob("*")):
        if path.suffix not in {".bib", ".md", ".yaml"}:
            continue
        read = links_of_bib if path.suffix == ".bib" else links_of_text
        for link, line in read(path.read_text(encoding="utf-8")):
            found[link].append(Place(path.as_posix(), line))
    return dict(found)


def ask(url: str, timeout: float) -> tuple[int, bytes]:
    """Status and first bytes of `url`; raises OSError when no server answers."""
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read(65536)
    except urllib.error.HTTPError as error:
        return error.code, b""


def check(link: str, timeout: float, registry: str = REGISTRY) -> str | None:
    """What is wrong with a link, or None."""
    doi = link.removeprefix("https://doi.org/")
    is_doi = doi != link
    url = registry + urllib.parse.quote(doi, safe="/") if is_doi else link
    try:
        status, body = ask(url, timeout)
    except urllib.error.URLError as error:
        return f"no server answers ({error.reason})"
    except OSError as error:
        return f"no server answers ({error})"
    if is_doi and status == 200:
        known = json.loads(body).get("responseCode") == 1
        return None if known else "the DOI registry does not know it"
    if status < 400 or status in NO_ANSWER:
        return None
    return "the DOI registry does not know it" if is_doi else f"the server says {status}"


def online(host: str = "doi.org", timeout: float = 5.0) -> bool:
    """Whether this machine reaches the outside at all."""
    try:
        with socket.create_connection((host, 443), timeout=timeout):
            return True
    except OSError:
        return False


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="linkcheck", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("--timeout", type=float, default=20.0, help="seconds for each link")
    parser.add_argument("--workers", type=int, default=6, help="links asked at the same time")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what is gone here")
    options = parser.parse_args(arguments)

    found = collect(options.docs)
    print(f"{len(found)} different links in {options.docs}")
    if not online():
        print("doi.org cannot be reached: this check needs the network. No link was checked.")
        return 2

    gone = 0
    lines = []
    with ThreadPoolExecutor(options.workers) as pool:
        verdicts = pool.map(lambda link: check(link, options.timeout), found)
        for done, (link, verdict) in enumerate(zip(found, verdicts, strict=True), start=1):
            if verdict is not None:
                gone += 1
                for place in sorted(found[link]):
                    lines.append(f"{place}: {link}: {verdict}")
                    print(lines[-1], flush=True)
            if done % 50 == 0:
                print(f"  {done} of {len(found)} asked", flush=True)
    print(f"{len(found) - gone} links work, {gone} are gone")
    if options.report:
        # By place, not as the servers answered: the same list each week unless something changed.
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main())
