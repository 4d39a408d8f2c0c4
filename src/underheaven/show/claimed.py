"""What a study claims to show of a published pattern, and whether a result of it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.measure.kept import kept_of
from underheaven.measure.pattern import at_points, clause_of, holds, one_order, stated, verdict
from underheaven.measure.values import values
from underheaven.show.about import against
from underheaven.show.patterns import clause_words, percent
from underheaven.show.words import counted, flowing
from underheaven.spec.pattern import Pattern

if TYPE_CHECKING:
    import xarray as xr


def claimed(pattern: Pattern) -> Iterator[str]:
    """Yields what a study says of its pattern, in sentences."""
    yield f"{flowing(pattern.published)} Source: {flowing(pattern.source)}."
    yield f"Brought about by: {flowing(pattern.brought_about_by)}"
    yield f"Put in: {flowing(pattern.put_in)}"
    yield f"Not shown: {flowing(pattern.not_shown)}"


def shown(dataset: xr.Dataset) -> Iterator[str]:
    """Yields whether the pattern of the result's study appears in it, and in how many parameter samples."""
    plan = json.loads(str(dataset.attrs.get("plan", "{}")))
    pattern = plan.get("pattern")
    if not pattern:
        return
    first = str(dataset["world"].values[0])
    clauses = [clause_of(where, first) for where in pattern["where"]]
    numbers = values(dataset, against(dataset))
    found = [stated(numbers, clause) for clause in clauses]
    said = "; ".join(clause_words(c, i.mean, i.low, i.high) for c, (i, _) in zip(clauses, found, strict=True))
    kept = kept_of(dataset.attrs)
    kept = kept if one_order(clauses) else None
    share = f" It appears in {percent(float(holds(at_points(kept), clauses).mean()))} of " if kept else ""
    points = f"{counted(len(kept.points), 'parameter sample')}; this share is not a probability." if kept else ""
    yield (
        f"Published pattern: {flowing(pattern['published'])} Here it {verdict([v for _, v in found])}: {said}."
        f"{share}{points} Put in: {flowing(pattern['put_in'])}"
    )
