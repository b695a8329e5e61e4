"""The order of the book: guides first, each hallmark with its pathways, genes and words last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atlas.anatomy import KINDS
from atlas.graph import Graph
from atlas.site import Page

#: Where a reader learns what the signs in the diagrams mean.
LEGEND = "contributing/legend"
GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the site in the book, and the pages that stand below it."""

    docname: str
    name: str
    kind: str
    below: tuple[Chapter, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Chapter]]:
        """The chapter and those below it, each with its depth."""
        yield depth, self
        for chapter in self.below:
            yield from chapter.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the book; `docnames` are the pages of the site whose place it takes."""

    slug: str
    title: str
    summary: str
    docnames: tuple[str, ...]
    chapters: tuple[Chapter, ...]

    def walk(self) -> Iterator[tuple[int, Chapter]]:
        """All chapters in order, each with its depth."""
        for chapter in self.chapters:
            yield from chapter.walk()


def parts(graph: Graph) -> list[Part]:
    """The book's parts; a kind without pages has none."""
    frames = {page.docname: page for page in graph.site.frames}
    made = [
        _part(graph, frames, "guide", [*_frame(frames, LEGEND), *_of_kind(graph, "guide")]),
        _part(graph, frames, "hallmark", _hallmarks(graph), also="pathway"),
        *(
            _part(graph, frames, kind, _of_kind(graph, kind))
            for kind in ("treatment", "cancer", "food", "gene")
        ),
    ]
    for chapter in _frame(frames, GLOSSARY):
        made.append(Part(GLOSSARY, chapter.name, _summary(frames, GLOSSARY), (), (chapter,)))
    return [part for part in made if part.chapters]


def _part(
    graph: Graph, frames: dict[str, Page], kind: str, chapters: list[Chapter], also: str = ""
) -> Part:
    names = [KINDS[name].plural for name in (kind, also) if name]
    folders = [KINDS[name].folder for name in (kind, also) if name]
    return Part(
        kind,
        " and their ".join([names[0], *(name.lower() for name in names[1:])]),
        _summary(frames, f"{folders[0]}/index"),
        tuple(f"{folder}/index" for folder in folders),
        tuple(chapters),
    )


def _hallmarks(graph: Graph) -> list[Chapter]:
    """Hallmarks in the order of the wheel, each with the pathways that serve it first."""
    below: dict[str, list[Chapter]] = {}
    loose = []
    for page in graph.site.of_kind("pathway"):
        served = graph.hallmarks_of(page)
        if served and graph.page(f"hallmark:{served[0]}"):
            below.setdefault(served[0], []).append(_chapter(page))
        else:
            loose.append(_chapter(page))
    made = []
    for key in graph.site.hallmarks:
        hallmark = graph.page(f"hallmark:{key}")
        if hallmark is not None:
            made.append(_chapter(hallmark, tuple(_sorted(below.get(key, [])))))
    return made + _sorted(loose)


def _of_kind(graph: Graph, kind: str) -> list[Chapter]:
    return _sorted([_chapter(page) for page in graph.site.of_kind(kind)])


def _sorted(chapters: list[Chapter]) -> list[Chapter]:
    return sorted(chapters, key=lambda chapter: (chapter.name.casefold(), chapter.docname))


def _chapter(page: Page, below: tuple[Chapter, ...] = ()) -> Chapter:
    return Chapter(page.docname, page.name, page.kind.name, below)


def _frame(frames: dict[str, Page], docname: str) -> list[Chapter]:
    page = frames.get(docname)
    return [Chapter(docname, page.name, "frame")] if page else []


def _summary(frames: dict[str, Page], docname: str) -> str:
    page = frames.get(docname)
    return page.front.summary if page and page.front else ""
