"""Small faults of the project's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import tidy


@pytest.mark.parametrize(
    ("name", "raw", "place"),
    [
        ("a.py", b"one \n", "1:4: white space"),
        ("a.py", b"one\n\ttwo\t\n", "2:5: white space"),
        ("a.md", b"one", "1:4: a file ends with one line end"),
        ("a.md", b"one\n\n", "1:4: a file ends with one line end"),
        ("a.md", b"one\r\ntwo\n", "1:4: a line ends with CR"),
        ("a.md", b"one\n<<<<<<< HEAD\n", "2:1: a mark of an unfinished merge"),
        ("a.md", b"one\n>>>>>>> branch\n", "2:1: a mark of an unfinished merge"),
        ("a.md", b"one\ncaf\xe9\n", "2:1: not UTF-8"),
        ("a.yml", b"a: 1\nb: [1\n", "3:1: YAML: "),
        ("a.cff", b"a: b: c\n", "1:5: YAML: "),
        ("a.json", b'{"a" 1}\n', "1:6: JSON: "),
        ("a.toml", b"a = \n", "1:4: white space"),
        ("a.toml", b"a =\n", "1:1: Invalid value"),
        ("a.md", b"x" * 500_000 + b"\n", "1:1: 500,001 bytes"),
        ("a.bin", b"\0" * 500_001, "1:1: 500,001 bytes"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, name: str, raw: bytes, place: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    found = [str(fault) for fault in tidy.faults(path, name)]
    assert found, "nothing was found"
    assert found[0].startswith(f"{name}:{place}")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.py", b"one\n\n\ntwo\n"),
        ("a.md", b"Title\n=======\n"),  # a heading, not a merge
        ("empty.py", b""),
        ("a.woff2", b"\0 \r\n<<<<<<< \n\n"),
        ("tests/awful/a.md", b"one \n\n"),
        ("docs/a.yaml", b"a: [1\n"),  # `make check` reads those
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, name: str, raw: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(raw)
    assert list(tidy.faults(path, name)) == []
    assert not tidy.fix(path, name)
    assert path.read_bytes() == raw


def test_fix_repairs_ends_of_lines_and_of_files_only(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("one \n\n  two\t\n<<<<<<< HEAD\n– three\n\n".encode())
    assert tidy.main([str(tmp_path), "--fix"]) == 1  # a merge is for people
    assert path.read_text(encoding="utf-8") == "one\n\n  two\n<<<<<<< HEAD\n– three\n"
    assert not tidy.fix(path, "a.md")


def test_ignored_folders_and_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("/_build/\n*.log\ndocs/made.txt\n", encoding="utf-8")
    for name in ("_build/a", ".git/a", "docs/a", "docs/made.txt", "b.log", "c"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("one", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in tidy.files(tmp_path)]
    assert sorted(found) == [".gitignore", "c", "docs/a"]
