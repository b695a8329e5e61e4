"""The list of pages whose next check is past on a given day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from atlas.__main__ import main
from atlas.due import overdue
from atlas.site import load
from tests.faults import copy_small

PAGE = "genes/MDM2.md"
NEXT = re.compile(r"next: [0-9-]+")


def put_off(docs: Path, page: str, day: str) -> tuple[int, int]:
    """Give a page another day of its next check; line and column of `next`."""
    path = docs / page
    text, count = NEXT.subn(f"next: {day}", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")
    lines = text.split("\n")
    (line,) = (number for number, found in enumerate(lines, 1) if NEXT.search(found))
    return line, lines[line - 1].index("next:") + 1


def test_a_page_is_due_the_day_after_the_day_it_names(tmp_path: Path) -> None:
    docs = copy_small(tmp_path)
    put_off(docs, PAGE, "2099-12-31")
    site = load(docs)
    last = date(2099, 12, 31)
    paths = [item.path for item in overdue(site, last)]
    assert "docs/genes/MDM2.md" not in paths
    assert [item.path for item in overdue(site, last + timedelta(days=1))] == sorted(
        [*paths, "docs/genes/MDM2.md"], key=lambda path: (path == "docs/genes/MDM2.md", path)
    )


def test_the_list_names_page_place_and_days_the_longest_wait_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = copy_small(tmp_path)
    for page in docs.rglob("*.md"):
        put_off(docs, page.relative_to(docs).as_posix(), "2090-01-01")
    line, column = put_off(docs, PAGE, "2080-02-28")
    other = put_off(docs, "genes/TP53.md", "2080-02-29")
    report = tmp_path / "new" / "due.txt"
    assert main(["due", str(docs), "--on", "2080-03-01", "--report", str(report)]) == 1
    wanted = (
        f"docs/genes/MDM2.md:{line}:{column}: the next check was due by 2080-02-28 "
        "(2 days before 2080-03-01)\n"
        f"docs/genes/TP53.md:{other[0]}:{other[1]}: the next check was due by 2080-02-29 "
        "(1 day before 2080-03-01)\n"
    )
    assert report.read_text(encoding="utf-8") == wanted
    pages = len(list(docs.rglob("*.md")))
    assert capsys.readouterr().out == f"{wanted}2 of {pages} pages are due on 2080-03-01\n"


def test_an_empty_list_is_written_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = copy_small(tmp_path)
    report = tmp_path / "due.txt"
    report.write_text("of last month\n", encoding="utf-8")
    assert main(["due", str(docs), "--on", "2000-01-01", "--report", str(report)]) == 0
    assert report.read_text(encoding="utf-8") == ""
    assert capsys.readouterr().out.startswith("0 of ")


def test_a_page_that_cannot_say_it_is_on_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = copy_small(tmp_path)
    path = docs / PAGE
    path.write_text(NEXT.sub("next: soon", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert main(["due", str(docs), "--on", "2000-01-01"]) == 1
    assert capsys.readouterr().out.startswith(
        "docs/genes/MDM2.md:1:1: it cannot be read when its next check is due"
    )


@pytest.mark.parametrize("day", ["", "tomorrow", "2027-02-30", "01/02/2027"])
def test_what_is_no_day_is_said(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["due", "--on", day])
    assert ended.value.code == 2
    assert f"{day} is not a day such as 2026-11-23" in capsys.readouterr().err
