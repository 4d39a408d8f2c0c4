"""A regime in one month: all earlier amendments merged in, with the sources of its numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from underheaven.errors import RequestError
from underheaven.spec.amendments.merging import apply_amendments
from underheaven.spec.assumptions.sourced_numbers import iter_numbers
from underheaven.spec.document import Document
from underheaven.spec.io.toml_paths import named_path_formatter, show_value
from underheaven.spec.models.regime import Regime

MONTH_PATTERN = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


def regime_at_month(document: Document[Regime], month: str) -> Document[Regime]:
    """Return a regime as of a month, without amendments.

    Args:
        document: the regime.
        month: a month, as 2013-10.

    Returns:
        The regime in that month; its sources and assumed numbers have the paths of the result.

    Raises:
        RequestError: ``month`` is not a month, or lies before the start of the regime.
    """
    start = document.model.start
    if MONTH_PATTERN.fullmatch(month) is None:
        raise RequestError(f"{document.where}@{month}: {show_value(month)} is not a valid month. Write it as 2013-10.")
    if start is not None and month < start:
        raise RequestError(f"{document.where}@{month}: it takes effect in {start}. Name that month or a later one.")
    regime_table = {key: value for key, value in document.raw.items() if key != "amendments"}
    name, name_now = named_path_formatter(document.raw), named_path_formatter(regime_table)
    origin_paths = {name_now(steps): name(steps) for steps, _ in iter_numbers(regime_table)}
    for change in apply_amendments(document.raw):
        if str(change.month) > month:
            break
        earlier, regime_table = origin_paths, change.regime_table
        origin_paths, name_now = {}, named_path_formatter(regime_table)
        for steps, _ in iter_numbers(regime_table):
            path, own_path = name_now(steps), change.own_path(steps)
            origin_paths[path] = earlier.get(path, path) if own_path is None else name(own_path)
    assumed = {a.path: a for a in document.assumed}
    return replace(
        document,
        model=Regime.model_validate(regime_table),
        where=f"{document.where}@{month}",
        raw=regime_table,
        sources={path: document.sources[origin] for path, origin in origin_paths.items() if origin in document.sources},
        n_numbers=len(origin_paths),
        assumed=tuple(
            replace(assumed[origin], path=path) for path, origin in origin_paths.items() if origin in assumed
        ),
        unsourced=tuple(path for path, origin in origin_paths.items() if origin in document.unsourced),
    )
