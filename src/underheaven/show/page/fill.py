"""The templates and the style that pages are filled from."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from underheaven.show.page import assumptions
from underheaven.show.page.speak import capital
from underheaven.show.words import flowing


def template(name: str) -> Any:
    """Gives a template of this package by its file's name; what a page does not give it is a fault."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("underheaven.show.page", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {
        "flowing": flowing, "capitalised": capital, "number": assumptions.number, "range": assumptions.range_of,
    }  # fmt: skip
    return environment.get_template(name)


def style() -> str:
    """Gives the style sheet of every page."""
    return (files("underheaven.show.page") / "templates" / "style.css").read_text(encoding="utf-8")
