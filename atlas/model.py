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
    date: Day = Field(description="Day of the review", examples=["2026-11-23"])
    hash: str = Field(
        description="Text hash that `atlas seal` printed for the reviewed text",
        examples=["b80b735b1ba5"],
    )


class Review(Record):
    """When the page's sources were checked, and who has reviewed it."""

    checked: Day = Field(
        description="Day on which every sentence was compared with its source",
        examples=["2026-11-23"],
    )
    next: Day = Field(description="Day by which that must be done again", examples=["2027-11-23"])
    hash: str = Field(
        default="",
        description="Hash of the checked text, written by `python -m atlas seal`",
        examples=["b80b735b1ba5"],
    )
    clinician: Clinician | None = Field(
        default=None,
        description="The clinician who read the page; filled in only after a review",
        examples=[None],
    )

    @model_validator(mode="after")
    def _order(self) -> Review:
        if self.next <= self.checked:
            raise ValueError("`next` must be later than `checked`")
        return self


class Against(Record):
    """The strongest contrary or null result, or the day on which none was found."""

    text: Text | None = Field(
        default=None,
        description="The strongest contrary or null result, in one sentence",
        examples=["In one trial of 211 people, a second drug did not help them live longer."],
    )
    source: Key | None = Field(
        default=None, description="Citation key of that result", examples=["nci-pdq-pancreatic"]
    )
    none_found: Day | None = Field(
        default=None,
        description="Instead of both: the day of the search that found none",
        examples=["2026-11-23"],
    )

    @model_validator(mode="after")
    def _either(self) -> Against:
        if (self.text is None) == (self.none_found is None):
            raise ValueError("give either `text` with `source`, or `none_found` with a date")
        if (self.text is None) != (self.source is None):
            raise ValueError("`text` and `source` belong together")
        return self


class Approval(Record):
    """One use of a treatment that one regulator allows, with its date and exact words."""

    regulator: Literal["FDA", "EMA", "MHRA", "PMDA", "NMPA", "Health Canada", "TGA"] = Field(
        description="Who allows this use", examples=["FDA"]
    )
    date: Day = Field(description="Day of the decision", examples=["2016-04-11"])
    use: Text = Field(
        description="Group, line of treatment, partner drug, biomarker",
        examples=["adults with chronic lymphocytic leukemia, together with obinutuzumab"],
    )
    accelerated: bool = Field(
        default=False, description="Early approval with a duty to confirm", examples=[True]
    )
    unproven: Text | None = Field(
        default=None,
        description="What is still to be shown",
        examples=["whether people live longer with it"],
    )
    reported: bool = Field(
        default=False, description="Only secondary sources were seen", examples=[True]
    )
    withdrawn: Day | None = Field(
        default=None, description="Day on which this use was withdrawn", examples=["2022-04-01"]
    )
    why: Text | None = Field(
        default=None,
        description="Why it was withdrawn",
        examples=["The confirming trial did not show a benefit."],
    )
    cancers: list[Slug] = Field(
        default=[], description="Cancer pages", examples=[["chronic-lymphocytic-leukemia"]]
    )
    source: Key = Field(
        description="Citation key of the label or notice", examples=["fda-venetoclax-2016"]
    )
    checked: Day = Field(
        description="Day on which the source was last seen", examples=["2026-11-23"]
    )

    @model_validator(mode="after")
    def _reason(self) -> Approval:
        if (self.withdrawn is None) != (self.why is None):
            raise ValueError("`withdrawn` and `why` belong together")
        return self


class Brand(Record):
    """A trade name and the country where it is used."""

    name: Text = Field(description="The trade name", examples=["Venclexta"])
    where: Text = Field(description="Where it is used", examples=["United States"])


class Act(Record):
    """The step of a pathway that a treatment changes."""

    pathway: Slug = Field(description="Pathway page", examples=["apoptosis"])
    step: int = Field(ge=1, description="Number of the edge in the pathway's diagram", examples=[3])
    how: Literal["blocks", "turns-on", "damages"] = Field(
        description="What it does to that step", examples=["blocks"]
    )
    target: Symbol | None = Field(default=None, description="Gene page", examples=["BCL2"])


class Interaction(Record):
    """What a food or supplement does to one treatment."""

    treatment: Slug = Field(description="Treatment page", examples=["venetoclax"])
    effect: Text = Field(
        description="What happens, in one sentence",
        examples=["Grapefruit can raise the amount of venetoclax in the blood."],
    )
    source: Key = Field(description="Citation key", examples=["venclextahcp-interactions"])


