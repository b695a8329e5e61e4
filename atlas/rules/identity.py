"""Names and identifiers: each belongs to one page only and has the form of its database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.findings import Code, Finding
from atlas.identifiers import PATTERNS
from atlas.site import Site
from atlas.strictyaml import Path


def identifier_forms(site: Site) -> Iterator[Finding]:
    """An identifier has the form of its database.

    Good: `hgnc: "HGNC:990"`. Bad: `hgnc: "990"`.
    """
    for page in site.pages.values():
        ids = getattr(page.front, "ids", None)
        if ids is None:
            continue
        for prefix, value in ids.model_dump().items():
            values = value if isinstance(value, list) else [value]
            for index, one in enumerate(values):
                if one is None or re.fullmatch(PATTERNS[prefix], one):
                    continue
                path = ("ids", prefix, index) if isinstance(value, list) else ("ids", prefix)
                yield Finding.of(
                    Code.ID_PATTERN,
                    page.path,
                    *page.yaml.place(path),
                    f"“{one}” is not a {prefix} identifier",
                )


def unique_names(site: Site) -> Iterator[Finding]:
    """A name or alias leads to one page.

    Good: `aliases: [BCL-2]` on BCL2 alone. Bad: the same alias on the drug class too.
    """
    owners: dict[str, tuple[str, str, int]] = {}
    for page in sorted(site.pages.values(), key=lambda p: p.path):
        if page.front is None:
            continue
        names: list[tuple[Path, str]] = [(("name",), page.front.name)]
        names += [(("aliases", i), alias) for i, alias in enumerate(page.front.aliases)]
        names += [
            (("brands", i, "name"), brand.name)
            for i, brand in enumerate(getattr(page.front, "brands", []))
        ]
        own: set[str] = set()
        for path, name in names:
            folded = " ".join(name.casefold().split())
            line, column = page.yaml.place(path)
            if folded in own:
                if path[0] == "aliases":
                    yield Finding.of(
                        Code.ALIAS_DUPLICATE,
                        page.path,
                        line,
                        column,
                        f"“{name}” stands twice on this page",
                    )
                continue
            own.add(folded)
            if folded in owners:
                other, file, where = owners[folded]
                yield Finding.of(
                    Code.ALIAS_DUPLICATE,
                    page.path,
                    line,
                    column,
                    f"“{name}” already leads to {other} ({file}:{where})",
                )
            else:
                owners[folded] = (page.key, page.path, line)


def unique_ids(site: Site) -> Iterator[Finding]:
    """Two pages do not differ by upper and lower case only: some file systems cannot hold both."""
    seen: dict[str, str] = {}
    for page in sorted(site.pages.values(), key=lambda p: p.path):
        folded = page.docname.casefold()
        if folded in seen:
            yield Finding.of(Code.ID_DUPLICATE, page.path, 1, 1, f"the same id as {seen[folded]}")
        seen.setdefault(folded, page.path)


RULES = (identifier_forms, unique_names, unique_ids)
