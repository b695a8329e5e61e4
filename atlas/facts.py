"""Turn plain data into typed records; every misfit becomes a finding at its own line."""

from __future__ import annotations

import difflib
from typing import TypeVar

from pydantic import ValidationError

from atlas.findings import Code, Finding
from atlas.model import Record
from atlas.strictyaml import Document, Path

R = TypeVar("R", bound=Record)


def build(
    model: type[R], document: Document, file: str, base: Path = ()
) -> tuple[R | None, list[Finding]]:
    """Read the record at `base` of `document` as `model`.

    Returns the record, or None with the findings that say why not.
    """
    data = document.data
    for step in base:
        data = data[step]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [
            _finding(model, document, file, base, issue)  # type: ignore[arg-type]
            for issue in error.errors(include_url=False)
        ]


def _finding(
    model: type[Record], document: Document, file: str, base: Path, issue: dict[str, object]
) -> Finding:
    location: Path = tuple(issue["loc"])  # type: ignore[arg-type]
    kind = str(issue["type"])
    path = base + location
    name = ".".join(str(part) for part in location) or "the record"
    if kind == "extra_forbidden":
        line, column = document.place(path)
        near = difflib.get_close_matches(str(location[-1]), model.model_fields, 1)
        return Finding.of(
            Code.FIELD_UNKNOWN,
            file,
            line,
            column,
            f"unknown key “{name}”",
            f"did you mean “{near[0]}”?" if near else "",
        )
    if kind == "missing":
        line, column = document.place(path[:-1])
        undated = location[-1] == "date" and "approvals" in location
        return Finding.of(
            Code.APPROVAL_UNDATED if undated else Code.FIELD_MISSING,
            file,
            line,
            column,
            "an approval needs the date of the decision" if undated else f"“{name}” is missing",
        )
    line, column = document.place(path)
    message = str(issue["msg"]).removeprefix("Value error, ")
    return Finding.of(Code.FIELD_TYPE, file, line, column, f"“{name}”: {message}")
