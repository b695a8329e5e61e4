"""Files that the build writes beside the pages: whole, only when changed, none left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path


def write(path: Path, content: str | bytes) -> None:
    """Write a file unless it holds just that; nobody ever sees half of it."""
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


def keep_only(folder: Path, pattern: str, names: Iterable[str]) -> None:
    """Remove the files of a folder that match `pattern` and are not among `names`."""
    kept = set(names)
    for path in sorted(folder.glob(pattern)):
        if path.relative_to(folder).as_posix() not in kept:
            path.unlink()


def write_all(folder: Path, files: dict[str, Callable[[], str | bytes]]) -> None:
    """Write each file of `files`, path below `folder` -> what makes its content."""
    for name, make in sorted(files.items()):
        write(folder / name, make())
