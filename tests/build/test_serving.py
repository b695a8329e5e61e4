"""What a build writes for its server, from the pages that it has just made."""

from __future__ import annotations

import re

from tests.build.conftest import Project

STRICT = ("-W", "--keep-going", "-n")
FOOT = '<div class="site-foot">'


def policy(project: Project, name: str) -> str:
    text = (project.root / "_build" / name / "_headers").read_text(encoding="utf-8")
    (found,) = re.findall(r"^  Content-Security-Policy: (.*)$", text, flags=re.MULTILINE)
    return str(found)


def test_the_policy_follows_the_pages(project: Project) -> None:
    """A script of the theme is allowed as it is; a handler fails the build; both may go again."""
    base = project.build("html", *STRICT)
    assert base.status == 0, base.said
    assert "sha256" not in policy(project, "html")
    project.edit("_templates/page.html", FOOT, f"<script>one()</script>{FOOT}")
    scripted = project.build("scripted", *STRICT)
    assert scripted.status == 0, scripted.said
    assert policy(project, "scripted").count("'sha256-") == 1
    project.edit("_templates/page.html", "<script>one()</script>", '<p onclick="one()"></p>')
    handled = project.build("handled", *STRICT)
    assert handled.status == 1
    assert "genes/MDM2.html: <p onclick>: the site's Content-Security-Policy" in handled.said
    assert "unsafe" not in policy(project, "handled")


def test_the_page_for_wrong_addresses_knows_where_the_site_is(project: Project) -> None:
    built = project.build("html", *STRICT, "-D", "html_baseurl=https://example.org/at/las/")
    assert built.status == 0, built.said
    text = (built.html / "404.html").read_text(encoding="utf-8")
    assert 'href="/at/las/search.html"' in text
    assert 'data-content_root="/at/las/"' in text
    links = set(re.findall(r'\s(?:href|src|action|data-content_root)="([^"#]+)', text))
    assert {link for link in links if not link.startswith(("/at/las/", "https://"))} == set()
    assert 'href="/' not in (built.html / "index.html").read_text(encoding="utf-8")
