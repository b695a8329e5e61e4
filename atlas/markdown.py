"""The structure of a page's Markdown, with the place of everything: sections, blocks, roles.

The parser is markdown-it with MyST's role plugin, the one that MyST itself uses in the build, so
both see the same page. It knows no places inside a paragraph: those are recovered by walking the
raw text of each block in step with the parser's tokens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

#: Roles that lead to a page or a glossary term; their text may be `words <target>`.
LINK_ROLES: Final = frozenset(
    ("gene", "treatment", "pathway", "hallmark", "cancer", "food", "guide", "term")
)
ROLES: Final = LINK_ROLES | {"cite", "num", "evidence"}

_EXPLICIT = re.compile(r"(?P<text>.+?)\s*<(?P<target>[^<>]+)>\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Role:
    """`{name}`content``: what it shows, what it names, and where (offsets in `Block.raw`)."""

    name: str
    content: str
    text: str | None
    target: str
    start: int
    end: int
    line: int
    column: int


@dataclass(slots=True)
class Block:
    """A paragraph, list item, table row, heading, fence or image, as it stands in the file.

    `kind`: paragraph, item, row, head-row, heading, fence, html.
    """

    kind: str
    line: int
    raw: str
    roles: list[Role] = field(default_factory=list)
    info: str = ""
    content: str = ""
    number: int | None = None  # of an ordered list item
    html: list[int] = field(default_factory=list)  # offsets of raw HTML
    images: list[tuple[int, str]] = field(default_factory=list)  # offset, alternative text
    list_line: int | None = None  # first line of the list that an item belongs to
    _masked: dict[bool, str] = field(default_factory=dict)  # every rule on wording asks for it

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1) of an offset in `raw`."""
        before = self.raw[:offset]
        newline = before.rfind("\n")
        return self.line + before.count("\n"), offset - newline

    def masked(self, links: bool = True) -> str:
        """`raw` with markup blanked out and every remaining letter at its own offset.

        Link roles keep their words when `links` is true; otherwise each becomes one short word,
        so that names that are explained elsewhere do not count in reading grades.
        """
        if links not in self._masked:
            self._masked[links] = self._mask(links)
        return self._masked[links]

    def _mask(self, links: bool) -> str:
        chars = list(self.raw)

        def blank(start: int, end: int) -> None:
            for i in range(start, end):
                if chars[i] != "\n":
                    chars[i] = " "

        for role in self.roles:
            if role.name not in LINK_ROLES:
                blank(role.start, role.end)
                if role.name == "num":
                    chars[role.start] = "5"
                continue
            shown = role.text if role.text is not None else role.content
            offset = self.raw.find(shown, role.start + len(role.name) + 2, role.end)
            blank(role.start, role.end)
            if links and offset >= 0:
                chars[offset : offset + len(shown)] = shown
            elif not links:
                chars[role.start] = "X"
        text = "".join(chars)
        text = re.sub(r"(?m)^(\s*(?:[-*+]|\d+[.)]|#+|>)\s)", lambda m: " " * len(m.group(0)), text)
        return re.sub(r"[*_`|\\]", " ", text)


@dataclass(slots=True)
class SectionText:
    """What stands under one `##` heading (or before the first, with an empty heading)."""

    heading: str
    line: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def prose(self) -> list[Block]:
        """The blocks that hold sentences."""
        return [b for b in self.blocks if b.kind in ("paragraph", "item", "row")]


_MARKDOWN: Final = (
    MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(myst_role_plugin)
)


def parse(text: str) -> list[SectionText]:
    """The sections of a page; the first holds what stands before the first `##` heading.

    `text` is the whole file, front matter included, so that lines count from its first line.
    """
    return _Reader(text).read()


