"""The whole site as data, read without Sphinx: pages, numbers, references, glossary, hallmarks.

`load` never raises for bad content: what cannot be used is left out and reported as a finding.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from atlas import facts, markdown, notices, permanence, strictyaml, textfile, to_come
from atlas.anatomy import FOLDERS, KINDS, Kind
from atlas.diagram.read import Diagram, DiagramError, read
from atlas.findings import Code, Finding
from atlas.markdown import Block, SectionText
from atlas.memory import Memory
from atlas.model import FRONTS, CallBlock, Front, Hallmark, Number, Record, Term
from atlas.references import Reference, read_references
from atlas.search import vocabulary
from atlas.search.vocabulary import Vocabulary
from atlas.to_come import Coming

R = TypeVar("R", bound=Record)

#: Folders of docs/ that hold no pages of the atlas.
SKIPPED: Final = frozenset(("_static", "_templates", "numbers"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A diagram and the line of the file before its first line."""

    diagram: Diagram
    line: int
    section: str


@dataclass(slots=True)
class Page:
    """One page: its facts, its sections, its diagrams, and where things stand in its file."""

    path: str  # as shown in findings, from the project root
    docname: str
    kind: Kind
    id: str
    text: str
    front: Front | None = None
    yaml: strictyaml.Document = field(default_factory=strictyaml.Document)
    body_line: int = 1
    sections: list[SectionText] = field(default_factory=list)
    diagrams: list[Placed] = field(default_factory=list)
    readable: bool = True  # it has front matter, so its text is known to begin where it does
    frame: bool = False  # an index or contributing page: no anatomy, no entity

    @property
    def key(self) -> str:
        """`kind:id`, the name of the page everywhere."""
        return f"{self.kind.name}:{self.id}"

    @property
    def name(self) -> str:
        """The page's name; with broken front matter what it says all the same, or the id."""
        if self.front:
            return self.front.name
        data = self.yaml.data
        stated = data.get("name") if isinstance(data, dict) else None
        return stated if isinstance(stated, str) else self.id

    @property
    def body(self) -> str:
        """The text after the front matter."""
        return "\n".join(self.text.split("\n")[self.body_line - 1 :])

    @property
    def hash(self) -> str:
        """Hash of everything a reader reads here, the review record excepted."""
        data = self.front.model_dump(mode="json", exclude={"review"}) if self.front else {}
        if not data.get("call"):
            data.pop("call", None)  # a page that names no harms reads the same as before
        content = repr(sorted(data.items())) + "\n" + self.body.strip()
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def blocks(self) -> Iterator[tuple[SectionText, Block]]:
        """All blocks in reading order, each with its section."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    def is_depth(self, section: SectionText) -> bool:
        """Whether a section belongs to the in-depth layer."""
        return any(
            spec.depth and spec.title(self.name) == section.heading for spec in self.kind.sections
        )

    def plain_blocks(self) -> Iterator[tuple[SectionText, Block]]:
        """The prose of the plain layer."""
        for section in self.sections:
            if section.heading and not self.is_depth(section):
                for block in section.prose:
                    yield section, block


@dataclass(slots=True)
class Site:
    """Everything, by id. `places` says where a record stands: file, line, column."""

    root: Path
    docs: Path
    pages: dict[str, Page] = field(default_factory=dict)
    frames: list[Page] = field(default_factory=list)
    numbers: dict[str, Number] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    hallmarks: dict[str, Hallmark] = field(default_factory=dict)
    calls: dict[str, CallBlock] = field(default_factory=dict)
    #: `kind:id` -> name of pages that may be named although they are not there yet.
    to_come: dict[str, str] = field(default_factory=dict)
    #: The same with their other names; without the hallmarks, which have theirs elsewhere.
    coming: dict[str, Coming] = field(default_factory=dict)
    #: What others made and the site publishes.
    origins: dict[str, notices.Origin] = field(default_factory=dict)
    #: What others may rely on -> line of the list that says so; and where some of it is now.
    promised: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str | None] = field(default_factory=dict)
    moved_yaml: strictyaml.Document = field(default_factory=strictyaml.Document)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    places: dict[tuple[str, str], tuple[str, int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    #: Records that are there but have a finding of their own: what names them needs no second one.
    spoilt: set[tuple[str, str]] = field(default_factory=set)
    _term_names: dict[str, str] = field(default_factory=dict)
    _by_kind: dict[str, list[Page]] = field(default_factory=dict)
    _records: dict[tuple[str, str], tuple[strictyaml.Document, strictyaml.Path]] = field(
        default_factory=dict
    )

    def place(self, what: str, key: str, *path: str | int) -> tuple[str, int, int]:
        """File, line and column of a record, or of the field at `path` inside it."""
        file, line, column = self.places[(what, key)]
        if path and (what, key) in self._records:
            document, base = self._records[(what, key)]
            line, column = document.place((*base, *path))
        return file, line, column

    def note_place(
        self, what: str, key: str, document: strictyaml.Document, path: strictyaml.Path, shown: str
    ) -> None:
        """Remember where a record stands: in the file `shown`, at `path` of `document`."""
        self.places[(what, key)] = (shown, *document.place(path))
        self._records[(what, key)] = (document, path)

    @property
    def in_short(self) -> dict[str, Coming]:
        """The pages to come that are explained in short, by key."""
        return {key: coming for key, coming in self.coming.items() if coming.plain}

    @property
    def every_page(self) -> list[Page]:
        """Entity pages and frame pages."""
        return [*self.pages.values(), *self.frames]

    def of_kind(self, kind: str) -> list[Page]:
        """The readable pages of one kind, by name."""
        if not self._by_kind:  # asked for once a page: sorting each time would be quadratic
            readable = sorted(
                (p for p in self.pages.values() if p.front),
                key=lambda p: (p.name.casefold(), p.id),
            )
            for page in readable:
                self._by_kind.setdefault(page.kind.name, []).append(page)
        return self._by_kind.get(kind, [])

    def expects(self, key: str) -> bool:
        """Whether `kind:id` is a page that is there, or one that is to come."""
        return key in self.pages or key in self.to_come

    def term_id(self, word: str) -> str | None:
        """The id of the glossary entry called `word` (id, term, or other name)."""
        if not self._term_names:
            for key, term in self.terms.items():
                for name in (key, key.replace("-", " "), term.term, *term.also):
                    self._term_names.setdefault(" ".join(name.casefold().split()), key)
        return self._term_names.get(" ".join(word.casefold().split()))


def load(docs: Path, root: Path | None = None, memory: Memory | None = None) -> Site:
    """Read every page and data file under `docs`. `root` is what finding paths start from.

    What `memory` holds of a text is not read again.
    """
    root = root or docs.parent
    memory = memory or Memory()
    site = Site(root, docs)
    _load_data(site, memory)
    for path in sorted(docs.rglob("*.md")):
        relative = path.relative_to(docs)
        if relative.parts[0] in SKIPPED:
            continue
        _load_page(site, path, relative, memory)
    to_come.read(site)
    permanence.read(site)
    known = {*site.pages, *(f"term:{key}" for key in site.terms)}
    site.vocabulary, problems = vocabulary.read(docs, site.root, known, site.references)
    site.findings += problems
    return site


def _shown(site: Site, path: Path) -> str:
    return path.relative_to(site.root).as_posix()


def _load_data(site: Site, memory: Memory) -> None:
    for path in sorted((site.docs / "numbers").glob("*.yaml")):
        _load_records(site, path, Number, site.numbers, "number")
    _load_records(site, site.docs / "glossary.yaml", Term, site.terms, "term")
    _load_records(site, site.docs / "when-to-call.yaml", CallBlock, site.calls, "call")
    if (site.docs / notices.RECORDS).exists():
        _load_records(site, site.docs / notices.RECORDS, notices.Origin, site.origins, "origin")
        notices.check(site)
    hallmarks: dict[str, Hallmark] = {}
    _load_records(site, site.docs / "hallmarks.yaml", Hallmark, hallmarks, "hallmark", listed=True)
    site.hallmarks.update(sorted(hallmarks.items(), key=lambda item: item[1].slot))
    path = site.docs / "references.bib"
    text, problems = textfile.read(path, _shown(site, path), textfile.MAX_DATA_BYTES)
    site.findings += problems
    shown = _shown(site, path)
    site.references, problems = memory.of(shown, text, lambda: read_references(text, shown))
    site.findings += problems


def _load_records(
    site: Site,
    path: Path,
    model: type[R],
    into: dict[str, R],
    what: str,
    listed: bool = False,
) -> None:
    """Read a file of records: a mapping id -> record, or (`listed`) a list of records with `id`."""
    shown = _shown(site, path)
    text, problems = textfile.read(path, shown, textfile.MAX_DATA_BYTES)
    site.findings += problems
    if not text:
        return
    document = strictyaml.load(text, shown)
    site.findings += document.findings
    data: Any = document.data
    if data is None:
        return
    if not isinstance(data, list if listed else dict):
        site.findings.append(
            Finding.of(Code.FIELD_TYPE, shown, 1, 1, "this file must hold one record per id")
        )
        return
    steps = range(len(data)) if listed else list(data)
    for step in steps:
        line, column = document.place((step,))
        record, issues = facts.build(model, document, shown, (step,))
        site.findings += issues
        if record is None:
            site.spoilt.add((what, str(step)))
            continue
        key = str(getattr(record, "id", step))
        if (what, key) in site.places:
            first = site.places[(what, key)]
            site.findings.append(
                Finding.of(
                    Code.ID_DUPLICATE,
                    shown,
                    line,
                    column,
                    f"the {what} “{key}” is also defined at {first[0]}:{first[1]}",
                )
            )
            continue
        site.note_place(what, key, document, (step,), shown)
        into[key] = record


def _load_page(site: Site, path: Path, relative: Path, memory: Memory) -> None:
    shown = _shown(site, path)
    text, problems = textfile.read(path, shown)
    site.findings += problems
    if not text:
        return
    page, problems = memory.of(shown, text, lambda: _read_page(shown, relative, text))
    site.findings += problems
    if page.frame:
        site.frames.append(page)
    else:
        site.pages[page.key] = page


def _read_page(shown: str, relative: Path, text: str) -> tuple[Page, list[Finding]]:
    """The page of a text, and what is wrong with its form."""
    docname = relative.with_suffix("").as_posix()
    folder = relative.parts[0] if len(relative.parts) > 1 else ""
    frame = relative.stem == "index" or folder not in FOLDERS
    kind = KINDS["guide"] if frame else FOLDERS[folder]
    page = Page(shown, docname, kind, relative.stem, text, frame=frame)
    findings: list[Finding] = []
    page.readable = _read_front(findings, page)
    page.sections = markdown.parse(text) if page.readable else []
    for section, block in page.blocks():
        if block.kind == "fence" and block.info == "mermaid":
            try:
                page.diagrams.append(Placed(read(block.content), block.line, section.heading))
            except DiagramError as error:
                findings.append(
                    Finding.of(
                        Code.DIAGRAM_BROKEN,
                        shown,
                        block.line + error.line,
                        error.column,
                        f"the diagram cannot be read: {error}",
                    )
                )
    return page, findings


_FENCE: Final = re.compile(r"^---[ \t]*$")


def _read_front(findings: list[Finding], page: Page) -> bool:
    """Fill in the page's facts; False if there is no front matter, so that nothing can be read."""
    lines = page.text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if _FENCE.match(line)), None)
    if not _FENCE.match(lines[0]) or end is None:
        findings.append(
            Finding.of(
                Code.FRONT_MISSING,
                page.path,
                1,
                1,
                "the page does not start with front matter between two lines `---`",
            )
        )
        return False
    page.body_line = end + 2
    page.yaml = strictyaml.load("\n".join(lines[1:end]), page.path, 1)
    findings += page.yaml.findings
    data = page.yaml.data
    if not isinstance(data, dict):
        if not page.yaml.findings:
            findings.append(
                Finding.of(Code.FIELD_TYPE, page.path, 2, 1, "front matter must be `key: value`")
            )
        return True
    stated = data.get("kind")
    if stated != page.kind.name:
        line, column = page.yaml.place(("kind",))
        if stated is None:
            message = "“kind” is missing"
            code = Code.FIELD_MISSING
        else:
            message = f"kind “{stated}” in a folder of kind “{page.kind.name}”"
            code = Code.KIND_FOLDER
        findings.append(
            Finding.of(
                code,
                page.path,
                line,
                column,
                message,
                f"write `kind: {page.kind.name}` or move the page",
            )
        )
        return True
    page.front, issues = facts.build(FRONTS[page.kind.name], page.yaml, page.path)
    # A value that YAML misread is reported once, as such, and not again as a wrong type.
    surprising = {(f.line) for f in page.yaml.findings}
    findings += [issue for issue in issues if issue.line not in surprising]
    return True
