"""The picture of a page that chats and social sites show beside a link: 1200 by 630, PNG.

It has the page's kind, name and summary in the site's own type, and the wheel with the hallmarks
that the page belongs to. Drawn with Pillow from the site's own fonts and mark; nothing is asked of
the system, so that the same page gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import PIL
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from atlas import imprint, outputs
from atlas.graph import Graph
from atlas.site import Page

WIDTH, HEIGHT = 1200, 630
FOLDER: Final = "cards"
#: The colors of docs/_static/css/tokens.css, light.
PAPER, INK, SOFT = (251, 249, 245), (39, 34, 29), (95, 89, 80)

_LEFT, _TOP = 84, 72
TEXT_WIDTH, TEXT_HEIGHT = 650, 375
_WHEEL_BOX: Final = (776, 105, 1136, 465)
_FINER: Final = 4  # the wheel is drawn this much larger and scaled down: Pillow's arcs have steps
_GREEK: Final = re.compile("([\u0391-\u03c9]+)")
_FILL: Final = re.compile(r'fill="(#[0-9a-f]{6})"')
#: Written into each picture, so that the next build sees what it was made from.
_STAMP: Final = "Source"

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says."""

    kind: str
    name: str
    summary: str
    below: str  # under the wheel
    lit: tuple[int, ...]  # slots of the hallmarks, primary first
    italic: bool  # gene symbols are

    @property
    def alt(self) -> str:
        """What the picture shows, in words."""
        wheel = f" Beside it the wheel of hallmarks, with {self.below} lit." if self.below else ""
        what = f"{self.kind}: {self.name}" if self.kind else self.name
        return f"{what}. {self.summary}{wheel}"


def card(graph: Graph, page: Page) -> Card:
    """The picture of a page."""
    front = page.front
    assert front
    known = graph.site.hallmarks
    hallmarks = [known[key] for key in _hallmarks(graph, page) if key in known]
    below = hallmarks[0].name if hallmarks else ""
    if len(hallmarks) > 1:
        below += f" and {len(hallmarks) - 1} more"
    return Card(
        kind="" if page.frame else page.kind.label,
        name=front.name,
        summary=front.summary,
        below=below,
        lit=tuple(hallmark.slot for hallmark in hallmarks),
        italic=page.kind.name == "gene",
    )


def _hallmarks(graph: Graph, page: Page) -> list[str]:
    return [] if page.frame else graph.hallmarks_of(page)


# -- type ------------------------------------------------------------------------------------------


class Style(NamedTuple):
    """A font file of the site, weight and size in pixels."""

    file: str
    weight: int
    size: int


_SANS, _SERIF, _ITALIC, _OTHER = (
    "atkinson-hyperlegible-next",
    "literata",
    "literata-italic",
    "inter-greek",
)


