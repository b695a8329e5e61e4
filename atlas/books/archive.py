"""Zip files that are the same bytes for the same content."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

#: What Sphinx leaves in its output for itself.
_NOT_FOR_READERS = frozenset((".buildinfo", ".doctrees"))


def write_zip(
    path: Path,
    members: Iterable[tuple[str, bytes]],
    day: datetime.date,
    stored: frozenset[str] = frozenset(),
) -> None:
    """Write `members` (name, content) in their order, all dated `day`.

    Members named in `stored` are not compressed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    with ZipFile(temporary, "w") as archive:
        for name, content in members:
            info = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            info.create_system = 3  # Unix, whatever made it: the byte is part of the file
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content, compresslevel=9)
    temporary.replace(path)


def write_site(html: Path, path: Path, day: datetime.date) -> None:
    """Pack the built site in `html`, in one folder that is called as the zip file."""
    files = sorted(
        (file.relative_to(html) for file in html.rglob("*") if file.is_file()),
        key=lambda file: file.as_posix(),
    )
    write_zip(
        path,
        (
            (f"{path.stem}/{file.as_posix()}", (html / file).read_bytes())
            for file in files
            if file.parts[0] not in _NOT_FOR_READERS
        ),
        day,
    )
