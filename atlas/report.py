"""The three renderers of findings: terminal, Sphinx log, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from atlas.findings import Finding

if TYPE_CHECKING:
    from sphinx.util.logging import SphinxLoggerAdapter


def to_terminal(findings: Iterable[Finding]) -> str:
    """One line a finding, `path:line:column: HA104 what is wrong (what to do)`."""
    return "\n".join(f"{finding.place}: {finding.text}" for finding in findings)


def to_json(findings: Iterable[Finding]) -> str:
    """A JSON array, one object a finding, in the order given."""
    return json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1)


def to_sphinx(findings: Iterable[Finding], logger: SphinxLoggerAdapter) -> None:
    """Warn once a finding; `suppress_warnings = ["atlas.grade"]` names a code by its slug."""
    for finding in findings:
        logger.warning(finding.text, location=finding.place, type="atlas", subtype=finding.slug)
