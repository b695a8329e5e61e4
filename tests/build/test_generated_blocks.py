"""Generated blocks of the contributing pages, and what a mistake in one says."""

from __future__ import annotations

from tests.build.conftest import Project

PAGE = """---
kind: guide
name: Records
summary: Which fields a record has.
review: {checked: 2026-11-23, next: 2027-11-23}
---

The record, and two blocks with a mistake.

```{record} review
```

```{record} reviews
```

```{anatomy} genes
```
"""


def test_a_record_is_shown_and_an_unknown_argument_is_an_error_at_its_line(
    project: Project,
) -> None:
    folder = project.docs / "contributing"
    folder.mkdir()
    (folder / "records.md").write_text(PAGE, encoding="utf-8")
    built = project.build()
    assert "Traceback" not in built.said
    assert (
        "records.md:13: ERROR: “reviews” is not known here (write one of: clinician" in built.said
    )
    assert "records.md:16: ERROR: “genes” is not known here (write one of: cancer" in built.said
    html = (built.html / "contributing" / "records.html").read_text(encoding="utf-8")
    assert "Day on which every sentence was compared with its source" in html
    assert html.count('<table class="rows">') == 1
