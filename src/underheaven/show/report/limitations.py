"""The limitations of the model, as sentences of the page."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.measure.families.proportionality import LEGAL_NOTE
from underheaven.show import result_metadata
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import base_rates, parameter_ranges, redundant_measures, saturated_sums, unable_unwilling
from underheaven.show.text.footer import DETRIMENT_NOTE

MODEL_LIMITATIONS = (
    "People, courts, lenders and officials are represented by probabilistic rules. Nobody plans ahead, organises, "
    "relocates to escape the regime, appeals to the press, or evades a list in a way that no document describes.",
    "Only what the documents state happens. Pressure on relatives, violence, bribes, and lists that leak to employers "
    "or neighbours outside the rules are not in the numbers.",
    "The attributes of a person are drawn independently of each other, each from its own published table.",
    "Businesses are not modelled; nor are prices, wages or the state of the economy over time.",
    "Lost access has a price in this model, that of schooling and reputation included, and the price is assumed. What "
    "being shamed or shut out does to a person beyond that price has no number here.",
)
INTERVAL_NOTE = (
    "A Monte Carlo interval measures simulation error only, and more persons make it as narrow as one likes. "
    "It says nothing about how far the model or an assumption is off. Another assumption can move a number much "
    "further than its interval, and several assumptions together further still."
)
PARAMETER_RANGE_NOTE = (
    "A parameter range holds the central 90 % of samples in which every assumed number is drawn from its stated range, "
    "independently of the others and, as a rule, with the stated value as the median. It is not the chance that a true "
    "value lies inside. It covers only the ranges that the documents state: the form of the rules, and what no "
    "document states, do not vary."
)


def check_sentences(context: ReportContext) -> Iterator[str]:
    """Yield the internal checks of a result, and the measures left out because they repeat others."""
    yield from base_rates.base_rate_sentences(context.dataset)
    yield from redundant_measures.redundancy_sentences(context.dataset)


def limitation_sentences(context: ReportContext) -> Iterator[str]:
    """Yield what a reader must know before believing a number."""
    for note in result_metadata.document_notes(context.dataset):
        if note.stylised:
            what = (
                "it has only broad features of a population"
                if note.kind == "society"
                else "it represents only the form of rules"
            )
            yield f"{note.name} is stylised: {what}, and {note.assumed} of its {note.numbers} numbers are assumptions."
    yield INTERVAL_NOTE
    if parameter_ranges.measure_sensitivities(context.dataset):
        yield PARAMETER_RANGE_NOTE
    if context.dataset.sizes["replicate"] == 1:
        yield "This run has one replicate and therefore no Monte Carlo intervals."
    if context.baseline is None:
        yield "This run has no baseline: it says what happens under the regime, and not what the regime changes."
    for_debt = any(context.tally_total("listed_for_debt", w) > 0 for w in context.scenarios)
    if for_debt and not unable_unwilling.has_split_ranges(context.dataset, context.scenarios):
        yield unable_unwilling.missing_range_note(context.dataset, "what is shown here")
    yield from saturated_sums.saturation_sentences(context.dataset)
    yield DETRIMENT_NOTE
    yield f"Shares of detriment: {LEGAL_NOTE[:1].lower()}{LEGAL_NOTE[1:]}"
    yield from MODEL_LIMITATIONS
