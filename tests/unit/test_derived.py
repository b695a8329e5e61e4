"""What is derived from the pages: relations from both ends, badges, exports, comparisons."""

from __future__ import annotations

import datetime
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas import export, jsonld, oracles
from atlas.__main__ import main
from atlas.graph import Graph
from atlas.model import TreatmentFront
from atlas.permanence import broken, moved_names, offered, promise
from atlas.render import render
from atlas.seal import seal_pages
from atlas.site import load
from atlas.to_come import wanted
from atlas.views import head, lists, panels, sidebar, treatments
from tests.faults import copy_small


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return copy_small(tmp_path)


@pytest.fixture
def graph(docs: Path) -> Graph:
    return Graph(load(docs))


def identity(key: str) -> str:
    return key


def names(pages: list[object]) -> list[str]:
    return [page.id for page in pages]  # type: ignore[attr-defined]


def test_relations_are_seen_from_both_ends(graph: Graph) -> None:
    pages = graph.site.pages
    assert names([*graph.treatments_for(pages["gene:MDM2"])]) == ["examplamab"]
    assert names([*graph.treatments_for(pages["pathway:apoptosis"])]) == ["examplamab"]
    assert names([*graph.treatments_for(pages["hallmark:resisting-cell-death"])]) == ["examplamab"]
    assert names([*graph.treatments_for(pages["cancer:leukemia"])]) == ["examplamab"]
    assert names([*graph.treatments_for(pages["gene:TP53"])]) == []
    assert names([*graph.pathways_of(pages["gene:TP53"])]) == ["apoptosis"]
    assert names([*graph.foods_for(pages["treatment:examplamab"])]) == ["grapefruit"]
    assert graph.hallmarks_of(pages["gene:TP53"]) == ["resisting-cell-death"]
    assert [key for key, _ in graph.numbers_for(pages["cancer:leukemia"])] == ["tp53-leukemia"]


def test_panels_name_step_and_status(graph: Graph) -> None:
    panel = panels.treatments(graph, graph.site.pages["gene:MDM2"], identity)
    assert panel is not None
    cells = [cell["text"] for cell in panel["rows"][0]]
    assert cells[0] == "Examplamab"
    assert cells[1] == "blocks MDM2 (Apoptosis, step 3)"
    assert "FDA: one use on 31 January 2020" in cells[2]


def test_an_empty_panel_says_so_with_its_date(graph: Graph) -> None:
    panel = panels.treatments(graph, graph.site.pages["gene:TP53"], identity)
    assert panel is not None
    assert panel["rows"] == []
    assert panel["empty"] == "Nothing is known to us as of 23 November 2026."


def approval(**changes: object) -> dict[str, object]:
    return {
        "regulator": "FDA", "date": datetime.date(2020, 1, 31), "use": "x", "source": "a",
        "checked": datetime.date(2026, 11, 23), **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"approvals": [approval()]}, "Approved by FDA: one use on 31 January 2020."),
        (
            {"approvals": [approval(accelerated=True)]},
            "Approved by FDA (accelerated): one use on 31 January 2020.",
        ),
        (
            {"approvals": [approval(accelerated=True, reported=True)]},
            "Approved by FDA (accelerated) (reported, not yet confirmed): one use",
        ),
        (
            {"approvals": [approval(withdrawn=datetime.date(2022, 1, 1), why="x")]},
            "Use withdrawn",
        ),
        ({"approvals": []}, "No approval is known to us."),
        ({"approvals": [], "research_only": True}, "In trials or lab only."),
    ],
)
def test_the_status_line_says_what_regulators_allow(
    graph: Graph, facts: dict[str, object], line: str
) -> None:
    front = graph.site.pages["treatment:examplamab"].front
    assert isinstance(front, TreatmentFront)
    changed = TreatmentFront.model_validate({**front.model_dump(by_alias=True), **facts})
    assert treatments.status_line(changed).startswith(line)


def test_the_review_badge_falls_back_when_the_text_changes(docs: Path) -> None:
    page = docs / "genes" / "TP53.md"

    def changed() -> bool:
        site = load(docs)
        return bool(head.review(site.pages["gene:TP53"])["changed"])

    assert changed()
    assert seal_pages(docs, [page]) == 0
    assert not changed()
    assert seal_pages(docs, [page]) == 0, "sealing twice changes nothing"
    assert page.read_text(encoding="utf-8").count("hash:") == 1
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("It helps cells.", "It helps all cells."), encoding="utf-8")
    assert changed()


