"""What others made and the site publishes, with the licenses that ask to be passed on.

`docs/third-party.yaml` holds one record each; the build writes them to `third-party.txt`.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import Field

from atlas import textfile
from atlas.findings import Code, Finding
from atlas.model import Record, Text

if TYPE_CHECKING:
    from atlas.site import Site

RECORDS: Final = "third-party.yaml"
OUTPUT: Final = "third-party.txt"
#: Licenses that ask for nothing: a record without a text is complete.
FREE: Final = frozenset(("CC0-1.0",))


class Origin(Record):
    """Something that others made."""

    name: Text
    license: Text = Field(description="SPDX identifier", examples=["MIT"])
    url: Text
    files: list[Text] = Field(min_length=1, description="Patterns of paths in the built site")
    package: Text | None = Field(default=None, description="Python package with version and text")
    version: Text | None = None
    text: Text | None = Field(default=None, description="File with the license, below docs/")
    note: Text | None = None

    def holds(self, path: str) -> bool:
        """Whether a path of the built site is among its files."""
        return any(fnmatchcase(path, pattern) for pattern in self.files)


def check(site: Site) -> None:
    """Report records whose license text cannot be found, as findings of `site`."""
    for key, origin in site.origins.items():
        if origin.license in FREE or license_text(site.docs, origin):
            continue
        field = "package" if origin.package else "text" if origin.text else "license"
        place = site.place("origin", key, field)
        wanted = origin.text or origin.package or "`package` or `text`"
        message = f"the license text of “{key}” is not there ({wanted})"
        site.findings.append(Finding.of(Code.LICENSE_MISSING, *place, message))


def license_text(docs: Path, origin: Origin) -> str:
    """The full text of its license; "" if there is none."""
    if origin.text:
        return textfile.read(docs / origin.text, origin.text)[0].strip()
    package = _package(origin)
    if package is None:
        return ""
    for file in sorted(package.files or [], key=str):
        is_text = file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
        if ".dist-info" in file.parts[0] and is_text:
            return file.read_text(encoding="utf-8").replace("\r\n", "\n").strip()
    return ""


def _package(origin: Origin) -> Distribution | None:
    try:
        return distribution(origin.package) if origin.package else None
    except PackageNotFoundError:
        return None


def dumps(site: Site) -> str:
    """All records and texts, for people."""
    rule = "=" * 78
    parts = [
        "What others made and this site uses. The text and figures of the site itself are under",
        "CC BY 4.0, its code is under the MIT license.",
    ]
    for origin in site.origins.values():
        package = _package(origin)
        version = package.version if package else origin.version
        title = f"{origin.name} {version}" if version else origin.name
        parts += ["", rule, f"{title} – {origin.license}", origin.url]
        parts += [f"({origin.note})"] if origin.note else []
        parts += [f"In: {', '.join(origin.files)}", rule]
        text = license_text(site.docs, origin)
        parts += ["", text] if text else []
    return "\n".join(parts) + "\n"


def write(site: Site, outdir: Path) -> None:
    """Write the notices below `outdir`, if there are any."""
    if site.origins:
        (outdir / OUTPUT).write_text(dumps(site), encoding="utf-8", newline="\n")
