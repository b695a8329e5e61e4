"""`python -m atlas due --on DAY`: pages whose next check is past on a day that the caller names."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from atlas.site import Page, Site, load


@dataclass(frozen=True, slots=True, order=True)
class Overdue:
    """A page to compare with its sources again, and where its `review.next` stands."""

    next: datetime.date  # first, so that sorting puts the longest wait on top
    path: str
    line: int
    column: int

    def text(self, on: datetime.date) -> str:
        """`path:line:column: what was due when`, as findings are written."""
        days = (on - self.next).days
        return (
            f"{self.path}:{self.line}:{self.column}: the next check was due by {self.next} "
            f"({days} day{'s' * (days != 1)} before {on})"
        )


def overdue(site: Site, on: datetime.date) -> list[Overdue]:
    """Pages whose `review.next` lies before `on`, the longest wait first.

    A page may still be checked on the day itself. Pages without readable front matter are
    left out: `unreadable` names them.
    """
    return sorted(
        Overdue(page.front.review.next, page.path, *page.yaml.place(("review", "next")))
        for page in site.every_page
        if page.front and page.front.review.next < on
    )


def unreadable(site: Site) -> list[Page]:
    """Pages that cannot say when they are to be checked."""
    return [page for page in site.every_page if page.front is None]


def print_due(docs: Path, on: datetime.date, report: Path | None = None) -> int:
    """Print the list, and write it to `report` if given; 0 if it is empty, else 1."""
    site = load(docs.resolve())
    lines = [item.text(on) for item in overdue(site, on)]
    lines += [
        f"{page.path}:1:1: it cannot be read when its next check is due (make check says why)"
        for page in unreadable(site)
    ]
    text = "".join(f"{line}\n" for line in lines)
    print(text, end="")
    print(f"{len(lines)} of {len(site.every_page)} pages are due on {on}")
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(text, encoding="utf-8", newline="\n")
    return 1 if lines else 0
