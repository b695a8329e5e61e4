"""Findings: what a rule reports, and the codes it may report.

A finding is data. The renderers (terminal, Sphinx log, JSON, GitHub) live in `report.py`.
Every code carries its documentation; the contributing guide's page of codes is made from it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum


class Code(Enum):
    """The number is for links, the slug for `suppress_warnings`, the text for contributors."""

    # files
    TEXT_BOM = ("HA001", "text-bom", "A file starts with a byte order mark.")
    TEXT_CRLF = ("HA002", "text-crlf", "Lines end with CR LF or CR instead of LF.")
    TEXT_NFC = ("HA003", "text-nfc", "Letters are stored decomposed (NFD): searching misses them.")
    TEXT_UTF8 = ("HA004", "text-utf8", "A file is not valid UTF-8.")
    FILE_SIZE = ("HA005", "file-size", "A file is far larger than any page should be.")
    FILE_MISSING = ("HA006", "file-missing", "A data file that the site needs is not there.")
    # front matter and data files
    FRONT_MISSING = ("HA101", "front-missing", "A page does not start with front matter.")
    YAML_SYNTAX = ("HA102", "yaml-syntax", "YAML cannot be read.")
    YAML_DUPLICATE = ("HA103", "yaml-duplicate", "A key stands twice; YAML would drop the first.")
    YAML_SURPRISE = (
        "HA104",
        "yaml-surprise",
        "An unquoted value that YAML reads as something else: “NO” turns false, “1.10” turns 1.1.",
    )
    FIELD_UNKNOWN = (
        "HA105",
        "field-unknown",
        "A key that this kind of page or record does not have.",
    )
    FIELD_TYPE = ("HA106", "field-type", "A value of the wrong type or form.")
    FIELD_MISSING = ("HA107", "field-missing", "A required key is absent.")
    KIND_FOLDER = (
        "HA108",
        "kind-folder",
        "The kind does not match the folder that the page lies in.",
    )
    ID_PATTERN = ("HA109", "id-pattern", "An identifier does not have the form of its database.")
    ALIAS_DUPLICATE = ("HA110", "alias-duplicate", "Two pages claim the same name or alias.")
    ID_DUPLICATE = ("HA111", "id-duplicate", "Two records or pages share one id.")
    RELATION_UNKNOWN = (
        "HA112",
        "relation-unknown",
        "Front matter names a page that does not exist.",
    )
    APPROVAL_UNDATED = ("HA113", "approval-undated", "An approval without its date.")
    CITATION_UNKNOWN_DATA = (
        "HA114",
        "source-unknown",
        "A data record cites a key that has no reference.",
    )
    NOT_TO_COME = (
        "HA115",
        "not-to-come",
        "docs/to-come.yaml lists a page that is there, or a kind that it does not hold.",
    )
    ADDRESS_GONE = (
        "HA116",
        "address-gone",
        "An address or name that others may rely on is gone, without a word where it is now.",
    )
    REDIRECT_INVALID = (
        "HA117",
        "redirect-invalid",
        "A line of docs/redirects.yaml that leads nowhere, or hides what is there.",
    )
    LICENSE_MISSING = (
        "HA118",
        "license-missing",
        "Something that others made is published without the text of its license.",
    )
    HARM_UNCALLED = (
        "HA119",
        "harm-uncalled",
        "A page names a dangerous harm of a drug, and its `call` lacks the block for it.",
    )
    # structure
    SECTION_MISSING = (
        "HA201",
        "section-missing",
        "A section that every page of this kind has is absent.",
    )
    SECTION_ORDER = (
        "HA202",
        "section-order",
        "Sections stand in another order than on other pages.",
    )
    SECTION_UNKNOWN = (
        "HA203",
        "section-unknown",
        "A section that this kind of page does not have.",
    )
    SECTION_EMPTY = ("HA204", "section-empty", "A section says nothing; silence reads as safety.")
    SECTION_PAIR = (
        "HA205",
        "section-pair",
        "“What we know and do not know” lacks one of its two halves.",
    )
    QUESTION_COUNT = (
        "HA206",
        "question-count",
        "A page offers fewer than 3 or more than 6 questions.",
    )
    TITLE_WRITTEN = (
        "HA207",
        "title-written",
        "A page writes its own “# title”; it comes from “name”.",
    )
    TO_FILL_IN = (
        "HA208",
        "to-fill-in",
        "A place of a new page that its author has still to fill in (TODO).",
    )
    # references inside the text
    TARGET_UNKNOWN = ("HA301", "target-unknown", "A link role names a page that does not exist.")
    ROLE_UNKNOWN = ("HA302", "role-unknown", "A role that does not exist.")
    TERM_UNKNOWN = ("HA303", "term-unknown", "A term is used that the glossary does not explain.")
    CITATION_UNKNOWN = ("HA304", "citation-unknown", "A citation key that has no reference.")
    NUMBER_UNKNOWN = ("HA305", "number-unknown", "A number id that has no record.")
    UNCITED = ("HA306", "uncited", "A paragraph, list item or table row without a source.")
    BARE_NUMBER = (
        "HA307",
        "bare-number",
        "A percentage or “N in M” in the text without a record of who was counted, when, by whom.",
    )
    EVIDENCE_INVALID = (
        "HA308",
        "evidence-invalid",
        "An evidence badge with an unknown rung or certainty.",
    )
    RAW_MARKUP = ("HA309", "raw-markup", "Raw HTML or a bare URL in the text.")
    IMAGE_ALT = ("HA310", "image-alt", "An image without alternative text.")
    DIRECTIVE_UNKNOWN = ("HA311", "directive-unknown", "A directive that pages may not use.")
    # diagrams
    DIAGRAM_BROKEN = ("HA401", "diagram-broken", "The mermaid source cannot be parsed.")
    DIAGRAM_TARGET = ("HA402", "diagram-target", "A node links to something that does not exist.")
    EDGE_NO_STEP = (
        "HA403",
        "edge-no-step",
        "An edge of the diagram has no step in the list below it.",
    )
    STEP_NO_EDGE = (
        "HA404",
        "step-no-edge",
        "A step explains an edge that the diagram does not have.",
    )
    STEP_UNCITED = ("HA405", "step-uncited", "A step has no source.")
    DIAGRAM_ALT = ("HA406", "diagram-alt", "A diagram without accTitle or accDescr.")
    EDGE_NUMBER = (
        "HA407",
        "edge-number",
        "An edge without a number, or numbers with gaps or repeats.",
    )
    NODE_UNLINKED = (
        "HA408",
        "node-unlinked",
        "A gene product or drug in a diagram that leads nowhere.",
    )
    DIAGRAM_SIZE = ("HA409", "diagram-size", "A diagram that cannot be read on a phone.")
    DIAGRAM_MISSING = ("HA410", "diagram-missing", "A page of this kind needs one diagram.")
    STEP_RELATION = (
        "HA411",
        "step-relation",
        "A treatment names a step that its pathway does not have.",
    )
    # wording
    WAR_WORD = ("HA501", "war-word", "War language in our own voice (safety rule 10.1).")
    PROMISE = ("HA502", "promise", "A promise or hype (safety rule 1.6).")
    CELL_INTENT = ("HA503", "cell-intent", "Plans or wishes given to cells (safety rule 10.2).")
    DOSING = ("HA504", "dosing", "A dose or a schedule (safety rule 1.1).")
    STOP_ADVICE = (
        "HA505",
        "stop-advice",
        "Advice to start, stop, skip or delay (safety rule 1.2).",
    )
    APPROVED_BARE = (
        "HA506",
        "approved-bare",
        "“Approved” without saying by whom (safety rule 8.2).",
    )
    TIMES_LIKELY = ("HA507", "times-likely", "A relative risk standing alone (safety rule 6.1).")
    # reading
    GRADE = ("HA601", "grade", "A plain section reads above grade 8 (safety rule 11).")
    LONG_SENTENCE = (
        "HA602",
        "long-sentence",
        "A plain sentence of more than 25 words (safety rule 11).",
    )
    SENTENCE_MEAN = ("HA603", "sentence-mean", "Plain sentences average more than 15 words.")
    SUMMARY_LENGTH = (
        "HA604",
        "summary-length",
        "A summary of more than 30 words or not one sentence.",
    )
    # references, numbers, glossary
    REFERENCE_UNVERIFIED = (
        "HA701",
        "reference-unverified",
        "A reference without DOI, PMID or address, or without a note on where that was seen.",
    )
    REFERENCE_DUPLICATE = ("HA702", "reference-duplicate", "Two references for one paper.")
    TERM_LENGTH = (
        "HA703",
        "term-length",
        "A plain text of the glossary (30 words) or of a page to come (40) is too long.",
    )
    NUMBER_RANGE = ("HA704", "number-range", "A number outside what its unit allows.")
    REFERENCE_INCOMPLETE = (
        "HA705",
        "reference-incomplete",
        "A reference without author, title, year, or (an article) journal.",
    )

    def __init__(self, number: str, slug: str, text: str) -> None:
        self.number = number
        self.slug = slug
        self.text = text


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault at one place. `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    number: str
    slug: str
    message: str
    suggestion: str = ""

    @classmethod
    def of(
        cls, code: Code, path: str, line: int, column: int, message: str, suggestion: str = ""
    ) -> Finding:
        """Make a finding for `code` at a place."""
        return cls(path, line, column, code.number, code.slug, message, suggestion)

    @property
    def place(self) -> str:
        """`path:line:column`, the form that editors and terminals turn into a link."""
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def text(self) -> str:
        """Number, message and suggestion in one line."""
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{self.number} {self.message}{hint}"

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return asdict(self)
