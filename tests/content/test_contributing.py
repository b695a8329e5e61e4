"""The contributing pages say what the code does: files, sections, roles, rungs, limits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from atlas import notices
from atlas.anatomy import KINDS
from atlas.diagram.read import STATES
from atlas.evidence import CERTAINTIES, RUNGS
from atlas.markdown import ROLES
from atlas.permanence import FIXED
from atlas.rules import diagrams, reading

BUILD = "docs/contributing/how-a-build-works.md"


def page(root: Path, name: str) -> str:
    return (root / "docs" / "contributing" / f"{name}.md").read_text(encoding="utf-8")


def named(root: Path) -> set[str]:
    """Every path that the page on the build names."""
    code = re.findall(r"`([^`\s]+)`", page(root, "how-a-build-works"))
    return {path for path in code if "/" in path or "." in path}


def test_every_file_that_the_page_on_the_build_names_is_there(project_root: Path) -> None:
    paths = named(project_root)
    assert len(paths) > 40
    written = {*FIXED, notices.OUTPUT}  # in the folder of the build
    missing = sorted(p for p in paths - written if not (project_root / p).exists())
    assert not missing, f"{BUILD} names {missing}"


def test_every_module_has_its_place_on_the_page_on_the_build(project_root: Path) -> None:
    paths = named(project_root)
    modules = [*(project_root / "atlas").rglob("*.py"), *(project_root / "tools").rglob("*.py")]
    homeless = []
    for module in sorted(modules):
        place = module.relative_to(project_root)
        folders = {f"{folder.as_posix()}/" for folder in place.parents} - {"./", "atlas/", "tools/"}
        # A package of which the page names each file has nothing to say in `__init__.py`.
        if place.name == "__init__.py" and place.parent != Path("atlas"):
            continue
        # `atlas/ext/` stands in the first lines as a whole; its files do different things.
        if place.as_posix() not in paths and not (folders & paths - {"atlas/ext/"}):
            homeless.append(place.as_posix())
    assert not homeless, f"say in {BUILD} what these are for: {homeless}"


def test_what_a_page_holds_is_generated_and_not_told_by_hand(project_root: Path) -> None:
    text = page(project_root, "anatomy")
    generated = re.findall(r"^```\{anatomy\} (\S+)$", text, flags=re.MULTILINE)
    assert generated == [kind.name for kind in KINDS.values() if kind.sections]
    headings = {spec.heading for kind in KINDS.values() for spec in kind.sections}
    # The safety rules are a contract of their own.
    pages = [*(project_root / "docs/contributing").glob("*.md"), project_root / "CONTRIBUTING.md"]
    for path in pages:
        if path.stem == "safety-rules":
            continue
        prose = path.read_text(encoding="utf-8")
        told = [h for h in headings if len(h.split()) > 2 and h.casefold() in prose.casefold()]
        assert not told, f"{path.name} tells of {told}: the page Anatomy is made from the code"


def test_the_review_record_is_generated(project_root: Path) -> None:
    from atlas.ext.parts import RECORDS

    text = page(project_root, "reviewing")
    assert set(re.findall(r"^```\{record\} (\S+)$", text, flags=re.MULTILINE)) == set(RECORDS)
    for model in RECORDS.values():
        dumb = [name for name, field in model.model_fields.items() if not field.description]
        assert not dumb, f"{model.__name__}: {dumb} say nothing in the table"


def test_every_role_is_explained_and_no_other(project_root: Path) -> None:
    text = page(project_root, "writing")
    assert set(re.findall(r"\{([a-z]+)\}`", text)) == ROLES


def test_the_ladder_on_the_page_is_the_ladder_of_the_rules(project_root: Path) -> None:
    (row,) = re.findall(r"^\| `` \{evidence\}.+$", page(project_root, "writing"), re.MULTILINE)
    rungs, certainties = re.findall(r"\(([^)]+)\)", row)
    assert rungs.split(", ") == list(RUNGS)
    assert certainties.split(", ") == list(CERTAINTIES)
    for example in re.findall(r"`([a-z-]+),([a-z-]+)`", row):
        assert example[0] in RUNGS
        assert example[1] in CERTAINTIES


@pytest.mark.parametrize(
    ("name", "said", "limits"),
    [
        (
            "writing",
            r"at most (\d+) boxes and (\d+) arrows",
            (diagrams.MAX_NODES, diagrams.MAX_EDGES),
        ),
        (
            "safety-rules",
            r"sentence under (\d+) words, none over (\d+)",
            (reading.MAX_MEAN, reading.MAX_SENTENCE),
        ),
        ("safety-rules", r"If one exceeds ([\d.]+), rewrite", (reading.MAX_GRADE,)),
    ],
)
def test_a_limit_on_the_page_is_the_limit_of_the_rules(
    project_root: Path, name: str, said: str, limits: tuple[float, ...]
) -> None:
    (found,) = re.findall(said, page(project_root, name))
    numbers = (found,) if isinstance(found, str) else found
    assert tuple(float(number) for number in numbers) == limits


def test_the_marks_of_diagrams_are_those_that_are_read(project_root: Path) -> None:
    marks = re.findall(r"`:::([a-z]+)`", page(project_root, "writing"))
    assert marks == list(STATES)


def test_the_policies_say_what_holds_today(project_root: Path) -> None:
    """Until a clinician is on record, the page on reviewing says that there is none."""
    reviewed = [
        path.name
        for path in (project_root / "docs").rglob("*.md")
        if re.search(r"^review: .*clinician:", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    says_none = "no clinician has reviewed any page" in page(project_root, "reviewing")
    assert says_none == (not reviewed), f"reviewed: {reviewed}"