class RoleInCancer(Record):
    """A gene's role in cancer and who says so."""

    in_: Literal["oncogene", "tumor-suppressor", "both", "context", "not-established"] = Field(
        alias="in", description="Its role in cancer", examples=["oncogene"]
    )
    source: Key = Field(description="Citation key of who says so", examples=["prior2020frequency"])


class GeneIds(Record):
    """Stable identifiers of a human gene."""

    hgnc: str = Field(description="HGNC id", examples=["HGNC:990"])
    entrez: str = Field(description="NCBI Gene id, in quotes", examples=["596"])
    uniprot: list[str] = Field(
        min_length=1, description="UniProt accessions", examples=[["P10415"]]
    )
    ensembl: str = Field(description="Ensembl gene id", examples=["ENSG00000171791"])


class PathwayIds(Record):
    """Where other databases draw the same pathway."""

    wikipathways: list[str] = Field(
        default=[], description="WikiPathways ids", examples=[["WP254"]]
    )
    reactome: list[str] = Field(default=[], description="Reactome ids", examples=[["R-HSA-109581"]])
    go: list[str] = Field(default=[], description="Gene Ontology ids", examples=[["GO:0006915"]])


class TreatmentIds(Record):
    """Identifiers of a drug."""

    ncit: str | None = Field(default=None, description="NCI Thesaurus code", examples=["C103147"])
    chembl: str | None = Field(default=None, description="ChEMBL id", examples=["CHEMBL3137309"])
    rxnorm: str | None = Field(
        default=None, description="RxNorm concept, in quotes", examples=["1747556"]
    )


class CancerIds(Record):
    """Identifiers of a cancer type."""

    mondo: str | None = Field(default=None, description="Mondo id", examples=["MONDO:0004948"])
    doid: str | None = Field(
        default=None, description="Disease Ontology id", examples=["DOID:1040"]
    )
    ncit: str | None = Field(default=None, description="NCI Thesaurus code", examples=["C3163"])
    oncotree: str | None = Field(default=None, description="OncoTree code", examples=["CLLSLL"])


class Front(Record):
    """Front matter that every kind of page has."""

    kind: str = Field(description="Kind of page; it fits the folder", examples=["gene"])
    name: Text = Field(description="What a reader calls it", examples=["Ferroptosis"])
    say: Text | None = Field(
        default=None, description="How to say it", examples=["feh-rop-TOE-sis"]
    )
    summary: Text = Field(
        description="One plain sentence of at most 30 words",
        examples=["A tidy way in which a cell takes itself apart."],
    )
    aliases: list[Text] = Field(
        default=[],
        description="Other names that people type, each on one page only",
        examples=[["programmed cell death"]],
    )
    asked_as: list[Text] = Field(
        default=[],
        description="Whole questions that people type, and everyday words",
        examples=[["why do cells die"]],
    )
    review: Review = Field(
        description="When the sources were checked, and by when again",
        examples=[{"checked": "2026-11-23", "next": "2027-11-23"}],
    )


class HallmarkFront(Front):
    """Front matter of a hallmark."""

    kind: Literal["hallmark"] = Field(description="Kind of page", examples=["hallmark"])
    say: Text = Field(description="How to say it", examples=["ree-ZIS-ting SEL DETH"])
    slot: int = Field(ge=1, le=14, description="Its number in docs/hallmarks.yaml", examples=[3])
    call: Calls = []


class PathwayFront(Front):
    """Front matter of a pathway. Its genes are those of its diagram."""

    kind: Literal["pathway"] = Field(description="Kind of page", examples=["pathway"])
    say: Text = Field(description="How to say it", examples=["feh-rop-TOE-sis"])
    hallmarks: list[Slug] = Field(
        min_length=1,
        description="Hallmarks served, primary first",
        examples=[["resisting-cell-death"]],
    )
    ids: PathwayIds = Field(
        default=PathwayIds(),
        description="Where other databases draw the same pathway",
        examples=[{"wikipathways": ["WP254"]}],
    )
    call: Calls = []


class GeneFront(Front):
    """Front matter of a gene."""

    kind: Literal["gene"] = Field(description="Kind of page", examples=["gene"])
    say: Text = Field(description="How to say it", examples=["KAY-rass"])
    ids: GeneIds = Field(
        description="Stable identifiers, as the HGNC table in data/ has them",
        examples=[
            {
                "hgnc": "HGNC:990",
                "entrez": "596",
                "uniprot": ["P10415"],
                "ensembl": "ENSG00000171791",
            }
        ],
    )
    role: RoleInCancer = Field(
        description="Its role in cancer, and who says so",
        examples=[{"in": "oncogene", "source": "prior2020frequency"}],
    )
    call: Calls = []


