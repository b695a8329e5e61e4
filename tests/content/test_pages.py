"""The real pages under contract."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from atlas.graph import Graph
from atlas.model import TreatmentFront
from atlas.permanence import offered
from atlas.rules import check
from atlas.site import Site, load

#: What this release promises to explain. Genes are promised by the diagrams that name them.
PAGES = {
    "hallmark": "sustaining-proliferative-signaling evading-growth-suppressors "
    "resisting-cell-death enabling-replicative-immortality inducing-or-accessing-vasculature "
    "activating-invasion-and-metastasis deregulating-cellular-metabolism "
    "avoiding-immune-destruction genome-instability-and-mutation tumor-promoting-inflammation "
    "unlocking-phenotypic-plasticity nonmutational-epigenetic-reprogramming "
    "polymorphic-microbiomes senescent-cells",
    "pathway": "androgen-receptor antigen-presentation apoptosis autophagy b-cell-receptor "
    "bacteria-and-cancer bcr-abl1 blocked-differentiation bone-metastasis cdkn2a cgas-sting "
    "chromatin-remodeling chromosomal-instability cyclin-cdk-rb death-receptors "
    "dna-and-histone-marks dna-damage-response egfr-her2 epithelial-mesenchymal-plasticity "
    "estrogen-receptor ferroptosis fgfr glutamine-and-nucleotides glycolysis hedgehog hippo "
    "homologous-recombination hypoxia idh-oncometabolites igf-insulin il6-stat3-cox2 "
    "infections-that-cause-cancer jak-stat keap1-nrf2 kinase-fusions kit-pdgfr-flt3 "
    "lineage-switching lipid-metabolism matrix-and-integrins met-hgf metastatic-cascade "
    "mismatch-repair myc necroptosis nf-kb notch other-cell-deaths other-checkpoints "
    "other-dna-repair p53 pd-1 pi3k-akt-mtor pyroptosis ras-raf-mek-erk senescence "
    "spindle-checkpoint suppressive-cells t-cell-response telomerase tgf-beta "
    "unfolded-protein-response vegf wnt",
    "gene": "DPYD TPMT UGT1A1",
    "treatment": "bh3-mimetics venetoclax sonrotoclax chemotherapy radiotherapy "
    "hydroxychloroquine-autophagy-inhibitors ferroptosis-inducers mdm2-inhibitors",
    "cancer": "chronic-lymphocytic-leukemia acute-myeloid-leukemia follicular-lymphoma "
    "pancreatic-cancer",
    "food": "grapefruit green-tea antioxidant-supplements fasting",
    "guide": "reading-your-report how-we-grade-evidence how-the-hallmarks-changed "
    "questions-to-ask wheel-of-hallmarks tumor-microenvironment cancer-as-a-whole-body-disease "
    "hallmark-look-alikes unproven-cures",
}


@pytest.fixture(scope="module")
def site(project_root: Path) -> Site:
    return load(project_root / "docs")


def test_nothing_is_found(site: Site) -> None:
    assert [f"{finding.place}: {finding.text}" for finding in check(site)] == []


def test_every_promised_page_is_there(site: Site) -> None:
    wanted = {f"{kind}:{name}" for kind, names in PAGES.items() for name in names.split()}
    assert wanted - site.pages.keys() == set()


def test_all_fourteen_hallmarks_are_on_the_wheel_with_their_editions(site: Site) -> None:
    assert [hallmark.slot for hallmark in site.hallmarks.values()] == list(range(1, 15))
    for hallmark in site.hallmarks.values():
        assert f"hallmark:{hallmark.id}" in site.pages
        assert 2022 in hallmark.editions
        assert 2026 in hallmark.editions
    first = [h.id for h in site.hallmarks.values() if 2000 in h.editions]
    assert "resisting-cell-death" in first


def test_the_glossary_explains_at_least_250_words(site: Site) -> None:
    assert len(site.terms) >= 250
    assert all(term.say for term in site.terms.values())


def test_every_reference_is_used_and_verified(site: Site) -> None:
    used = set(Graph(site).cited)
    records = [*site.numbers.values(), *site.terms.values(), *site.calls.values()]
    for record in [*records, *site.hallmarks.values(), *site.in_short.values()]:
        source = getattr(record, "source", None)
        used.update(source if isinstance(source, list) else [source] if source else [])
        used.update(getattr(record, "sources", []))
        used.update(rival.source for rival in getattr(record, "rivals", []))
    for page in site.pages.values():
        for name in ("approvals", "interacts"):
            used.update(item.source for item in getattr(page.front, name, []))
        for name in ("against", "role"):
            source = getattr(getattr(page.front, name, None), "source", None)
            used.update([source] if source else [])
    assert sorted(site.references.keys() - used) == []
    assert [key for key, ref in site.references.items() if not ref.verified] == []


def test_every_gene_that_a_diagram_names_has_its_page(site: Site) -> None:
    named = {
        node.link
        for page in site.pages.values()
        for placed in page.diagrams
        for node in placed.diagram.nodes
        if node.shape == "protein"
    }
    assert named - site.pages.keys() == set()
    assert len(named) >= 20


def test_numbers_are_used(site: Site) -> None:
    used = {
        role.content
        for page in site.every_page
        for _, block in page.blocks()
        for role in block.roles
        if role.name == "num"
    }
    shown = {key for key, number in site.numbers.items() if number.gene or number.cancer}
    assert sorted(site.numbers.keys() - used - shown) == []


def test_venetoclax_says_what_can_hurt(site: Site) -> None:
    page = site.pages["treatment:venetoclax"]
    front = page.front
    assert isinstance(front, TreatmentFront)
    assert {"general", "tumor-lysis"} <= set(front.call)
    assert front.approvals
    assert all(approval.checked for approval in front.approvals)
    text = page.body.casefold()
    for word in ("tumor lysis", "infection", "cyp3a", "grapefruit", "live vaccine", "pregnan"):
        assert word in text, word


@pytest.mark.parametrize(
    "name", ["hydroxychloroquine-autophagy-inhibitors", "ferroptosis-inducers", "mdm2-inhibitors"]
)
def test_research_drugs_are_marked(site: Site, name: str) -> None:
    front = site.pages[f"treatment:{name}"].front
    assert isinstance(front, TreatmentFront)
    assert front.research_only
    assert front.approvals == []


def test_no_page_claims_a_clinical_review(site: Site) -> None:
    claimed = [
        page.path for page in site.pages.values() if page.front and page.front.review.clinician
    ]
    assert claimed == []


def test_the_hallmark_page_does_not_repeat_the_articles_mistakes(site: Site) -> None:
    """Wording that the review of the source article found wrong, on any page."""
    wrong = re.compile(
        r"over 50% of all cancers|more than half of all cancers have|hyperactive autophagy"
        r"|literally block|life-support system|rusty death|ancient self-destruct",
        re.IGNORECASE,
    )
    for page in site.pages.values():
        assert not wrong.search(page.body), page.path


def test_all_that_is_offered_is_promised(site: Site) -> None:
    """That nothing promised is gone is a rule of the site (HA116)."""
    missing = offered(site) - site.promised.keys()
    assert sorted(missing) == [], "run: python -m atlas promise"


def test_every_page_was_checked_as_it_stands(site: Site) -> None:
    """A changed text must be compared with its sources again, then sealed."""
    changed = [
        page.path
        for page in site.pages.values()
        if page.front and page.front.review.hash != page.hash
    ]
    assert changed == [], "compare with the sources, then: python -m atlas seal PAGE"
