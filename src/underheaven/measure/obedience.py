"""Measures of obedience: what people do, say, pay and tolerate under a regime. No rule is optimised for them.

Their parameter ranges are reported like those of any measure. Which parameter moves them is not reported, and a result
does not store at which values of a regime's rules they were measured.
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
"""Measures of the registry, and families of `values_by_category`, that are about obedience or compliance."""


def is_obedience_measure(name: str) -> bool:
    """Return whether a measure is one of obedience.

    Args:
        name: name of the measure, also with a label after a colon. A measure from outside the package counts as one of
            obedience.
    """
    base = name.partition(":")[0]
    known = {*MEASURES, *PAIRED, *FILED_DEBT_SHARES, *LABELLED_MEASURES, *CATEGORY_FAMILIES}
    return base in OBEDIENCE_MEASURES or (name not in known and base not in known)


def may_name_parameter(parameter: AssumedParameter, column: Column) -> bool:
    """Return whether a parameter may be named as influential for a measure.

    A parameter of a regime is never named for a measure of obedience.

    Args:
        parameter: the assumed parameter.
        column: scenario, measure and quantity.
    """
    return not (parameter.rule and is_obedience_measure(column[1]))


def detach_obedience(sample_results: SampleResults) -> SampleResults:
    """Return sample results in which no measure of obedience is stored with the rules that it was measured under.

    Over the samples these measures are sorted together by their values: their distribution and their association with
    each other are kept, and the sample of each value is not. They are left out of one-at-a-time runs of a regime's
    parameters.

    Args:
        sample_results: with every measure at its own sample.
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
