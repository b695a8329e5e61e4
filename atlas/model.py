"""The facts that pages and data files hold, as strict types.

A page's front matter is one `Front` of its kind. Relations run in one direction only; what is seen
from the other end is derived in `graph.py`. Field descriptions and examples become the JSON Schemas
that editors use.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Symbol = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_:-]*$")]
Day = datetime.date


def _general_first(blocks: list[str]) -> list[str]:
    if blocks and blocks[0] != "general":
        raise ValueError("the first block is `general`: the others hold only what it does not say")
    return blocks


Calls = Annotated[
    list[Slug],
    AfterValidator(_general_first),
    Field(
        description="Blocks of docs/when-to-call.yaml for the dangerous harms that the page names",
        examples=[["general", "bleeding"]],
    ),
]


class Record(BaseModel):
    """Base of every record: unknown keys are errors, values are not coerced, nothing changes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Clinician(Record):
    """A clinician who read the page, and the hash of the text that was read."""

    name: Text = Field(description="Full name", examples=["Dr. A. Example"])
    role: Text = Field(
        description="Profession and place", examples=["hematologist, Example Hospital"]
    )
    date: Day = Field(description="Day of the review")
    hash: str = Field(description="Text hash that `atlas seal` printed for the reviewed text")


class Review(Record):
    """When the page's sources were checked, and who has reviewed it."""

    checked: Day = Field(description="Day on which every sentence was compared with its source")
    next: Day = Field(description="Day by which that must be done again")
    hash: str = Field(
        default="", description="Hash of the checked text, written by `python -m atlas seal`"
    )
    clinician: Clinician | None = Field(default=None, description="Filled in only after a review")

    @model_validator(mode="after")
    def _order(self) -> Review:
        if self.next <= self.checked:
            raise ValueError("`next` must be later than `checked`")
        return self


class Against(Record):
    """The strongest contrary or null result, or the day on which none was found."""

    text: Text | None = Field(default=None, description="One sentence")
    source: Key | None = Field(default=None, description="Citation key")
    none_found: Day | None = Field(default=None, description="Day of the search that found none")

    @model_validator(mode="after")
    def _either(self) -> Against:
        if (self.text is None) == (self.none_found is None):
            raise ValueError("give either `text` with `source`, or `none_found` with a date")
        if (self.text is None) != (self.source is None):
            raise ValueError("`text` and `source` belong together")
        return self


class Approval(Record):
    """One use of a treatment that one regulator allows, with its date and exact words."""

    regulator: Literal["FDA", "EMA", "MHRA", "PMDA", "NMPA", "Health Canada", "TGA"]
    date: Day = Field(description="Day of the decision", examples=["2016-04-11"])
    use: Text = Field(description="Group, line of treatment, partner drug, biomarker")
    accelerated: bool = Field(default=False, description="Early approval with a duty to confirm")
    unproven: Text | None = Field(default=None, description="What is still to be shown")
    reported: bool = Field(default=False, description="Only secondary sources were seen")
    withdrawn: Day | None = None
    why: Text | None = Field(default=None, description="Why it was withdrawn")
    cancers: list[Slug] = Field(default=[], description="Cancer pages")
    source: Key = Field(description="Citation key of the label or notice")
    checked: Day

    @model_validator(mode="after")
    def _reason(self) -> Approval:
        if (self.withdrawn is None) != (self.why is None):
            raise ValueError("`withdrawn` and `why` belong together")
        return self


class Brand(Record):
    """A trade name and the country where it is used."""

    name: Text
    where: Text


class Act(Record):
    """The step of a pathway that a treatment changes."""

    pathway: Slug
    step: int = Field(ge=1, description="Number of the edge in the pathway's diagram")
    how: Literal["blocks", "turns-on", "damages"]
    target: Symbol | None = Field(default=None, description="Gene page")


class Interaction(Record):
    """What a food or supplement does to one treatment."""

    treatment: Slug
    effect: Text
    source: Key


class RoleInCancer(Record):
    """A gene's role in cancer and who says so."""

    in_: Literal["oncogene", "tumor-suppressor", "both", "context", "not-established"] = Field(
        alias="in"
    )
    source: Key


class GeneIds(Record):
    """Stable identifiers of a human gene."""

    hgnc: str = Field(examples=["HGNC:990"])
    entrez: str = Field(examples=["596"])
    uniprot: list[str] = Field(min_length=1, examples=[["P10415"]])
    ensembl: str = Field(examples=["ENSG00000171791"])


class PathwayIds(Record):
    """Where other databases draw the same pathway."""

    wikipathways: list[str] = Field(default=[], examples=[["WP254"]])
    reactome: list[str] = Field(default=[], examples=[["R-HSA-109581"]])
    go: list[str] = Field(default=[], examples=[["GO:0006915"]])


class TreatmentIds(Record):
    """Identifiers of a drug."""

    ncit: str | None = Field(default=None, examples=["C103147"])
    chembl: str | None = None
    rxnorm: str | None = None


class CancerIds(Record):
    """Identifiers of a cancer type."""

    mondo: str | None = None
    doid: str | None = None
    ncit: str | None = None
    oncotree: str | None = None


