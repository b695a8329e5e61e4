"""Builds synthetic sites with each generator under a time cap and reports seconds and bytes."""

from __future__ import annotations

import math
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from bench import synthetic

ROOT: Final = Path(__file__).resolve().parent.parent
NAMES: Final = {
    "atlas": "Hallmarks Atlas",
    "furo": "Sphinx + MyST + Furo",
    "zensical": "Zensical",
}


class Cost(NamedTuple):
    """Seconds on the clock, and seconds of processors, which other programs disturb less."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Measure:
    """One build. `cost` is None when the cap ended it; `size` counts the output's bytes."""

    generator: str
    pages: int
    cost: Cost | None
    size: int = 0


class BuildError(RuntimeError):
    """A generator ended with an error; the message holds the end of what it said."""


def timed(
    command: list[str], folder: Path, cap: float | None = None, log: Path | None = None
) -> Cost | None:
    """Run `command` in `folder` and give back what it took, None when longer than `cap` seconds.

    What it says goes to `log` (default: `build.log` in the folder). Raises `BuildError`.
    """
    log = log or folder / "build.log"
    with log.open("w", encoding="utf-8") as output:
        used, begin = _processor_seconds(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = process.wait(cap)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                # Sphinx's workers are processes of their own: end the whole group.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        cost = Cost(time.perf_counter() - begin, _processor_seconds() - used)
    if code != 0:
        tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-20:])
        raise BuildError(f"{' '.join(command)} ended with {code}:\n{tail}")
    return cost


def _processor_seconds() -> float:
    """Seconds that all child processes have used so far, with children of their own."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bytes_below(folder: Path) -> int:
    """Bytes of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def snapshot(folder: Path) -> Path:
    """Copy what a build reads into `folder`, so that one run measures one state of the project."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "conf.py", folder)
    for name in ("atlas", "data", "docs"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


def configure(folder: Path, project: Path) -> list[str]:
    """Make `folder` configured like `project`, so that `folder/docs` builds; the arguments."""
    # conf.py names its files relative to itself, and expects the extension beside it.
    shutil.copy(project / "conf.py", folder)
    (folder / "atlas").symlink_to(project / "atlas")
    return ["-c", str(folder), str(folder / "docs")]


def build(
    generator: str, pages: int, folder: Path, cap: float | None, project: Path = ROOT
) -> Measure:
    """Write `pages` synthetic pages into the new `folder` and build them from nothing."""
    folder.mkdir(parents=True)
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-d", str(folder / "doctrees")]
    output = folder / "out"
    if generator == "atlas":
        synthetic.write_atlas(folder / "docs", pages, project / "docs")
        # -W: pages that break the contract would not measure what real pages cost.
        command = [*sphinx, "-W", *configure(folder, project), str(output)]
    elif generator == "furo":
        synthetic.write_myst(folder / "src", pages)
        command = [*sphinx, "-j", "auto", str(folder / "src"), str(output)]
    else:
        synthetic.write_zensical(folder, pages)
        output = folder / "site"
        command = [sys.executable, "-m", "zensical", "build"]
    cost = timed(command, folder, cap)
    if cost is None:
        return Measure(generator, pages, None)
    written = len(list(output.rglob("*.html")))
    if written < pages:
        raise BuildError(f"{NAMES[generator]}: {pages} pages in, {written} HTML files out")
    return Measure(generator, pages, cost, bytes_below(output))


def slope(measures: Iterable[Measure]) -> float | None:
    """How processor time grows between the two sizes: 1 in proportion, 2 with the square.

    The exponent of the power law through the two largest sizes; None when one is missing.
    """
    done = sorted((m.pages, m.cost.processor) for m in measures if m.cost is not None)
    if len(done) < 2:
        return None
    (few, short), (many, long) = done[-2:]
    return math.log(long / short) / math.log(many / few)


def table(measures: list[Measure], cap: float) -> str:
    """All measures as one Markdown table, a row for each generator."""
    sizes = sorted({measure.pages for measure in measures})
    head = [f"{size:,} pages" for size in sizes]
    top = f"{sizes[-2]:,} to {sizes[-1]:,}" if len(sizes) > 1 else "largest"
    lines = [
        "| generator | " + " | ".join(head) + f" | slope {top} | output at {sizes[-1]:,} |",
        "|---|" + "---:|" * (len(sizes) + 2),
    ]
    for generator, name in NAMES.items():
        own = {m.pages: m for m in measures if m.generator == generator}
        if not own:
            continue
        cells = [_seconds(own.get(size), cap) for size in sizes]
        # A slope between other sizes than the heading says would compare unlike things.
        grown = slope(own[size] for size in sizes[-2:] if size in own)
        last = own.get(sizes[-1])
        cells.append("–" if grown is None else f"{grown:.2f}")
        cells.append(f"{last.size / 1e6:.1f} MB" if last and last.size else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _seconds(measure: Measure | None, cap: float) -> str:
    if measure is None:
        return "–"
    return f"> {cap:.0f} s" if measure.cost is None else f"{measure.cost.clock:.1f} s"
