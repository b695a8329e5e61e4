"""`make new`: a page of any kind from the anatomy and the model, with what is known filled in.

Every place that an author must fill in holds the word TODO; each is a finding of its own until the
word is gone. Nothing here lists sections or keys: they come from `anatomy` and `model`.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import yaml

from atlas import gene_table, to_come
from atlas.anatomy import KINDS, KNOWN, QUESTIONS, Kind, Section
from atlas.model import FRONTS, Record
from atlas.site import Site, load

TODO: Final = "TODO"

#: Values to start from where the model alone does not say which.
_START: Final[dict[str, Any]] = {
    "call": ["general"],
    "against": {"text": TODO, "source": TODO},
}
_SYMBOL: Final = re.compile(r"[A-Z][A-Z0-9-]*")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: The one heading that a guide must have; the others are its own.
_GUIDE: Final = (Section("own", f"{TODO}: a heading of your own"), QUESTIONS)


class RefusedError(ValueError):
    """No page can be made; the text says why and what to do."""


@dataclass(slots=True)
class NewPage:
    """A page that is not written yet."""

    path: Path
    text: str
    #: `docs/to-come.yaml` without the page's line; None if it stays as it is.
    list_text: str | None = None
    notes: list[str] = field(default_factory=list)


def plan(site: Site, kind_name: str, page_id: str, name: str = "") -> NewPage:
    """The page `kind_name:page_id` of a loaded site. Raises `RefusedError`; writes nothing."""
    kind = KINDS.get(kind_name)
    if kind is None:
        kinds = ", ".join(KINDS)
        raise RefusedError(
            f"there is no kind “{kind_name}”{_near(kind_name, KINDS)}; kinds: {kinds}"
        )
    _check_id(kind, page_id)
    path = site.docs / kind.folder / f"{page_id}.md"
    same = {page.docname.casefold(): page.path for page in site.every_page}
    there = same.get(f"{kind.folder}/{page_id}".casefold())
    if there or path.exists():
        raise RefusedError(f"the page is there already: {there or path}")
    if kind.name == "hallmark" and page_id not in site.hallmarks:
        raise RefusedError(
            f"docs/hallmarks.yaml has no hallmark “{page_id}”{_near(page_id, site.hallmarks)}"
        )
    page = NewPage(path, "")
    known = _known(site, kind, page_id, name, page.notes)
    front = "\n".join(_front(kind, known))
    title = known.get("name", TODO)
    page.text = f"---\n{front}\n---\n\n" + "\n".join(_body(kind, title)).rstrip() + "\n"
    _leave_list(site, kind, page_id, page)
    return page


def _check_id(kind: Kind, page_id: str) -> None:
    if kind.name == "gene":
        _check_symbol(page_id)
    elif page_id == "index" or not _SLUG.fullmatch(page_id):
        like = "-".join(re.findall(r"[a-z0-9]+", page_id.lower()))
        hint = f", such as {like}" if like and like != page_id else ""
        raise RefusedError(
            f"“{page_id}” is no id: lower-case letters, digits and single hyphens{hint}"
        )


def _check_symbol(symbol: str) -> None:
    """A gene page is called by today's HGNC symbol."""
    genes = gene_table.genes()
    if symbol in genes:
        if not _SYMBOL.fullmatch(symbol):
            raise RefusedError(
                f"“{symbol}” is a gene, but ids hold capitals, digits and hyphens only"
            )
        return
    asked = symbol.upper()
    for relation, field_name in (("a former", "previous"), ("another", "aliases")):
        found = [
            gene.symbol
            for gene in genes.values()
            if asked in (other.upper() for other in getattr(gene, field_name))
        ]
        if found and asked not in genes:
            raise RefusedError(
                f"“{symbol}” is {relation} symbol of {' and '.join(found)}: "
                f"write `make new kind=gene id={found[0]}`"
            )
    raise RefusedError(f"HGNC has no gene “{symbol}”{_near(asked, genes)}")


