"""How far the assumed numbers of a study move its measures, as rows of plain values that other parts can use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.engine.choose import make_engine
from underheaven.errors import RequestError
from underheaven.given import optional
from underheaven.measure.kept import Kept, kept_of
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.sensitivity import Mover, Sensitivity, sensitivities
from underheaven.measure.values import FILED, LABELLED, LABELLED_BY_CATEGORY, SAID, Function
from underheaven.run.asked import asked, of_plan, source
from underheaven.run.assumptions import PERSONS, POINTS, explore, person_months
from underheaven.run.keep import Nothing
from underheaven.run.progress import Meter, Progress, silent
from underheaven.run.sample_towns import with_sample_towns
from underheaven.run.study import Source, Study, plan_study
from underheaven.spec.found import choose
from underheaven.spec.spans import position

if TYPE_CHECKING:
    import xarray as xr


USUAL: Mapping[str, Any] = {"against": "none", "society": None, "months": 120, "seed": 1, "start": None, "align": None}
"""What a study fixes, as it is where nothing is said."""


@asked(
    "regimes", "society", "months", "seed", "start", "align", "points", "measures", "more", "threads", "progress",
    against=optional(source("regime")), persons=optional(of_plan),
)  # fmt: skip
def sensitivity(
    *regimes: Source | Study,
    against: Source | None = "none",
    society: Source | None = None,
    persons: int | None = None,
    months: int = 120,
    seed: int = 1,
    start: str | None = None,
    align: str | None = None,
    points: int = POINTS,
    measures: Sequence[str] = (),
    more: Mapping[str, Callable[[xr.Dataset], xr.DataArray]] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """Lives a study at points of its assumed numbers and returns a row for each world, measure and paired difference.

    regimes, against, society, months, seed, start, align: as of `compare`; a study fixes
    them. persons: of each point, 10,000
    if None, and no more than a study has. points: of the design, 1
    or more. measures: names of the registry, further ones included; all if empty. more: further measures by name, each
    a function of a dataset that gives (world, replicate). No number is named for a measure of obedience, or for one of
    ``more``. The rows are plain values and stand as `rows` says.
    Raises RequestError, DocumentError with every fault.
    """
    study = _study(
        regimes, against, society, {"persons": persons, "months": months, "seed": seed, "start": start, "align": align}
    )
    kept = explored(study, points, more, measures or SAID, threads, progress)
    return rows(kept, measures)


def explored(
    study: Study,
    points: int = POINTS,
    more: Mapping[str, Function] | None = None,
    names: Sequence[str] = SAID,
    threads: int | None = None,
    progress: Progress | None = None,
    keeps_apart: bool = True,
) -> Kept | None:
    """Lives a study at points of its assumed numbers and returns all that was measured, None without such numbers.

    The arguments are those of `sensitivity`; names: measures whose movers are taken to their ends alone. keeps_apart:
    as of `run.assumptions.explore`.
    Raises RequestError.
    """
    _check_names(names, more or {})
    for name in more or {}:
        if name.partition(":")[0] in (*MEASURES, *PAIRED, *FILED, *LABELLED, *LABELLED_BY_CATEGORY):
            raise RequestError(f"more: {name} is a measure of this program. Give yours another name.")
    machine = make_engine("auto", threads)
    meter = Meter(max(person_months(study, points), 1), progress or silent)
    lives = machine.threads
    single = make_engine("auto", 1)
    return explore(single, study, points, study.months, meter.add, Nothing(), lives, more, names, keeps_apart)


@asked("dataset", "measures")
def rows_of(dataset: xr.Dataset, measures: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Returns the rows of a result that was run with ranges.

    Raises RequestError for a measure that is unknown or where the result holds no such runs.
    """
    kept = kept_of(dataset.attrs)
    if kept is None:
        raise RequestError(
            "sensitivity: the result holds no runs over its assumptions. Name its regimes or its study instead, or run "
            "it again without --no-ranges."
        )
    return rows(kept, measures)


