"""The templates and the style sheet of the pages."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Any

from underheaven.show.formatting import unwrap_lines
from underheaven.show.report import assumptions
from underheaven.show.report.phrases import capitalise
from underheaven.text_escaping import escape_lines


def load_template(name: str) -> Any:
    """Return a template of this package by its file's name; a missing variable is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("underheaven.show.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "flowing": unwrap_lines,
        "capitalised": capitalise,
        "number": assumptions.format_stated_value,
        "range": assumptions.format_range,
    }
    environment.globals["style_hash"] = stylesheet_hash()
    environment.finalize = _escape_controls
    return environment.get_template(name)


def _escape_controls(value: Any) -> Any:
    """Return a value with control characters escaped; markup stays markup."""
    return type(value)(escape_lines(value)) if isinstance(value, str) else value


def stylesheet_hash() -> str:
    """Return the hash of the style sheet for the content security policy, which allows no other style."""
    return "sha256-" + b64encode(sha256(f"\n{stylesheet()}\n".encode()).digest()).decode()


def stylesheet() -> str:
    """Return the style sheet of every page."""
    return (files("underheaven.show.report") / "templates" / "style.css").read_text(encoding="utf-8")
