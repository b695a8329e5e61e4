"""The open table of human genes (HGNC, CC0): symbols, other and former symbols, ids."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).resolve().parent.parent / "data" / "hgnc_genes.tsv.gz"


@dataclass(frozen=True, slots=True)
class Gene:
    """One row of the table."""

    symbol: str
    hgnc: str
    name: str
    aliases: tuple[str, ...]  # other symbols
    previous: tuple[str, ...]  # former symbols
    entrez: str
    uniprot: tuple[str, ...]
    ensembl: str


@lru_cache(maxsize=1)
def genes() -> dict[str, Gene]:
    """All genes by symbol. Raises `OSError` if the table, which is part of the project, is gone."""
    with gzip.open(TABLE, "rb") as file:
        text = file.read().decode("utf-8")
    return {
        row["symbol"]: Gene(
            row["symbol"],
            row["hgnc_id"],
            row["name"],
            _list(row["alias_symbols"]),
            _list(row["prev_symbols"]),
            row["entrez"],
            _list(row["uniprot"]),
            row["ensembl"],
        )
        for row in csv.DictReader(io.StringIO(text), delimiter="\t")
    }


def _list(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split("|") if part)