def rows(kept: Kept | None, measures: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Returns a row for each world, measure and paired difference that is defined at some point.

    Keys: world, measure, of (level, or difference from the other world), stated, usual (mean and median over seeds of
    the base case, at the size of the samples), seeds (how many), median, low, high (central 90 % of the samples),
    outside (whether usual lies outside them), least, most, luck_low, luck_high (over seeds), assumptions_sd, luck_sd,
    dominates (assumptions, luck or neither), told (whether samples vary more than seeds do), positive,
    negative (shares of the samples), flips, opposite, flipped_by,
    movers, floor, points (where it is defined), of_points, names (whether so many samples can name a parameter),
    left_out (samples that could not be drawn), ruled_out (samples replaced because they contradict facts of the
    society), contradicted (how many contradict each), moved (samples whose values were pulled toward the base case),
    numbers, persons, months, town_size.
    A number that is not defined is None. Raises RequestError for an unknown measure.
    """
    if kept is None:
        return []
    known = {name for _, name, _ in kept.columns}
    _check_names(measures, dict.fromkeys(known))
    wanted = set(measures)
    return [
        _row(kept, row)
        for row in sensitivities(kept).values()
        if not wanted or row.column[1] in wanted or row.column[1].partition(":")[0] in wanted
    ]


def _study(
    regimes: Sequence[Source | Study], against: Source | None, society: Source | None, settings: Mapping[str, Any]
) -> Study:
    persons = PERSONS if settings["persons"] is None else settings["persons"]
    studies = [regime for regime in regimes if isinstance(regime, Study)]
    if not studies:
        sources = [regime for regime in regimes if not isinstance(regime, Study)]
        return with_sample_towns(plan_study(sources, against, society, **{**settings, "persons": persons}))
    if len(regimes) > 1:
        raise RequestError("A study stands beside other regimes: it names its own. Give the study alone.")
    given = {"against": against, "society": society, **settings}
    for name, usual in USUAL.items():
        if given[name] != usual:
            raise RequestError(f"{name} = {given[name]!r} is given beside a study, which fixes it. Change it there.")
    (study,) = studies
    if settings["persons"] is not None and persons > study.plan.persons:
        raise RequestError(
            f"persons = {persons:,}: the study has {study.plan.persons:,}, and a sample has no more. Write fewer, or "
            "leave it out."
        )
    numbers: dict[str, Any] = {"persons": min(persons, study.plan.persons), "panel": 0, "exempt": []}
    return with_sample_towns(replace(study, plan=study.plan.model_copy(update=numbers)))


def _check_names(names: Sequence[str], more: Mapping[str, object]) -> None:
    known = [*MEASURES, *PAIRED, *FILED, *LABELLED, *LABELLED_BY_CATEGORY, *more]
    for name in names:
        if name not in known and name.partition(":")[0] not in (*LABELLED, *LABELLED_BY_CATEGORY):
            raise RequestError(f"measure {name!r} is unknown. {choose(name, known, 'There is none')}.")


def _row(kept: Kept, row: Sensitivity) -> dict[str, Any]:
    world, name, of = row.column
    numbers = (
        "stated", "usual", "median", "low", "high", "least", "most", "luck_low", "luck_high", "assumptions_sd",
        "luck_sd",
    )  # fmt: skip
    return {
        "world": world, "measure": name, "of": of, **{key: _plain(getattr(row, key)) for key in numbers},
        "seeds": len(kept.seeds), "outside": row.outside,
        "dominates": row.dominates, "told": row.told, "positive": row.positive, "negative": row.negative,
        "flips": row.flips, "opposite": row.opposite, "flipped_by": [number.path for number in row.flipped_by],
        "movers": list(map(_mover, row.movers)), "floor": row.floor, "names": row.names,
        "points": row.points, "of_points": row.of,
        "left_out": kept.left_out, "ruled_out": kept.ruled_out, "contradicted": dict(kept.contradicted),
        "moved": sum(n > 0 for n in kept.moved), "numbers": len(kept.numbers),
        "persons": kept.persons, "months": kept.months, "town_size": kept.town_size,
    }  # fmt: skip


def _mover(mover: Mover) -> dict[str, Any]:
    number = mover.number
    return {
        "document": number.document, "path": number.path, "low": number.low, "high": number.high,
        "stated": number.stated, "scale": number.scale,
        "position": position(number.stated, number.low, number.high, number.scale),
        "off_centre": number.off_centre or None, "direction": mover.direction, "correlation": mover.correlation,
        "explains": mover.explains, "at_low": _plain(mover.at_low), "at_high": _plain(mover.at_high),
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return value if isfinite(value) else None
