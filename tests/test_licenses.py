"""What the project rests on may be used as it is used, and what it publishes is accounted for."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from atlas.site import load

#: What package data says in place of an SPDX name.
PLAIN = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


@pytest.fixture(scope="module")
def rules(project_root: Path) -> dict[str, Any]:
    text = (project_root / "tests" / "licenses.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def locked(root: Path) -> list[str]:
    text = (root / "requirements.txt").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE)))


def stated(package: str) -> str:
    """The SPDX expression that a package states of itself, or ""."""
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return ""
    classifiers = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or []]
    fields = [
        said for name in ("License-Expression", "License") for said in about.get_all(name, [])
    ]
    for said in (*fields, *classifiers):
        try:
            return canonicalize_license_expression(PLAIN.get(said, said))
        except InvalidLicenseExpression:
            continue
    return ""


def fits(expression: str, allowed: set[str]) -> bool:
    """Whether an expression without nesting can be met with allowed licenses."""
    choices = re.sub(r"[()]", "", expression).split(" OR ")
    return any(set(choice.split(" AND ")) <= allowed for choice in choices)


@pytest.mark.parametrize(
    ("expression", "good"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("", False),
    ],
)
def test_an_expression_is_weighed(expression: str, good: bool) -> None:
    assert fits(expression, {"MIT", "PSF-2.0"}) is good


def test_every_locked_package_has_an_allowed_license(
    project_root: Path, rules: dict[str, Any]
) -> None:
    packages = locked(project_root)
    assert len(packages) > 60
    found = {p: rules["read"].get(p) or stated(p) for p in packages if p not in rules["except"]}
    wrong = {p: said for p, said in found.items() if not fits(said, set(rules["allowed"]))}
    assert wrong == {}, "read the license, then see tests/licenses.yaml"


def test_the_table_of_licenses_has_no_line_too_many(
    project_root: Path, rules: dict[str, Any]
) -> None:
    named = {*rules["read"], *rules["except"]}
    assert named - set(locked(project_root)) == set()
    assert all(row["why"] for row in rules["except"].values())


def test_what_is_published_has_an_allowed_license(
    project_root: Path, rules: dict[str, Any]
) -> None:
    origins = load(project_root / "docs").origins
    assert {"furo", "sphinx", "minisearch", "inter"} <= origins.keys()
    used = {key: origin.license for key, origin in origins.items()}
    assert {k: v for k, v in used.items() if not fits(v, set(rules["allowed"]))} == {}
    for key, origin in origins.items():
        if origin.package and (said := rules["read"].get(origin.package) or stated(origin.package)):
            assert origin.license == said, key


def test_the_search_libraries_are_named_in_their_versions(project_root: Path) -> None:
    package = project_root / "tools" / "search-vendor" / "package.json"
    wanted = json.loads(package.read_text(encoding="utf-8"))["devDependencies"]
    origins = load(project_root / "docs").origins
    for name in ("minisearch", "double-metaphone"):
        assert origins[name].version == wanted[name]
    head = (project_root / "docs/_static/search/vendor.js").read_text(encoding="utf-8")[:300]
    assert f"MiniSearch {wanted['minisearch']}" in head
    assert f"double-metaphone {wanted['double-metaphone']}" in head
