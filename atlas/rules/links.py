"""What the text points to exists: pages, terms, citations, numbers, images."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Final

from atlas.findings import Code, Finding
from atlas.markdown import ROLES
from atlas.site import Page, Site

#: Directives that entity pages may use; frame pages (index, contributing) may use more.
DIRECTIVES: Final = frozenset(("mermaid",))
_URL: Final = re.compile(r"https?://[^\s)>`{]*[^\s)>`{.,;:]")


def _near(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, 1)
    return f"did you mean {near[0]}?" if near else ""


def roles(site: Site) -> Iterator[Finding]:
    """Every role exists and what it names exists.

    Good: {gene}`KRAS`. Bad: {gene}`KRSA`, {gen}`KRAS`.
    """
    ids: dict[str, list[str]] = {}
    for page in site.pages.values():
        ids.setdefault(page.kind.name, []).append(page.id)
    for page in site.every_page:
        for _, block in page.blocks():
            for role in block.roles:
                place = (page.path, role.line, role.column)
                if role.name not in ROLES:
                    if not page.frame:
                        yield Finding.of(
                            Code.ROLE_UNKNOWN, *place, f"there is no role “{role.name}”",
                            _near(role.name, sorted(ROLES)),
                        )
                elif role.name == "cite":
                    for key in role.content.split(","):
                        if key.strip() not in site.references:
                            yield Finding.of(
                                Code.CITATION_UNKNOWN, *place,
                                f"there is no reference “{key.strip()}”",
                                _near(key.strip(), list(site.references)),
                            )
                elif role.name == "num":
                    if role.content not in site.numbers:
                        yield Finding.of(
                            Code.NUMBER_UNKNOWN, *place, f"there is no number “{role.content}”",
                            _near(role.content, list(site.numbers)),
                        )
                elif role.name == "term":
                    if site.term_id(role.target) is None:
                        yield Finding.of(
                            Code.TERM_UNKNOWN, *place,
                            f"the glossary does not explain “{role.target}”",
                            _near(role.target, list(site.terms)),
                        )
                elif role.name != "evidence" and f"{role.name}:{role.target}" not in site.pages:
                    yield Finding.of(
                        Code.TARGET_UNKNOWN, *place,
                        f"there is no {role.name} page “{role.target}”",
                        _near(role.target, ids.get(role.name, [])),
                    )


def markup(site: Site) -> Iterator[Finding]:
    """No raw HTML, no bare addresses, no images without alternative text."""
    for page in site.every_page:
        for _, block in page.blocks():
            for offset in block.html:
                yield Finding.of(
                    Code.RAW_MARKUP, page.path, *block.place(offset), "raw HTML", "use Markdown"
                )
            for offset, text in block.images:
                if not text:
                    yield Finding.of(
                        Code.IMAGE_ALT, page.path, *block.place(offset),
                        "an image without alternative text",
                        "say in the brackets what the picture shows",
                    )
            if block.kind != "fence" and not page.frame:
                for match in _URL.finditer(block.raw):
                    yield Finding.of(
                        Code.RAW_MARKUP, page.path, *block.place(match.start()),
                        f"a bare address {match[0]}",
                        "make it a reference in docs/references.bib and cite it",
                    )


def directives(site: Site) -> Iterator[Finding]:
    """Pages use the few directives that the anatomy needs."""
    for page in site.pages.values():
        for _, block in page.blocks():
            if block.kind == "fence" and block.info.strip("{}").split(" ")[0] not in DIRECTIVES:
                yield Finding.of(
                    Code.DIRECTIVE_UNKNOWN, page.path, block.line, 1,
                    f"a page may not use “{block.info or 'a code block'}”",
                )


def data_sources(site: Site) -> Iterator[Finding]:
    """Every record of a data file cites a reference that exists."""
    for what, key in site.places:
        record: object = {
            "number": site.numbers, "term": site.terms, "call": site.calls,
            "hallmark": site.hallmarks,
        }[what].get(key)  # type: ignore[attr-defined]
        for source in _sources(record):
            if source not in site.references:
                field = "sources" if what == "hallmark" else "source"
                yield Finding.of(
                    Code.CITATION_UNKNOWN_DATA, *site.place(what, key, field),
                    f"the {what} “{key}” cites “{source}”, which is no reference",
                    _near(source, list(site.references)),
                )
    for page in site.pages.values():
        yield from _front_sources(site, page)


def _sources(record: object) -> list[str]:
    found: list[str] = []
    for name in ("source", "sources"):
        value = getattr(record, name, None)
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            found += value
    for rival in getattr(record, "rivals", []):
        found.append(rival.source)
    return found


def _front_sources(site: Site, page: Page) -> Iterator[Finding]:
    front = page.front
    stated: list[tuple[tuple[str | int, ...], str]] = []
    for name in ("approvals", "interacts"):
        stated += [
            ((name, i, "source"), item.source) for i, item in enumerate(getattr(front, name, []))
        ]
    for name in ("against", "role"):
        source = getattr(getattr(front, name, None), "source", None)
        if source:
            stated.append(((name, "source"), source))
    for path, source in stated:
        if source not in site.references:
            yield Finding.of(
                Code.CITATION_UNKNOWN_DATA, page.path, *page.yaml.place(path),
                f"there is no reference “{source}”", _near(source, list(site.references)),
            )


RULES = (roles, markup, directives, data_sources)
