"""The anatomy of a page: the same sections in the same order on every page of a kind."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, Final

from atlas import facts
from atlas.anatomy import KNOWN, QUESTIONS
from atlas.findings import Code, Finding
from atlas.model import FRONTS
from atlas.site import Page, Site
from atlas.strictyaml import Path

_TODO: Final = re.compile(r"\bTODO\b:?\s*(.*)")


def sections(site: Site) -> Iterator[Finding]:
    """Every section of the kind is there, once, in order, and no other."""
    for page in site.pages.values():
        if page.kind.sections and page.readable:
            yield from _sections(page)


def _sections(page: Page) -> Iterator[Finding]:
    wanted = [spec.title(page.name) for spec in page.kind.sections]
    found = [(s.heading, s.line) for s in page.sections if s.heading]
    known = [(heading, line) for heading, line in found if heading in wanted]
    for heading, line in found:
        if heading not in wanted:
            near = difflib.get_close_matches(heading, wanted, 1, 0.5)
            yield Finding.of(
                Code.SECTION_UNKNOWN,
                page.path,
                line,
                1,
                f"a {page.kind.name} page has no section “{heading}”",
                f"did you mean “{near[0]}”?" if near else "",
            )
    headings = [heading for heading, _ in known]
    last = page.text.count("\n") + 1
    for index, title in enumerate(wanted):
        if title not in headings:
            later = [line for heading, line in known if wanted.index(heading) > index]
            yield Finding.of(
                Code.SECTION_MISSING,
                page.path,
                later[0] if later else last,
                1,
                f"the section “{title}” is missing",
                f"add `## {title}` here",
            )
    position = -1
    for heading, line in known:
        index = wanted.index(heading)
        if index == position:
            yield Finding.of(
                Code.SECTION_ORDER, page.path, line, 1, f"the section “{heading}” stands twice"
            )
        elif index < position:
            yield Finding.of(
                Code.SECTION_ORDER,
                page.path,
                line,
                1,
                f"the section “{heading}” stands after “{wanted[position]}”",
                f"it belongs after “{wanted[index - 1]}”" if index else "it belongs first",
            )
        position = max(position, index)


def no_empty_section(site: Site) -> Iterator[Finding]:
    """A section says something, if only that nothing is known as of a date."""
    for page in site.every_page:
        for section in page.sections:
            content = [b for b in section.blocks if not (b.kind == "heading" and b.info == "h2")]
            if section.heading and not content:
                yield Finding.of(
                    Code.SECTION_EMPTY,
                    page.path,
                    section.line,
                    1,
                    f"the section “{section.heading}” is empty",
                    "write what is known, or “Nothing is known to us as of …”",
                )


def no_title(site: Site) -> Iterator[Finding]:
    """The title comes from `name`; a `#` heading in the text would be a second one."""
    for page in site.every_page:
        for _, block in page.blocks():
            if block.kind == "heading" and block.info == "h1":
                yield Finding.of(
                    Code.TITLE_WRITTEN,
                    page.path,
                    block.line,
                    1,
                    "the page writes its own title",
                    "remove the line; `name` is the title",
                )


def known_and_unknown(site: Site) -> Iterator[Finding]:
    """What we know stands beside what we do not know (safety rule 2.3)."""
    for page in site.pages.values():
        for section in page.sections:
            if section.heading != KNOWN.heading:
                continue
            halves = [b.content for b in section.blocks if b.kind == "heading" and b.info == "h3"]
            if halves != ["What we know", "What we do not know"]:
                yield Finding.of(
                    Code.SECTION_PAIR,
                    page.path,
                    section.line,
                    1,
                    f"“{KNOWN.heading}” must hold “### What we know” and “### What we do not know”",
                )


def questions(site: Site) -> Iterator[Finding]:
    """A page ends its plain part with 3 to 6 questions (safety rule 2.6)."""
    for page in site.pages.values():
        if not page.readable:
            continue
        found = False
        for section in page.sections:
            if section.heading != QUESTIONS.heading:
                continue
            found = True
            count = sum(1 for block in section.blocks if block.kind == "item")
            if not 3 <= count <= 6 and page.id != "questions-to-ask":
                yield Finding.of(
                    Code.QUESTION_COUNT,
                    page.path,
                    section.line,
                    1,
                    f"questions on this page: {count}; a page offers 3 to 6",
                )
        if not found and page.kind.name == "guide":
            yield Finding.of(
                Code.SECTION_MISSING,
                page.path,
                page.text.count("\n") + 1,
                1,
                f"the section “{QUESTIONS.heading}” is missing",
                f"add `## {QUESTIONS.heading}` here",
            )


def to_fill_in(site: Site) -> Iterator[Finding]:
    """A new page has a TODO in each place that its author must fill in; none may be left.

    Bad: `say: TODO`, or “TODO: what belongs here” in a section.
    """
    for page in site.pages.values():
        for path, value in _leaves(page.yaml.data, ()):
            if _TODO.search(value):
                yield Finding.of(
                    Code.TO_FILL_IN,
                    page.path,
                    *page.yaml.place(path),
                    f"“{'.'.join(map(str, path))}” is to be filled in",
                    facts.describe(FRONTS[page.kind.name], path),
                )
        lines = page.text.split("\n")
        for number, line in enumerate(lines[page.body_line - 1 :], page.body_line):
            match = _TODO.search(line)
            if match:
                yield Finding.of(
                    Code.TO_FILL_IN,
                    page.path,
                    number,
                    match.start() + 1,
                    "this place is to be filled in",
                    match[1].strip(" |(){}[]"),
                )


def _leaves(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in front matter, with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, (*path, step))


RULES = (sections, no_empty_section, no_title, known_and_unknown, questions, to_fill_in)
