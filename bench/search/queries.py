"""Queries with graded answers: the repository's own, and the shared ones where that folder is.

When a medicine or cancer is first explained, it joins the grades by one rule: 3 where the query
asks for it by brand or by name alone, 2 where it names the medicine with something else, 1 or 2
where it names the cancer or only the medicine's target.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
OWN: Final = HERE / "queries.jsonl"
#: Written when search was done, by readers who had seen neither it nor the first set.
SECOND: Final = HERE / "second-queries.jsonl"
#: Written later, from a list of concepts alone, to see how search fares with words that it was not
#: built on; what it showed to be missing in general has been mended since.
THIRD: Final = HERE / "third-queries.jsonl"
SHARED: Final = HERE.parent.parent.parent / "shared" / "search"
#: Our keys that the shared set calls otherwise, and not by the rule in `concept`.
NAMES: Final = HERE / "shared-names.json"


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader typed, and which concepts serve them how well (3 best, 1 least)."""

    id: str
    text: str
    kind: str
    grades: dict[str, int]


def read(path: Path) -> list[Query]:
    """The queries of a file, one JSON object a line."""
    return [
        Query(record["id"], record["query"], record["kind"], _folded(record["relevant"]))
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def concept(key: str) -> str:
    """What two keys with one slug share: `term:apoptosis` and `pathway:apoptosis` are one."""
    return key.partition(":")[2].casefold()


def _folded(grades: dict[str, int]) -> dict[str, int]:
    """Grades by concept, the best of each."""
    found: dict[str, int] = {}
    for key, grade in grades.items():
        found[concept(key)] = max(grade, found.get(concept(key), 0))
    return found


class SharedNames:
    """From our keys to the ids of the shared set."""

    def __init__(self, forms: dict[str, str]) -> None:
        """`forms` tells, by key, which treatments are single drugs."""
        self.forms = forms
        self.names: dict[str, str] = json.loads(NAMES.read_text(encoding="utf-8"))

    def concept(self, key: str) -> str:
        """The shared id of one of our keys."""
        if key in self.names:
            return self.names[key]
        kind, _, target = key.partition(":")
        if kind == "treatment":
            return f"{'drug' if self.forms.get(key) == 'drug' else 'therapy'}:{target}"
        return f"{'topic' if kind == 'guide' else kind}:{target}"


def unique(results: Iterable[str]) -> list[str]:
    """The concepts of a list of results, without repeats."""
    return list(dict.fromkeys(map(concept, results)))


def write_run(path: Path, results: dict[str, list[str]]) -> None:
    """A run in the form of the shared scorer."""
    lines = (json.dumps({"id": query, "results": found}) for query, found in results.items())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSON-lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
