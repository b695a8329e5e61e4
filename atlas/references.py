"""The bibliography without Sphinx: keys, identifiers, and where each entry stands.

sphinxcontrib-bibtex formats the list for readers; this module knows what rules and exports ask.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pybtex.database import Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from atlas.findings import Code, Finding

#: What stands for the authors where no copy of a source showed them.
UNKNOWN: Final = "Authors not shown"
_AGAIN: Final = "--again-"
_ENTRY: Final = re.compile(r"(?m)^@(\w+)\{\s*([^,\s]+)\s*,")


@dataclass(frozen=True, slots=True)
class Reference:
    """One source: who, what, when, its identifiers, and where those were seen."""

    key: str
    authors: tuple[str, ...]
    title: str
    year: str
    doi: str
    pmid: str
    url: str
    verified: str
    line: int

    @property
    def address(self) -> str:
        """The address that a reader can open."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url

    @property
    def label(self) -> str:
        """A short name: first author, or the title, and year."""
        named = self.authors and self.authors[0] != UNKNOWN
        who = self.authors[0] if named else textwrap.shorten(self.title, 40, placeholder=" …")
        return f"{who} {self.year}".strip()


def read_references(text: str, file: str) -> tuple[dict[str, Reference], list[Finding]]:
    """The entries of a BibTeX `text`, by key, and findings about `file`."""
    findings: list[Finding] = []
    lines: dict[str, int] = {}
    parts, start, line, counted = [], 0, 1, 0
    for match in _ENTRY.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        key = match[2]
        if key in lines:
            findings.append(
                Finding.of(
                    Code.ID_DUPLICATE,
                    file,
                    line,
                    1,
                    f"the reference “{key}” is also defined in line {lines[key]}",
                )
            )
            # Renamed, so that the parser reads on; the first of the two counts.
            parts += [text[start : match.start(2)], f"{key}{_AGAIN}{line}"]
            start = match.end(2)
        lines.setdefault(key, line)
    text = "".join([*parts, text[start:]])
    try:
        database = parse_string(text, "bibtex")
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 1
        # The keys are known all the same: one broken entry must not make every citation a finding.
        known = {key: Reference(key, (), key, "", "", "", "", "", at) for key, at in lines.items()}
        return known, [
            *findings,
            Finding.of(Code.YAML_SYNTAX, file, line, 1, f"BibTeX cannot be read: {error}"),
        ]
    result: dict[str, Reference] = {}
    seen: dict[str, str] = {}
    for key, entry in database.entries.items():
        if _AGAIN in key:
            continue
        line = lines.get(key, 1)
        result[key] = reference = _reference(key, entry, line)
        findings += (Finding.of(code, file, line, 1, *text) for code, *text in _faults(key, entry))
        for identifier in filter(None, (reference.doi.lower(), reference.pmid)):
            if identifier in seen:
                findings.append(
                    Finding.of(
                        Code.REFERENCE_DUPLICATE,
                        file,
                        line,
                        1,
                        f"“{key}” and “{seen[identifier]}” are one paper ({identifier})",
                    )
                )
            seen[identifier] = key
    return result, findings


def _reference(key: str, entry: Entry, line: int) -> Reference:
    fields = entry.fields
    authors = (" ".join(person.last_names) for person in entry.persons.get("author", ()))
    return Reference(
        key,
        tuple(name.replace("{", "").replace("}", "") for name in authors),
        _clean(fields.get("title", "")),
        fields.get("year", ""),
        fields.get("doi", ""),
        fields.get("pmid", ""),
        fields.get("url", ""),
        fields.get("verified", ""),
        line,
    )


def _faults(key: str, entry: Entry) -> Iterator[tuple[Code, str, str]]:
    """What is wrong with an entry: code, message, suggestion."""
    fields = entry.fields
    texts = [(name, fields.get(name, "")) for name in ("title", "journal")]
    texts += [("author", str(person)) for person in entry.persons.get("author", ())]
    for name, text in texts:
        # Text without these always reads; trying all of it would take half the check.
        if re.search(r"[\\%]", text) and not _readable(text):
            yield (
                Code.YAML_SYNTAX,
                f"BibTeX cannot be read: the {name} of “{key}” is broken LaTeX",
                r"write \% for %, \& for &, and letters themselves instead of commands",
            )
    lacking = [] if entry.persons.get("author") else ["author"]
    lacking += [] if fields.get("title") else ["title"]
    if entry.type == "online":  # a page may have no date, but the day of reading is known
        lacking += [] if fields.get("year") or fields.get("urldate") else ["year and no urldate"]
    else:
        needed = ("year", "journal") if entry.type == "article" else ("year",)
        lacking += [name for name in needed if not fields.get(name)]
    if lacking:
        yield (
            Code.REFERENCE_INCOMPLETE,
            f"the reference “{key}” has no {' and no '.join(lacking)}",
            "see it in the source, or cite another",
        )
    if not fields.get("verified") or not any(fields.get(n) for n in ("doi", "pmid", "url")):
        yield (
            Code.REFERENCE_UNVERIFIED,
            f"the reference “{key}” lacks an identifier or `verified`",
            "say where the identifier was seen next to the title",
        )


def _readable(latex: str) -> bool:
    try:
        Text.from_latex(latex)
    except PybtexError:
        return False
    return True


def _clean(text: str) -> str:
    return re.sub(r"[{}\\]", "", text).replace("---", "—").replace("--", "–")
