"""Apply the faults of `faults.yaml` to a copy of the small valid site."""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SMALL = HERE / "small" / "docs"


@dataclass(frozen=True)
class Fault:
    """One edit that breaks the small site, and all that must then be found."""

    name: str
    file: str
    expect: tuple[str, ...]
    replace: tuple[str, str] | None = None
    append: str = ""
    remove: bool = False
    form: str = ""  # bom, crlf, nfd, latin1, huge: how the bytes are spoilt

    def apply(self, docs: Path) -> None:
        """Break the copy in `docs`."""
        path = docs / self.file
        if self.remove:
            path.unlink()
            return
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if self.replace:
            old, new = self.replace
            assert text.count(old) >= 1, f"{self.name}: {old!r} is not in {self.file}"
            text = text.replace(old, new, 1)
        text += self.append
        path.write_bytes(self._bytes(text))

    def _bytes(self, text: str) -> bytes:
        match self.form:
            case "bom":
                return b"\xef\xbb\xbf" + text.encode()
            case "crlf":
                return text.replace("\n", "\r\n").encode()
            case "nfd":
                return unicodedata.normalize("NFD", text).encode()
            case "latin1":
                return text.encode("latin-1")
            case "huge":
                return (text + "A cell is small. " * 300_000).encode()
        return text.encode()


def faults() -> list[Fault]:
    """The table of faults."""
    rows = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
    return [
        Fault(
            name,
            row["file"],
            tuple(row["expect"]),
            tuple(row["replace"]) if "replace" in row else None,
            row.get("append", ""),
            row.get("remove", False),
            row.get("form", ""),
        )
        for name, row in rows.items()
    ]


def copy_small(folder: Path) -> Path:
    """A fresh copy of the small site below `folder`; returns its docs folder."""
    docs = folder / "docs"
    shutil.copytree(SMALL, docs)
    return docs