class TreatmentFront(Front):
    """Front matter of a drug, a class of drugs or a modality."""

    kind: Literal["treatment"] = Field(description="Kind of page", examples=["treatment"])
    say: Text = Field(description="How to say it", examples=["veh-NEH-toh-klax"])
    form: Literal["drug", "class", "modality"] = Field(
        description="One drug, a class of drugs, or a way of treating", examples=["drug"]
    )
    brands: list[Brand] = Field(
        default=[],
        description="Trade names",
        examples=[[{"name": "Venclexta", "where": "United States"}]],
    )
    member_of: list[Slug] = Field(
        default=[], description="Classes it belongs to", examples=[["bh3-mimetics"]]
    )
    targets: list[Symbol] = Field(default=[], description="Gene pages", examples=[["BCL2"]])
    ids: TreatmentIds = Field(
        default=TreatmentIds(),
        description="Identifiers of the drug",
        examples=[{"ncit": "C103147"}],
    )
    research_only: bool = Field(
        default=False, description="Not approved for any use; in trials or lab", examples=[True]
    )
    acts: list[Act] = Field(
        default=[],
        description="The steps of pathways that it changes",
        examples=[[{"pathway": "apoptosis", "step": 3, "how": "blocks", "target": "BCL2"}]],
    )
    approvals: list[Approval] = Field(
        default=[],
        description="The uses that regulators allow, each with its date",
        examples=[
            [
                {
                    "regulator": "FDA",
                    "date": "2016-04-11",
                    "use": "adults with chronic lymphocytic leukemia with del(17p)",
                    "source": "fda-venetoclax-2016",
                    "checked": "2026-11-23",
                }
            ]
        ],
    )
    call: Annotated[Calls, Field(min_length=1)]
    against: Against = Field(
        description="The strongest result against it, or the day on which none was found",
        examples=[{"none_found": "2026-11-23"}],
    )


class CancerFront(Front):
    """Front matter of a cancer type."""

    kind: Literal["cancer"] = Field(description="Kind of page", examples=["cancer"])
    say: Text = Field(description="How to say it", examples=["LIM-foh-muh"])
    ids: CancerIds = Field(
        description="Identifiers of the cancer type",
        examples=[{"mondo": "MONDO:0004948", "ncit": "C3163"}],
    )
    pathways: list[Slug] = Field(
        default=[], description="Pathways that matter in it", examples=[["apoptosis", "p53"]]
    )
    call: Calls = []


class FoodFront(Front):
    """Front matter of a food, a supplement or a diet."""

    kind: Literal["food"] = Field(description="Kind of page", examples=["food"])
    say: Text = Field(description="How to say it", examples=["FAST-ing"])
    form: Literal["food", "supplement", "diet"] = Field(
        description="What it is", examples=["supplement"]
    )
    interacts: list[Interaction] = Field(
        default=[],
        description="What it does to single treatments",
        examples=[
            [
                {
                    "treatment": "venetoclax",
                    "effect": "Grapefruit can raise the amount of venetoclax in the blood.",
                    "source": "venclextahcp-interactions",
                }
            ]
        ],
    )
    pathways: list[Slug] = Field(
        default=[], description="Pathways that claims name", examples=[["autophagy"]]
    )
    against: Against = Field(
        description="The strongest result against it, or the day on which none was found",
        examples=[{"none_found": "2026-11-23"}],
    )


class GuideFront(Front):
    """Front matter of a guide or an index page."""

    kind: Literal["guide"] = Field(description="Kind of page", examples=["guide"])


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

    value: Value = Field(description="One number, or [low, high]", examples=[12, [10, 15]])
    of: Text = Field(
        description="Who was counted; reads after “of”", examples=["tumors in the TCGA database"]
    )
    n: int | None = Field(default=None, ge=1, description="How many were counted", examples=[9074])
    year: int = Field(
        ge=1900, le=2100, description="Year of publication or data cut-off", examples=[2020]
    )
    source: Key = Field(description="Citation key", examples=["nci-ras-dialogue-2020"])


