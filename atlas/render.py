"""Render a partial of `templates/` to HTML."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from atlas import wheel


@lru_cache(maxsize=1)
def environment() -> Environment:
    """One Jinja environment: autoescaping, and undefined names are errors."""
    made = Environment(
        loader=PackageLoader("atlas"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    made.globals.update(wheel_layout=wheel.wheel_layout, wheel_ring=wheel.wheel_ring)
    return made


def render(template: str, context: dict[str, Any]) -> str:
    """The HTML of `templates/TEMPLATE.html`."""
    return environment().get_template(f"{template}.html").render(context)
