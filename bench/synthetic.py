"""Synthetic pages: the same text for each generator, in the markup that each one reads.

A page is a gene page that keeps the whole page contract (fixed headings, citations, reading grade,
links to other pages), about 700 words long. Page n is the same in every run and on every machine;
it links to its neighbors only, so the number of links on a page does not depend on the number of
pages. `write_atlas`, `write_myst` and `write_zensical` each fill a folder and give back nothing.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

SHARED_REFERENCES: Final = 20
#: A link of page n leads to page n + one of these (round the end).
NEIGHBORS: Final = (1, 2, 3, 7, 11)
#: Data of the real site that every build reads.
DATA_FILES: Final = ("hallmarks.yaml", "when-to-call.yaml")

_SUBJECTS: Final = (
    "This protein", "A healthy cell", "The cell", "Its partner", "A small part of it",
    "The second copy", "A near twin", "The outer wall", "One study", "A later test",
)  # fmt: skip
_VERBS: Final = (
    "holds", "moves", "marks", "reads", "keeps", "needs", "turns on", "slows down", "builds",
    "takes in",
)  # fmt: skip
_OBJECTS: Final = (
    "the first signal", "a short message", "a new copy", "its energy", "one end of the chain",
    "the broken part", "a ring of parts", "the next helper", "most of the load", "the old plan",
)  # fmt: skip
_PLACES: Final = (
    "near the center of the cell", "before it divides", "when the cell is at rest",
    "in the skin and the gut", "as long as the signal lasts", "after a few hours",
    "close to the edge", "in the blood and the marrow", "while it grows", "once the day is over",
)  # fmt: skip


def symbol(number: int) -> str:
    """The id of synthetic page `number`, formed like a gene symbol."""
    return f"SYN{number:05d}"


class Markup(Protocol):
    """How one generator writes the two things that differ: a link to a page, and a citation."""

    def link(self, number: int) -> str:
        """A link to page `number`."""

    def cite(self, key: str) -> str:
        """A citation, written straight after a full stop."""


@dataclass
class AtlasMarkup:
    """Roles of this project's extension."""

    def link(self, number: int) -> str:
        """A link to page `number`."""
        return f"{{gene}}`{symbol(number)}`"

    def cite(self, key: str) -> str:
        """A citation of `key`."""
        return f"{{cite}}`{key}`"


@dataclass
class PlainMarkup:
    """Markdown links and footnotes; `notes` collects the keys that the page cites."""

    notes: list[str]

    def link(self, number: int) -> str:
        """A link to page `number`."""
        return f"[{symbol(number)}]({symbol(number)}.md)"

    def cite(self, key: str) -> str:
        """A footnote mark for `key`."""
        if key not in self.notes:
            self.notes.append(key)
        return f"[^{key}]"


def _body(number: int, total: int, markup: Markup) -> Iterator[str]:
    """The blocks of one page, headings included, in the order of the page contract."""
    name = symbol(number)
    chance = random.Random(number)
    keys = [f"synthetic-shared-{n}" for n in range(SHARED_REFERENCES)] + [f"synthetic-{number}"]
    links = iter(NEIGHBORS * 4)

    def sentence() -> str:
        parts = (chance.choice(part) for part in (_SUBJECTS, _VERBS, _OBJECTS, _PLACES))
        return " ".join(parts) + "."

    def linked() -> str:
        return f"It works with {markup.link((number + next(links)) % total)}."

    def paragraph(sentences: int) -> str:
        said = " ".join(sentence() for _ in range(sentences))
        return f"{said} {linked()}{markup.cite(chance.choice(keys))}"

    def bullets(count: int) -> str:
        return "\n".join(f"- {sentence()}{markup.cite(chance.choice(keys))}" for _ in range(count))

    yield f"## Key points\n\n{bullets(4)}"
    yield f"## Its normal job\n\n{paragraph(6)}\n\n{paragraph(5)}"
    yield f"## What changes in cancer\n\n{paragraph(5)}\n\n{paragraph(4)}"
    rows = "\n".join(
        f"| {name} {word} | {sentence()}{markup.cite(chance.choice(keys))} | What does it mean? |"
        for word in ("changed", "not changed", "lost", "not read")
    )
    yield (
        f"## If your report says {name}\n\n{paragraph(2)}\n\n"
        f"| Report words | What they mean | What to ask |\n|---|---|---|\n{rows}"
    )
    yield f"## Inherited or acquired?\n\n{paragraph(4)}"
    yield f"## Treatments linked to it\n\n{paragraph(4)}"
    yield (
        "## What we know and do not know\n\n"
        f"### What we know\n\n{bullets(3)}\n\n### What we do not know\n\n{bullets(2)}"
    )
    yield (
        "## Questions to ask your care team\n\n"
        "- Was this gene read?\n- What was found?\n- Does it change what we do next?"
    )
    yield f"## In more depth\n\n{paragraph(8)}\n\n{paragraph(8)}"
    yield f"## Where it appears\n\n{paragraph(3)}"


