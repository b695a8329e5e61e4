"""The renderers of findings: terminal, Sphinx log, JSON, and annotations on GitHub."""

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


def to_github(findings: Iterable[Finding]) -> str:
    """One workflow command a finding: GitHub shows each at its line in the review."""
    return "\n".join(
        f"::error file={_property(finding.path)},line={finding.line},col={finding.column},"
        f"title={_property(f'{finding.number} {finding.slug}')}::{_data(finding.text)}"
        for finding in findings
    )


def _data(text: str) -> str:
    """`text` as the message of a workflow command, which ends with its line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """`text` as a property of a workflow command: colon and comma would end it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def to_sphinx(findings: Iterable[Finding], logger: SphinxLoggerAdapter) -> None:
    """Warn once a finding; `suppress_warnings = ["atlas.grade"]` names a code by its slug."""
    for finding in findings:
        logger.warning(finding.text, location=finding.place, type="atlas", subtype=finding.slug)
