"""The benchmark measures what it says: valid pages, the same text, an honest slope."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import run, synthetic
from bench.run import Cost, Measure


def test_synthetic_pages_keep_the_page_contract(tmp_path: Path, project_root: Path) -> None:
    docs = tmp_path / "docs"
    synthetic.write_atlas(docs, 15, project_root / "docs")
    command = [sys.executable, "-m", "atlas", "check", str(docs)]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list((docs / "genes").glob("SYN*.md"))) == 15


def test_all_generators_get_the_same_words(tmp_path: Path, project_root: Path) -> None:
    synthetic.write_atlas(tmp_path / "atlas", 15, project_root / "docs")
    synthetic.write_myst(tmp_path / "myst", 15)
    synthetic.write_zensical(tmp_path / "zensical", 15)

    def words(page: Path) -> list[str]:
        text = page.read_text(encoding="utf-8")
        text = text.split("\n## Key points", 1)[1].split("\n[^", 1)[0]
        text = re.sub(r"\{gene\}`(\w+)`|\[(\w+)\]\(\w+\.md\)", r"\1\2", text)
        return re.sub(r"\{cite\}`[\w-]+`|\[\^[\w-]+\]", "", text).split()

    name = "SYN00007.md"
    atlas = words(tmp_path / "atlas" / "genes" / name)
    assert 600 < len(atlas) < 1000
    assert atlas == words(tmp_path / "myst" / "genes" / name)
    assert atlas == words(tmp_path / "zensical" / "docs" / "genes" / name)


def test_links_of_a_page_do_not_grow_with_the_site(tmp_path: Path) -> None:
    counts = []
    for total in (30, 300):
        synthetic.write_myst(tmp_path / str(total), total)
        page = tmp_path / str(total) / "genes" / "SYN00007.md"
        counts.append(page.read_text(encoding="utf-8").count(".md)"))
    assert counts[0] == counts[1] > 5


@pytest.mark.parametrize(
    ("seconds", "expected"), [((10.0, 30.0), 1.0), ((10.0, 90.0), 2.0), ((10.0, None), None)]
)
def test_slope(seconds: tuple[float | None, ...], expected: float | None) -> None:
    few, many = (None if second is None else Cost(99.0, second) for second in seconds)
    found = run.slope([Measure("atlas", 1000, few), Measure("atlas", 3000, many)])
    assert found == (None if expected is None else pytest.approx(expected))


def test_cap_ends_a_build_and_the_table_says_so(tmp_path: Path) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert run.timed(sleep, tmp_path, cap=0.5) is None
    table = run.table(
        [Measure("furo", 100, Cost(7.0, 12.0), 9_000_000), Measure("furo", 1000, None)], 1200
    )
    assert table.splitlines()[-1] == "| Sphinx + MyST + Furo | 7.0 s | > 1200 s | – | – |"


def test_a_failed_build_is_no_measure(tmp_path: Path) -> None:
    with pytest.raises(run.BuildError, match="ended with 3:\nno pages"):
        run.timed([sys.executable, "-c", "print('no pages'); raise SystemExit(3)"], tmp_path)
