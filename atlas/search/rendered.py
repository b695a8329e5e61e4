"""The text of a rendered page, section by section: what a reader can find there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

#: Parts of a page that are not its text: signs, repeated boxes, lists of sources.
_SKIPPED_TAGS: Final = frozenset(("svg", "script", "style", "nav", "button", "form"))
_SKIPPED_CLASSES: Final = frozenset(
    ("footnote-reference", "headerlink", "head", "call", "evidence", "def-card", "review", "legend")
)
_SKIPPED_IDS: Final = frozenset(("sources", "definitions", "identifiers"))
_VOID: Final = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr", "col"))
_BLOCKS: Final = frozenset(
    (
        "p",
        "li",
        "dt",
        "dd",
        "th",
        "td",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "figcaption",
        "caption",
        "div",
    )
)


@dataclass(slots=True)
class Section:
    """A heading with its anchor, and the text below it up to the next one."""

    anchor: str = ""
    heading: str = ""
    text: str = ""


@dataclass(slots=True)
class _Open:
    tag: str
    skipped: bool
    anchor: str = ""


@dataclass(slots=True)
class _Reader(HTMLParser):
    sections: list[Section] = field(default_factory=lambda: [Section()])
    stack: list[_Open] = field(default_factory=list)
    heading: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        identifier = values.get("id") or ""
        skipped = (
            self._skipping
            or tag in _SKIPPED_TAGS
            or bool(classes & _SKIPPED_CLASSES)
            or identifier in _SKIPPED_IDS
            or "hidden" in values
            or values.get("aria-hidden") == "true"
        )
        if tag in _BLOCKS:
            self._add(" ")
        if tag in _VOID:
            return
        self.stack.append(_Open(tag, skipped, identifier if tag in ("section", "h2") else ""))
        if tag == "h2" and not skipped:
            anchors = [o.anchor for o in self.stack if o.anchor]
            self.sections.append(Section(anchors[-1] if anchors else ""))
            self.heading = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._add(" ")
        if tag == "h2":
            self.heading = False
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index].tag == tag:
                del self.stack[index:]
                return

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._add(data)

    @property
    def _skipping(self) -> bool:
        return bool(self.stack) and self.stack[-1].skipped

    def _add(self, text: str) -> None:
        section = self.sections[-1]
        if self.heading:
            section.heading += text
        else:
            section.text += text


def sections(html: str) -> list[Section]:
    """The sections of a page's HTML (the body only), in order; the first has no heading."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for section in reader.sections:
        section.heading = _tidy(section.heading)
        section.text = _tidy(section.text)
    return [s for s in reader.sections if s.text or s.heading]


def _tidy(text: str) -> str:
    return re.sub(r" (?=[.,;:!?)])", "", " ".join(text.split()))
