"""How many records of each kind can stand in one file at once, by what channels, officials and ties do."""

from __future__ import annotations

from underheaven.spec.recording import Rule
from underheaven.spec.regime import Regime
from underheaven.spec.standing import RECORDS


def most_live(regime: Regime) -> dict[str, int]:
    """Return the most live records of each rule's conduct that one person can have, 0 where none is ever filed.

    A kind that is not filed again while it stands gives one for each way in which it comes about in one month; another
    as many a month, for as long as it lives. Where people fear it by rumour it counts as filed, though nothing may be.
    """
    return {rule.conduct: _most(regime, rule) for rule in regime.recording.rules}


def crowded(regime: Regime) -> dict[str, int]:
    """Return the conduct that can fill more than one dossier if it lasts, with the mean records that would stand.

    That is conduct filed anew each month while it lasts, whose records a month times their life exceed the places of a
    dossier. What does not fit is lost, the record with least time left first.
    """
    standing = {
        rule.conduct: round(_noticed(regime, rule) * rule.months)
        for rule in regime.recording.rules
        if rule.refile and isinstance(rule.months, int)
    }
    return {name: n for name, n in sorted(standing.items(), key=lambda item: (-item[1], item[0])) if n > RECORDS}


def _noticed(regime: Regime, rule: Rule) -> float:
    """Return the chance that conduct of a rule is recorded in a month in which it goes on."""
    missed = 1.0
    for channel in regime.sensing.channels:
        if rule.conduct in channel.conduct:
            missed *= 1.0 - channel.coverage * channel.sensitivity
    return 1.0 - missed


def _most(regime: Regime, rule: Rule) -> int:
    ways = _ways(regime, rule)
    if ways == 0:
        feared = regime.opacity > 0 and rule.rumoured_weight > 0
        return RECORDS if feared else 0
    if not rule.refile:
        return min(ways, RECORDS)
    if rule.geometric or not isinstance(rule.months, int):
        return RECORDS
    return min(ways * rule.months, RECORDS)


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
