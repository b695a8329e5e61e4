"""The contract that content must meet. One module a subject, one generator a rule.

A rule takes the loaded site and yields findings; it reads nothing else and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from atlas.findings import Code, Finding
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
    """All findings of a loaded site, those of loading included, sorted by place.

    A line that is still to be filled in has that finding alone: what else is wrong with the words
    of the form says nothing to its author.
    """
    found = set(site.findings)
    for rule in rules:
        found.update(rule(site))
    todo = {f for f in found if f.number == Code.TO_FILL_IN.number}
    lines = {(f.path, f.line) for f in todo}
    return sorted(todo | {f for f in found if (f.path, f.line) not in lines})