def _front_matter(number: int) -> str:
    name = symbol(number)
    return (
        "---\n"
        "kind: gene\n"
        f"name: {name}\n"
        f'say: "sin-{number}"\n'
        "summary: A made-up gene that helps to measure how long a build takes.\n"
        f"aliases: [made-up gene {number}]\n"
        "review: {checked: 2026-11-23, next: 2027-11-23}\n"
        f'ids: {{hgnc: "HGNC:{90000 + number}", entrez: "{900000000 + number}", '
        f"uniprot: [P{number:05d}], ensembl: ENSG{90000000000 + number}}}\n"
        f"role: {{in: not-established, source: synthetic-{number}}}\n"
        "---\n"
    )


def _reference(key: str, number: int) -> str:
    # 10.5555 is the DOI prefix that is set aside for examples.
    return (
        f"@article{{{key},\n"
        f"  author = {{Author, A. and Writer, B.}},\n  title = {{{{Made-up title {number}}}}},\n"
        f"  journal = {{Journal of Measures}},\n  year = {{2020}},\n"
        f"  doi = {{10.5555/{key}}},\n  verified = {{made up for a benchmark}},\n"
        f"  verifiedgrade = {{C}},\n}}\n"
    )


def _references(total: int) -> Iterator[tuple[str, int]]:
    """Key and number of every reference: the shared ones, then one a page."""
    for number in range(SHARED_REFERENCES):
        yield f"synthetic-shared-{number}", number
    for number in range(total):
        yield f"synthetic-{number}", SHARED_REFERENCES + number


def _real_references(real_docs: Path) -> Iterator[str]:
    """The references that the copied data files cite, and no others."""
    cited = "".join((real_docs / name).read_text(encoding="utf-8") for name in DATA_FILES)
    keys = set(re.findall(r"[\w-]+", cited))
    text = (real_docs / "references.bib").read_text(encoding="utf-8")
    for entry in re.split(r"^(?=@)", text, flags=re.MULTILINE):
        match = re.match(r"@\w+\{([^,\s]+),", entry)
        if match and match[1] in keys:
            yield entry


def write_atlas(docs: Path, total: int, real_docs: Path) -> None:
    """Fill `docs` with `total` gene pages, an entry page and the list of genes.

    Styles, templates, hallmarks and the references that these cite come from `real_docs`; the real
    pages stay behind, and with them the data that names them.
    """
    docs.mkdir(parents=True)
    for name in ("_static", "_templates"):
        shutil.copytree(real_docs / name, docs / name)
    for name in (*DATA_FILES, "genes/index.md"):
        (docs / name).parent.mkdir(exist_ok=True)
        shutil.copy(real_docs / name, docs / name)
    (docs / "glossary.yaml").write_text("{}\n", encoding="utf-8")
    (docs / "index.md").write_text(
        "---\nkind: guide\nname: Benchmark\nsummary: Made-up pages.\n"
        "review: {checked: 2026-11-23, next: 2027-11-23}\n---\n\n"
        "```{toctree}\n:hidden:\n\ngenes/index\n```\n",
        encoding="utf-8",
    )
    for number in range(total):
        body = "\n\n".join(_body(number, total, AtlasMarkup()))
        page = f"{_front_matter(number)}\n{body}\n"
        (docs / "genes" / f"{symbol(number)}.md").write_text(page, encoding="utf-8")
    made = [_reference(key, number) for key, number in _references(total)]
    text = "\n".join([*_real_references(real_docs), *made])
    (docs / "references.bib").write_text(text, encoding="utf-8")


def _write_plain(docs: Path, total: int, index: Callable[[int], str]) -> None:
    genes = docs / "genes"
    genes.mkdir(parents=True)
    (docs / "index.md").write_text(index(total), encoding="utf-8")
    for number in range(total):
        markup = PlainMarkup([])
        body = "\n\n".join(_body(number, total, markup))
        notes = "\n".join(
            f"[^{key}]: Author, A. and Writer, B. Made-up title. *Journal of Measures*, 2020."
            f" <https://doi.org/10.5555/{key}>"
            for key in markup.notes
        )
        page = f"# {symbol(number)}\n\n{body}\n\n{notes}\n"
        (genes / f"{symbol(number)}.md").write_text(page, encoding="utf-8")


def write_myst(root: Path, total: int) -> None:
    """Fill `root` with plain MyST pages in one toctree and a `conf.py` for the Furo theme."""
    _write_plain(
        root, total, lambda _: "# Index\n\n```{toctree}\n:glob:\n:maxdepth: 1\n\ngenes/*\n```\n"
    )
    (root / "conf.py").write_text(
        'project = "Plain"\nextensions = ["myst_parser"]\nhtml_theme = "furo"\n', encoding="utf-8"
    )


def write_zensical(root: Path, total: int) -> None:
    """Fill `root` with Markdown pages and a `zensical.toml`."""

    def index(count: int) -> str:
        links = "\n".join(f"- [{symbol(n)}](genes/{symbol(n)}.md)" for n in range(count))
        return f"# Index\n\n{links}\n"

    _write_plain(root / "docs", total, index)
    (root / "zensical.toml").write_text(
        '[project]\nsite_name = "Plain"\nsite_url = "https://example.org/"\n', encoding="utf-8"
    )
