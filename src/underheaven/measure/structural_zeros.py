"""Whether a number about a regime's acts is 0 by rule, because nothing can be recorded, and not by chance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

MAY_RECORD = "may_record"
"""The attribute that names, as JSON, the scenarios whose documents can file records."""


def records_nothing(dataset: xr.Dataset, scenario: str) -> bool:
    """Return whether nothing is recorded in a scenario by rule.

    Where few persons are watched and acts are rare, a regime can record nothing by chance: another seed would give
    another number. A result that does not say which scenarios may record is judged by what was recorded.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    if scenario in json.loads(str(dataset.attrs.get(MAY_RECORD, "[]"))):
        return False
    return not float(dataset["recorded"].sel(scenario=scenario).sum())
