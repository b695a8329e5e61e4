"""Read a text file strictly: size, encoding, line ends, normal form."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from atlas.findings import Code, Finding

#: No page is near this; a larger file is a pasted data set or an accident.
MAX_BYTES = 500_000
#: Data files grow with the site: the bibliography has about 700 bytes a source.
MAX_DATA_BYTES = 50_000_000


def read(path: Path, name: str, limit: int = MAX_BYTES) -> tuple[str, list[Finding]]:
    """The text of `path`, normalized so that later positions hold, and what was wrong with it.

    `name` is the path that findings show, `limit` the largest size in bytes. A file
    that cannot be used at all gives an empty text.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return "", [Finding.of(Code.FILE_MISSING, name, 1, 1, "this file is missing")]
    if size > limit:
        return "", [
            Finding.of(
                Code.FILE_SIZE,
                name,
                1,
                1,
                f"the file has {size:,} bytes; at most {limit:,} are read",
                "split the page, or move data out of it",
            )
        ]
    raw = path.read_bytes()
    findings = []
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        findings.append(
            Finding.of(
                Code.TEXT_BOM,
                name,
                1,
                1,
                "the file starts with a byte order mark",
                "save as UTF-8 without BOM",
            )
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        findings.append(
            Finding.of(
                Code.TEXT_UTF8,
                name,
                line,
                column,
                f"byte {raw[error.start]:#04x} is not UTF-8",
                "save as UTF-8",
            )
        )
        return "", findings
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        findings.append(
            Finding.of(Code.TEXT_CRLF, name, line, 1, "lines end with CR", "save with LF line ends")
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        for number, content in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", content):
                column = _first_difference(content, unicodedata.normalize("NFC", content))
                findings.append(
                    Finding.of(
                        Code.TEXT_NFC,
                        name,
                        number,
                        column,
                        "a letter is stored decomposed (NFD)",
                        "normalize the file to NFC",
                    )
                )
                break
        text = unicodedata.normalize("NFC", text)
    return text, findings


def _first_difference(left: str, right: str) -> int:
    for index, (one, other) in enumerate(zip(left, right, strict=False), 1):
        if one != other:
            return index
    return min(len(left), len(right)) + 1