class _Reader:
    """Walks the parser's tokens and keeps where in lists and tables it is."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.tokens = _MARKDOWN.parse(text)
        self.sections = [SectionText("", 1)]
        self.numbers: list[int | None] = []  # of the open list items
        self.list_lines: list[int] = []  # of the open lists
        self.part = ""  # thead or tbody
        self.row_line: int | None = None

    def read(self) -> list[SectionText]:
        for index, token in enumerate(self.tokens):
            if token.type.endswith(("_open", "_close")):
                self._nest(index, token)
            elif token.type == "inline":
                self._text(self.tokens[index - 1].type, token)
            elif token.map:
                self._block(token)
        return self.sections

    def _raw(self, token: Token) -> str:
        start, end = token.map or (0, 0)
        return "\n".join(self.lines[start:end])

    def _nest(self, index: int, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.list_lines.append(token.map[0] + 1 if token.map else 1)
            case "bullet_list_close" | "ordered_list_close":
                self.list_lines.pop()
            case "list_item_open":
                self.numbers.append(int(token.info) if token.info.isdigit() else None)
            case "list_item_close":
                self.numbers.pop()
            case "thead_open" | "tbody_open":
                self.part, self.row_line = token.type.removesuffix("_open"), None
            case "heading_open" if token.tag == "h2" and token.map:
                heading = self.tokens[index + 1].content
                self.sections.append(SectionText(heading, token.map[0] + 1))

    def _text(self, parent: str, token: Token) -> None:
        blocks = self.sections[-1].blocks
        if parent == "heading_open":
            block = _inline(token, "heading", self.lines)
            block.info, block.content = "h" + str(_level(block.raw)), token.content
        elif parent == "paragraph_open":
            block = _inline(token, "item" if self.numbers else "paragraph", self.lines)
            if self.numbers:
                block.number, block.list_line = self.numbers[-1], self.list_lines[-1]
        elif parent in ("td_open", "th_open") and token.map:
            if self.row_line == token.map[0]:
                _extend(blocks[-1], token)
                return
            self.row_line = token.map[0]
            block = _inline(token, "head-row" if self.part == "thead" else "row", self.lines)
        else:
            return
        blocks.append(block)

    def _block(self, token: Token) -> None:
        assert token.map
        line, raw = token.map[0] + 1, self._raw(token)
        blocks = self.sections[-1].blocks
        if token.type in ("fence", "code_block"):
            blocks.append(Block("fence", line, raw, info=token.info.strip(), content=token.content))
        elif token.type == "html_block" and not raw.lstrip().startswith("<!--"):
            # MyST reads `<!-- … -->` as a comment: it never reaches a reader.
            blocks.append(Block("html", line, raw, html=[0]))


def _level(raw: str) -> int:
    """The level of an ATX heading; a setext heading (underlined) is the first or second."""
    marks = len(raw) - len(raw.lstrip("#"))
    return marks or (1 if raw.rstrip().endswith("=") else 2)


def _inline(token: Token, kind: str, lines: list[str]) -> Block:
    start, end = token.map or (0, 1)
    block = Block(kind, start + 1, "\n".join(lines[start:end]))
    _extend(block, token)
    return block


def _extend(block: Block, token: Token) -> None:
    """Add the roles, images and HTML of an inline token to its block, in step with its raw text."""
    cursor = max((role.end for role in block.roles), default=0)
    for child in token.children or ():
        if child.type == "myst_role":
            name = str(child.meta["name"])
            opening = "{" + name + "}"
            start = block.raw.find(opening, cursor)
            if start < 0:
                continue
            ticks = len(block.raw[start + len(opening) :]) - len(
                block.raw[start + len(opening) :].lstrip("`")
            )
            close = block.raw.find("`" * ticks, start + len(opening) + ticks)
            end = close + ticks if close >= 0 else len(block.raw)
            cursor = end
            content = " ".join(child.content.split())
            explicit = _EXPLICIT.match(content) if name in LINK_ROLES else None
            line, column = block.place(start)
            block.roles.append(
                Role(
                    name,
                    content,
                    explicit["text"] if explicit else None,
                    explicit["target"] if explicit else content,
                    start,
                    end,
                    line,
                    column,
                )
            )
        elif child.type == "html_inline":
            start = block.raw.find(child.content, cursor)
            if start >= 0 and not child.content.startswith("<!--"):
                block.html.append(start)
        elif child.type == "image":
            start = max(block.raw.find("![", cursor), 0)
            block.images.append((start, child.content.strip()))
