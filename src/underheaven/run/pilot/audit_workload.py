"""Workload of an audit: the sizes of its parts, and approximately how long they take on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.run.reform import largest_reform_studies, study_person_months
from underheaven.run.uncertainty import parameter_samples

if TYPE_CHECKING:
    from underheaven.run.forecast import Forecast
    from underheaven.run.study import Study


@dataclass(frozen=True)
class WorkloadPart:
    """One part of an audit.

    runs: replicates, or runs over the parameters. seconds: wall time, None without a pilot run. of: the regime, if the
    part is about one.
    """

    persons: int
    months: int
    scenarios: int
    runs: int
    person_months: int
    seconds: float | None
    of: str = ""


@dataclass(frozen=True)
class AuditWorkload:
    """The most that an audit runs.

    Attributes:
        burn_in: Months of burn-in.
        base: The regimes, unchanged.
        samples: All runs over the parameters: ``parameter_samples``, ``seeds`` of the base case, and ``ends`` of
            ranges; None if there are none.
        facts: Facts of the society, which may rule samples out.
        reforms: One part for each regime.
        trial_seconds: Wall time of the pilot run behind the estimates, None without one.
        held_up: Factor by which other work slowed the pilot run, 1 or more.
    """

    burn_in: int
    base: WorkloadPart
    samples: WorkloadPart | None
    parameter_samples: int
    seeds: int
    ends: int
    facts: int
    reforms: tuple[WorkloadPart, ...]
    trial_seconds: float | None
    held_up: float = 1.0

    @property
    def parts(self) -> tuple[WorkloadPart, ...]:
        """All parts, in the order in which they are run."""
        return (self.base, *([] if self.samples is None else [self.samples]), *self.reforms)


def audit_workload(study: Study, samples: int, with_reforms: bool, estimate: Forecast | None = None) -> AuditWorkload:
    """Return the workload of an audit.

    Args:
        study: The study.
        samples: Parameter samples, 0 or more.
        with_reforms: Whether the shipped reforms are simulated as well.
        estimate: A forecast of the study, for the times.
    """
    return AuditWorkload(
        burn_in=study.society.model.burn_in_months,
        base=_study_part(study, None if estimate is None else estimate.seconds - estimate.ranging_seconds),
        samples=_samples_part(study, samples, None if estimate is None else estimate.ranging_seconds),
        parameter_samples=samples,
        seeds=parameter_samples.BASE_CASE_SEEDS,
        ends=2 * parameter_samples.MAX_OAT_PARAMETERS,
        facts=len(study.society.model.facts),
        reforms=tuple(
            _study_part(
                reform_study,
                None if estimate is None else study_person_months(reform_study) * estimate.ns_a_person_month / 1e9,
                name,
            )
            for name, reform_study in (largest_reform_studies(study) if with_reforms else {}).items()
        ),
        trial_seconds=None if estimate is None else estimate.trial_seconds,
        held_up=1.0 if estimate is None else estimate.held_up,
    )


def _study_part(study: Study, seconds: float | None, regime: str = "") -> WorkloadPart:
    plan = study.plan
    return WorkloadPart(
        plan.persons, plan.months, len(study.scenarios), plan.replicates, study_person_months(study), seconds, regime
    )


def _samples_part(study: Study, samples: int, seconds: float | None) -> WorkloadPart | None:
    sampled_study = parameter_samples.sample_study(study)
    runs = parameter_samples.count_sample_runs(sampled_study, samples)
    if not runs:
        return None
    plan, person_months = sampled_study.plan, parameter_samples.sample_person_months(sampled_study, samples)
    return WorkloadPart(plan.persons, plan.months, len(sampled_study.scenarios), runs, person_months, seconds)
