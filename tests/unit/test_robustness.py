"""Whatever stands in a file, checking it ends with findings and never with a traceback."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from atlas.rules import check
from atlas.site import load
from tests.faults import SMALL, copy_small

FILES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.*"))
ODD = (
    *("\t", ": ", "- ", "'", '"', "{", "}", "`", "<", "|", "---\n", "\x00", "\u202e", "&a", "*a"),
    *("!!python/object", "{gene}`", "```mermaid\n", "](", "~", "🧬", "[" * 50),
)


def spoil(text: str, chance: random.Random) -> str:
    """One random edit: a line lost, doubled or moved, a piece cut out, an odd string put in."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
        case 3:
            start = chance.randrange(len(text))
            return text[:start] + text[start + chance.randrange(1, 200) :]
        case _:
            start = chance.randrange(len(text))
            return text[:start] + chance.choice(ODD) + text[start:]
    return "\n".join(lines)


@pytest.mark.parametrize("file", FILES)
def test_random_edits_never_break_the_checker(file: str, tmp_path: Path) -> None:
    docs = copy_small(tmp_path)
    text = (docs / file).read_text(encoding="utf-8")
    chance = random.Random(file)
    for _ in range(25):
        spoilt = text
        for _ in range(chance.randrange(1, 4)):
            spoilt = spoil(spoilt, chance)
        (docs / file).write_text(spoilt, encoding="utf-8")
        for finding in check(load(docs)):
            assert finding.line >= 1
            assert finding.column >= 1


@pytest.mark.parametrize("file", FILES)
def test_an_empty_file_is_no_crash(file: str, tmp_path: Path) -> None:
    docs = copy_small(tmp_path)
    (docs / file).write_bytes(b"")
    check(load(docs))


def test_empty_docs_are_no_crash(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    codes = {finding.slug for finding in check(load(docs))}
    assert codes == {"file-missing"}
    shutil.rmtree(docs)


REAL = Path(__file__).resolve().parent.parent.parent / "docs"


@pytest.mark.parametrize(
    "kind", ["cancers", "genes", "guides", "hallmarks", "nutrition", "pathways"]
)
def test_random_edits_of_real_pages_never_break_the_checker(kind: str, tmp_path: Path) -> None:
    """Real pages hold far more than the small ones: each takes the place of one, spoilt."""
    docs = copy_small(tmp_path)
    pages = sorted((REAL / kind).glob("[!i]*.md"))
    chance = random.Random(kind)
    for _ in range(50):
        page = chance.choice(pages)
        spoilt = page.read_text(encoding="utf-8")
        for _ in range(chance.randrange(1, 6)):
            spoilt = spoil(spoilt, chance)
        placed = docs / kind / page.name
        before = placed.read_bytes() if placed.exists() else None
        placed.write_text(spoilt, encoding="utf-8")
        for finding in check(load(docs)):
            assert finding.line >= 1
            assert finding.column >= 1
        if before is None:
            placed.unlink()
        else:
            placed.write_bytes(before)
