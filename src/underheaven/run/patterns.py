"""Which published patterns studies show, in what share of their assumptions, and what decides, as plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from underheaven.errors import RequestError
from underheaven.measure import pattern as measured
from underheaven.measure.kept import Kept
from underheaven.measure.pattern import Clause, Decider, Numbers, clause_of, holds, number
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.values import DIFFERENCE, FILED, LABELLED, LABELLED_BY_CATEGORY
from underheaven.run.asked import asked, source
from underheaven.run.assumptions import few
from underheaven.run.progress import Progress
from underheaven.run.sensitivity import explored
from underheaven.run.study import Study, read_study, short_name
from underheaven.spec.found import choose
from underheaven.spec.pattern import Pattern, Where
from underheaven.spec.read import read_study as read_plan
from underheaven.spec.shipped import shipped

POINTS = 256
"""Points of the design: whether something appears says less at a point than how large it is."""


def pattern_studies() -> list[str]:
    """Returns the names of the shipped studies that claim to show a published pattern."""
    return [name for name in shipped("study") if read_plan(name).model.pattern is not None]


@asked("points", "threads", "progress", studies=source("study"))
def patterns(
    *studies: str, points: int = POINTS, threads: int | None = None, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Lives studies at points of their assumed numbers and returns a row for each: whether their pattern appears.

    studies: names or paths; all that ship with a pattern if none is named. points: of the design, 1 or more.
    Raises RequestError for a study without a pattern or with an unknown measure, DocumentError with every fault.
    """
    named = [(name, read_study(name)) for name in studies or pattern_studies()]
    for name, study in named:
        clauses_of(study, name)
    return [_row(name, study, points, threads, progress) for name, study in named]


def clauses_of(study: Study, name: str) -> list[Clause]:
    """Returns the clauses of a study's pattern.

    Raises RequestError where it has none or they name what is not there.
    """
    if study.plan.pattern is None:
        raise RequestError(
            f"{name}: this study claims no published pattern. Those that ship with one are "
            f"{', '.join(pattern_studies())}."
        )
    return [_clause(study, where, name) for where in study.plan.pattern.where]


def row_of(name: str, pattern: Pattern, clauses: Sequence[Clause], kept: Kept) -> dict[str, Any]:
    """Returns the row of a study: what was published, what the stated documents give, and what the points do.

    Keys: study, published, source, brought_about_by, put_in, not_shown, verdict, where (a row a clause, with mean, low
    and high over seeds, and shares of the points at which it holds, and has its sign), share (of the points in which
    it appears), points, seeds (of the stated documents), deciders, numbers, persons, months.
    """
    seeds, at = measured.at_seeds(kept), measured.at_points(kept)
    found = [measured.stated(seeds, clause) for clause in clauses]
    appears = holds(at, clauses)
    told = pattern.model_dump(exclude={"where"})
    return {
        "study": name, **told, "verdict": measured.verdict([verdict for _, verdict in found]),
        "where": [
            {**_where(c, i.mean, i.low, i.high, v), **_shares(at, c)} for c, (i, v) in zip(clauses, found, strict=True)
        ],
        "share": float(appears.mean()), "points": len(appears),
        "seeds": len(kept.seeds),
        "deciders": [_decider(d) for d in measured.deciders(kept, clauses)], "numbers": len(kept.numbers),
        "persons": kept.persons, "months": kept.months,
    }  # fmt: skip


def _row(name: str, study: Study, points: int, threads: int | None, progress: Progress | None) -> dict[str, Any]:
    clauses, pattern = clauses_of(study, name), study.plan.pattern
    kept = explored(few(study), points, None, (), threads, progress, keeps_apart=False)
    if kept is None or pattern is None:
        raise RequestError(f"{name}: no document of it states a range of an assumed number. Give one a range.")
    return row_of(name, pattern, clauses, kept) | {"mark": study.mark or None}


def _clause(study: Study, where: Where, name: str) -> Clause:
    worlds = [short_name(d) for d in study.regimes]
    clause = clause_of(where.model_dump(), worlds[0])
    if clause.world not in worlds:
        raise RequestError(
            f"{name}, pattern.where.world = {clause.world!r}: {choose(clause.world, worlds, 'There is none')}."
        )
    for measure in filter(None, (clause.measure, clause.over)):
        _check(measure, name)
    if clause.of == DIFFERENCE and study.against is None:
        raise RequestError(f"{name}: a difference needs a baseline. Name it as `against`.")
    return clause


def _check(measure: str, name: str) -> None:
    known = [*MEASURES, *PAIRED, *FILED, *LABELLED, *LABELLED_BY_CATEGORY]
    if measure not in known and measure.partition(":")[0] not in known:
        raise RequestError(f"{name}: measure {measure!r} is unknown. {choose(measure, known, 'There is none')}.")


def _where(clause: Clause, mean: float, low: float, high: float, verdict: str) -> dict[str, Any]:
    plain = {"mean": mean, "low": low, "high": high, "above": clause.above, "below": clause.below}
    return {
        "world": clause.world, "measure": clause.measure, "over": clause.over, "of": clause.of,
        **{key: value if isfinite(value) else None for key, value in plain.items()}, "verdict": verdict,
    }  # fmt: skip


def _shares(at: Numbers, clause: Clause) -> dict[str, float | None]:
    """Gives the shares of the points at which a clause holds, and at which its number has the sign asked for.

    The sign is None where the bounds ask for none.
    """
    value = number(at, clause)
    sign = float((value > 0).mean()) if clause.above >= 0 else float((value < 0).mean()) if clause.below <= 0 else None
    return {"share": float(holds(at, [clause]).mean()), "same_sign": sign}


def _decider(decider: Decider) -> dict[str, Any]:
    its = decider.number
    return {
        "document": its.document, "path": its.path, "low": its.low, "high": its.high, "stated": its.stated,
        "at_low": decider.at_low, "at_middle": decider.at_middle, "at_high": decider.at_high,
        "vanishes": decider.vanishes,
    }  # fmt: skip
