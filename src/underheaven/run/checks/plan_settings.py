"""Settings of a study against its schema; a value out of range is refused in a sentence."""

from __future__ import annotations

import operator
from typing import Any

from annotated_types import Ge, Le
from pydantic import ValidationError

from underheaven.errors import SettingsError
from underheaven.spec.models.study import Study as Plan

COUNT_SETTINGS = ("persons", "months", "seed", "replicates", "panel")


def validate_plan(settings: dict[str, Any]) -> Plan:
    """Return the plan of these settings; NumPy integers count as integers.

    Args:
        settings: Fields of `spec.models.study.Study`.

    Raises:
        SettingsError: A setting is out of range; all are listed.
    """
    for name in COUNT_SETTINGS:
        if name in settings and not isinstance(settings[name], bool):
            try:  # accept NumPy integers
                settings[name] = operator.index(settings[name])
            except TypeError:
                continue
    try:
        return Plan.model_validate(settings)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain_error(e) for e in error.errors())) from None


def _explain_error(error: Any) -> str:
    name = str(error["loc"][0]) if error["loc"] else "the study"
    given = f"{error['input']:,}" if isinstance(error["input"], int) else repr(error["input"])
    if name in COUNT_SETTINGS:
        low, high = setting_bounds(name)
        return f"{name} = {given}: it must be a whole number from {low:,} to {high:,}. Write one in that range."
    if name == "start":
        return f"start = {given}: it must be a month between 1900-01 and 2099-12. Write it as 2013-10."
    if name == "align":
        return (
            f"align = {given}: it says whether regimes are observed each from its own first month. Write start or "
            "calendar."
        )
    if name == "regimes":
        return f"regimes: {len(error['input'])} are named: one run holds 1 to 16. Name fewer."
    return f"{name} = {given}: {error['msg']}. Write a value that the study schema allows: `underheaven schema study`."


def setting_bounds(name: str) -> tuple[int, int]:
    """Return the least and the greatest value that a setting of a study allows.

    Args:
        name: A whole-number field of `spec.models.study.Study`.
    """
    metadata = Plan.model_fields[name].metadata
    low = next(m.ge for m in metadata if isinstance(m, Ge))
    high = next(m.le for m in metadata if isinstance(m, Le))
    return int(str(low)), int(str(high))
