"""The contract that content must meet. One module a subject, one generator a rule.

A rule takes the loaded site and yields findings; it reads nothing else and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from atlas.findings import Finding
from atlas.rules import (
    addresses,
    claims,
    diagrams,
    glossary,
    identity,
    links,
    numbers,
    reading,
    relations,
    structure,
    wording,
)
from atlas.site import Site

Rule = Callable[[Site], Iterator[Finding]]

RULES: tuple[Rule, ...] = tuple(
    rule
    for module in (
        identity,
        relations,
        structure,
        links,
        claims,
        numbers,
        diagrams,
        wording,
        reading,
        glossary,
        addresses,
    )
    for rule in module.RULES
)


def check(site: Site, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """All findings of a loaded site, those of loading included, sorted by place."""
    found = set(site.findings)
    for rule in rules:
        found.update(rule(site))
    return sorted(found)
