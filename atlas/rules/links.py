"""What the text points to exists: pages, terms, citations, numbers, images."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from atlas.findings import Code, Finding
from atlas.markdown import ROLES, Role
from atlas.site import Page, Site
from atlas.strictyaml import Path

#: Directives that entity pages may use; frame pages (index, contributing) may use more.
DIRECTIVES: Final = frozenset(("mermaid",))
#: Directives that guides may use besides: they stand for a whole topic, not for an entity.
GUIDE_DIRECTIVES: Final = frozenset(("wheel", "hallmark-editions"))
_URL: Final = re.compile(r"https?://[^\s)>`{]*[^\s)>`{.,;:]")


def _near(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, words, 1)
    return f"did you mean {near[0]}?" if near else ""


def roles(site: Site) -> Iterator[Finding]:
    """Every role exists and what it names exists.

    Good: {gene}`KRAS`. Bad: {gene}`KRSA`, {gen}`KRAS`.
    """
    ids: dict[str, list[str]] = {}
    for key in (*site.pages, *site.to_come):
        kind, _, target = key.partition(":")
        ids.setdefault(kind, []).append(target)
    for page in site.every_page:
        for _, block in page.blocks():
            for role in block.roles:
                place = (page.path, role.line, role.column)
                if role.name in ROLES:
                    found = _role(site, ids, role)
                elif page.frame:  # contributing pages may show any role
                    found = []
                else:
                    message = f"there is no role “{role.name}”"
                    found = [(Code.ROLE_UNKNOWN, message, _near(role.name, sorted(ROLES)))]
                for code, message, hint in found:
                    yield Finding.of(code, *place, message, hint)


def _role(site: Site, ids: dict[str, list[str]], role: Role) -> list[tuple[Code, str, str]]:
    """What is wrong with the target of one known role: code, message, suggestion."""
    target = role.target
    if role.name == "evidence":
        return []
    if role.name == "cite":
        keys = [key.strip() for key in role.content.split(",")]
        return [
            (Code.CITATION_UNKNOWN, f"there is no reference “{key}”", _near(key, site.references))
            for key in keys
            if key not in site.references
        ]
    if role.name == "num":
        if role.content in site.numbers or ("number", role.content) in site.spoilt:
            return []
        message = f"there is no number “{role.content}”"
        return [(Code.NUMBER_UNKNOWN, message, _near(role.content, site.numbers))]
    if role.name == "term":
        if site.term_id(target) is not None or ("term", target) in site.spoilt:
            return []
        message = f"the glossary does not explain “{target}”"
        return [(Code.TERM_UNKNOWN, message, _near(target, site.terms))]
    if site.expects(f"{role.name}:{target}"):
        return []
    message = f"there is no {role.name} page “{target}”"
    return [(Code.TARGET_UNKNOWN, message, _near(target, ids.get(role.name, [])))]


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
                        Code.IMAGE_ALT,
                        page.path,
                        *block.place(offset),
                        "an image without alternative text",
                        "say in the brackets what the picture shows",
                    )
            if block.kind != "fence" and not page.frame:
                for match in _URL.finditer(block.raw):
                    yield Finding.of(
                        Code.RAW_MARKUP,
                        page.path,
                        *block.place(match.start()),
                        f"a bare address {match[0]}",
                        "make it a reference in docs/references.bib and cite it",
                    )


def directives(site: Site) -> Iterator[Finding]:
    """Pages use the few directives that the anatomy needs."""
    for page in site.pages.values():
        allowed = DIRECTIVES | (GUIDE_DIRECTIVES if page.kind.name == "guide" else frozenset())
        for _, block in page.blocks():
            if block.kind == "fence" and block.info.strip("{}").split(" ")[0] not in allowed:
                yield Finding.of(
                    Code.DIRECTIVE_UNKNOWN,
                    page.path,
                    block.line,
                    1,
                    f"a page may not use “{block.info or 'a code block'}”",
                )


def data_sources(site: Site) -> Iterator[Finding]:
    """Every record of a data file cites a reference that exists."""
    for what, key in site.places:
        record: object = {
            "number": site.numbers,
            "term": site.terms,
            "call": site.calls,
            "hallmark": site.hallmarks,
            "origin": site.origins,
            "coming": site.coming,
        }[what].get(key)  # type: ignore[attr-defined]
        for source, path in _sources(record):
            if source not in site.references:
                yield Finding.of(
                    Code.CITATION_UNKNOWN_DATA,
                    *site.place(what, key, *path),
                    f"the {what} “{key}” cites “{source}”, which is no reference",
                    _near(source, site.references),
                )
    for page in site.pages.values():
        yield from _front_sources(site, page)


def _sources(record: object) -> Iterator[tuple[str, Path]]:
    """Each citation key of a record, and where in the record it stands."""
    for name in ("source", "sources"):
        value = getattr(record, name, None)
        if isinstance(value, str):
            yield value, (name,)
        elif isinstance(value, list):
            yield from ((source, (name, index)) for index, source in enumerate(value))
    for index, rival in enumerate(getattr(record, "rivals", [])):
        yield rival.source, ("rivals", index, "source")


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
                Code.CITATION_UNKNOWN_DATA,
                page.path,
                *page.yaml.place(path),
                f"there is no reference “{source}”",
                _near(source, site.references),
            )


RULES = (roles, markup, directives, data_sources)
