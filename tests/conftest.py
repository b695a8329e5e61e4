"""Options and paths that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--site",
        type=Path,
        default=None,
        metavar="FOLDER",
        help="test the built site in this folder instead of building one (while writing a test)",
    )


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder that holds conf.py."""
    return ROOT