def _near(word: str, words: Iterable[str]) -> str:
    """The nearest of `words`; swapped letters come first, a common slip in symbols."""
    known = list(words)
    swapped = [other for other in known if sorted(other) == sorted(word)]
    same = [other for other in known if other == word]
    near = list(dict.fromkeys([*same, *swapped, *difflib.get_close_matches(word, known, 3)]))[:3]
    return f" (did you mean {' or '.join(near)}?)" if near else ""


# -- what is known already ---------------------------------------------------------------


def _known(site: Site, kind: Kind, page_id: str, name: str, notes: list[str]) -> dict[str, Any]:
    known: dict[str, Any] = {"kind": kind.name, **_START}
    aliases: list[str] = []
    coming = site.coming.get(f"{kind.name}:{page_id}")
    if coming:
        known["name"] = coming.name
        known["brands"] = [{"name": brand, "where": "United States"} for brand in coming.brands]
        aliases += coming.also
        if coming.say:
            known["say"] = coming.say
    if kind.name == "gene":
        gene = gene_table.genes()[page_id]
        known["name"] = page_id
        known["ids"] = {
            "hgnc": gene.hgnc,
            "entrez": gene.entrez or TODO,
            "uniprot": list(gene.uniprot) or [TODO],
            "ensembl": gene.ensembl or TODO,
        }
        aliases += [*gene.aliases, *gene.previous]
    if kind.name == "hallmark":
        hallmark = site.hallmarks[page_id]
        known |= {"name": hallmark.name, "slot": hallmark.slot}
        aliases += hallmark.aliases
    if name:
        known["name"] = name
    taken = _taken(site, f"{kind.name}:{page_id}")
    _claim(known, aliases, taken, notes)
    return known


def _claim(
    known: dict[str, Any], aliases: list[str], taken: dict[str, str], notes: list[str]
) -> None:
    """Keep the names that lead nowhere else, each once; say which were left out."""
    own = {_fold(known.get("name", ""))}
    for key, names in (("brands", list(known.pop("brands", []))), ("aliases", aliases)):
        kept = []
        for item in names:
            name = item["name"] if isinstance(item, dict) else item
            folded = _fold(name)
            if folded in taken:
                notes.append(f"“{name}” was left out: it leads to {taken[folded]} already")
            elif folded not in own:
                own.add(folded)
                kept.append(item)
        if kept:
            known[key] = kept


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _taken(site: Site, key: str) -> dict[str, str]:
    """Names that lead to other pages or genes, with what they lead to."""
    taken: dict[str, str] = {}
    if key.startswith("gene:"):
        for gene in gene_table.genes().values():
            if f"gene:{gene.symbol}" != key:
                for name in (gene.symbol, *gene.aliases, *gene.previous):
                    taken.setdefault(_fold(name), f"the gene {gene.symbol}")
    for page in site.pages.values():
        if page.front:
            brands = [brand.name for brand in getattr(page.front, "brands", [])]
            for name in (page.front.name, *page.front.aliases, *brands):
                taken[_fold(name)] = page.key
    return taken


# -- front matter ------------------------------------------------------------------------


def _front(kind: Kind, known: dict[str, Any]) -> Iterator[str]:
    """One line a key, in the order of the model."""
    for attribute, about in FRONTS[kind.name].model_fields.items():
        key = about.alias or attribute
        if key in known:
            value = known[key]
        elif about.is_required() or attribute == "ids":
            value = _wanted(about.annotation)
        elif get_origin(about.annotation) is list:
            value = []
        else:
            continue
        yield f"{key}: {_flow(value)}"


