"""The preview's memory: what it gives is what reading gives."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from atlas import markdown
from atlas.memory import Memory
from atlas.rules import check
from atlas.site import load
from tests.faults import copy_small


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return copy_small(tmp_path)


def said(docs: Path, memory: Memory | None = None) -> list[str]:
    found = [f"{f.place} {f.text}" for f in check(load(docs, memory=memory))]
    if memory:
        memory.save()
    return found


def test_a_site_from_memory_has_the_findings_of_one_that_was_read(
    docs: Path, tmp_path: Path
) -> None:
    file = tmp_path / "memory.pickle"
    page = docs / "genes" / "MDM2.md"
    assert said(docs, Memory(file, "1")) == []
    for old, new in (("It helps", "It kills"), ("kind: gene", "kind: gen"), ("kills", "aids")):
        page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        expected = said(docs)
        assert expected
        assert said(docs, Memory(file, "1")) == expected
        assert said(docs, Memory(file, "1")) == expected
    page.rename(docs / "genes" / "MDM4.md")
    assert said(docs, Memory(file, "1")) == said(docs)


def test_only_what_changed_is_read_again(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, parsed = tmp_path / "memory.pickle", []
    parse = markdown.parse

    def count(text: str) -> list[markdown.SectionText]:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(markdown, "parse", count)
    said(docs, Memory(file, "1"))
    assert len(parsed) > 5
    parsed.clear()
    page = docs / "genes" / "MDM2.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    said(docs, Memory(file, "1"))
    assert len(parsed) == 1
    parsed.clear()
    said(docs, Memory(file, "2"))
    assert len(parsed) > 5, "new code must read everything"


@pytest.mark.parametrize("spoilt", [b"", b"\x80\x05}", pickle.dumps([1])])
def test_a_broken_file_is_forgotten(docs: Path, tmp_path: Path, spoilt: bytes) -> None:
    file = tmp_path / "memory.pickle"
    file.write_bytes(spoilt)
    assert said(docs, Memory(file, "1")) == []
