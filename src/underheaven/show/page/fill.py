"""The templates and the style that pages are filled from."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Any

from underheaven.show.page import assumptions
from underheaven.show.page.speak import capital
from underheaven.show.words import flowing
from underheaven.texts import in_lines


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
    environment.globals["style_hash"] = style_hash()
    environment.finalize = _shown
    return environment.get_template(name)


def _shown(value: Any) -> Any:
    """Give what a page says with letters escaped that a browser would obey; what is markup already stays markup."""
    return type(value)(in_lines(value)) if isinstance(value, str) else value


def style_hash() -> str:
    """Gives what a page's policy says of its style sheet, which no other style may stand beside."""
    return "sha256-" + b64encode(sha256(f"\n{style()}\n".encode()).digest()).decode()


def style() -> str:
    """Gives the style sheet of every page."""
    return (files("underheaven.show.page") / "templates" / "style.css").read_text(encoding="utf-8")
