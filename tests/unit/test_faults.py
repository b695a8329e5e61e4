"""Bad input gives its own finding at its own place, and nothing else; never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.findings import Code
from atlas.rules import check
from atlas.site import load
from tests.faults import Fault, copy_small, faults

TABLE = faults()


def found_in(docs: Path) -> list[str]:
    return [f"{finding.place}: {finding.text}" for finding in check(load(docs))]


def test_the_small_site_is_clean(tmp_path: Path) -> None:
    assert found_in(copy_small(tmp_path)) == []


@pytest.mark.parametrize("fault", TABLE, ids=lambda fault: fault.name)
def test_fault(fault: Fault, tmp_path: Path) -> None:
    docs = copy_small(tmp_path)
    fault.apply(docs)
    assert found_in(docs) == list(fault.expect)


def test_every_code_has_a_fixture() -> None:
    expected = {line.split(": ")[1].split(" ")[0] for fault in TABLE for line in fault.expect}
    # Loading runs before the rules; its codes are in the table like all others.
    assert {code.number for code in Code} - expected == set()


def test_codes_are_unique_and_documented() -> None:
    numbers = [code.number for code in Code]
    slugs = [code.slug for code in Code]
    assert len(set(numbers)) == len(numbers)
    assert len(set(slugs)) == len(slugs)
    assert numbers == sorted(numbers)
    assert all(code.text.endswith(".") for code in Code)


def test_the_awful_page(tmp_path: Path) -> None:
    """One page with a fault of every sort that a page can have: the exact list, in order."""
    docs = copy_small(tmp_path)
    awful = Path(__file__).parent.parent / "awful"
    (docs / "genes" / "KRAS.md").write_bytes((awful / "KRAS.md").read_bytes())
    expected = (awful / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert found_in(docs) == expected
