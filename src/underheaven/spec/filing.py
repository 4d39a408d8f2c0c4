"""How many records of each kind can stand in one file at once, by what channels, officials and ties do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from underheaven.spec.recording import MOST_RECORDS, RECORDS, Rule
from underheaven.spec.regime import Regime


def most_records(versions: Sequence[Regime]) -> int:
    """Return how many records a dossier holds: the most that any version of the rules states."""
    return max(version.recording.capacity for version in versions)


def most_live(regime: Regime, records: int) -> dict[str, int]:
    """Return the most live records of each rule's conduct that one person can have, 0 where none is ever filed.

    records: how many a dossier holds, see ``most_records``.

    A kind that is not filed again while it stands gives one for each way in which it comes about in one month; another
    as many a month, for as long as it lives. Where people fear it by rumour it counts as filed, though nothing may be.
    """
    return {rule.conduct: _most(regime, rule, records) for rule in regime.recording.rules}


@dataclass(frozen=True)
class Crowded:
    """Conduct that can fill more than one dossier if it lasts.

    records: how many a dossier holds. standing: the mean records that would stand, by conduct, the most first. needed:
    the records that a dossier needs for any one of them, at most what a document can state.
    """

    records: int
    standing: Mapping[str, int]
    needed: int


def crowded(versions: Sequence[Regime]) -> Crowded | None:
    """Return the conduct of which a dossier has no room for all records, or None where it has.

    That is conduct filed anew each month while it lasts, under the version of the rules that records it most. What does
    not fit is lost, the record with least time left first.
    """
    records = most_records(versions)
    lasting = [(rule.conduct, *_standing(v, rule)) for v in versions for rule in v.recording.rules if _lasts(rule)]
    over = [(conduct, mean, most) for conduct, mean, most in lasting if round(mean) > RECORDS and most > records]
    if not over:
        return None
    standing: dict[str, int] = {}
    for conduct, mean, _ in over:
        standing[conduct] = max(round(mean), standing.get(conduct, 0))
    ordered = dict(sorted(standing.items(), key=lambda item: (-item[1], item[0])))
    return Crowded(records, ordered, min(_STEP * ceil(max(most for *_, most in over) / _STEP), MOST_RECORDS))


_STEP, _DEVIATIONS = 8, 3
"""In which steps room is named, and how many standard deviations above the mean it reaches."""


def _lasts(rule: Rule) -> bool:
    return rule.refile and isinstance(rule.months, int)


def _standing(regime: Regime, rule: Rule) -> tuple[float, float]:
    """Return the mean records of conduct that goes on month after month, and about the most: one a month at most."""
    chance, months = _noticed(regime, rule), int(rule.months)
    mean = chance * months
    return mean, min(mean + _DEVIATIONS * sqrt(mean * (1 - chance)), months)


def _noticed(regime: Regime, rule: Rule) -> float:
    """Return the chance that conduct of a rule is recorded in a month in which it goes on."""
    missed = 1.0
    for channel in regime.sensing.channels:
        if rule.conduct in channel.conduct:
            missed *= 1.0 - channel.coverage * channel.sensitivity
    return 1.0 - missed


def _most(regime: Regime, rule: Rule, records: int) -> int:
    ways = _ways(regime, rule)
    if ways == 0:
        feared = regime.opacity > 0 and rule.rumoured_weight > 0
        return records if feared else 0
    if not rule.refile:
        return min(ways, records)
    if rule.geometric or not isinstance(rule.months, int):
        return records
    return min(ways * rule.months, records)


def _ways(regime: Regime, rule: Rule) -> int:
    """Return in how many ways a person can be recorded under a rule in one month."""
    channels = [c for c in regime.sensing.channels if rule.conduct in c.conduct]
    seeing = [c for c in channels if c.sensitivity > 0 and c.coverage > 0]
    officials, association = regime.officials, regime.association
    sensed = bool(seeing) or any(c.false_records_per_year > 0 for c in channels)  # done, or invented where it was not
    staged = rule.gap and bool(seeing)
    mistaken = any(c.mistaken_identity > 0 for c in seeing)
    made = officials.quota_conduct == rule.conduct and officials.quota_per_1000 > 0
    passed = association.contagion_conduct == rule.conduct
    household = association.household_guilt > 0 and (sensed or made)
    return sensed + staged + mistaken + made + (passed or household)
