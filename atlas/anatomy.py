"""The anatomy of each kind of page: which sections it has, in which order, and in which layer.

Readers find the same question in the same place on every page. The heading text is the contract;
`{name}` stands for the page's name. The slug is the permanent anchor (`#how-it-works`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Section:
    """One section: anchor, heading, layer, generated panels after its text, and its source rule."""

    slug: str
    heading: str
    depth: bool = False
    panels: tuple[str, ...] = ()
    cited: bool = True
    call: bool = False  # tells of the harms of drugs

    def title(self, name: str) -> str:
        """The heading as it must stand on the page called `name`."""
        return self.heading.replace("{name}", name)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: folder, label, its sections, and what stands in its head."""

    name: str
    folder: str
    label: str
    plural: str
    sections: tuple[Section, ...]
    diagram: str | None = None  # slug of the section that must hold the diagram
    call_open: bool = False  # the “when to call” box stands open


KNOWN = Section("known", "What we know and do not know")
QUESTIONS = Section("questions", "Questions to ask your care team", cited=False)
DEPTH = Section("in-depth", "In more depth", depth=True)

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "hallmark",
            "hallmarks",
            "Hallmark",
            "Hallmarks",
            (
                Section("key-points", "Key points"),
                Section("picture", "The picture"),
                Section("healthy", "What normally happens"),
                Section("goes-wrong", "What goes wrong in cancer"),
                Section("report", "If your report says …"),
                Section(
                    "treatments", "Treatments that act here", panels=("treatments",), call=True
                ),
                Section("resistance", "How cancer gets round treatment"),
                Section("food", "Food and supplements", panels=("foods",)),
                KNOWN,
                QUESTIONS,
                DEPTH,
                Section(
                    "genes-and-pathways",
                    "Genes and pathways",
                    depth=True,
                    panels=("pathways", "genes"),
                ),
                Section("history", "Neighbors and name history", depth=True, panels=("editions",)),
            ),
            diagram="picture",
        ),
        Kind(
            "pathway",
            "pathways",
            "Pathway",
            "Pathways",
            (
                Section("short-version", "The 60-second version"),
                Section("steps", "Step by step"),
                Section("healthy", "What it does in a healthy body"),
                Section("broken", "How cancers break it", panels=("numbers", "cancers")),
                Section("report", "Tests and report words"),
                Section("treatments", "Drugs that act on it", panels=("treatments",), call=True),
                Section("resistance", "When a drug stops working"),
                Section("food", "Food and supplement claims", panels=("foods",)),
                KNOWN,
                QUESTIONS,
                DEPTH,
                Section(
                    "identifiers",
                    "Identifiers and links",
                    depth=True,
                    panels=("genes", "identifiers"),
                ),
            ),
            diagram="steps",
        ),
        Kind(
            "gene",
            "genes",
            "Gene",
            "Genes",
            (
                Section("key-points", "Key points"),
                Section("healthy", "Its normal job"),
                Section("broken", "What changes in cancer", panels=("numbers",)),
                Section("report", "If your report says {name}"),
                Section("inherited", "Inherited or acquired?"),
                Section("treatments", "Treatments linked to it", panels=("treatments",), call=True),
                KNOWN,
                QUESTIONS,
                DEPTH,
                Section(
                    "appears",
                    "Where it appears",
                    depth=True,
                    panels=("pathways", "mentions", "identifiers"),
                ),
            ),
        ),
        Kind(
            "treatment",
            "treatments",
            "Treatment",
            "Treatments",
            (
                Section("key-points", "Key points"),
                Section("how-it-works", "How it works", panels=("acts",)),
                Section("interactions", "What can interact with it", panels=("foods",)),
                Section("risks", "Risks and side effects", call=True),
                Section(
                    "benefits", "What it has been shown to do", panels=("approvals", "against")
                ),
                Section("daily-life", "Daily life"),
                Section("options", "Other options, and no treatment"),
                Section("resistance", "When it stops working"),
                Section("report", "Tests and report words"),
                KNOWN,
                QUESTIONS,
                DEPTH,
            ),
            call_open=True,
        ),
        Kind(
            "cancer",
            "cancers",
            "Cancer type",
            "Cancer types",
            (
                Section("key-points", "Key points"),
                Section("what-it-is", "What it is"),
                Section("pathways", "Which hallmarks and pathways matter", panels=("pathways",)),
                Section("report", "Words on your report"),
                Section("genes", "Gene changes in this cancer", panels=("numbers",)),
                Section(
                    "treatments",
                    "Treatments explained on this site",
                    panels=("treatments",),
                    call=True,
                ),
                Section("living", "Living with it"),
                KNOWN,
                QUESTIONS,
                DEPTH,
            ),
            call_open=True,
        ),
        Kind(
            "food",
            "nutrition",
            "Food or supplement",
            "Food and supplements",
            (
                Section(
                    "interactions", "Can it interact with treatment?", panels=("interactions",)
                ),
                Section("harms", "Could it harm?"),
                Section("studies", "What was measured, and in whom", panels=("against",)),
                Section("unknown", "What we do not know"),
                Section("what-you-can-do", "What you can do"),
                QUESTIONS,
                DEPTH,
            ),
            call_open=True,
        ),
        Kind("guide", "guides", "Guide", "Guides", ()),
    )
}

FOLDERS: Final[dict[str, Kind]] = {kind.folder: kind for kind in KINDS.values()}
