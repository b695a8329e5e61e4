"""`docs/search.yaml`: how people say things, beyond what the pages say of themselves."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Final

from pydantic import Field

from atlas import facts, strictyaml, textfile
from atlas.findings import Code, Finding
from atlas.model import Record, Text
from atlas.search.words import words

FILE: Final = "search.yaml"


class Claims(Record):
    """How a query asks whether something treats cancer, and the page on such claims."""

    words: Text = Field(
        default="cure", description="Words of a claim, with spaces", examples=["cure cures heals"]
    )
    about: Text = Field(
        default="cancer",
        description="Words of which one must stand beside it",
        examples=["cancer tumor"],
    )
    page: Text = Field(default="", description="Key of the page", examples=["guide:unproven-cures"])


class Vocabulary(Record):
    """What the file holds. Without it, searching knows the pages only."""

    skip: Text = Field(
        default="the",
        description="Words that carry no meaning in a question, with spaces",
        examples=["a about the"],
    )
    faint: Text = Field(
        default="cancer",
        description="Words that say little about what is meant, with spaces",
        examples=["pill week cancer"],
    )
    numbers: dict[str, str] = Field(
        default={}, description="Number words and their digits", examples=[{"one": "1"}]
    )
    claims: Claims = Field(
        default=Claims(),
        description="Where questions about cures lead",
        examples=[{"words": "cure heals", "about": "cancer", "page": "guide:unproven-cures"}],
    )
    same: list[list[Text]] = Field(
        default=[],
        description="Words and phrases that readers use for one another, a meaning each",
        examples=[[["low blood count", "neutropenia"]]],
    )

    @property
    def skipped(self) -> frozenset[str]:
        """The search words of `skip`."""
        return frozenset(words(self.skip))


def read(docs: Path, root: Path, pages: Container[str]) -> tuple[Vocabulary, list[Finding]]:
    """The vocabulary below `docs`, and what is wrong with the file; the file is optional.

    `pages` holds the keys of the pages that there are.
    """
    path = docs / FILE
    if not path.exists():
        return Vocabulary(), []
    shown = path.relative_to(root).as_posix()
    text, findings = textfile.read(path, shown, textfile.MAX_DATA_BYTES)
    document = strictyaml.load(text, shown)
    findings += document.findings
    vocabulary, issues = facts.build(Vocabulary, document, shown)
    findings += issues
    if vocabulary is None:
        return Vocabulary(), findings
    findings += _lines(vocabulary, document, shown)
    page = vocabulary.claims.page
    if page and page not in pages:
        place = document.place(("claims", "page"))
        message = f"claims lead to {page}, which does not exist"
        findings.append(Finding.of(Code.RELATION_UNKNOWN, shown, *place, message))
    return vocabulary, findings


def _lines(vocabulary: Vocabulary, document: strictyaml.Document, shown: str) -> Iterator[Finding]:
    for index, line in enumerate(vocabulary.same):
        place = document.place(("same", index))
        seen: set[tuple[str, ...]] = set()
        for text in line:
            phrase = tuple(words(text))
            if not phrase:
                message = f"“{text}” holds no word that can be searched"
                yield Finding.of(Code.FIELD_TYPE, shown, *place, message)
            seen.add(phrase)
        if len(seen) < 2:
            message = "this line holds one word only; its forms are known already"
            yield Finding.of(Code.FIELD_TYPE, shown, *place, message)
