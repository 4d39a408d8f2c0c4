"""How many records of each kind can stand in one file at once, by what channels, officials and ties do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from underheaven.spec.models.recording import DEFAULT_CAPACITY, MAX_CAPACITY, Rule
from underheaven.spec.models.regime import Regime


def dossier_capacity(versions: Sequence[Regime]) -> int:
    """Return how many records a dossier holds: the most that any version of the rules states."""
    return max(version.recording.capacity for version in versions)


def max_live_records(regime: Regime, records: int) -> dict[str, int]:
    """Return the most live records of each rule's conduct that one person can have, 0 where none is ever filed.

    records: how many a dossier holds, see ``most_records``.

    A kind that is not filed again while it stands gives one for each way in which it comes about in one month; another
    as many a month, for as long as it lives. Where people fear it by rumour it counts as filed, though nothing may be.
    """
    return {rule.conduct: _max_records(regime, rule, records) for rule in regime.recording.rules}


@dataclass(frozen=True)
class DossierOverflow:
    """Conduct whose records can fill more than one dossier if it lasts.

    records: how many a dossier holds. standing: by conduct, how many records would stand on average and at most, the
    most first. needed: the records that a dossier needs for any one of them, as far as a document can state them.
    """

    records: int
    records_by_conduct: Mapping[str, tuple[int, int]]
    needed: int


def dossier_overflow(versions: Sequence[Regime]) -> DossierOverflow | None:
    """Return the conduct of which a dossier has no room for all records, or None where it has.

    That is conduct filed anew each month while it lasts, under the version of the rules that records it most. What does
    not fit is lost, the record with least time left first. Conduct of which eight records hold the mean is passed over.
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
"""In which steps room is named, and how many standard deviations above the mean it reaches."""


def _standing_records(regime: Regime, rule: Rule) -> tuple[int, int]:
    """Return how many records of conduct stand that goes on month after month: the mean, and about the most.

    At most one is filed a month. Both are 0 where none is filed anew, or records have no term.
    """
    if not rule.refile or not isinstance(rule.months, int):
        return 0, 0
    chance = _detection_chance(regime, rule)
    mean = chance * rule.months
    most = min(mean + _STANDARD_DEVIATIONS * sqrt(mean * (1 - chance)), rule.months)
    return round(mean), ceil(most)


def _detection_chance(regime: Regime, rule: Rule) -> float:
    """Return the chance that conduct of a rule is recorded in a month in which it goes on."""
    missed = 1.0
    for channel in regime.sensing.channels:
        if rule.conduct in channel.conduct:
            missed *= 1.0 - channel.coverage * channel.sensitivity
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
    seeing = [c for c in channels if c.sensitivity > 0 and c.coverage > 0]
    officials, association = regime.officials, regime.association
    sensed = bool(seeing) or any(c.false_records_per_year > 0 for c in channels)  # done, or invented where it was not
    faked = rule.gap and bool(seeing)
    mistaken = any(c.mistaken_identity > 0 for c in seeing)
    made = officials.quota_conduct == rule.conduct and officials.quota_per_1000 > 0
    passed = association.contagion_conduct == rule.conduct
    household = association.household_guilt > 0 and (sensed or made)
    return sensed + faked + mistaken + made + (passed or household)
