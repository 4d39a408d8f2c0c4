"""How many records of each kind one dossier can hold, given channels, officials and ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from underheaven.spec.models.recording import DEFAULT_CAPACITY, MAX_CAPACITY, Rule
from underheaven.spec.models.regime import Regime


def dossier_capacity(versions: Sequence[Regime]) -> int:
    """Return the capacity of a dossier in records: the largest of all versions."""
    return max(version.recording.capacity for version in versions)


def max_live_records(regime: Regime, records: int) -> dict[str, int]:
    """Return the largest number of live records of one person, by conduct; 0 where none is ever filed.

    A kind that is not refiled has one record for each way in which it arises in a month. A refiled kind has as many in
    each month of its term. A record feared by rumour counts as filed even where none is.

    Args:
        regime: one version of a regime.
        records: capacity of a dossier, see `dossier_capacity`.
    """
    return {rule.conduct: _max_records(regime, rule, records) for rule in regime.recording.rules}


@dataclass(frozen=True)
class DossierOverflow:
    """Conduct whose records can exceed the capacity of a dossier if it continues.

    Attributes:
        records: capacity of a dossier.
        records_by_conduct: mean and largest number of live records by conduct, largest mean first.
        needed: capacity needed for any one of them, as far as a document can state it.
    """

    records: int
    records_by_conduct: Mapping[str, tuple[int, int]]
    needed: int


def dossier_overflow(versions: Sequence[Regime]) -> DossierOverflow | None:
    """Return the conduct whose records can exceed the capacity of a dossier, or None.

    It concerns conduct refiled each month while it continues, under the version that records it most. Records beyond
    the capacity are lost, those with the least remaining time first. Conduct with a mean of at most eight records is
    skipped.

    Args:
        versions: all versions of one regime.
    """
    records, standing = dossier_capacity(versions), dict[str, tuple[int, int]]()
    for version in versions:
        for rule in version.recording.rules:
            mean, most = _standing_records(version, rule)
            if mean > DEFAULT_CAPACITY and most > records:
                standing[rule.conduct] = max((mean, most), standing.get(rule.conduct, (0, 0)))
    if not standing:
        return None
    ordered = dict(sorted(standing.items(), key=lambda item: (-item[1][0], item[0])))
    needed = _CAPACITY_STEP * ceil(max(most for _, most in standing.values()) / _CAPACITY_STEP)
    return DossierOverflow(records, ordered, min(needed, MAX_CAPACITY))


_CAPACITY_STEP, _STANDARD_DEVIATIONS = 8, 3
"""Step of suggested capacities, and standard deviations above the mean that they cover."""


def _standing_records(regime: Regime, rule: Rule) -> tuple[int, int]:
    """Return the mean and about the largest number of live records of conduct that continues month after month.

    At most one is filed in a month. Both are 0 where nothing is refiled, or records have no term.
    """
    if not rule.refile or not isinstance(rule.months, int):
        return 0, 0
    chance = _detection_chance(regime, rule)
    mean = chance * rule.months
    most = min(mean + _STANDARD_DEVIATIONS * sqrt(mean * (1 - chance)), rule.months)
    return round(mean), ceil(most)


def _detection_chance(regime: Regime, rule: Rule) -> float:
    """Return the monthly probability that continuing conduct of a rule is recorded."""
    missed = 1.0
    for channel in regime.sensing.channels:
        if rule.conduct in channel.conduct:
            missed *= 1.0 - channel.coverage * channel.detection_rate
    return 1.0 - missed


def _max_records(regime: Regime, rule: Rule, records: int) -> int:
    n_ways = _record_ways(regime, rule)
    if n_ways == 0:
        rumoured = regime.opacity > 0 and rule.rumoured_weight > 0
        return records if rumoured else 0
    if not rule.refile:
        return min(n_ways, records)
    if rule.geometric or not isinstance(rule.months, int):
        return records
    return min(n_ways * rule.months, records)


def _record_ways(regime: Regime, rule: Rule) -> int:
    """Return in how many ways a person can be recorded under a rule in one month."""
    channels = [c for c in regime.sensing.channels if rule.conduct in c.conduct]
    seeing = [c for c in channels if c.detection_rate > 0 and c.coverage > 0]
    officials, association = regime.officials, regime.association
    sensed = bool(seeing) or any(c.false_records_per_year > 0 for c in channels)  # real or false records
    faked = rule.evadable and bool(seeing)
    mistaken = any(c.mistaken_identity > 0 for c in seeing)
    made = officials.quota_conduct == rule.conduct and officials.quota_per_1000 > 0
    passed = association.contagion_conduct == rule.conduct
    household = association.household_liability > 0 and (sensed or made)
    return sensed + faked + mistaken + made + (passed or household)
