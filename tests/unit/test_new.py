"""`make new`: pages from the anatomy, each TODO a finding, refusals that say what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from atlas import anatomy
from atlas.__main__ import main
from atlas.findings import Code
from atlas.new import RefusedError, new_page, plan
from atlas.rules import check
from atlas.site import load
from tests.faults import copy_small

#: An id of each kind that the small site does not have.
IDS = {
    "hallmark": "enabling-replicative-immortality",
    "pathway": "necroptosis",
    "gene": "KRAS",
    "treatment": "otheramab",
    "cancer": "melanoma",
    "food": "ginger",
    "guide": "asking",
}
#: What an author writes for each key, and in each form of a section.
FRONT = {
    "name": "A thing",
    "say": "a THING",
    "summary": "A made-up page.",
    "review": "{checked: 2026-11-23, next: 2027-11-23}",
    "role": "{in: oncogene, source: smith2020cells}",
    "hallmarks": "[resisting-cell-death]",
    "form": "drug",
    "against": "{none_found: 2026-11-23}",
}
BODY = (
    (r"(?m)^TODO.*$", "It helps cells.{cite}`smith2020cells`"),
    (r"(?m)^## TODO.*$", "## A heading"),
    (r"(?m)^- TODO: question.*$", "- What does it mean for me?"),
    (r"(?m)^- TODO.*$", "- It helps cells.{cite}`smith2020cells`"),
    (r"(?m)^1\. TODO.*$", "1. One leads to two.{cite}`smith2020cells`"),
    (r"(?m)^\| TODO.*$", "| Word | What it means.{cite}`smith2020cells` | What now? |"),
    (r"TODO", "Word"),
)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return copy_small(tmp_path)


def fill(text: str) -> str:
    """Write something true of the small site in every place."""
    _, front, body = text.split("---\n", 2)
    lines = []
    for line in front.splitlines():
        key, _, value = line.partition(": ")
        if "TODO" in value:
            value = "{}" if key == "ids" else FRONT[key]
        lines.append(f"{key}: {value}")
    for pattern, words in BODY:
        body = re.sub(pattern, words, body)
    return "---\n" + "\n".join(lines) + "\n---\n" + body


@pytest.mark.parametrize("kind", IDS)
def test_a_new_page_has_findings_that_say_what_to_fill_in_and_no_others(
    docs: Path, kind: str
) -> None:
    assert new_page(docs, kind, IDS[kind]) == 0
    path = docs / anatomy.KINDS[kind].folder / f"{IDS[kind]}.md"
    text = path.read_text(encoding="utf-8")
    found = check(load(docs))
    assert {finding.number for finding in found} == {Code.TO_FILL_IN.number}
    assert {finding.path for finding in found} == {f"docs/{path.relative_to(docs)}"}
    assert len(found) == text.count("TODO")
    places = {finding.line for finding in found}
    assert places == {n for n, line in enumerate(text.split("\n"), 1) if "TODO" in line}


@pytest.mark.parametrize("kind", IDS)
def test_a_new_page_passes_once_it_is_filled_in(docs: Path, kind: str) -> None:
    assert new_page(docs, kind, IDS[kind]) == 0
    path = docs / anatomy.KINDS[kind].folder / f"{IDS[kind]}.md"
    text = fill(path.read_text(encoding="utf-8"))
    if kind == "food":
        text = text.replace("form: drug", "form: food")
    path.write_text(text, encoding="utf-8")
    assert [f"{finding.place} {finding.text}" for finding in check(load(docs))] == []


@pytest.mark.parametrize("kind", anatomy.KINDS)
def test_every_section_of_the_anatomy_is_there(docs: Path, kind: str) -> None:
    page = plan(load(docs), anatomy.KINDS[kind].name, IDS[kind])
    name = re.findall(r"(?m)^name: (.+)$", page.text)[0]
    headings = re.findall(r"(?m)^## (.+)$", page.text)
    wanted = [section.title(name) for section in anatomy.KINDS[kind].sections]
    assert headings[-len(wanted) or len(headings) :] == wanted


def test_a_gene_brings_its_ids_and_other_symbols(docs: Path) -> None:
    text = plan(load(docs), "gene", "KRAS").text
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["ids"] == {
        "hgnc": "HGNC:6407",
        "entrez": "3845",
        "uniprot": ["P01116"],
        "ensembl": "ENSG00000133703",
    }
    assert front["name"] == "KRAS"
    assert "KRAS2" in front["aliases"]


def test_names_that_lead_elsewhere_are_left_out(docs: Path) -> None:
    path = docs / "genes" / "MDM2.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("ids:", "aliases: [KRAS2]\nids:"), encoding="utf-8")
    page = plan(load(docs), "gene", "KRAS")
    assert "KRAS2" not in page.text
    assert page.notes == ["“KRAS2” was left out: it leads to gene:MDM2 already"]
    # A symbol that is also that of another gene helps nobody.
    assert "MLL," not in plan(load(docs), "gene", "KMT2D").text


def test_what_the_list_of_pages_to_come_knows_is_taken_over(docs: Path) -> None:
    listed = docs / "to-come.yaml"
    listed.write_text(
        "# First.\n"
        "food:\n  green-tea: Green tea\n  ginger: Ginger\n"
        "# Drugs.\n"
        "treatment:\n"
        '  otheramab: {name: "otheramab", brands: ["Othero", "Examplo"], also: ["MDM2 drug"]}\n',
        encoding="utf-8",
    )
    page = plan(load(docs), "treatment", "otheramab")
    assert "\nname: otheramab\n" in page.text
    assert "\nbrands: [{name: Othero, where: United States}]\n" in page.text
    assert "\naliases: [MDM2 drug]\n" in page.text
    assert "“Examplo” was left out: it leads to treatment:examplamab already" in page.notes
    assert new_page(docs, "treatment", "otheramab") == 0
    left = "# First.\nfood:\n  green-tea: Green tea\n  ginger: Ginger\n# Drugs.\n"
    assert listed.read_text(encoding="utf-8") == left
    assert new_page(docs, "food", "green-tea") == 0
    assert listed.read_text(encoding="utf-8") == left.replace("  green-tea: Green tea\n", "")


def test_a_list_on_one_line_is_left_to_its_author(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = docs / "to-come.yaml"
    listed.write_text("food: {ginger: Ginger, green-tea: Green tea}\n", encoding="utf-8")
    before = listed.read_bytes()
    assert new_page(docs, "food", "ginger") == 0
    assert listed.read_bytes() == before
    assert "remove “ginger” from docs/to-come.yaml yourself" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "page_id", "why"),
    [
        ("genes", "KRAS", "there is no kind “genes” (did you mean gene?); kinds: hallmark, "),
        ("gene", "KRSA", "HGNC has no gene “KRSA” (did you mean ARSK or KRAS"),
        ("gene", "kras", "HGNC has no gene “kras” (did you mean KRAS"),
        ("gene", "MLL", "“MLL” is a former symbol of KMT2A: write `make new kind=gene id=KMT2A`"),
        ("gene", "her2", "“her2” is another symbol of ERBB2"),
        ("gene", "C1orf112", "“C1orf112” is a former symbol of FIRRM"),
        ("gene", "MDM2", "the page is there already: docs/genes/MDM2.md"),
        ("gene", "../KRAS", "HGNC has no gene"),
        ("treatment", "Other Drug", "“Other Drug” is no id: lower-case letters, digits and single"),
        ("treatment", "../x", "is no id"),
        ("treatment", "index", "is no id"),
        ("treatment", "examplamab", "the page is there already: docs/treatments/examplamab.md"),
        ("hallmark", "resisting", "docs/hallmarks.yaml has no hallmark “resisting” (did you mean"),
    ],
)
def test_what_is_refused_and_why(
    docs: Path, kind: str, page_id: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in docs.rglob("*") if path.is_file()}
    assert main(["new", "--docs", str(docs), "--", kind, page_id]) == 1
    said = capsys.readouterr()
    assert why in said.err
    assert said.out == ""
    assert {path: path.read_bytes() for path in docs.rglob("*") if path.is_file()} == before


def test_nothing_is_left_half_written(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second file cannot be written: the first is not there either."""
    before = {path: path.read_bytes() for path in docs.rglob("*") if path.is_file()}
    write = Path.write_text

    def refuse(self: Path, *args: str, **options: str) -> int:
        if "to-come" in self.name:
            raise OSError(28, "No space left on device", str(self))
        return write(self, *args, **options)

    monkeypatch.setattr(Path, "write_text", refuse)
    assert new_page(docs, "food", "ginger") == 1
    assert {path: path.read_bytes() for path in docs.rglob("*") if path.is_file()} == before


def test_a_name_may_hold_anything(docs: Path) -> None:
    page = plan(load(docs), "guide", "asking", 'Yes: "no" # 1.10')
    assert yaml.safe_load(page.text.split("---\n")[1])["name"] == 'Yes: "no" # 1.10'


def test_a_form_that_the_checker_does_not_accept_is_refused(docs: Path) -> None:
    with pytest.raises(RefusedError, match="capitals"):
        plan(load(docs), "gene", "C1orf50")
