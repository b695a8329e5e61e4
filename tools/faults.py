"""Put every fault of tests/faults.yaml into the small site and see who finds it: `make faults`.

Each fault goes into a fresh copy, which is then checked (`make check`) and built (Sphinx). Both
must name the expected codes at the expected lines, and neither may end with a traceback. Prints a
table, one line a fault, and the sums; exit code 1 if one fault is missed or found elsewhere.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.build.conftest import make_project  # noqa: E402
from tests.faults import Fault, faults  # noqa: E402

_SAID = re.compile(r"(?m)^(?:.*?)(docs/[^:\n]+):(\d+):(?:\d+:)?(?: WARNING:)? (HA\d{3}) ")
Found = list[tuple[str, str, int]]  # code, path, line


@dataclass(frozen=True)
class Result:
    """What was expected of one fault, and what the two commands said."""

    fault: Fault
    expected: Found
    checked: Found
    built: Found
    crashed: bool
    status: tuple[int, int]

    @property
    def good(self) -> bool:
        """Found by both at the right places, and no build passes that has a finding."""
        stopped = (1, 1) if self.expected else (0, 0)
        return (
            self.expected == self.checked == self.built
            and not self.crashed
            and self.status == stopped
        )


def found_in(text: str) -> Found:
    """Codes and places in an output, sorted."""
    return sorted((code, path, int(line)) for path, line, code in _SAID.findall(text))


def run(folder: Path, *command: str) -> tuple[int, str]:
    """Status and output of a command of the project's own Python in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def try_fault(fault: Fault) -> Result:
    """Put one fault into a fresh small site; check it and build it."""
    with tempfile.TemporaryDirectory() as name:
        project = make_project(Path(name), ROOT)
        fault.apply(project.docs)
        checked, text = run(project.root, "-m", "atlas", "check", "docs")
        options = ("-c", ".", "docs", "out", "-d", "doctrees", "-W", "--keep-going", "-n", "-q")
        built, said = run(project.root, "-m", "sphinx", *options)
    return Result(
        fault,
        found_in("\n".join(fault.expect)),
        found_in(text),
        found_in(said),
        "Traceback" in text + said,
        (checked, built),
    )


def lines(found: Found) -> str:
    """`HA306 TP53.md:17`, for the table."""
    shown = [f"{code} {Path(path).name}:{line}" for code, path, line in found[:2]]
    return ", ".join(shown) + (f" and {len(found) - 2} more" if len(found) > 2 else "") or "nothing"


def main() -> int:
    """Try all faults, print the table and the sums."""
    started = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(try_fault, faults()))
    print("| Fault | Expected | `make check` | Build | |\n|---|---|---|---|---|")
    for result in results:
        same = "same" if result.checked == result.expected else lines(result.checked)
        also = "same" if result.built == result.expected else lines(result.built)
        verdict = "ok" if result.good else "CRASHED" if result.crashed else "WRONG"
        print(f"| {result.fault.name} | {lines(result.expected)} | {same} | {also} | {verdict} |")
    codes = {code for result in results for code, _, _ in result.expected}
    good = sum(result.good for result in results)
    placed = sum(len(result.expected) for result in results)
    seconds = time.monotonic() - started
    print(
        f"\n{len(results)} faults of {len(codes)} codes with {placed} findings: "
        f"{good} found at the right lines by both, {len(results) - good} not; {seconds:.0f} s"
    )
    return 0 if good == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
