"""The schemas that editors use: current, complete, and as strict as the loader."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, FormatChecker

from atlas import schemas, strictyaml
from atlas.anatomy import FOLDERS
from atlas.findings import Code
from tests.faults import Fault, copy_small, faults

MADE = schemas.schemas()


def validator(name: str) -> Draft7Validator:
    return Draft7Validator(MADE[f"{name}.schema.json"], format_checker=FormatChecker())


def plain(data: Any) -> Any:
    """YAML data as JSON has it: days and keys are texts."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


def documents(docs: Path) -> Iterator[tuple[str, str, Any]]:
    """File, schema and data of each data file and each page's front matter below `docs`."""
    for name, (pattern, _, _) in schemas.DATA.items():
        for path in sorted(docs.glob(pattern)):
            data = strictyaml.load(path.read_text(encoding="utf-8"), path.name).data
            yield str(path.relative_to(docs)), name, plain(data)
    for path in sorted(docs.rglob("*.md")):
        folder = FOLDERS.get(path.relative_to(docs).parts[0])
        frame = folder is None or path.stem == "index"
        kind = "guide" if frame else folder.name if folder else ""
        text = path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
        data = strictyaml.load(text, path.name).data
        yield str(path.relative_to(docs)), f"front-{kind}", plain(data)


def faulty(docs: Path) -> list[str]:
    return [file for file, name, data in documents(docs) if not validator(name).is_valid(data)]


def test_the_schemas_in_the_project_are_current(project_root: Path) -> None:
    folder = project_root / "schemas"
    stored = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert stored == {name: schemas.text(schema) for name, schema in MADE.items()}, (
        "run: python -m atlas schemas"
    )
    snippets = (project_root / ".vscode" / schemas.SNIPPETS).read_text(encoding="utf-8")
    assert snippets == schemas.text(schemas.snippets()), "run: python -m atlas schemas"


@pytest.mark.parametrize("name", MADE)
def test_a_schema_is_valid_and_says_what_each_field_holds(name: str) -> None:
    schema = MADE[name]
    Draft7Validator.check_schema(schema)
    parts = {"": schema, **schema.get("definitions", {})}
    fields = {
        f"{part}.{field}": about
        for part, record in parts.items()
        for field, about in record.get("properties", {}).items()
    }
    assert fields
    silent = [f for f, about in fields.items() if not about.get("description")]
    assert silent == []
    assert [f for f, about in fields.items() if not about.get("examples")] == []
    # An editor offers the examples: they must pass.
    for field, about in fields.items():
        own = {**about, "definitions": schema.get("definitions", {})}
        check = Draft7Validator(own, format_checker=FormatChecker())
        assert [e for e in about["examples"] if not check.is_valid(e)] == [], field


def test_every_real_file_passes(project_root: Path) -> None:
    docs = project_root / "docs"
    checked = {name for _, name, _ in documents(docs)}
    assert {f"{name}.schema.json" for name in checked} == set(MADE), "a schema without a file"
    assert faulty(docs) == []


#: Keys and forms of identifiers; what needs two values or another file is for the rules alone.
TOLD = (Code.FIELD_UNKNOWN, Code.FIELD_MISSING, Code.ID_PATTERN)
FAULTS = [
    fault
    for fault in faults()
    if not fault.form and any(f": {c.number} " in line for c in TOLD for line in fault.expect)
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_keys_that_the_loader_refuses_the_schema_refuses(fault: Fault, tmp_path: Path) -> None:
    docs = copy_small(tmp_path)
    assert faulty(docs) == []
    fault.apply(docs)
    assert faulty(docs) == [fault.file]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("genes/TP53.md", "checked: 2026-11-23", "checked: yesterday"),
        ("genes/TP53.md", "in: tumor-suppressor", "in: suppressor"),
        ("treatments/examplamab.md", "step: 3", "step: three"),
        ("treatments/examplamab.md", "call: [general]", "call: []"),
        ("numbers/genes.yaml", "unit: percent", "unit: percents"),
        ("numbers/genes.yaml", "year: 2020", "year: 20"),
        ("glossary.yaml", "plain: ", "plain: 3 #"),
        ("hallmarks.yaml", "slot: 3", "slot: 15"),
        ("to-come.yaml", '"Ginger"', "{nam: Ginger}"),  # codespell:ignore nam
        ("to-come.yaml", "food:", "foods:"),
        ("when-to-call.yaml", "call_now: [", "call_now: [3, "),
        ("search.yaml", "same:", "same: 3 #"),
    ],
)
def test_values_of_the_wrong_type_are_refused(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    docs = copy_small(tmp_path)
    path = docs / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert faulty(docs) == [file]


def test_vs_code_is_told_of_every_data_schema(project_root: Path) -> None:
    folder = project_root / ".vscode"
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    expected = {
        f"./schemas/{name}.schema.json": f"docs/{files}"
        for name, (files, _, _) in schemas.DATA.items()
    }
    assert settings["yaml.schemas"] == expected
    extensions = json.loads((folder / "extensions.json").read_text(encoding="utf-8"))
    assert "redhat.vscode-yaml" in extensions["recommendations"]


def test_vs_code_reads_the_findings_of_make_check(project_root: Path) -> None:
    text = (project_root / ".vscode" / "tasks.json").read_text(encoding="utf-8")
    (task,) = [task for task in json.loads(text)["tasks"] if task["label"] == "make check"]
    pattern = task["problemMatcher"]["pattern"]
    line = next(line for fault in faults() for line in fault.expect)
    match = re.search(pattern["regexp"], line)
    assert match
    place, code = line.split(": ")[:2]
    found = f"{match[pattern['file']]}:{match[pattern['line']]}:{match[pattern['column']]}"
    assert found == place
    assert match[pattern["code"]] == code.split(" ")[0]


def test_snippets_are_front_matter_that_loads() -> None:
    for name, snippet in schemas.snippets().items():
        (line,) = snippet["body"]
        plain_text = re.sub(r"\$\{1(?:\|([^,|]*).*?\||:(.*))\}$", r"\1\2", line)
        data = yaml.safe_load(plain_text.replace("\\}", "}").replace("\\$", "$"))
        assert list(data) == [snippet["prefix"]], name
