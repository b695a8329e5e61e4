"""The files that greet a contributor: hooks, issue forms, pull request lists, citation, links."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit.clientlib import load_config

HOOKS = ".pre-commit-config.yaml"
FORMS = ".github/ISSUE_TEMPLATE"
TEMPLATES = ".github/PULL_REQUEST_TEMPLATE"
GREETERS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# -- hooks ---------------------------------------------------------------------------------------


def test_the_hooks_are_the_steps_of_make_lint_and_make_check(project_root: Path) -> None:
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")
    (steps,) = re.findall(r"^LINTERS := (.+)", makefile, flags=re.MULTILINE)
    (lint,) = re.findall(r"^lint: (.+?)\s+##", makefile, flags=re.MULTILINE)
    assert lint == "$(LINTERS)"
    # pre-commit's own reader: it refuses a key that it does not know.
    config = load_config(str(project_root / HOOKS))
    assert {repo["repo"] for repo in config["repos"]} == {"local"}, "nothing is downloaded"
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert [h["entry"] for h in hooks] == [f"make {name}" for name in (*steps.split(), "check")]
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert {h["entry"].removeprefix("make ") for h in hooks} <= targets
    # Each step takes the whole tree, as it does in `make lint`.
    assert not any(h["pass_filenames"] for h in hooks)


def test_spelling_knows_american_english_and_no_needless_exception(
    project_root: Path, tmp_path: Path
) -> None:
    words = (project_root / ".codespell-words").read_text(encoding="utf-8").split()
    assert words == sorted(set(words))
    wrong = tmp_path / "page.md"
    wrong.write_text(f"Teh colour. {' '.join(words)}\n", encoding="utf-8")  # codespell:ignore
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", str(wrong)],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r":1: (\S+) ==> (\S+)", done.stdout)
    assert [right for _, right in found] == ["The", "color"], done.stdout + done.stderr


# -- issue forms ---------------------------------------------------------------------------------


def forms(root: Path) -> dict[str, Any]:
    """Every issue form by its name without the number that orders them."""
    paths = [p for p in (root / FORMS).glob("*.yml") if p.name != "config.yml"]
    return {path.stem.partition("-")[2]: read(path) for path in sorted(paths)}


def validate(schema: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", path],
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_kind_of_issue_has_its_form(project_root: Path) -> None:
    assert list(forms(project_root)) == ["harm", "correction", "new-page", "broken-link", "site"]


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("harm", {"page", "sentence", "harm", "hurry", "private"}),
        ("correction", {"page", "sentence", "wrong", "source"}),
        ("new-page", {"kind", "name", "why"}),
        ("broken-link", {"page", "link", "what"}),
        ("site", {"what"}),
    ],
)
def test_a_form_asks_for_what_is_needed_and_for_no_more(
    project_root: Path, form: str, asked: set[str]
) -> None:
    required = set()
    for field in forms(project_root)[form]["body"]:
        options = field["attributes"].get("options", [])
        boxes = [o for o in options if isinstance(o, dict) and o.get("required")]
        if boxes or field.get("validations", {}).get("required"):
            required.add(field["id"])
    assert required == asked


@pytest.mark.parametrize("form", ["harm", "correction", "new-page"])
def test_a_form_that_a_patient_may_fill_in_warns_that_issues_are_public(
    project_root: Path, form: str
) -> None:
    text = str(forms(project_root)[form])
    assert "issues are public" in text
    assert "your own health" in text


def test_the_forms_keep_what_github_asks_beyond_its_schema(project_root: Path) -> None:
    for name, form in forms(project_root).items():
        fields = [field for field in form["body"] if field["type"] != "markdown"]
        assert fields, f"{name} asks for nothing"
        for key in ("id", "label"):
            values = [f["attributes"]["label"] if key == "label" else f["id"] for f in fields]
            assert len(values) == len(set(values)), f"{name}: a {key} stands twice"
    names = [form["name"] for form in forms(project_root).values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("schema", "file", "old", "new", "said"),
    [
        ("github-issue-forms", f"{FORMS}/1-harm.yml", "      label: Which page?\n", "", "label"),
        ("github-issue-forms", f"{FORMS}/1-harm.yml", "type: dropdown", "type: menu", "menu"),
        ("github-issue-config", f"{FORMS}/config.yml", "    about: >-", "    aim: >-", "about"),
        ("citation-file-format", "CITATION.cff", "license: CC-BY-4.0", "license: CC-4", "CC-4"),
        ("citation-file-format", "CITATION.cff", "authors:", "writers:", "authors"),
    ],
)
def test_the_schemas_find_a_fault(  # that the real files fit them is a step of `make lint`
    project_root: Path, tmp_path: Path, schema: str, file: str, old: str, new: str, said: str
) -> None:
    text = (project_root / file).read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / Path(file).name
    broken.write_text(text.replace(old, new), encoding="utf-8")
    done = validate(schema, broken)
    assert done.returncode == 1
    assert said in done.stdout + done.stderr


def test_make_lint_holds_every_form_and_the_citation_against_their_schemas(
    project_root: Path,
) -> None:
    done = subprocess.run(
        ["make", "-n", "lint-files"], cwd=project_root, capture_output=True, text=True, check=True
    )
    for path in (project_root / FORMS).glob("*.yml"):
        assert f"{FORMS}/{path.name}" in done.stdout
    assert "citation-file-format CITATION.cff" in done.stdout


# -- pull requests, links, citation --------------------------------------------------------------


def test_each_kind_of_pull_request_has_its_list(project_root: Path) -> None:
    lists = {path.name: path for path in (project_root / TEMPLATES).glob("*.md")}
    assert set(lists) == {"page.md", "correction.md", "code.md"}
    start = (project_root / f"{TEMPLATES}.md").read_text(encoding="utf-8")
    for name in lists:
        assert name in start, f"the first form does not lead to {name}"
    for path in (lists["page.md"], lists["correction.md"]):
        text = path.read_text(encoding="utf-8")
        assert "- [ ]" in text
        assert "language model" in text
        assert "make check" in text


def test_links_of_the_repository_files_lead_somewhere(project_root: Path) -> None:
    found = 0
    pages = [*(project_root / name for name in GREETERS)]
    pages += [project_root / f"{TEMPLATES}.md", *(project_root / TEMPLATES).glob("*.md")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            # The text of a pull request stands at OWNER/REPO/pull/NUMBER: links start there.
            path = link.removeprefix("../blob/main/") if page.parent != project_root else link
            assert (project_root / path).exists(), f"{page.name} links to {link}"
            found += 1
    assert found > 15


def test_the_citation_says_what_the_project_says(project_root: Path) -> None:
    citation = read(project_root / "CITATION.cff")
    settings = (project_root / "conf.py").read_text(encoding="utf-8")
    author = re.findall(r'^author = "(.+)"', settings, flags=re.MULTILINE)[0]
    assert citation["title"] == re.findall(r'^project = "(.+)"', settings, flags=re.MULTILINE)[0]
    assert [entity["name"] for entity in citation["authors"]] == [f"The {author}"]
    license_text = (project_root / "LICENSE-CONTENT").read_text(encoding="utf-8")
    assert f"The {author}" in license_text
    assert "Attribution 4.0 International" in license_text
    assert citation["license"] == "CC-BY-4.0"
    # Nothing is claimed that does not exist yet.
    assert not citation.keys() & {"doi", "version", "date-released", "url", "repository-code"}


def test_make_lint_needs_no_git(project_root: Path, tmp_path: Path) -> None:
    for name in ("tools", ".gitignore", "Makefile"):
        source = project_root / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    (tmp_path / "notes.md").write_text("Two words \n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "tools/tidy.py"],
        cwd=tmp_path,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        done.stdout == "notes.md:1:10: white space at the end of the line (`make fix` removes it)\n"
    )
