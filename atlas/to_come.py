"""Pages to come: what a text may already name, although its page is not there yet.

`docs/to-come.yaml` holds kind -> id -> name, or name with the other names under which people look
for it. A role that names one of them shows the name without
a link; once the page is there, it links by itself, and the line must go. Hallmarks need no line:
those of `docs/hallmarks.yaml` without a page are to come.

A record of a treatment or a cancer may say in short what it is. It then stands in the list of its
kind (`{in-short} treatment`), and everything links to that place until the page is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml
from pydantic import Field, model_validator

from atlas import facts, strictyaml, textfile
from atlas.anatomy import KINDS
from atlas.findings import Code, Finding
from atlas.model import Key, Record, Text

if TYPE_CHECKING:
    from atlas.graph import Graph
    from atlas.site import Site

LIST: Final = "to-come.yaml"
#: Kinds that a few words can explain. A food is none: its interactions come before anything else.
SHORT: Final = ("treatment", "cancer")


class Coming(Record):
    """A page to come."""

    name: Text = Field(description="What a reader calls it", examples=["trastuzumab"])
    brands: list[Text] = Field(default=[], description="Brand names", examples=[["Herceptin"]])
    also: list[Text] = Field(
        default=[], description="Other names that people type", examples=[["HER2 antibody"]]
    )
    see: list[Text] = Field(
        default=[],
        description="Pages that explain it meanwhile, best first",
        examples=[["pathway:pd-1"]],
    )
    say: Text | None = Field(
        default=None, description="How to say it", examples=["tras-TOO-zoo-mab"]
    )
    plain: Text | None = Field(
        default=None,
        description="What it is, at most 40 words: not what it can do for a person or to one",
        examples=["A manufactured antibody. It attaches to HER2, a protein on some cancer cells."],
    )
    source: list[Key] = Field(
        default=[], description="Citation keys for `plain`", examples=[["nci-trastuzumab"]]
    )

    @model_validator(mode="after")
    def _sourced(self) -> Coming:
        if (self.plain is None) != (not self.source):
            raise ValueError("`plain` and `source` stand together or not at all")
        return self


def place(key: str) -> tuple[str, str]:
    """The list page of the kind and the anchor where `kind:id` is explained in short."""
    kind, _, target = key.partition(":")
    return f"{KINDS[kind].folder}/index", f"{kind}-{target}"


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
            site.note_place("coming", f"{kind}:{target}", document, path, shown)
            if coming.plain and kind not in SHORT:
                message = f"a {kind} is not explained in short"
                _report(site, document, (*path, "plain"), message, "leave it out until the page")
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


def without(text: str, kind: str, target: str) -> str | None:
    """The list without the lines of one page; None if it does not stand on lines of its own."""
    before = strictyaml.load(text, LIST).data
    lines = text.splitlines(keepends=True)
    first, last = _span(text, (kind, target) if len(before[kind]) > 1 else (kind,))
    after = "".join([*lines[:first], *lines[last:]])
    expected = {k: dict(names) for k, names in before.items()}
    del expected[kind][target]
    if not expected[kind]:
        del expected[kind]
    return after if (strictyaml.load(after, LIST).data or {}) == expected else None


def _span(text: str, path: tuple[str, ...]) -> tuple[int, int]:
    """First line of the key at `path`, and the line after its value, counted from 0."""
    node: Any = yaml.compose(text, Loader=strictyaml.Loader)
    first = 0
    for step in path:
        first, node = next(
            (key.start_mark.line, value) for key, value in node.value if key.value == step
        )
    end = node.end_mark
    # A block ends where the next token begins, anything else on its last line.
    return first, end.line if end.column == 0 else end.line + 1


def wanted(graph: Graph) -> list[tuple[str, str, list[str]]]:
    """Key, name, and the pages that name it, for every page to come; the most wanted first."""
    site = graph.site
    found = [
        (key, name, [page.docname for page in graph.mentions.get(key, [])])
        for key, name in site.to_come.items()
    ]
    return sorted(found, key=lambda item: (-len(item[2]), item[0]))
