"""`python -m atlas stats`: how much there is, counted from the content itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

from atlas.readability import words
from atlas.rules.diagrams import steps_of
from atlas.rules.reading import plain_grade
from atlas.site import Page, Site, load


def counts(site: Site) -> dict[str, str]:
    """What is counted, in words, and the figure."""
    kinds = Counter(page.kind.name for page in site.pages.values())
    drawn = [(page, placed) for page in site.pages.values() for placed in page.diagrams]
    nodes = sum(len(placed.diagram.nodes) for _, placed in drawn)
    edges = sum(len(placed.diagram.edges) for _, placed in drawn)
    steps = sum(len(steps_of(page, placed)) for page, placed in drawn)
    cited = [_citations(page) for page in site.pages.values()]
    grades = {page.docname: plain_grade(page) for page in site.pages.values()}
    worst = max(grades, key=lambda name: grades[name].flesch_kincaid)
    length = sum(len(words(block.masked())) for p in site.pages.values() for _, block in p.blocks())
    return {
        "pages": f"{len(site.pages)} (" + ", ".join(f"{k} {n}" for k, n in kinds.items()) + ")",
        "index and contributing pages": str(len(site.frames)),
        "words": f"{length:,}",
        "glossary terms": str(len(site.terms)),
        "numbers with their source": str(len(site.numbers)),
        "references": f"{len(site.references)}, of them verified "
        f"{sum(1 for r in site.references.values() if r.verified and r.address)}",
        "diagrams": f"{len(drawn)}: {nodes} nodes, {edges} edges, {steps} steps",
        "citations per page": f"median {median(cited):.0f}, least {min(cited)}",
        "grade of the plain layer": f"median {median(g.flesch_kincaid for g in grades.values())}, "
        f"worst {grades[worst].flesch_kincaid} ({worst}); "
        f"SMOG worst {max(g.smog for g in grades.values())}",
    }


def _citations(page: Page) -> int:
    return sum(1 for _, block in page.blocks() for role in block.roles if role.name == "cite")


def print_stats(docs: Path) -> int:
    """Print the counts; always 0."""
    for name, value in counts(load(docs.resolve())).items():
        print(f"{name}: {value}")
    return 0
