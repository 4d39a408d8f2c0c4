"""Which way a parameter of a regime bears more heavily on people, declared once, beside the parameter."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

Side = Literal["higher", "lower", "changed", "neither"]
KEY = "harsher_when"
"""The key under which the JSON schema of a regime holds it."""


def _mark(side: Side) -> Any:
    return Field(json_schema_extra={KEY: side})


MORE = _mark("higher")
"""The regime does more when the number is higher, a switch is on, or a list of names or of parts has more items."""
LESS = _mark("lower")
"""The regime is harsher when the number is lower, a switch is off, or the part is gone: repair, notice, points."""
KEPT = _mark("changed")
"""A word that says what the numbers beside it do: exchanged for another, it makes another regime."""
NEITHER = _mark("neither")
"""No side of it is the harsher one."""
