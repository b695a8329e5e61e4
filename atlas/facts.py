"""Turn plain data into typed records; every misfit becomes a finding at its own line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal, TypeVar, get_args, get_origin

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


def describe(model: type[Record], path: Path) -> str:
    """What the key at `path` of a record holds: description, choices, example; "" if unknown."""
    about = None
    for step in path:
        if isinstance(step, int):
            continue
        fields = model.model_fields.items()
        about = next((f for name, f in fields if step == (f.alias or name)), None)
        if about is None:
            return ""
        model = next(_records(about.annotation), Record)
    if about is None:
        return ""
    text = about.description or ""
    if get_origin(about.annotation) is Literal:
        return f"{text}: {', '.join(map(str, get_args(about.annotation)))}"
    example = about.examples[0] if about.examples else None
    return f"{text}, such as {example}" if isinstance(example, str) else text


def _records(annotation: object) -> Iterator[type[Record]]:
    """The record types inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in get_args(annotation):
        yield from _records(part)


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