class Number(Record):
    """A figure: value, unit, who was counted, when, and by whom."""

    value: Value = Field(description="One number, or [low, high]", examples=[37.2, [10, 15]])
    unit: Literal[
        "percent", "people", "days", "weeks", "months", "years", "hours", "count", "fold"
    ] = Field(description="What the value counts", examples=["percent"])
    of: Text = Field(
        description="Who was counted; reads after “of”", examples=["tumors of 33 types"]
    )
    n: int | None = Field(default=None, ge=1, description="How many were counted", examples=[9074])
    year: int = Field(
        ge=1900, le=2100, description="Year of publication or data cut-off", examples=[2018]
    )
    source: Key = Field(description="Citation key", examples=["donehower2019integrated"])
    measure: Text = Field(description="What was counted", examples=["a change in TP53"])
    gene: Symbol | None = Field(
        default=None, description="Gene page that lists the figure", examples=["TP53"]
    )
    cancer: Slug | None = Field(
        default=None,
        description="Cancer page that lists the figure",
        examples=["acute-myeloid-leukemia"],
    )
    rivals: list[Rival] = Field(
        default=[],
        description="Other published figures for the same thing",
        examples=[
            [{"value": 12, "of": "tumors in TCGA", "year": 2020, "source": "prior2020frequency"}]
        ],
    )
    seen: Text = Field(
        description="Where the figure was read", examples=["abstract, publisher page"]
    )

    @model_validator(mode="after")
    def _range(self) -> Number:
        if isinstance(self.value, list) and (
            len(self.value) != 2 or self.value[0] >= self.value[1]
        ):
            raise ValueError("a range is [low, high]")
        return self


class Edition(Record):
    """How one edition of the framework names and places a hallmark."""

    name: Text | None = Field(
        default=None, description="Its name in this edition", examples=["Evading apoptosis"]
    )
    status: Literal[
        "core",
        "emerging",
        "enabling",
        "proposed-hallmark",
        "proposed-enabling",
        "proposed-cell-type",
        "not-read",
    ] = Field(description="Its place in this edition", examples=["core"])


class Hallmark(Record):
    """One of the 14 hallmarks. Its page may come later; its id never changes."""

    slot: int = Field(ge=1, le=14, description="Its place on the wheel", examples=[3])
    id: Slug = Field(description="Id of its page, for good", examples=["resisting-cell-death"])
    name: Text = Field(description="Its name today", examples=["Resisting cell death"])
    plain: Text = Field(
        description="What it means, in one plain sentence",
        examples=["Cells that should die stay alive."],
    )
    editions: dict[int, Edition] = Field(
        description="Name and place by the year of the edition",
        examples=[{"2000": {"name": "Evading apoptosis", "status": "core"}}],
    )
    aliases: list[Text] = Field(
        default=[], description="Other names that people type", examples=[["staying alive"]]
    )
    sources: list[Key] = Field(
        min_length=1, description="Citation keys", examples=[["hanahan2022hallmarks"]]
    )


class CallBlock(Record):
    """A part of the “when to call” box: `general` for all, others for a kind of treatment."""

    title: Text | None = Field(
        default=None, description="Heading of a special block", examples=["Signs of infection"]
    )
    emergency: list[Text] = Field(
        default=[], description="Signs to call the emergency number for", examples=[["chest pain"]]
    )
    call_now: list[Text] = Field(
        default=[],
        description="Signs to call the care team for, day or night",
        examples=[["shaking chills, even if you feel well"]],
    )
    notes: list[Text] = Field(
        default=[],
        description="Whole sentences under the lists",
        examples=[["Say which treatment you have, and when it was given."]],
    )
    source: list[Key] = Field(
        min_length=1, description="Citation keys", examples=[["asco-when-to-call"]]
    )


class Term(Record):
    """A glossary entry."""

    term: Text = Field(description="The word as it stands in a sentence", examples=["apoptosis"])
    say: Text = Field(description="How to say it", examples=["ap-op-TOH-sis"])
    plain: Text = Field(
        description="At most 30 words, grade 8 at most",
        examples=["A tidy way in which a cell takes itself apart."],
    )
    expert: Text | None = Field(
        default=None,
        description="One line for students and clinicians",
        examples=["Caspase-dependent programmed cell death."],
    )
    also: list[Text] = Field(
        default=[], description="Other names", examples=[["programmed cell death"]]
    )
    asked: list[Text] = Field(
        default=[],
        description="Everyday words that people type and mean it",
        examples=[["planned cell death"]],
    )
    see: Text | None = Field(
        default=None, description="Page that explains it", examples=["pathway:apoptosis"]
    )
    call: Slug | None = Field(
        default=None,
        description="The word names a dangerous harm: its block in docs/when-to-call.yaml",
        examples=["bleeding"],
    )
    source: Key = Field(description="Citation key", examples=["nci-dict-apoptosis"])


Facts = dict[str, Any]