class Front(Record):
    """Front matter that every kind of page has."""

    kind: str
    name: Text = Field(description="What a reader calls it", examples=["Ferroptosis"])
    say: Text | None = Field(
        default=None, description="How to say it", examples=["feh-rop-TOE-sis"]
    )
    summary: Text = Field(description="One plain sentence of at most 30 words")
    aliases: list[Text] = Field(default=[], description="Other names that people type")
    asked_as: list[Text] = Field(default=[], description="Whole questions that people type")
    review: Review


class HallmarkFront(Front):
    """Front matter of a hallmark."""

    kind: Literal["hallmark"]
    say: Text
    slot: int = Field(ge=1, le=14, description="Its number in docs/hallmarks.yaml")
    call: Calls = []


class PathwayFront(Front):
    """Front matter of a pathway. Its genes are those of its diagram."""

    kind: Literal["pathway"]
    say: Text
    hallmarks: list[Slug] = Field(min_length=1, description="Hallmarks served, primary first")
    ids: PathwayIds = PathwayIds()
    call: Calls = []


class GeneFront(Front):
    """Front matter of a gene."""

    kind: Literal["gene"]
    say: Text
    ids: GeneIds
    role: RoleInCancer
    call: Calls = []


class TreatmentFront(Front):
    """Front matter of a drug, a class of drugs or a modality."""

    kind: Literal["treatment"]
    say: Text
    form: Literal["drug", "class", "modality"]
    brands: list[Brand] = []
    member_of: list[Slug] = Field(default=[], description="Classes it belongs to")
    targets: list[Symbol] = Field(default=[], description="Gene pages")
    ids: TreatmentIds = TreatmentIds()
    research_only: bool = False
    acts: list[Act] = []
    approvals: list[Approval] = []
    call: Annotated[Calls, Field(min_length=1)]
    against: Against


class CancerFront(Front):
    """Front matter of a cancer type."""

    kind: Literal["cancer"]
    say: Text
    ids: CancerIds
    pathways: list[Slug] = []
    call: Calls = []


class FoodFront(Front):
    """Front matter of a food, a supplement or a diet."""

    kind: Literal["food"]
    say: Text
    form: Literal["food", "supplement", "diet"]
    interacts: list[Interaction] = []
    pathways: list[Slug] = []
    against: Against


class GuideFront(Front):
    """Front matter of a guide or an index page."""

    kind: Literal["guide"]


FRONTS: dict[str, type[Front]] = {
    "hallmark": HallmarkFront,
    "pathway": PathwayFront,
    "gene": GeneFront,
    "treatment": TreatmentFront,
    "cancer": CancerFront,
    "food": FoodFront,
    "guide": GuideFront,
}

Value = float | int | list[float | int]


class Rival(Record):
    """Another published figure for the same thing."""

    value: Value
    of: Text
    n: int | None = Field(default=None, ge=1)
    year: int = Field(ge=1900, le=2100)
    source: Key


class Number(Record):
    """A figure: value, unit, who was counted, when, and by whom."""

    value: Value = Field(description="One number, or [low, high]")
    unit: Literal["percent", "people", "days", "weeks", "months", "years", "hours", "count", "fold"]
    of: Text = Field(description="Who was counted; reads after “of”")
    n: int | None = Field(default=None, ge=1, description="How many were counted")
    year: int = Field(ge=1900, le=2100, description="Year of publication or data cut-off")
    source: Key
    measure: Text = Field(description="What was counted")
    gene: Symbol | None = None
    cancer: Slug | None = None
    rivals: list[Rival] = []
    seen: Text = Field(description="Where the figure was read")

    @model_validator(mode="after")
    def _range(self) -> Number:
        if isinstance(self.value, list) and (
            len(self.value) != 2 or self.value[0] >= self.value[1]
        ):
            raise ValueError("a range is [low, high]")
        return self


class Edition(Record):
    """How one edition of the framework names and places a hallmark."""

    name: Text | None = None
    status: Literal[
        "core",
        "emerging",
        "enabling",
        "proposed-hallmark",
        "proposed-enabling",
        "proposed-cell-type",
        "not-read",
    ]


class Hallmark(Record):
    """One of the 14 hallmarks. Its page may come later; its id never changes."""

    slot: int = Field(ge=1, le=14)
    id: Slug
    name: Text
    plain: Text
    editions: dict[int, Edition]
    aliases: list[Text] = []
    sources: list[Key] = Field(min_length=1)


class CallBlock(Record):
    """A part of the “when to call” box: `general` for all, others for a kind of treatment."""

    title: Text | None = Field(default=None, description="Heading of a special block")
    emergency: list[Text] = []
    call_now: list[Text] = []
    notes: list[Text] = []
    source: list[Key] = Field(min_length=1)


class Term(Record):
    """A glossary entry."""

    term: Text = Field(description="The word as it stands in a sentence", examples=["apoptosis"])
    say: Text
    plain: Text = Field(description="At most 30 words, grade 8 at most")
    expert: Text | None = Field(default=None, description="One line for students and clinicians")
    also: list[Text] = Field(default=[], description="Other names")
    asked: list[Text] = Field(default=[], description="Everyday words that people type and mean it")
    see: Text | None = Field(
        default=None, description="Page that explains it", examples=["pathway:apoptosis"]
    )
    call: Slug | None = Field(
        default=None,
        description="The word names a dangerous harm: its block in docs/when-to-call.yaml",
        examples=["bleeding"],
    )
    source: Key


Facts = dict[str, Any]
