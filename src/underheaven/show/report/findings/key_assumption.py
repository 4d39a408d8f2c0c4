"""The assumed number on which a finding depends most directly, from an explicit table or the parameter samples."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.sample_results import Column
from underheaven.show.formatting import format_number
from underheaven.show.report.assumptions import Assumption, format_stated_value
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.finding import KeyAssumption
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import influence_sentences, parameter_ranges

DETECTION_RATE = (
    "sensing.channels.{channel}.detection_rate",
    "the monthly chance that a covered act or state is recorded",
)

RECORD_TERM = "how many months a record lasts"

KEY_ASSUMPTION_PATHS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "listed": (DETECTION_RATE, ("sensing.channels.{channel}.coverage", "the share of acts that a channel can see")),
    "groups by debt": (
        ("livelihood.credit.need_factors.*.{category}", "how many times the average rate they ask for a loan"),
        DETECTION_RATE,
    ),
    "groups by conduct": (
        ("consent.factors.{attribute}.*", "how many times the average rate some of them agree to be recorded"),
        (
            "conduct.{kind}.factors.*.{category}",
            "how many times the average number of opportunities they have ({kind})",
        ),
        DETECTION_RATE,
    ),
    "wrongly": (
        ("sensing.channels.*.false_records_per_year", "the yearly rate of false records on a person who did nothing"),
        ("sensing.channels.*.mistaken_identity", "the share of records filed on the wrong person"),
        ("livelihood.courts.error_per_year", "the yearly rate of judgments against a person who owes nothing"),
    ),
    "until off": (
        ("repair.correction", "the monthly chance that a wrongful record is found and removed without appeal"),
        ("repair.appeal.filed_wrongful", "the monthly chance that a wrongful record is contested"),
        ("amendments.*.recording.rules.*.months", RECORD_TERM),
        ("recording.rules.*.months", RECORD_TERM),
    ),
    "split": (("livelihood.credit.unwilling_below", "the conviction below which a borrower may choose default"),),
    "detriment": (
        ("amendments.*.treatment.effects.*.{effect}.strength", "the share of {effect} that a listing closes"),
        ("treatment.effects.*.{effect}.strength", "the share of {effect} that the status closes"),
        ("contexts.{effect}.value", "the months of income that a month without {effect} costs"),
    ),
    "reward": (
        ("treatment.rewards.*.strength", "the share of a context's value that is added"),
        ("contexts.{effect}.value", "the months of income that a month of {effect} is worth"),
    ),
    "denied": (
        ("treatment.denials.*.{habit}.share", "the share of attempts at {habit} that is denied"),
        ("habits.{habit}.per_year", "the attempts at {habit} a person makes in a year"),
    ),
    "after listing": (
        ("amendments.*.treatment.effects.*.work.strength", "the share of work that a listing closes"),
        ("treatment.effects.*.work.strength", "the share of work that the status closes"),
        ("livelihood.jobs.find", "the monthly chance that a job seeker finds a job"),
    ),
    "refused": (
        ("treatment.effects.*.credit.strength", "the share of credit that the status closes"),
        ("livelihood.credit.exploration", "the share of refused requests that are granted nevertheless"),
    ),
    "performed": (
        (
            "livelihood.courts.performs_with_detriment",
            "how much each month of income of detriment adds to the monthly chance that a debt is paid",
        ),
    ),
    "conduct": (
        ("recording.rules.*.rumoured_weight", "the months of income that people believe a record to cost"),
        ("opacity", "the weight of rumour relative to knowledge of what a record costs, 0 to 1"),
        ("response.learn_up", "how fast people learn from a sanction, 0 to 1"),
    ),
    "gravity": (
        ("conduct.*.gravity", "how grave a kind of conduct is, in months of income"),
        ("recording.rules.*.points", "the points that a record takes"),
    ),
    "speech": (
        ("response.beliefs.speech.guilty", "the initially expected chance of a sanction for speech"),
        ("opacity", "the weight of rumour relative to knowledge of what a record costs, 0 to 1"),
    ),
    "trust": (
        ("amendments.*.treatment.effects.*.credit.strength", "the share of credit that a listing closes"),
        ("treatment.effects.*.credit.strength", "the share of credit that the status closes"),
        ("livelihood.credit.fear_scale", "the mean gain from a default, in months of income"),
        ("livelihood.credit.exploration", "the share of refused requests that are granted nevertheless"),
    ),
    "out": (
        ("amendments.*.recording.rules.*.months", RECORD_TERM),
        ("recording.rules.*.months", RECORD_TERM),
        ("repair.appeal.months", "the months that an appeal takes"),
        ("livelihood.courts.performs", "the monthly chance that an old debt is paid"),
    ),
    "equal conduct": (
        ("conduct.*.factors.*", "how many times the average number of opportunities some people have"),
        ("sensing.channels.*.detection_rate", DETECTION_RATE[1]),
    ),
    "consent": (
        ("amendments.*.consent.share", "the share of those asked who agree"),
        ("consent.share", "the share of those asked who agree"),
    ),
    "officials": (
        ("officials.favour_share", "the share of persons whom an official favours"),
        ("officials.quota_per_1000", "the monthly quota of adverse records per thousand persons"),
        ("sensing.attention_exponent", "the exponent with which past records draw officials' attention to a town"),
    ),
    "gamed": (("people.traits.gaming_cost.*", "the price of avoiding a record or faking an act, in months of income"),),
    "known": (
        ("awareness", "the share of persons who know of the regime without a record"),
        ("opacity", "the weight of rumour relative to knowledge of what a record costs, 0 to 1"),
    ),
}
"""By finding: patterns of paths with the meaning of the number, most direct first; the finding fills the braces."""


def key_assumption_of(context: ReportContext, scenario: str, finding: str, **names: str) -> KeyAssumption | None:
    """Return the first assumed number with a range that matches a pattern of the finding, or None.

    The regime's document is searched before the society's. names: values for the braces of the patterns.
    """
    known = [a for label in (scenario, "") for a in context.assumed_numbers(label)]
    for pattern, words in KEY_ASSUMPTION_PATHS[finding]:
        filled = pattern.format(**names)
        for assumption in known:
            if fnmatchcase(assumption.path, filled) and assumption.low < assumption.high:
                return KeyAssumption(_assumption_sentence(words.format(**names), assumption), assumption)
    return None


def measured_key_assumption(
    context: ReportContext, column: Column, unit: str, own: Interval, title: str = ""
) -> KeyAssumption | None:
    """Return the main source of variation of a measure and its most influential parameters; None without samples.

    own: the measure in the result. title: of the measure, if the line has to name it.
    """
    row = parameter_ranges.measure_sensitivities(context.dataset).get(column)
    if row is None:
        return None
    if not row.defined_in_most:
        about = f' of "{title}"' if title else ""
        return KeyAssumption(
            f"No parameter range{about}: only {row.n_samples} of {row.n_samples_in_all} samples define it.", None
        )
    text = typographic_minus(
        f"{influence_sentences.main_variation_source(row, unit, own, title)} "
        f"{influence_sentences.most_influential_sentence(row, unit)}"
    )
    first = row.most_influential[0].parameter if row.most_influential else None
    return KeyAssumption(text, _assumption_at(context, first.document, first.path) if first else None)


def _assumption_sentence(words: str, assumption: Assumption) -> str:
    low, high = format_number(assumption.low), format_number(assumption.high)
    reason = assumption.reason[:1].upper() + assumption.reason[1:].rstrip(".")
    return (
        f"Depends most directly on {words}: assumed to be {format_stated_value(assumption.value)}, range {low} to "
        f"{high}. {reason}."
    )


def _assumption_at(context: ReportContext, document: str, path: str) -> Assumption | None:
    return next((a for a in context.assumed_numbers(document) if a.path == path), None)
