"""Pages to come: what a text may already name, although its page is not there yet.

`docs/to-come.yaml` holds kind -> id -> name. A role that names one of them shows the name without
a link; once the page is there, it links by itself, and the line must go. Hallmarks need no line:
those of `docs/hallmarks.yaml` without a page are to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from atlas import strictyaml, textfile
from atlas.anatomy import KINDS
from atlas.findings import Code, Finding

if TYPE_CHECKING:
    from atlas.graph import Graph
    from atlas.site import Site

LIST: Final = "to-come.yaml"


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
        for target, name in names.items():
            if not isinstance(name, str) or not name.strip():
                _report(site, document, (kind, target), f"“{target}” has no name")
            elif f"{kind}:{target}" in site.pages:
                message = f"the {kind} page “{target}” is there"
                _report(site, document, (kind, target), message, "remove this line")
            else:
                site.to_come[f"{kind}:{target}"] = name


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
