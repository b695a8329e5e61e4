"""Build the whole site by different roads and compare every byte: `make reproducible`.

Two copies of the project, in folders of different depth, are built from nothing: with other hash
seeds, time zones, locales, numbers of processes and orders of files on the disk. Then both get the
same edits; one is built on top of what it has, the other from nothing. Exit code 0: all the same,
1: something differs (the paths are printed), 2: a build failed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("conf.py", "atlas", "data", "docs")
STRICT = ("-W", "--keep-going", "-n")


@dataclass(frozen=True)
class Road:
    """One way to build: the folder it happens in, and all that must not matter."""

    folder: str
    seed: str
    zone: str
    locale: str
    jobs: str
    backwards: bool  # the order in which files are written to the disk

    def __str__(self) -> str:
        order = "Z to A" if self.backwards else "A to Z"
        return f"seed {self.seed}, TZ {self.zone}, {self.locale}, -j {self.jobs}, files {order}"


ROADS = (
    Road("a", "1", "UTC0", "C", "1", backwards=False),
    Road("a-much-longer/path/of-folders", "4242", "XXX-14", "C.UTF-8", "2", backwards=True),
)


def copy(target: Path, backwards: bool) -> None:
    """Copy the project below `target`, file by file in the order asked for."""
    files = [
        path
        for part in PARTS
        for path in ([ROOT / part] if (ROOT / part).is_file() else sorted((ROOT / part).rglob("*")))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    for path in reversed(files) if backwards else files:
        goal = target / path.relative_to(ROOT)
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, goal)


def build(project: Path, road: Road, *options: str) -> dict[str, str]:
    """Build below `project` as `road` says; the hash of every file of the output by its path."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON"))
    }
    environment |= {"PYTHONHASHSEED": road.seed, "TZ": road.zone, "LC_ALL": road.locale}
    environment |= {"LANG": road.locale, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "sphinx", "-c", ".", "docs", "out", "-d", "doctrees", "-q"]
    done = subprocess.run(
        [*command, "-j", road.jobs, *options],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(*done.stderr.splitlines()[-30:], f"{road}: the build failed", sep="\n")
        sys.exit(2)
    out = project / "out"
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file()
    }


def edit(docs: Path) -> None:
    """Change what other pages show: a text, a summary, records, a new page, a page that is gone."""
    pages = {folder: sorted((docs / folder).glob("[!i]*.md")) for folder in ("genes", "guides")}
    first, second, *_ = pages["genes"]
    with first.open("a", encoding="utf-8") as file:
        file.write("\nOne more paragraph.\n")
    _replace(second, r"^summary: ", "summary: Edited. ")
    _replace(sorted((docs / "numbers").glob("*.yaml"))[0], r"value: (\[?)(\d)", r"value: \g<1>1\2")
    _replace(docs / "glossary.yaml", r'plain: "', 'plain: "Edited. ')
    _replace(docs / "references.bib", r"title = \{\{", "title = {{Edited: ")
    guide, *_, gone = pages["guides"]
    new = guide.with_name("zz-new.md")
    new.write_text(
        re.sub(r"(?m)^name: .*", "name: A new guide", guide.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    gone.unlink()


def _replace(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.M)
    if not count:
        sys.exit(f"{path.name}: nothing matches {pattern}; tools/reproducible.py must follow it")
    path.write_text(text, encoding="utf-8")


def compare(what: str, one: dict[str, str], other: dict[str, str]) -> bool:
    """Print one line, and the paths that differ; True if none does."""
    differs = sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
    print(f"{what}: {len(one)} files, {len(differs)} differ")
    for path in differs[:20]:
        print(f"  {path}")
    return bool(one) and not differs


def main() -> int:
    """Build by all roads, compare, and say what was found."""
    with tempfile.TemporaryDirectory() as folder:
        projects = [Path(folder) / road.folder for road in ROADS]
        clean = []
        for project, road in zip(projects, ROADS, strict=True):
            copy(project, road.backwards)
            print(f"clean build: {road}", flush=True)
            clean.append(build(project, road, *STRICT))
        same = [compare("clean builds", *clean)]
        for project in projects:
            edit(project / "docs")
        # The edits break rules on purpose: findings are no failure here.
        print("the same edits in both; the first is built on, the second anew", flush=True)
        grown = build(projects[0], ROADS[0])
        for name in ("out", "doctrees"):
            shutil.rmtree(projects[1] / name)
        same.append(compare("incremental and clean", grown, build(projects[1], ROADS[1])))
        if len([path for path in grown if grown[path] != clean[0].get(path)]) < 5:
            print("the edits changed next to nothing: this run proves nothing")
            return 1
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
