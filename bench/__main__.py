"""`make bench`: two tables. A quick one: `make bench ARGS="--sizes 100,300 --only atlas"`."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from bench import pages, run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="What a build costs as it grows.")
    parser.add_argument("--sizes", default="100,1000,3000", help="numbers of pages, with commas")
    parser.add_argument(
        "--only", default="atlas,furo,zensical,site", help="which of: atlas, furo, zensical, site"
    )
    parser.add_argument("--cap", type=float, default=1200.0, help="seconds that one build may take")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the outputs")
    options = parser.parse_args()
    options.only = options.only.split(",")
    unknown = set(options.only) - {*run.NAMES, "site"}
    if unknown:
        parser.error(f"--only does not know {', '.join(sorted(unknown))}")
    options.sizes = sorted(int(size) for size in options.sizes.split(","))
    return options


def _machine() -> str:
    used = [f"{name} {metadata.version(name)}" for name in ("sphinx", "furo", "zensical")]
    python = f"Python {platform.python_version()}"
    return " · ".join([f"{os.cpu_count()} cores", platform.system(), python, *used])


def main() -> int:
    """Run the command line."""
    options = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="atlas-bench-"))
    print(_machine(), flush=True)
    try:
        project = run.snapshot(folder / "project")
        measures = []
        for generator in (name for name in run.NAMES if name in options.only):
            over = False
            for size in options.sizes:
                if over:  # a larger site takes longer still
                    measures.append(run.Measure(generator, size, None))
                    continue
                print(f"  {run.NAMES[generator]}, {size:,} pages …", end=" ", flush=True)
                built = folder / f"{generator}-{size}"
                measure = run.build(generator, size, built, options.cap, project)
                # 3,000 pages of some generators fill a gigabyte; only the figures are wanted.
                if not options.keep:
                    shutil.rmtree(built)
                over = measure.cost is None
                print(f"{measure.cost.clock:.1f} s" if measure.cost else "over the cap", flush=True)
                measures.append(measure)
        if measures:
            print(f"\n{run.table(measures, options.cap)}\n", flush=True)
        if "site" in options.only:
            print("The real site:\n\n| figure | value |\n|---|---:|")
            for name, value in pages.figures(folder / "site", project):
                print(f"| {name} | {value} |", flush=True)
    except run.BuildError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    finally:
        if options.keep:
            print(f"\nThe outputs are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