class Painter:
    """Draws cards with the fonts and the mark in `static`, the folder `_static` of the docs."""

    def __init__(self, static: Path) -> None:
        self.static = static
        self.mark: list[Color] = [
            _rgb(fill) for fill in _FILL.findall((static / "mark.svg").read_text(encoding="utf-8"))
        ]
        self._fonts: dict[Style, ImageFont.FreeTypeFont] = {}
        self._wheels: dict[tuple[tuple[int, ...], int], Image.Image] = {}
        self.palette = self._palette()

    def _font(self, style: Style) -> ImageFont.FreeTypeFont:
        if style not in self._fonts:
            font = ImageFont.truetype(
                self.static / "fonts" / f"{style.file}.woff2",
                style.size,
                # The other engine is there only where the system has FriBidi.
                layout_engine=ImageFont.Layout.BASIC,
            )
            font.set_variation_by_axes([style.weight])
            self._fonts[style] = font
        return self._fonts[style]

    def _runs(self, text: str, style: Style) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        """Text by font: the sans has no Greek, as on the pages."""
        if style.file != _SANS:
            return [(text, self._font(style))]
        greek = style._replace(file=_OTHER)
        return [
            (part, self._font(greek if _GREEK.fullmatch(part) else style))
            for part in _GREEK.split(text)
            if part
        ]

    def width(self, text: str, style: Style) -> float:
        """Width of a line in pixels."""
        return sum(font.getlength(part) for part, font in self._runs(text, style))

    def wrap(self, text: str, style: Style, width: float) -> list[str]:
        """Lines no wider than `width`, unless a word is."""
        lines: list[str] = []
        for word in text.split():
            if lines and self.width(f"{lines[-1]} {word}", style) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def fit(self, card: Card) -> tuple[list[str], Style, list[str], Style]:
        """Lines and style of the name and of the summary: as large as lets both stand whole."""
        for size, small in ((88, 34), (78, 34), (70, 32), (62, 30), (54, 29), (46, 27)):
            heading = Style(_ITALIC if card.italic else _SANS, 650, size)
            body = Style(_SERIF, 400, small)
            name = self.wrap(card.name, heading, TEXT_WIDTH)
            summary = self.wrap(card.summary, body, TEXT_WIDTH)
            height = self.height(name, heading, summary, body)
            wide = max(self.width(line, heading) for line in name)
            if height <= TEXT_HEIGHT and wide <= TEXT_WIDTH:
                break
        return name, heading, summary, body

    @staticmethod
    def height(name: list[str], heading: Style, summary: list[str], body: Style) -> float:
        """Height of name and summary in pixels."""
        return len(name) * _leading(heading) + len(summary) * _leading(body)

    def has(self, letter: str, style: Style) -> bool:
        """Whether a letter can be written in a style."""
        ((_, font),) = self._runs(letter, style)
        empty, drawn = (bytes(font.getmask(c)) for c in ("\uffff", letter))
        return letter == " " or drawn != empty

    def line(
        self,
        draw: ImageDraw.ImageDraw,
        at: tuple[float, float],
        text: str,
        style: Style,
        ink: Color,
    ) -> None:
        """Write a line; `at` is the left end of its baseline."""
        x, y = at
        for part, font in self._runs(text, style):
            draw.text((x, y), part, ink, font, anchor="ls")
            x += font.getlength(part)

    # -- pictures --------------------------------------------------------------------------------

    def paint(self, card: Card) -> Image.Image:
        """The picture."""
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        draw = ImageDraw.Draw(image)
        if card.lit:  # the thread, as at the edge of the page
            draw.rectangle((0, 0, 15, HEIGHT), self.mark[card.lit[0] - 1])
        self.line(draw, (_LEFT, _TOP + 24), card.kind, Style(_SANS, 500, 32), SOFT)
        name, heading, summary, body = self.fit(card)
        y = float(_TOP + 34)
        for text in name:
            y += _leading(heading)
            self.line(draw, (_LEFT, y), text, heading, INK)
        y += 16
        for text in summary:
            y += _leading(body)
            self.line(draw, (_LEFT, y), text, body, INK)
        image.paste(self._wheel(card.lit, _WHEEL_BOX[2] - _WHEEL_BOX[0]), _WHEEL_BOX[:2])
        self._below(draw, card.below)
        image.paste(self._wheel((), 44), (_LEFT, HEIGHT - 98))
        self.line(draw, (_LEFT + 60, HEIGHT - 64), imprint.NAME, Style(_SANS, 600, 32), INK)
        return image.quantize(palette=self.palette, dither=Image.Dither.NONE)

    def _below(self, draw: ImageDraw.ImageDraw, text: str) -> None:
        style = Style(_SANS, 500, 27)
        left, _, right, bottom = _WHEEL_BOX
        y = bottom + 52.0
        for line in self.wrap(text, style, right - left + 60):
            x = (left + right - self.width(line, style)) / 2
            self.line(draw, (x, y), line, style, SOFT)
            y += 35

    def _wheel(self, lit: tuple[int, ...], size: int) -> Image.Image:
        """The mark, with only the segments of `lit` in full color; with none, all of them."""
        if (lit, size) not in self._wheels:
            full = size * _FINER
            image = Image.new("RGB", (full, full), PAPER)
            draw = ImageDraw.Draw(image)
            step = 360 / len(self.mark)
            for slot, color in enumerate(self.mark, 1):
                shown = color if not lit or slot in lit else _pale(color)
                start = (slot - 1) * step - 90
                draw.arc(
                    (0, 0, full - 1, full - 1), start + 2, start + step - 2, shown, full * 21 // 122
                )
            self._wheels[lit, size] = image.resize((size, size), Image.Resampling.BOX)
        return self._wheels[lit, size]

    def _palette(self) -> Image.Image:
        """One palette for all pictures: each color of the design, in steps down to the paper."""
        colors = [_mix(INK, step / 6) for step in range(7)]
        colors += [_mix(SOFT, step / 4) for step in range(1, 5)]
        for color in self.mark:
            colors += [_mix(color, step / 4) for step in range(1, 5)]
            colors.append(_pale(color))
        image = Image.new("P", (1, 1))
        image.putpalette([channel for color in colors for channel in color])
        return image

    def png(self, card: Card) -> bytes:
        """The picture as a file."""
        info = PngInfo()
        info.add_text(_STAMP, self.stamp(card))
        buffer = io.BytesIO()
        self.paint(card).save(buffer, "PNG", compress_level=7, pnginfo=info)
        return buffer.getvalue()

    def stamp(self, card: Card) -> str:
        """Hash of all that a picture is made from."""
        return hashlib.sha256(f"{self._tools()} {astuple(card)}".encode()).hexdigest()[:16]

    @lru_cache(maxsize=1)  # noqa: B019 - one painter a build
    def _tools(self) -> str:
        digest = hashlib.sha256(PIL.__version__.encode())
        files = [*sorted((self.static / "fonts").glob("*.woff2")), self.static / "mark.svg"]
        for path in (Path(__file__), *files):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def is_current(self, path: Path, card: Card) -> bool:
        """Whether the file at `path` already shows this card."""
        if not path.exists():
            return False
        with path.open("rb") as file:
            return self.stamp(card).encode() in file.read(2048)


def _leading(style: Style) -> float:
    """From one baseline to the next."""
    return style.size * (1.35 if style.file == _SERIF else 1.08)


def _rgb(text: str) -> Color:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _mix(color: Color, share: float) -> Color:
    """A color over the paper."""
    red, green, blue = (round(p + (c - p) * share) for c, p in zip(color, PAPER, strict=True))
    return red, green, blue


def _pale(color: Color) -> Color:
    return _mix(color, 0.28)


def card_path(page: Page) -> str:
    """Where the picture of a page is, from the root of the site."""
    return f"{FOLDER}/{page.docname}.png"


def write_cards(graph: Graph, static: Path, outdir: Path) -> None:
    """Draw the pictures that are new or say something new; remove those of pages that are gone."""
    pages = [page for page in graph.site.every_page if page.front]
    painter = Painter(static)
    for page in pages:
        shown, path = card(graph, page), outdir / card_path(page)
        if not painter.is_current(path, shown):
            outputs.write(path, painter.png(shown))
    kept = [f"{page.docname}.png" for page in pages]
    outputs.keep_only(outdir / FOLDER, "**/*.png", kept)
