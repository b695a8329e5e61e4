"""Promises of the project's own files: the lock, the Makefile, what the README says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

LOCKS = ("requirements.txt", "requirements-bench.txt", "requirements-audit.txt")


def blocks(lock: str) -> list[str]:
    """The requirements of a lock, each with its continuation lines."""
    return re.findall(r"^[A-Za-z0-9].*(?:\n    .*)*", lock, flags=re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_and_hashes_every_package(project_root: Path, name: str) -> None:
    found = blocks((project_root / name).read_text(encoding="utf-8"))
    assert len(found) > 20
    loose = [block.splitlines()[0] for block in found if "==" not in block.splitlines()[0]]
    unhashed = [block.splitlines()[0] for block in found if "--hash=sha256:" not in block]
    assert not loose, f"not pinned: {loose}"
    assert not unhashed, f"without a hash: {unhashed}"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_index_and_no_local_path(project_root: Path, name: str) -> None:
    text = (project_root / name).read_text(encoding="utf-8")
    odd = re.findall(r".*(?:--index-url|--find-links|://|file:|@ ).*", text)
    assert not odd, f"works on one machine only: {odd}; run `make lock`"


@pytest.mark.parametrize("name", [lock.removesuffix(".txt") for lock in LOCKS])
def test_every_direct_dependency_is_locked(project_root: Path, name: str) -> None:
    wanted = (project_root / f"{name}.in").read_text(encoding="utf-8")
    locked = (project_root / f"{name}.txt").read_text(encoding="utf-8").lower()
    names = re.findall(r"^([A-Za-z][A-Za-z0-9.-]*)", wanted, flags=re.MULTILINE)
    missing = [n for n in names if not re.search(rf"^{re.escape(n.lower())}==", locked, re.M)]
    assert names
    assert not missing, f"{missing} are not in {name}.txt: run `make lock`"


def test_the_bench_uses_the_versions_of_the_build(project_root: Path) -> None:
    def pins(name: str) -> dict[str, str]:
        text = (project_root / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))

    build, bench = pins("requirements.txt"), pins("requirements-bench.txt")
    other = {n: (v, bench.get(n)) for n, v in build.items() if bench.get(n) != v}
    assert not other, f"different versions in the two locks: {other}; run `make lock`"


def test_help_lists_every_command(project_root: Path) -> None:
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")
    # Further such lines hold the steps of a command.
    phony = re.findall(r"^\.PHONY: (.+)", makefile, flags=re.MULTILINE)[0]
    done = subprocess.run(["make", "help"], cwd=project_root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    listed = re.findall(r"^  (\S+)  ", done.stdout, flags=re.MULTILINE)
    assert listed == phony.split()


def test_readme_names_only_commands_that_exist(project_root: Path) -> None:
    makefile = (project_root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (project_root / name).read_text(encoding="utf-8")
        # Commands stand in backticks or in an indented block; “make” is also a word.
        named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text, flags=re.MULTILINE))
        assert named, name
        assert not named - targets, f"{name} names {sorted(named - targets)}"


def test_conf_only_declares(project_root: Path) -> None:
    text = (project_root / "conf.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    imported = re.findall(r"^\s*(?:import|from) (\S+)", text, flags=re.MULTILINE)
    assert set(imported) <= {"sys", "pathlib"}, f"conf.py imports {imported}"


def test_ci_looks_for_the_browsers_that_the_tests_drive(project_root: Path) -> None:
    from tests.site.support import BROWSERS

    script = (project_root / ".ci" / "run").read_text(encoding="utf-8")
    (line,) = re.findall(r'^for name in "\$\{CHROMIUM:-\}" (.+); do', script, flags=re.MULTILINE)
    assert tuple(line.split()) == BROWSERS
