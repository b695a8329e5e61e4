"""Findings as annotations on GitHub."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.__main__ import main
from atlas.findings import Code, Finding
from atlas.report import to_github
from tests.faults import copy_small


def read_back(command: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it: its name, properties and message."""

    def unescaped(text: str, extra: dict[str, str]) -> str:
        for code, sign in ({"%0D": "\r", "%0A": "\n"} | extra | {"%25": "%"}).items():
            text = text.replace(code, sign)
        return text

    assert "\n" not in command
    assert "\r" not in command
    _, head, message = command.split("::", 2)
    name, _, rest = head.partition(" ")
    pairs = (part.split("=", 1) for part in rest.split(","))
    extra = {"%3A": ":", "%2C": ","}
    return name, {key: unescaped(value, extra) for key, value in pairs}, unescaped(message, {})


def test_a_finding_is_one_command_at_its_line() -> None:
    finding = Finding.of(
        Code.WAR_WORD, "docs/genes/MDM2.md", 17, 4, "“kills” is war", "write “ends”"
    )
    assert to_github([finding]) == (
        "::error file=docs/genes/MDM2.md,line=17,col=4,title=HA501 war-word"
        "::HA501 “kills” is war (write “ends”)"
    )


@pytest.mark.parametrize(
    "odd",
    [
        "a,line=1",
        "a::error::b",
        "50 %",
        "%0A",
        "two\nlines",
        "two\r\nlines",
        "a%3Ab: c",
        "::",
        "%25",
    ],
)
def test_no_text_can_leave_its_command(odd: str) -> None:
    finding = Finding.of(Code.TEXT_BOM, f"docs/{odd}.md", 1, 2, odd, odd)
    name, properties, message = read_back(to_github([finding]))
    assert name == "error"
    assert properties == {
        "file": f"docs/{odd}.md",
        "line": "1",
        "col": "2",
        "title": "HA001 text-bom",
    }
    assert message == f"HA001 {odd} ({odd})"


def test_check_writes_each_finding_as_a_line_and_as_an_annotation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = copy_small(tmp_path)
    page = docs / "genes" / "MDM2.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("It helps cells.", "It kills cells."), encoding="utf-8")
    assert main(["check", str(docs), "--format", "github"]) == 1
    line, command = capsys.readouterr().out.splitlines()
    assert line.startswith("docs/genes/MDM2.md:17:4: HA501 ")
    _, properties, message = read_back(command)
    assert properties["file"] == "docs/genes/MDM2.md"
    assert (properties["line"], properties["col"]) == ("17", "4")
    assert line == f"docs/genes/MDM2.md:17:4: {message}"


def test_a_clean_site_writes_no_annotation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(copy_small(tmp_path)), "--format", "github"]) == 0
    assert capsys.readouterr().out == ""
