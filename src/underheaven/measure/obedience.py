"""Measures of obedience: what people do, say, pay and put up with under a regime. No rule is searched for by them.

How far parameters move them is told like that of any measure. Which parameter moves them is not told, and what a
result keeps does not say at which values of a regime's rules they were measured.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from underheaven.measure.inference.sample_results import AssumedParameter, Column, OneAtATimeRun, SampleResults
from underheaven.measure.measure_values import CATEGORY_FAMILIES, FILED_DEBT_SHARES, LABELLED_MEASURES
from underheaven.measure.registry import MEASURES, PAIRED

OBEDIENCE_MEASURES = frozenset(
    {
        "judgments_performed",
        "performed_share",
        "speaking",
        "falsification_gap",
        "legitimacy",
        "joined_share",
        "severed_ties",
        "loans_repaid",
        "default_share",
        "help_granted_share",
        "help_granted_share_to_listed",
        "help_worth",
        "bribed_records",
        "faked_acts",
        "score_and_conviction",
        "chilled_speech",
        "chilled_speech_signed",
        "deterrence",
        "good_acts_gained",
        "acts_in",
    }
)
"""Measures of the registry, and families of `values.by_category`, that are of obedience or compliance."""


def is_obedience_measure(name: str) -> bool:
    """Tell whether a measure is of obedience; one that is none of the package's may be, and counts as one."""
    base = name.partition(":")[0]
    known = {*MEASURES, *PAIRED, *FILED_DEBT_SHARES, *LABELLED_MEASURES, *CATEGORY_FAMILIES}
    return base in OBEDIENCE_MEASURES or (name not in known and base not in known)


def may_name_parameter(parameter: AssumedParameter, column: Column) -> bool:
    """Tell whether a number may be named as what moves a measure: a regime's own never is for one of obedience."""
    return not (parameter.rule and is_obedience_measure(column[1]))


def detach_obedience(sample_results: SampleResults) -> SampleResults:
    """Return what a result keeps, in which no measure of obedience stands beside the rules that it was measured under.

    At the points these measures stand in an order of their own, by their values and all of them together: how they
    spread and go with one another is kept, at which point they were measured is not. At the ends of a regime's number
    they are left out.
    """
    is_obedient = np.array([is_obedience_measure(name) for _, name, _ in sample_results.columns], bool)
    samples = sample_results.samples.copy()
    if is_obedient.any() and len(samples):
        values = samples[:, is_obedient]
        samples[:, is_obedient] = values[np.lexsort(values.T[::-1])]
    ends = tuple(
        OneAtATimeRun(end.parameter_index, end.high, np.where(is_obedient, np.nan, end.values))
        if sample_results.parameters[end.parameter_index].rule
        else end
        for end in sample_results.ends
    )
    return replace(sample_results, samples=samples, ends=ends)
