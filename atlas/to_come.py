"""Pages to come: what a text may already name, although its page is not there yet.

`docs/to-come.yaml` holds kind -> id -> name, or name with the other names under which people look
for it. A role that names one of them shows the name without
a link; once the page is there, it links by itself, and the line must go. Hallmarks need no line:
those of `docs/hallmarks.yaml` without a page are to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from atlas import facts, strictyaml, textfile
from atlas.anatomy import KINDS
from atlas.findings import Code, Finding
from atlas.model import Record, Text

if TYPE_CHECKING:
    from atlas.graph import Graph
    from atlas.site import Site

LIST: Final = "to-come.yaml"


class Coming(Record):
    """A page to come."""

    name: Text
    brands: list[Text] = Field(default=[], description="Brand names")
    also: list[Text] = Field(default=[], description="Other names that people type")
    see: list[Text] = Field(
        default=[], description="Pages that explain it meanwhile, best first (`pathway:pd-1`)"
    )


def read(site: Site) -> None:
    """Fill in `site.to_come`. The file is optional; its faults become findings of the site."""
    for key, hallmark in site.hallmarks.items():
        if f"hallmark:{key}" not in site.pages:
            site.to_come[f"hallmark:{key}"] = hallmark.name
    path = site.docs / LIST
    if not path.exists():
        return
    shown = path.relative_to(site.root).as_posix()
    text, problems = textfile.read(path, shown, textfile.MAX_DATA_BYTES)
    site.findings += problems
    document = strictyaml.load(text, shown)
    site.findings += document.findings
    kinds = document.data if isinstance(document.data, dict) else {}
    for kind, names in kinds.items():
        if kind not in KINDS or kind == "hallmark" or not isinstance(names, dict):
            _report(site, document, (kind,), f"“{kind}” is no kind with names by id")
            continue
        for target in names:
            _read_one(site, document, shown, kind, target)


def _read_one(
    site: Site, document: strictyaml.Document, shown: str, kind: str, target: str
) -> None:
    """Take one line: a name, or a record with the name."""
    value = document.data[kind][target]
    path = (kind, target)
    if f"{kind}:{target}" in site.pages:
        _report(site, document, path, f"the {kind} page “{target}” is there", "remove this line")
    elif isinstance(value, str) and value.strip():
        _add(site, f"{kind}:{target}", Coming(name=value))
    elif isinstance(value, dict):
        coming, issues = facts.build(Coming, document, shown, path)
        site.findings += issues
        if coming is not None:
            _add(site, f"{kind}:{target}", coming)
            for index, key in enumerate(coming.see):
                if key not in site.pages and key.removeprefix("term:") not in site.terms:
                    place = document.place((*path, "see", index))
                    message = f"“{target}” points to {key}, which does not exist"
                    site.findings.append(Finding.of(Code.RELATION_UNKNOWN, shown, *place, message))
    else:
        _report(site, document, path, f"“{target}” has no name")


def _add(site: Site, key: str, coming: Coming) -> None:
    site.to_come[key] = coming.name
    site.coming[key] = coming


def _report(
    site: Site,
    document: strictyaml.Document,
    path: strictyaml.Path,
    message: str,
    suggestion: str = "",
) -> None:
    place = document.place(path)
    shown = (site.docs / LIST).relative_to(site.root).as_posix()
    site.findings.append(Finding.of(Code.NOT_TO_COME, shown, *place, message, suggestion))


def wanted(graph: Graph) -> list[tuple[str, str, list[str]]]:
    """Key, name, and the pages that name it, for every page to come; the most wanted first."""
    site = graph.site
    found = [
        (key, name, [page.docname for page in graph.mentions.get(key, [])])
        for key, name in site.to_come.items()
    ]
    return sorted(found, key=lambda item: (-len(item[2]), item[0]))
