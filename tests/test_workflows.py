"""The workflows, Dependabot and Read the Docs: right by their schemas, safe, our own commands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

SCRIPTS = Path(sys.executable).parent
#: Everything that workflows may do besides reading the repository.
RIGHTS = {
    ("ci", "deploy"): {"pages": "write", "id-token": "write"},
    ("due", "issue"): {"contents": "read", "issues": "write"},
    ("audit", "issue"): {"contents": "read", "issues": "write"},
    ("links", "issue"): {"contents": "read", "issues": "write"},
}
SCHEMAS = {
    ".github/workflows/audit.yml": "vendor.github-workflows",
    ".github/workflows/ci.yml": "vendor.github-workflows",
    ".github/workflows/due.yml": "vendor.github-workflows",
    ".github/workflows/links.yml": "vendor.github-workflows",
    ".github/dependabot.yml": "vendor.dependabot",
    ".readthedocs.yaml": "vendor.readthedocs",
}
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1  # v7.0.1"


@pytest.fixture(scope="module")
def workflows(project_root: Path) -> dict[str, dict[str, Any]]:
    folder = project_root / ".github" / "workflows"
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir())
    }


@pytest.fixture
def copy(project_root: Path, tmp_path: Path) -> Path:
    """A copy of the files that a test may spoil."""
    shutil.copytree(project_root / ".github", tmp_path / ".github")
    shutil.copy(project_root / ".readthedocs.yaml", tmp_path)
    return tmp_path


def spoil(root: Path, file: str, old: str, new: str) -> None:
    """Replace the first `old` in a file; it must be there."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def unsafe(root: Path) -> list[str]:
    """What zizmor finds below `root`, without the network, as `file: audit`."""
    options = "--offline --no-config --persona auditor --strict-collection --format json"
    done = subprocess.run(
        [SCRIPTS / "zizmor", *options.split(), root / ".github"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("["), done.stderr
    return sorted(
        {
            f"{Path(place['symbolic']['key']['Local']['verbatim_path']).name}: {finding['ident']}"
            for finding in json.loads(done.stdout)
            for place in finding["locations"]
        }
    )


def misfits(root: Path, file: str) -> str:
    """What does not fit the schema of a file; empty if it fits."""
    done = subprocess.run(
        [SCRIPTS / "check-jsonschema", "--builtin-schema", SCHEMAS[file], root / file],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_nothing_is_unsafe(project_root: Path) -> None:
    assert unsafe(project_root) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "audit"),
    [
        ("workflows/ci.yml", CHECKOUT, "actions/checkout@v7", "unpinned-uses"),
        (
            "workflows/ci.yml",
            "run: make lint",
            'run: echo "${{ github.event.pull_request.title }}"',
            "template-injection",
        ),
        ("workflows/ci.yml", "permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("workflows/due.yml", "permissions: {}\n", "", "excessive-permissions"),
        ("workflows/ci.yml", "persist-credentials: false", "fetch-depth: 1", "artipacked"),
        ("workflows/ci.yml", "pull_request:", "pull_request_target:", "dangerous-triggers"),
        (
            "workflows/links.yml",
            "python3 tools/issue.py",
            "echo ${{ secrets.ANY }} && python3 tools/issue.py",
            "secrets-outside-env",
        ),
        ("dependabot.yml", "    cooldown:\n      default-days: 7\n", "", "dependabot-cooldown"),
    ],
)
def test_a_seeded_danger_is_found(copy: Path, file: str, old: str, new: str, audit: str) -> None:
    spoil(copy, f".github/{file}", old, new)
    assert f"{Path(file).name}: {audit}" in unsafe(copy)


def test_an_image_without_its_digest_is_found(copy: Path) -> None:
    path = copy / ".github" / "workflows" / "ci.yml"
    text, count = re.subn(r"(debian:12)@sha256:\w+", r"\1", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")
    assert unsafe(copy) == ["ci.yml: unpinned-images"]


@pytest.mark.parametrize("file", SCHEMAS)
def test_files_fit_their_schema(project_root: Path, file: str) -> None:
    assert misfits(project_root, file) == ""


def test_every_workflow_has_its_schema_test(workflows: dict[str, Any]) -> None:
    assert {f".github/workflows/{name}.yml" for name in workflows} <= SCHEMAS.keys()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (".github/workflows/ci.yml", "timeout-minutes: 40", "timeout-minute: 40", "timeout-minute"),
        (".github/dependabot.yml", "interval: weekly", "interval: now", "'now' is not one of"),
        (".readthedocs.yaml", "commands:", "command:", "'command' was unexpected"),
    ],
)
def test_a_seeded_misfit_is_found(copy: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(copy, file, old, new)
    assert said in misfits(copy, file)


def test_each_job_may_only_what_it_needs(workflows: dict[str, Any]) -> None:
    assert {name for name, workflow in workflows.items() if workflow["permissions"] != {}} == set()
    may = {
        (name, job): steps["permissions"]
        for name, workflow in workflows.items()
        for job, steps in workflow["jobs"].items()
    }
    assert {key: rights for key, rights in may.items() if rights != {"contents": "read"}} == RIGHTS


def test_each_job_ends(workflows: dict[str, Any]) -> None:
    endless = [
        f"{name}: {job}"
        for name, workflow in workflows.items()
        for job, steps in workflow["jobs"].items()
        if not 0 < steps.get("timeout-minutes", 0) <= 60
    ]
    assert endless == []


def test_no_secret_is_read(project_root: Path) -> None:
    for path in (project_root / ".github").rglob("*.yml"):
        assert not re.search(r"\bsecrets\b", path.read_text(encoding="utf-8")), path


def test_each_action_is_one_commit_of_github_with_its_version(project_root: Path) -> None:
    found: dict[str, set[str]] = {}
    for path in (project_root / ".github" / "workflows").iterdir():
        for line in re.findall(r"uses: (.+)", path.read_text(encoding="utf-8")):
            match = re.fullmatch(r"(actions/[a-z-]+)@([0-9a-f]{40})  # v\d+\.\d+\.\d+", line)
            assert match, f"{path.name}: {line}"
            found.setdefault(match[1], set()).add(line)
    assert {name: lines for name, lines in found.items() if len(lines) > 1} == {}
    assert "actions/checkout" in found


def test_the_site_is_published_from_main_alone_and_after_all_tests(
    workflows: dict[str, Any],
) -> None:
    jobs = workflows["ci"]["jobs"]
    only = "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    assert jobs["deploy"]["if"] == only
    assert jobs["deploy"]["needs"] == "test"
    names = [step.get("run") or step.get("uses") for step in jobs["test"]["steps"]]
    order = ["check", "unit", "build-strict", "site-tests", "reproducible", "epub", "upload-pages"]
    places = [next(i for i, name in enumerate(names) if word in name) for word in order]
    assert places == sorted(places)
    assert jobs["test"]["steps"][places[-1]]["if"] == only


def test_workflows_and_read_the_docs_call_commands_that_exist(
    project_root: Path, workflows: dict[str, Any]
) -> None:
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    runs = [
        step["run"]
        for workflow in workflows.values()
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    docs = yaml.safe_load((project_root / ".readthedocs.yaml").read_text(encoding="utf-8"))
    runs += docs["build"]["commands"]
    called = {name for run in runs for name in re.findall(r"(?:\bmake|\.ci/run) ([a-z-]+)", run)}
    assert called >= {"check", "lint", "unit", "build-strict", "site-tests", "due", "linkcheck"}
    assert called - targets == set()
    files = {name for run in runs for name in re.findall(r"(?:bash|python3) ([\w./]+)", run)}
    assert files == {".ci/run", "tools/issue.py"}
    assert [name for name in files if not (project_root / name).is_file()] == []


def test_every_test_is_in_one_of_the_two_halves(project_root: Path) -> None:
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")

    def recipe(target: str) -> str:
        (found,) = re.findall(rf"^{target}:.*\n\t@(.+)", makefile, flags=re.MULTILINE)
        return str(found)

    assert recipe("test") == "$(PY) -X dev -m pytest $(ARGS)"
    assert recipe("unit") == "$(PY) -X dev -m pytest --ignore tests/site $(ARGS)"
    assert recipe("site-tests") == "$(PY) -X dev -m pytest tests/site $(ARGS)"
