"""YAML without surprises: plain data, the place of every key, and findings for what YAML hides.

`yaml.safe_load` turns `NO` into False, `1.10` into 1.1 and keeps only the last of two equal keys.
This loader composes the node tree, converts it itself and reports those cases instead.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from atlas.findings import Code, Finding

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[int, int]
Path = tuple[str | int, ...]

_KINDS = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a decimal number",
    "null": "nothing",
    "timestamp": "a date",
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_INT = re.compile(r"-?(?:0|[1-9]\d*)\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9]\d*)\.\d+\Z")


@dataclass(slots=True)
class Document:
    """What a YAML text holds: the data, and where each key or item stands (line, column from 1)."""

    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of `path`, or of its nearest known parent."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def load(text: str, file: str, line_offset: int = 0) -> Document:
    """Read `text`; `file` names it in findings, `line_offset` is the lines that stand before it."""
    document = Document()
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 1 + line_offset
        column = (mark.column if mark else 0) + 1
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        document.findings.append(
            Finding.of(Code.YAML_SYNTAX, file, line, column, f"YAML cannot be read: {problem}")
        )
        return document
    except RecursionError:
        document.findings.append(
            Finding.of(Code.YAML_SYNTAX, file, 1 + line_offset, 1, "YAML is nested too deeply")
        )
        return document
    if node is not None:
        document.data = _Converter(document, file, line_offset).convert(node, ())
    return document


class _Converter:
    def __init__(self, document: Document, file: str, line_offset: int) -> None:
        self.document = document
        self.file = file
        self.line_offset = line_offset

    def _at(self, node: yaml.Node) -> Place:
        return node.start_mark.line + 1 + self.line_offset, node.start_mark.column + 1

    def _find(self, code: Code, node: yaml.Node, message: str, suggestion: str = "") -> None:
        self.document.findings.append(
            Finding.of(code, self.file, *self._at(node), message, suggestion)
        )

    def convert(self, node: yaml.Node, path: Path) -> Any:
        self.document.places.setdefault(path, self._at(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        first_line: dict[Any, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._find(Code.YAML_SYNTAX, key_node, "a key must be plain text")
                continue
            key = self._scalar(key_node)
            if key in result:
                self._find(
                    Code.YAML_DUPLICATE,
                    key_node,
                    f"the key “{key}” stands twice (first in line {first_line[key]})",
                    "keep one of them",
                )
                continue
            first_line[key] = self._at(key_node)[0]
            self.document.places[(*path, key)] = self._at(key_node)
            result[key] = self.convert(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        if getattr(
            node, "style", None
        ):  # quoted or block text is text (the C parser says "" for plain)
            return text
        kind = node.tag.rpartition(":")[2]
        if kind == "str":
            return text
        if kind == "bool" and text in ("true", "false"):
            return text == "true"
        if kind == "int" and _INT.match(text):
            return int(text)
        if kind == "float" and _FLOAT.match(text) and repr(float(text)) == text:
            return float(text)
        if kind == "timestamp" and _DATE.match(text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                self._find(Code.YAML_SURPRISE, node, f"“{text}” is not a day of the calendar")
                return text
        if kind == "null" and text == "null":
            return None
        shown = text or "(nothing)"
        suggestion = f'write "{text}" in quotes' if text else "write a value, or null"
        self._find(
            Code.YAML_SURPRISE,
            node,
            f"YAML would read {shown} as {_KINDS.get(kind, kind)}, not as text",
            suggestion,
        )
        return text
