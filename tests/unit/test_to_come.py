"""What explains a page to come in short is checked like any other fact that readers see."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas import to_come
from atlas.rules import check
from atlas.site import load
from tests.faults import copy_small

SHORT = """treatment:
  imaginib:
    name: "imaginib"
    plain: "A medicine made up for tests. It blocks a protein."
    see: ["gene:TP53"]
    source: ["smith2020cells"]
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return copy_small(tmp_path)


def said(docs: Path, text: str) -> list[str]:
    """Messages of the findings in a list of pages to come."""
    (docs / to_come.LIST).write_text(text, encoding="utf-8")
    site = load(docs)
    findings = dict.fromkeys([*site.findings, *check(site)])
    return [f.message for f in findings if f.path.endswith(to_come.LIST)]


def test_a_treatment_and_a_cancer_may_be_explained_in_short(docs: Path) -> None:
    assert said(docs, SHORT) == []
    assert said(docs, SHORT.replace("treatment:", "cancer:")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('    source: ["smith2020cells"]\n', "", "stand together"),
        ("It blocks a protein.", "It kills cancer cells.", "war language"),
        ("It blocks", "It blocks" + " one or more" * 20, "at most 40"),
        ("treatment:", "food:", "a food is not explained in short"),
        ("smith2020cells", "smith2020sells", "which is no reference"),
        ("gene:TP53", "gene:TP35", "which does not exist"),
    ],
    ids=["no source", "war word", "too long", "a food", "no such source", "no such page"],
)
def test_what_explains_in_short_is_checked(docs: Path, old: str, new: str, message: str) -> None:
    assert old in SHORT
    found = said(docs, SHORT.replace(old, new))
    assert len(found) == 1
    assert message in found[0]


def test_the_list_without_one_record_keeps_the_others(docs: Path) -> None:
    other = SHORT + SHORT.partition("\n")[2].replace("imaginib", "otherinib")
    assert to_come.without(other, "treatment", "otherinib") == SHORT
