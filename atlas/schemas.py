"""JSON Schemas for editors: front matter of each kind, and each data file of `docs/`.

They are generated from the models, so that an editor completes and checks what the loader reads.
What needs more than one value to judge (a `next` before `checked`, a page that does not exist) is
for `make check` alone: JSON Schema cannot say it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import TypeAdapter

from atlas.anatomy import KINDS
from atlas.identifiers import PATTERNS
from atlas.model import FRONTS, CallBlock, Front, Hallmark, Number, Term, Text
from atlas.search.vocabulary import Vocabulary
from atlas.to_come import Coming

#: Below `.vscode`.
SNIPPETS: Final = "front-matter.code-snippets"
#: The draft that editors know best; nothing newer is used.
DRAFT: Final = "http://json-schema.org/draft-07/schema#"

_Line = Text | Coming

#: Schema -> the files of docs/ that it describes, what they hold, and the type of that.
DATA: Final[dict[str, tuple[str, str, Any]]] = {
    "glossary": ("glossary.yaml", "The glossary: id -> entry", dict[str, Term]),
    "hallmarks": ("hallmarks.yaml", "The hallmarks, by slot", list[Hallmark]),
    "numbers": ("numbers/*.yaml", "Figures: id -> record", dict[str, Number]),
    "search": ("search.yaml", "How people say things", Vocabulary),
    "to-come": ("to-come.yaml", "Pages to come: kind -> id -> page", Any),
    "when-to-call": ("when-to-call.yaml", "Blocks of the “when to call” box", dict[str, CallBlock]),
}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its file name."""
    made = {
        f"front-{kind}.schema.json": _schema(front, f"Front matter of a {kind} page")
        for kind, front in FRONTS.items()
    }
    for name, (_files, title, model) in DATA.items():
        schema = _to_come(title) if name == "to-come" else _schema(model, title)
        made[f"{name}.schema.json"] = schema
    return made


def _schema(model: Any, title: str) -> dict[str, Any]:
    made = TypeAdapter(model).json_schema(ref_template="#/definitions/{model}")
    made.pop("title", None)
    definitions = made.pop("$defs", {})
    for name, part in (*definitions.items(), ("", made)):
        _tidy(part)
        if name.endswith("Ids"):
            _forms(part)
    made = {"$schema": DRAFT, "title": title, **made}
    return {**made, "definitions": definitions} if definitions else made


def _to_come(title: str) -> dict[str, Any]:
    """A line is a name, or a record with the name."""
    made: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
    for kind in KINDS.values():
        if kind.name != "hallmark":  # those of hallmarks.yaml are to come by themselves
            part = _schema(dict[str, _Line], "")
            definitions = part.pop("definitions")
            del part["$schema"], part["title"]
            example = {"KRAS" if kind.name == "gene" else "an-id": {"name": "Its name"}}
            text = f"{kind.plural} to come, by id"
            made["properties"][kind.name] = {**part, "description": text, "examples": [example]}
    return {"$schema": DRAFT, "title": title, **made, "definitions": definitions}


def _tidy(part: dict[str, Any]) -> None:
    """Leave out the titles that pydantic makes from the names of keys: they say nothing new."""
    for field in part.get("properties", {}).values():
        field.pop("title", None)


def _forms(part: dict[str, Any]) -> None:
    """The form of each identifier, as the rules check it."""
    for prefix, field in part["properties"].items():
        texts = [field, *field.get("anyOf", []), field.get("items", {})]
        for text in texts:
            if text.get("type") == "string":
                text["pattern"] = f"^(?:{PATTERNS[prefix]})$"


def snippets() -> dict[str, dict[str, Any]]:
    """Front matter keys as VS Code snippets: no schema reaches the front matter of Markdown there.

    A key stands once, with the kinds of page that have it.
    """
    made: dict[str, dict[str, Any]] = {}
    for kind, front in FRONTS.items():
        for attribute, field in front.model_fields.items():
            key = field.alias or attribute
            choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
            shared = attribute in Front.model_fields and not choices
            name = key if shared else f"{key} ({kind})"
            if name in made:
                made[name]["kinds"].append(kind)
                continue
            example = json.dumps(field.examples[0] if field.examples else "", ensure_ascii=False)
            start = (
                f"|{','.join(choices)}|" if choices else ":" + re.sub(r"([$}\\])", r"\\\1", example)
            )
            made[name] = {
                "prefix": key,
                "scope": "markdown",
                "body": [f"{key}: ${{1{start}}}"],
                "description": field.description,
                "kinds": [kind],
            }
    for snippet in made.values():
        snippet["description"] += f" ({', '.join(snippet.pop('kinds'))})"
    return made


def text(schema: dict[str, Any]) -> str:
    """A schema, or the snippets, as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path, editor: Path) -> int:
    """Write every schema to `folder`, the snippets to `editor`; always 0.

    Schemas of kinds that are gone are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = schemas()
    for path in sorted(folder.glob("*.schema.json")):
        if path.name not in made:
            path.unlink()
    for name, schema in made.items():
        (folder / name).write_text(text(schema), encoding="utf-8", newline="\n")
    editor.mkdir(exist_ok=True)
    (editor / SNIPPETS).write_text(text(snippets()), encoding="utf-8", newline="\n")
    print(f"{len(made)} schemas in {folder}, snippets in {editor / SNIPPETS}", file=sys.stderr)
    return 0
