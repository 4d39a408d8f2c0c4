"""Reasons why a harsher change is refused in a reform, and what to write instead."""

from __future__ import annotations

from typing import Any

from underheaven.spec.io.toml_paths import PathSteps
from underheaven.spec.reforms.harshness_rules import (
    BELIEFS_PATH,
    LISTS_PATH,
    NO_TERM,
    HarshnessContext,
    is_redlist,
    path_keys,
)

HARSHER_REASON = "a reform may only lower what a regime does, or raise repair, notice, appeal and transparency"
HARSHER_SUGGESTION = (
    "Leave it out. A harsher variant is a regime of its own (`underheaven new regime --from NAME`) for "
    "`underheaven compare`, and is not part of an order of reforms"
)
OUTSIDERS_REASON = (
    "a list holds those who have not agreed, so people who no longer agree are listed, and people who newly agree are "
    "recorded: where a list holds outsiders a reform leaves consent as it is",
    'Leave it out, or first remove the list (do = "free those who stay out")',
)
LIABILITY_REASON = (
    "a household answers for records with a term and for no other ones, so that relatives would be recorded for what "
    "they were never recorded for",
    'Leave it "until performed", or write association.household_liability = 0 as well',
)
LONGER_TERM_REASON = (
    "people would expect a longer record than they do now: recording.feared_months for one that is kept until "
    "performed, and its term for any other",
    'Leave it "until performed", or write a term of at most feared_months',
)
LOST_BELIEF_REASON = (
    "lenders would start from what replaces it, the belief about those whom they cannot distinguish or else the "
    "society's own counts, and that is not known to be as mild",
    "Leave it there, with more loans repaid or fewer fallen behind if need be",
)
REDLIST_REASON = (
    "lenders see who is on this redlist and may think better of them, so people who leave it would receive fewer loans",
    "Leave the list as it is, or first remove the belief that favours those on it",
)


def refusal_reason(steps: PathSteps, before: Any, after: Any, context: HarshnessContext) -> tuple[str, str]:
    """Return why a change is refused, and what to write instead."""
    names = path_keys(steps)
    if names[0] == "consent" and context.outsiders:
        return OUTSIDERS_REASON
    if names == ("recording", "rules", "months") and before == NO_TERM:
        return (
            LIABILITY_REASON
            if context.household_liability
            else LONGER_TERM_REASON
            if after > context.feared_months
            else (HARSHER_REASON, HARSHER_SUGGESTION)
        )
    if after is None and names == BELIEFS_PATH:
        return LOST_BELIEF_REASON
    if names[:2] == LISTS_PATH and is_redlist(before):
        return REDLIST_REASON
    return HARSHER_REASON, HARSHER_SUGGESTION
