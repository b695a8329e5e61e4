"""A small project to build: the project's own conf.py, templates and styles over the small site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults import copy_small


@dataclass(frozen=True)
class Built:
    """What a build said and where its output is."""

    status: int
    said: str
    html: Path

    def files(self) -> dict[str, bytes]:
        """Every file of the output by its path."""
        return {
            path.relative_to(self.html).as_posix(): path.read_bytes()
            for path in sorted(self.html.rglob("*"))
            if path.is_file() and path.name != ".buildinfo"
        }


@dataclass(frozen=True)
class Project:
    """A copy of the small site that a test may change."""

    root: Path
    code: Path

    @property
    def docs(self) -> Path:
        """The folder of pages."""
        return self.root / "docs"

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace text in a file of docs; it must be there."""
        path = self.docs / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, name: str = "html", *options: str, seed: str = "0") -> Built:
        """Run sphinx-build as the Makefile does; the doctrees stand beside the output."""
        out = self.root / "_build" / name
        environment = {**os.environ, "PYTHONPATH": str(self.code), "PYTHONHASHSEED": seed}
        # Sphinx notices an edit by its time stamp in microseconds: no waiting is needed.
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "sphinx",
                "-c",
                ".",
                "docs",
                str(out),
                "-d",
                str(self.root / "_build" / f"{name}-doctrees"),
                *options,
            ],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Built(done.returncode, done.stdout + done.stderr, out)


def make_project(folder: Path, code: Path) -> Project:
    """Set up a project below `folder`."""
    docs = copy_small(folder)
    shutil.copy(code / "conf.py", folder)
    for name in ("_static", "_templates"):
        shutil.copytree(code / "docs" / name, docs / name)
    return Project(folder, code)


@pytest.fixture
def project(tmp_path: Path, project_root: Path) -> Project:
    """A fresh project."""
    return make_project(tmp_path, project_root)
