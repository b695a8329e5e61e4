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


class Signs(Record):
    """Words of what a body feels or shows, and what explains such signs."""

    words: Text = Field(
        default="fever", description="Words of signs, with spaces", examples=["fever rash swollen"]
    )
    terms: list[Text] = Field(
        default=[], description="Words of the glossary that name signs", examples=[["term:fatigue"]]
    )
    page: Text = Field(
        default="",
        description="Key of the page that says whom to call",
        examples=["guide:cancer-as-a-whole-body-disease"],
    )


class Urgent(Record):
    """Words behind which there may be an emergency or despair, and what is said above results."""

    words: list[Text] = Field(
        min_length=1, description="Phrases that readers type", examples=[["chest pain"]]
    )
    but: list[Text] = Field(
        default=[],
        description="Phrases that hold such words and mean no harm",
        examples=[["cell suicide"]],
    )
    say: Text = Field(
        description="What is said above the results",
        examples=["If this is happening now, call 911."],
    )
    page: Text = Field(
        description="Key of the page that tells more", examples=["guide:questions-to-ask"]
    )
    place: Text = Field(description="Anchor on that page", examples=["when-to-call"])
    link: Text = Field(description="Words of the link", examples=["When to call"])
    alone: bool = Field(
        default=False, description="Whether that page is the only result", examples=[True]
    )
    source: list[Text] = Field(
        min_length=1, description="Keys of references that say it", examples=[["nci-depression"]]
    )


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
    urgent: list[Urgent] = Field(
        default=[],
        description="Words that may ask for help now",
        examples=[
            [
                {
                    "words": ["chest pain"],
                    "say": "If this is happening now, call 911.",
                    "page": "guide:cancer-as-a-whole-body-disease",
                    "place": "when-to-call",
                    "link": "When to call",
                    "source": ["nhs-when-to-call-999"],
                }
            ]
        ],
    )
    claims: Claims = Field(
        default=Claims(),
        description="Where questions about cures lead",
        examples=[{"words": "cure heals", "about": "cancer", "page": "guide:unproven-cures"}],
    )
    signs: Signs = Field(
        default=Signs(),
        description="Where words of the body lead",
        examples=[{"words": "tired", "terms": ["term:fatigue"], "page": "guide:questions-to-ask"}],
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


def read(
    docs: Path, root: Path, pages: Container[str], references: Container[str]
) -> tuple[Vocabulary, list[Finding]]:
    """The vocabulary below `docs`, and what is wrong with the file; the file is optional.

    `pages` (with words of the glossary) and `references` hold the keys of those that there are.
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
    for (*path_, key), code, message in _links(vocabulary, pages, references):
        findings.append(Finding.of(code, shown, *document.place((*path_, key)), message))
    return vocabulary, findings


def _links(
    vocabulary: Vocabulary, pages: Container[str], references: Container[str]
) -> Iterator[tuple[tuple[str | int, ...], Code, str]]:
    """Place, code and message for each page or reference that is named and does not exist."""
    if vocabulary.claims.page and vocabulary.claims.page not in pages:
        message = f"claims lead to {vocabulary.claims.page}, which does not exist"
        yield ("claims", "page"), Code.RELATION_UNKNOWN, message
    signs = vocabulary.signs
    for place, key in (
        (("page",), signs.page),
        *((("terms", n), k) for n, k in enumerate(signs.terms)),
    ):
        if key and key not in pages:
            message = f"words of the body lead to {key}, which does not exist"
            yield ("signs", *place), Code.RELATION_UNKNOWN, message
    for index, urgent in enumerate(vocabulary.urgent):
        if urgent.page not in pages:
            message = f"urgent words lead to {urgent.page}, which does not exist"
            yield ("urgent", index, "page"), Code.RELATION_UNKNOWN, message
        for number, key in enumerate(urgent.source):
            if key not in references:
                place = ("urgent", index, "source", number)
                yield place, Code.CITATION_UNKNOWN_DATA, f"there is no reference “{key}”"


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
