"""Places inside Markdown, reading grades, figures."""

from __future__ import annotations

import pytest

from atlas import figures, markdown, readability
from atlas.model import Number

PAGE = """---
name: X
---

Intro.

## First

- One {gene}`TP53` and
  {term}`caspases <caspase>`.{cite}`a,b`

| A | B |
|---|---|
| {num}`x` | *two* |

1. Step one.{cite}`a`
2. Step two.
"""


def test_blocks_know_their_kind_line_and_section() -> None:
    sections = markdown.parse(PAGE)
    assert [section.heading for section in sections] == ["", "First"]
    found = [(b.kind, b.line, b.number) for b in sections[1].blocks]
    assert found == [
        ("heading", 7, None),
        ("item", 9, None),
        ("head-row", 12, None),
        ("row", 14, None),
        ("item", 16, 1),
        ("item", 17, 2),
    ]


def test_roles_know_their_place_and_target() -> None:
    roles = [role for block in markdown.parse(PAGE)[1].blocks for role in block.roles]
    assert [(r.name, r.target, r.text, r.line, r.column) for r in roles] == [
        ("gene", "TP53", None, 9, 7),
        ("term", "caspase", "caspases", 10, 3),
        ("cite", "a,b", None, 10, 30),
        ("num", "x", None, 14, 3),
        ("cite", "a", None, 16, 13),
    ]


def test_masked_text_keeps_every_letter_at_its_place() -> None:
    block = markdown.parse(PAGE)[1].blocks[1]
    masked = block.masked()
    assert len(masked) == len(block.raw)
    assert masked.split() == ["One", "TP53", "and", "caspases", "."]
    assert masked.index("caspases") == block.raw.index("caspases <")
    assert block.masked(links=False).split() == ["One", "X", "and", "X", "."]


def test_comments_are_no_text() -> None:
    sections = markdown.parse("---\nname: X\n---\n\n<!-- a note -->\n\n## One\n\nText.\n")
    assert [block.kind for section in sections for block in section.blocks] == [
        "heading",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cell", 1), ("protein", 2), ("apoptosis", 4), ("make", 1), ("makes", 1), ("changed", 1),
        ("treated", 2), ("leukemia", 4), ("blood", 1), ("medicine", 3), ("table", 2),
        ("being", 2), ("rule", 1), ("37", 1), ("long-term", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_grades_follow_the_published_formulas() -> None:
    # 2 sentences, 8 words, 8 syllables: 0.39 * 4 + 11.8 * 1 - 15.59
    easy = readability.grade(["The cat sat down. The dog ran off."])
    assert (easy.words, easy.sentences) == (8, 2)
    assert easy.flesch_kincaid == pytest.approx(-2.23)
    assert easy.smog == pytest.approx(3.13, abs=0.01)
    hard = readability.grade(
        ["Considerable experimental heterogeneity complicates interpretation."]
    )
    assert hard.flesch_kincaid > 20
    assert hard.smog > 12


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Some drugs, e.g. This one, help. Others do not."
    assert len(readability.sentences(text)) == 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (37.2, "about 4 in 10"), (25, "about 1 in 4"), (33.3, "about 1 in 3"),
        (5, "about 5 in 100"), (2.5, "about 3 in 100"), (46, "about 46 in 100"),
        (0.4, "fewer than 1 in 100"),
        (99.6, "more than 99 in 100"), (100, "all"), (0, "none"),
        ([85, 90], "about 85 to 90 in 100"), ([30, 50], "about 3 to 5 in 10"),
        ([0, 1.8], "up to about 2 in 100"),
        ([88, 91], "about 9 in 10"),
    ],
)  # fmt: skip
def test_percentages_read_as_people(value: float | list[float | int], words: str) -> None:
    assert figures.frequency(value) == words


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ([17, 35], False),
        ([20, 40], True),
        ([5, 35], True),
        ([20, 100], True),
        ([9, 13], False),
        ([20, 20], True),
    ],
)
def test_figures_compare_when_their_groups_have_one_size(values: list[int], same: bool) -> None:
    facts = {"of": "tumors", "year": 2018, "source": "a", "measure": "x", "seen": "y"}
    numbers = [Number.model_validate({"value": v, "unit": "percent", **facts}) for v in values]
    assert figures.comparable(numbers) is same
    assert figures.frequency(17, of_hundred=True) == "about 17 in 100"


def test_a_number_says_who_was_counted_and_when() -> None:
    facts = {"of": "tumors", "year": 2018, "source": "a", "measure": "x", "seen": "y"}
    share = Number.model_validate({"value": 37.2, "unit": "percent", "n": 9074, **facts})
    assert figures.sentence(share) == "about 4 in 10 (37.2% of 9,074 tumors, 2018)"
    time = Number.model_validate({"value": [6, 8], "unit": "hours", **facts})
    assert figures.sentence(time) == "6 hours to 8 hours (tumors, 2018)"
