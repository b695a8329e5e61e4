"""Claims: every statement has a source, every badge a known rung."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from atlas.evidence import CERTAINTIES, RUNGS
from atlas.findings import Code, Finding
from atlas.markdown import LINK_ROLES, Block
from atlas.readability import words
from atlas.site import Page, Site

#: A sentence that only points to another page needs no source of its own.
SIGNPOST_WORDS: Final = 20
_NOTHING: Final = re.compile(r"Nothing is known to us as of \d{1,2} [A-Z][a-z]+ \d{4}\.\Z")


def cited(site: Site) -> Iterator[Finding]:
    """Each paragraph, list item and table row has a citation or a sourced number.

    Exempt: questions, a lead-in that ends with a colon, a short signpost with a link, and the
    sentence “Nothing is known to us as of DATE.”
    """
    for page in site.pages.values():
        exempt = {s.title(page.name) for s in page.kind.sections if not s.cited}
        exempt.add("Questions to ask your care team")
        step_lists = {
            block.list_line
            for section in page.sections
            for block in section.prose
            if any(p.section == section.heading for p in page.diagrams) and block.number
        }
        for section in page.sections:
            if section.heading in exempt:
                continue
            for block in section.prose:
                if block.number and block.list_line in step_lists:
                    continue  # steps have a finding of their own
                if not _has_source(block) and not _needs_none(page, block):
                    yield Finding.of(
                        Code.UNCITED,
                        page.path,
                        block.line,
                        1,
                        "no source here",
                        "add {cite}`key`, or leave the statement out",
                    )


def _has_source(block: Block) -> bool:
    return any(role.name in ("cite", "num") for role in block.roles)


def _needs_none(page: Page, block: Block) -> bool:
    text = " ".join(block.masked().split())
    if not text or text.endswith(":") or _NOTHING.search(text):
        return True
    links = any(role.name in LINK_ROLES - {"term"} for role in block.roles)
    return links and len(words(text)) <= SIGNPOST_WORDS and block.kind != "row"


def evidence(site: Site) -> Iterator[Finding]:
    """A badge names a rung of the ladder, and certainty only where people were studied.

    Good: {evidence}`randomized,moderate`, {evidence}`animals`. Bad: {evidence}`animals,high`.
    """
    for page in site.every_page:
        for _, block in page.blocks():
            for role in block.roles:
                if role.name != "evidence":
                    continue
                rung, _, certainty = (part.strip() for part in role.content.partition(","))
                problem = ""
                if rung not in RUNGS:
                    problem = f"“{rung}” is not a rung; rungs are {', '.join(RUNGS)}"
                elif certainty and RUNGS[rung].number < 3:
                    problem = "cell and animal studies get no certainty label (safety rule 7.1)"
                elif certainty and certainty not in CERTAINTIES:
                    problem = f"“{certainty}” is not one of {', '.join(CERTAINTIES)}"
                if problem:
                    yield Finding.of(
                        Code.EVIDENCE_INVALID, page.path, role.line, role.column, problem
                    )


RULES = (cited, evidence)