def test_a_clinicians_review_counts_only_for_the_text_that_was_read(docs: Path) -> None:
    page = docs / "genes" / "TP53.md"
    before = load(docs).pages["gene:TP53"].hash
    review = (
        "review:\n  checked: 2026-11-23\n  next: 2027-11-23\n"
        "  clinician: {name: Dr. A, role: hematologist, date: 2026-11-23, hash: "
        f'"{before}"}}'
    )
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("review: {checked: 2026-11-23, next: 2027-11-23}", review), encoding="utf-8"
    )
    site = load(docs)
    assert site.findings == []
    assert not head.review(site.pages["gene:TP53"])["changed"]
    assert export.build(Graph(site)).entities[3].clinician_reviewed is True
    page.write_text(page.read_text(encoding="utf-8").replace("It helps", "It aids"), "utf-8")
    assert head.review(load(docs).pages["gene:TP53"])["changed"]


def test_when_to_call_stands_where_harms_are_named(docs: Path) -> None:
    page = docs / "pathways" / "apoptosis.md"
    before = load(docs).pages["pathway:apoptosis"]
    assert treatments.call_section(before) is None
    text = page.read_text(encoding="utf-8")
    ids = "ids: {wikipathways: [WP254]}"
    page.write_text(text.replace(ids, f"{ids}\ncall: [general, immunotherapy]"), encoding="utf-8")
    graph = Graph(load(docs))
    after = graph.site.pages["pathway:apoptosis"]
    section = treatments.call_section(after)
    assert section is not None
    assert section.slug == "treatments"
    assert after.hash != before.hash
    box = treatments.call(graph, after)
    assert box["emergency"] == [["chest pain"], ["a swollen throat"]]
    html = render("call", box)
    seen = re.sub(r"(?s)<details.*?</details>", "", html)
    assert re.findall(r"<li>(.*?)</li>", seen) == ["chest pain", "a swollen throat", "a fever"]
    assert "Call 911" in seen
    assert "<summary>Call now: immune side effects</summary>" in html
    assert "belly pain" in html
    # a treatment has the same blocks unfolded in its head
    drug = graph.site.pages["treatment:examplamab"]
    assert treatments.call_section(drug) is None
    assert "call-more" not in render("call", treatments.call(graph, drug))


def test_the_sidebar_does_not_grow(graph: Graph, docs: Path) -> None:
    template = (docs / "genes" / "TP53.md").read_text(encoding="utf-8")
    for number in range(40):
        page = template.replace("TP53", f"GENE{number}")
        (docs / "genes" / f"GENE{number}.md").write_text(page, encoding="utf-8")
    larger = Graph(load(docs))
    shown = sidebar.sidebar(larger, larger.site.pages["gene:GENE20"], identity)
    assert len(shown["branch"]["items"]) == 2 * sidebar.NEIGHBORS + 1
    assert [item["name"] for item in shown["branch"]["items"] if item["current"]] == ["GENE20"]
    small = sidebar.sidebar(graph, graph.site.pages["gene:TP53"], identity)
    assert len(small["kinds"]) == len(shown["kinds"])


def test_json_ld_names_types_and_identifiers(graph: Graph) -> None:
    gene = jsonld.document(graph, graph.site.pages["gene:TP53"], "https://example.org")
    assert gene["@type"] == "MedicalWebPage"
    assert gene["about"]["@type"] == "Gene"
    assert gene["about"]["identifier"] == "HGNC:11998"
    drug = jsonld.document(graph, graph.site.pages["treatment:examplamab"], "")
    assert drug["about"]["@type"] == "Drug"
    text = jsonld.dumps(graph, graph.site.pages["gene:TP53"], None)
    assert text is not None
    assert "<" not in text
    assert json.loads(text)["@id"] == "genes/TP53.html"