def _wanted(annotation: Any) -> Any:
    """What stands where a value of this type is wanted."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        fields = annotation.model_fields
        needed = {n: f for n, f in fields.items() if f.is_required()} or fields
        return {f.alias or n: _wanted(f.annotation) for n, f in needed.items()}
    if get_origin(annotation) is list:
        return [_wanted(get_args(annotation)[0])]
    return TODO


def _flow(value: Any) -> str:
    """A value as YAML on one line, with quotes where YAML would read something else."""
    text = yaml.safe_dump(
        [value], default_flow_style=True, allow_unicode=True, width=10**6, sort_keys=False
    )
    return text.strip()[1:-1]


# -- sections ----------------------------------------------------------------------------


def _body(kind: Kind, name: str) -> Iterator[str]:
    if not kind.sections:
        yield from (f"{TODO}: what this page is about, with its source.", "")
    for section in kind.sections or _GUIDE:
        yield from (f"## {section.title(name)}", "", *_content(kind, section), "")


def _content(kind: Kind, section: Section) -> list[str]:
    """What stands in a new section: its form, with a TODO in each place."""
    if section == KNOWN:
        return [
            *("### What we know", "", f"- {TODO}: what is known, with its source."),
            *("", "### What we do not know", "", f"- {TODO}: what is not known, with its source."),
        ]
    if section == QUESTIONS:
        return [f"- {TODO}: question {number} of 3 to 6" for number in (1, 2, 3)]
    if section.slug == "report":
        return [
            "| Report words | What they mean | What to ask |",
            "|---|---|---|",
            f"| {TODO} | what they mean, with its source | a question |",
        ]
    text = [f"{TODO}: what belongs here, each sentence with its source."]
    if section.panels:
        text[0] += f" Below it the build adds: {', '.join(section.panels)}."
    return [*text, "", *_DIAGRAM] if section.slug == kind.diagram else text


_DIAGRAM: Final = (
    "```mermaid",
    "flowchart TD",
    f"  accTitle: {TODO}",
    f"  accDescr: {TODO}",
    f"  first({TODO})",
    f"  last{{{{{TODO}}}}}",
    "  first -- 1 --> last",
    "```",
    "",
    f"1. {TODO}: what arrow 1 says, with its source.",
)


# -- writing -----------------------------------------------------------------------------


def _leave_list(site: Site, kind: Kind, page_id: str, page: NewPage) -> None:
    """Take the page out of the pages to come."""
    if f"{kind.name}:{page_id}" not in site.coming:
        return
    file = site.docs / to_come.LIST
    page.list_text = to_come.without(file.read_text(encoding="utf-8"), kind.name, page_id)
    if page.list_text is None:
        page.notes.append(f"remove “{page_id}” from docs/{to_come.LIST} yourself")
    else:
        page.notes.append(f"the line of “{page_id}” in docs/{to_come.LIST} was removed")


def write(page: NewPage, listed: Path) -> None:
    """Write the page and the list of pages to come (`listed`), both or neither."""
    page.path.parent.mkdir(parents=True, exist_ok=True)
    drafts = [(page.path, page.text)]
    if page.list_text is not None:
        drafts.append((listed, page.list_text))
    parts = [path.with_name(f".{path.name}.part") for path, _ in drafts]
    try:
        for part, (_, text) in zip(parts, drafts, strict=True):
            part.write_text(text, encoding="utf-8", newline="\n")
        # The list first: a list without the line is right as soon as the page is there.
        for part, (path, _) in reversed(list(zip(parts, drafts, strict=True))):
            part.replace(path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def new_page(docs: Path, kind: str, page_id: str, name: str = "") -> int:
    """Write a new page below `docs` and say what comes next; 1 if it is refused."""
    site = load(docs)
    try:
        page = plan(site, kind, page_id, name)
        write(page, docs / to_come.LIST)
    except RefusedError as error:
        print(f"No page was made: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"No page was made: {error.strerror}: {error.filename}", file=sys.stderr)
        return 1
    shown = page.path.relative_to(docs.parent)
    print(f"{shown}: {page.text.count(TODO)} places to fill in, each marked {TODO}")
    for note in page.notes:
        print(f"  {note}")
    print(
        "Next: `make serve` shows them beside the page, `make check` lists them. When every\n"
        f"sentence has been compared with its source: `python -m atlas seal {shown}`, then\n"
        "`python -m atlas promise` for its address."
    )
    return 0
