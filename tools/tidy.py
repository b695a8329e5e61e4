"""Small faults of the project's own files: `make lint-files`; `--fix` repairs what it safely can.

Reads every file below the folder except what `.gitignore` names. Faults: bytes that are no UTF-8,
CR line ends, white space at the end of a line, no or more than one line end at the end of a file,
marks of an unfinished merge, YAML, JSON or TOML that cannot be read, and files too large to keep.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, NamedTuple

import yaml

#: A larger file is mostly an accident: a picture from a camera, a build, a data set.
MAX_BYTES: Final = 500_000
#: Files that must be large, each with its reason.
LARGE: Final = {
    "data/hgnc_genes.tsv.gz": "the open table of human genes",
    "docs/references.bib": "grows by about 700 bytes with each source",
}
#: Not ours to tidy: faults on purpose, packed libraries, licenses as their authors wrote them.
AS_IS: Final = ("tests/awful/*", "docs/_static/search/vendor.js", "docs/_static/fonts/*")

_MERGE = re.compile(r"^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|) ", re.MULTILINE)
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


class Fault(NamedTuple):
    """What is wrong, where (counted from 1), and what to do."""

    path: str
    line: int
    column: int
    what: str
    do: str

    def __str__(self) -> str:
        """As the findings of `make check` look."""
        return f"{self.path}:{self.line}:{self.column}: {self.what} ({self.do})"


def files(root: Path) -> Iterator[Path]:
    """The project's own files below `root`, sorted: all but `.git` and what `.gitignore` names."""
    listed = root / ".gitignore"
    lines = listed.read_text(encoding="utf-8").split() if listed.exists() else []
    ignored = [".git", *(line.strip("/") for line in lines)]
    folders = [root]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            place = path.relative_to(root).as_posix()
            if any(fnmatch(path.name, name) or fnmatch(place, name) for name in ignored):
                continue
            if path.is_symlink():
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def faults(path: Path, name: str) -> Iterator[Fault]:
    """The faults of one file, which they call `name`."""
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES and name not in LARGE:
        yield Fault(
            name,
            1,
            1,
            f"{len(raw):,} bytes; at most {MAX_BYTES:,} are kept",
            "make it smaller, or name it with its reason in LARGE of tools/tidy.py",
        )
    if b"\0" in raw or any(fnmatch(name, pattern) for pattern in AS_IS):
        return
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield Fault(name, line, 1, "not UTF-8", "save as UTF-8")
        return
    yield from _text(name, text)
    if not name.startswith("docs/"):  # `make check` reads those, more strictly
        yield from _syntax(name, text)


def _text(name: str, text: str) -> Iterator[Fault]:
    def at(offset: int, what: str, do: str) -> Fault:
        line_start = text.rfind("\n", 0, offset) + 1
        return Fault(name, text.count("\n", 0, offset) + 1, offset - line_start + 1, what, do)

    if "\r" in text:
        yield at(text.index("\r"), "a line ends with CR", "save with LF line ends")
    for match in _TRAILING.finditer(text):
        yield at(match.start(), "white space at the end of the line", "`make fix` removes it")
    for match in _MERGE.finditer(text):
        yield at(match.start(), "a mark of an unfinished merge", "decide what is to stand here")
    if text and text != tidied_end(text):
        yield at(len(text.rstrip("\n")), "a file ends with one line end", "`make fix` sets it")


def _syntax(name: str, text: str) -> Iterator[Fault]:
    try:
        match Path(name).suffix:
            case ".yml" | ".yaml" | ".cff":
                list(yaml.safe_load_all(text))
            case ".json":
                json.loads(text)
            case ".toml":
                tomllib.loads(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        yield Fault(name, line, column, f"YAML: {error.problem}", "correct it")
    except json.JSONDecodeError as error:
        yield Fault(name, error.lineno, error.colno, f"JSON: {error.msg}", "correct it")
    except (yaml.YAMLError, tomllib.TOMLDecodeError) as error:
        yield Fault(name, 1, 1, str(error), "correct it")


def tidied_end(text: str) -> str:
    """`text` with exactly one line end at its end."""
    return text.rstrip("\n") + "\n" if text.strip("\n") else ""


def fix(path: Path, name: str) -> bool:
    """Remove white space at the ends of lines and of the file; true if the file changed."""
    raw = path.read_bytes()
    if b"\0" in raw or any(fnmatch(name, pattern) for pattern in AS_IS):
        return False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    tidied = tidied_end(_TRAILING.sub("", text))
    if tidied == text:
        return False
    path.write_bytes(tidied.encode())
    return True


def main(argv: list[str] | None = None) -> int:
    """List the faults, or repair what can be repaired; 1 if faults are left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--fix", action="store_true", help="repair ends of lines and of files")
    arguments = parser.parse_args(argv)
    found: list[Fault] = []
    for path in files(arguments.root):
        name = path.relative_to(arguments.root).as_posix()
        if arguments.fix and fix(path, name):
            print(f"{name}: tidied")
        found += faults(path, name)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