def test_addresses_that_vanish_are_found(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert promise(docs) == 0
    (docs / "guides" / "reading.md").rename(docs / "guides" / "reports.md")
    (docs / "numbers" / "genes.yaml").write_text("", encoding="utf-8")
    assert broken(load(docs)) == ["guides/reading.html", "number:tp53-leukemia"]
    assert promise(docs) == 1
    assert "guides/reading.html was promised and is gone" in capsys.readouterr().err
    (docs / "redirects.yaml").write_text(
        "guides/reading: guides/reports\nnumber:tp53-leukemia: null\n", encoding="utf-8"
    )
    site = load(docs)
    assert broken(site) == []
    assert moved_names(site) == {"guide:reading": "guide:reports", "number:tp53-leukemia": None}


def test_what_is_offered_covers_pages_places_and_names(docs: Path) -> None:
    assert offered(load(docs)) >= {
        "genes/TP53.html",
        "genes/TP53.html#TP53",  # the page's own name
        "genes/TP53.html#healthy",  # a fixed section
        "genes/TP53.html#what-we-know",  # a heading below one
        "genes/TP53.html#sources",
        "pathways/apoptosis.html#step-3",
        "guides/reading.html#questions-to-ask-your-care-team",  # a heading of its author's
        "glossary.html#term-apoptosis",
        *("gene:TP53", "term:apoptosis", "number:tp53-leukemia"),
        *("atlas.json", "objects.inv", "atlas-gene-index.html"),
    }


Pack = Callable[..., Path]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Open-data tables as small as the small site."""

    def make(hgnc: str = "HGNC:11998", first: str = "2020-01-31") -> Path:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        tables = {
            "MANIFEST.tsv": "file\n",
            "hgnc_genes.tsv.gz": "symbol\thgnc_id\tentrez\tensembl\tuniprot\n"
            f"TP53\t{hgnc}\t7157\tENSG00000141510\tP04637\n"
            "MDM2\tHGNC:6973\t4193\tENSG00000135679\tQ00987\n",
            "reactome_sets.tsv.gz": "reactome_id\tname\tgenes\n",
            "wikipathways_edges.tsv.gz": "wpid\tsource\ttarget\ttype\n"
            "WP1\tMDM2\tTP53\tmim-inhibition\n",
            "mondo_cancer.tsv": "mondo\tname\tncit\tdoid\n",
            "do_cancer.tsv": "doid\tname\tncit\n",
            "oncotree.tsv": "code\n",
            "nci_drugs.tsv": "name\tncit\n",
            "fda_novel_oncology_approvals.tsv": f"active\tapproval_date\nExamplamab\t{first}\n",
            "drugcentral_targets.tsv": "drug\tgene\nexamplamab\tMDM2\n",
            "pmid_citations.tsv.gz": "pmid\tfirst_author\tyear\n11111111\tSmith\t2020\n",
            "tcga_tp53_ras_nf1_by_cancer.tsv": "gene\tsamples\tpct\nTP53\t100\t37.2\n",
        }
        for name, text in tables.items():
            opener = gzip.open if name.endswith(".gz") else open
            with opener(folder / name, "wt", encoding="utf-8") as file:
                file.write(text)
        pathway = {"WP254": {"title": "Apoptosis", "genes": "TP53 MDM2"}}
        (folder / "wikipathways.json").write_text(json.dumps(pathway), encoding="utf-8")
        return folder

    return make


def test_facts_that_agree_with_the_tables(
    docs: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert oracles.compare(docs, pack()) == 0
    assert "LOOK" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hgnc": "HGNC:1"}, "hgnc_id is HGNC:11998; HGNC says HGNC:1"),
        ({"first": "2019-01-31"}, "first FDA date is 2020-01-31; FDA says 2019-01-31"),
    ],
)
def test_facts_that_contradict_the_tables(
    docs: Path,
    pack: Pack,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    said: str,
) -> None:
    assert oracles.compare(docs, pack(**change)) == 1
    assert said in capsys.readouterr().out


def test_without_tables_it_says_so(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert oracles.compare(docs, docs / "nowhere") == 0
    assert "facts were not compared" in capsys.readouterr().out


def test_pages_to_come_are_listed_with_who_names_them(docs: Path) -> None:
    found = {key: pages for key, _name, pages in wanted(Graph(load(docs)))}
    assert found["food:ginger"] == ["pathways/apoptosis"]
    (docs / "nutrition" / "ginger.md").write_text(
        (docs / "nutrition" / "grapefruit.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert "food:ginger" not in {key for key, _, _ in wanted(Graph(load(docs)))}


def test_make_check_lists_the_pages_to_come(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(docs), "--wanted"]) == 0
    assert "food:ginger  Ginger  named by 1: pathways/apoptosis" in capsys.readouterr().out


def test_pathways_are_listed_by_the_hallmark_that_they_serve_first(docs: Path) -> None:
    text = (docs / "pathways" / "apoptosis.md").read_text(encoding="utf-8")
    for name, served in (
        ("Aging", "enabling-replicative-immortality, resisting-cell-death"),
        ("Zone", "resisting-cell-death, enabling-replicative-immortality"),
    ):
        (docs / "pathways" / f"{name.lower()}.md").write_text(
            text.replace("name: Apoptosis", f"name: {name}").replace(
                "hallmarks: [resisting-cell-death]", f"hallmarks: [{served}]"
            ),
            encoding="utf-8",
        )
    groups = lists.listing(Graph(load(docs)), "pathway", identity)["groups"]
    assert [(g["id"], [item["name"] for item in g["items"]]) for g in groups] == [
        ("resisting-cell-death", ["Apoptosis", "Zone"]),
        ("enabling-replicative-immortality", ["Aging"]),
    ]
