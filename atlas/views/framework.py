"""The framework of the hallmarks: the wheel, and names and places by edition."""

from __future__ import annotations

from atlas.graph import Graph
from atlas.model import Hallmark
from atlas.views.common import Context, Url

STATUS = {
    "core": "core hallmark",
    "emerging": "emerging hallmark",
    "enabling": "enabling characteristic",
    "proposed-hallmark": "proposed hallmark",
    "proposed-enabling": "proposed enabling characteristic",
    "proposed-cell-type": "proposed cell type",
    "not-read": "not checked yet",
}
_LINE = {"core": "core", "enabling": "enabling"}


def line_status(hallmark: Hallmark) -> str:
    """How the wheel draws a hallmark: its place in the newest edition that could be read."""
    read = [e for _, e in sorted(hallmark.editions.items()) if e.status != "not-read"]
    return _LINE.get(read[-1].status, "proposed") if read else "proposed"


def wheel(graph: Graph, url: Url, lit: str | None = None) -> list[Context]:
    """The segments of the wheel in order."""
    return [
        {
            "slot": hallmark.slot,
            "id": key,
            "name": hallmark.name,
            "plain": hallmark.plain,
            "url": url(f"hallmark:{key}"),
            "status": line_status(hallmark),
            "coming": graph.page(f"hallmark:{key}") is None,
            "lit": key == lit,
        }
        for key, hallmark in graph.site.hallmarks.items()
    ]


def editions(graph: Graph, url: Url) -> list[Context]:
    """The table of names and places by edition."""
    rows = []
    for key, hallmark in graph.site.hallmarks.items():
        cells = {}
        for year, edition in sorted(hallmark.editions.items()):
            status = STATUS[edition.status]
            cells[year] = f"{edition.name} ({status})" if edition.name else status
        rows.append(
            {
                "slot": hallmark.slot,
                "name": hallmark.name,
                "url": url(f"hallmark:{key}"),
                "coming": graph.page(f"hallmark:{key}") is None,
                "cells": cells,
            }
        )
    return rows
