"""What an audit is going to run: the sizes of its parts, and about how long they take on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.run import assumptions
from underheaven.run.reform import at_most, lived

if TYPE_CHECKING:
    from underheaven.run.forecast import Forecast
    from underheaven.run.study import Study


@dataclass(frozen=True)
class Part:
    """One part of an audit.

    runs: replicates, or runs over the parameters. seconds: None where nobody tried. of: the regime, in a part of one.
    """

    persons: int
    months: int
    worlds: int
    runs: int
    person_months: int
    seconds: float | None
    of: str = ""


@dataclass(frozen=True)
class Extent:
    """What an audit runs at most.

    base: the regimes as they are. samples: all runs over the parameters, which are ``parameter_samples``, ``seeds`` of
    the base case and ``ends`` of ranges; None where there are none. facts: of the society, which may rule samples out.
    reforms: one part a regime. trial_seconds: of the trial that the seconds rest on,
    in which other work made everything ``held_up`` times as long.
    """

    burn_in: int
    base: Part
    samples: Part | None
    parameter_samples: int
    seeds: int
    ends: int
    facts: int
    reforms: tuple[Part, ...]
    trial_seconds: float | None
    held_up: float = 1.0

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in the order in which they are run."""
        return (self.base, *([] if self.samples is None else [self.samples]), *self.reforms)


def extent_of(study: Study, points: int, with_reforms: bool, tried: Forecast | None = None) -> Extent:
    """Return what an audit of a study runs.

    points: parameter samples. with_reforms: whether the shipped reforms are run too. tried: a forecast of the study.
    """
    return Extent(
        burn_in=study.society.model.burn_in_months,
        base=_part(study, None if tried is None else tried.seconds - tried.ranging_seconds),
        samples=_samples(study, points, None if tried is None else tried.ranging_seconds),
        parameter_samples=points,
        seeds=assumptions.SEEDS,
        ends=2 * assumptions.ENDS,
        facts=len(study.society.model.facts),
        reforms=tuple(
            _part(most, None if tried is None else lived(most) * tried.ns_a_person_month / 1e9, name)
            for name, most in (at_most(study) if with_reforms else {}).items()
        ),
        trial_seconds=None if tried is None else tried.trial_seconds,
        held_up=1.0 if tried is None else tried.held_up,
    )


def _part(study: Study, seconds: float | None, of: str = "") -> Part:
    plan = study.plan
    return Part(plan.persons, plan.months, len(study.worlds), plan.replicates, lived(study), seconds, of)


def _samples(study: Study, points: int, seconds: float | None) -> Part | None:
    few = assumptions.few(study)
    runs = assumptions.lives(few, points)
    if not runs:
        return None
    plan, cost = few.plan, assumptions.person_months(few, points)
    return Part(plan.persons, plan.months, len(few.worlds), runs, cost, seconds)
