"""Findings about reforms: which one changes wrongful months on lists most, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from underheaven.measure.inference.sample_size import EVENT_LABELS
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.reform_effects import NO_REGIME_SCENARIO, ReformEffect
from underheaven.measure.registry import MEASURES
from underheaven.show import result_metadata
from underheaven.show.formatting import format_amount, format_difference_interval, format_number, format_percent
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.finding import Finding, KeyAssumption, Number
from underheaven.show.report.findings.key_assumption import measured_key_assumption
from underheaven.show.report.phrases import difference_phrase, to_points
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text.reform_effects import MEASURE_PHRASES, reform_effects
from underheaven.spec.reforms.reform_questions import measures_asked

MAIN_MEASURE = "wrongful_list_months"
FALLBACK_MEASURE = "detriment"
"""The measure by which reforms are compared if too few persons are wrongly listed."""
SENTENCE_PHRASES = {
    MAIN_MEASURE: "months on lists for wrongful entries",
    FALLBACK_MEASURE: "the price of lost access",
    "chilled_speech": "speech chilled",
    "loans_repaid": "loans repaid",
}
GIVEN_REFORMS_NOTE = "This holds in this model, for the reforms that were given; nothing was searched for."
SELECTION_BIAS_NOTE = "This reform was selected because its change is the largest, so the change is biased upwards."
REGIME_VARIATION_NOTE = (
    "Parameters were not varied for reforms, so the interval measures Monte Carlo error only. Main source of variation "
    "in the regime's own number, in the result of this page: "
)
NO_PARAMETERS_NOTE = "Parameters were not varied for reforms, so the interval measures Monte Carlo error only."


def cached_reform_effects(context: ReportContext, scenario: str) -> list[ReformEffect]:
    """Return the effects of reforms of a scenario's regime, by measure; empty if none was simulated."""
    if scenario not in context.reforms:
        return []
    if scenario not in context.reform_effects_cache:
        context.reform_effects_cache[scenario] = reform_effects(context.reforms[scenario])
    return context.reform_effects_cache[scenario]


def without_references(context: ReportContext, scenario: str, effects: Sequence[ReformEffect]) -> list[ReformEffect]:
    """Return the effects of reforms alone, without those of the regime itself and of no regime."""
    return [
        effect
        for effect in effects
        if not _is_regime_itself(context, scenario, effect) and effect.scenario != NO_REGIME_SCENARIO
    ]


def reform_names(context: ReportContext, scenario: str) -> dict[str, str]:
    """Return the names of the reforms of a scenario's regime, by their own scenarios."""
    return {note.label: note.name for note in result_metadata.document_notes(context.reforms[scenario])}


def reform_run_size(context: ReportContext, scenario: str) -> str:
    """State over how many persons, months and replicates the reforms were simulated."""
    sizes = context.reforms[scenario].sizes
    return f"{sizes['person']:,} persons of the same society, {sizes['month']} months, {sizes['replicate']} replicates"


def find_reform_effects(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield findings on the reforms of a regime.

    They are: which reform changes wrongful months on lists most, what each reform's own question comes to, and what
    cannot be answered at a size that can be simulated.
    """
    if scenario not in context.reforms:
        return
    found = without_references(context, scenario, cached_reform_effects(context, scenario))
    few = [
        effect
        for effect in _first_per_measure(found)
        if not effect.has_enough_events and effect.persons_needed is not None
    ]
    for measure in (MAIN_MEASURE, FALLBACK_MEASURE):
        of_measure = [
            effect
            for effect in found
            if effect.measure == measure and effect.has_enough_events and isfinite(effect.difference.mean)
        ]
        if any(effect.difference.mean for effect in of_measure):
            yield _main_finding(context, scenario, of_measure, found)
            break
    yield from _reform_question_findings(context, scenario, found)
    if few:
        wording = " ".join(
            _too_few_sentence(of, [effect for effect in few if EVENT_LABELS[effect.measure] == of])
            for of in dict.fromkeys(EVENT_LABELS[effect.measure] for effect in few)
        )
        yield Finding(
            "reform, too few", f"{wording} Reforms were simulated over {reform_run_size(context, scenario)}.", None, ()
        )


def _too_few_sentence(event_label: str, of_measure: Sequence[ReformEffect]) -> str:
    """State by which measures reforms are not compared: those that depend on the same few events."""
    what = ", ".join(MEASURE_PHRASES[effect.measure] for effect in of_measure)
    return (
        f"Too few events ({of_measure[0].events:,} {event_label}) to compare reforms by {what}; "
        f"{format_number(float(of_measure[0].persons_needed or 0), 2)} persons would be needed."
    )


def _first_per_measure(effects: Sequence[ReformEffect]) -> list[ReformEffect]:
    """Return one effect of each measure, since all effects on a measure have the same events."""
    return list({effect.measure: effect for effect in reversed(effects)}.values())[::-1]


def _reform_question_findings(
    context: ReportContext, scenario: str, effects: Sequence[ReformEffect]
) -> Iterator[Finding]:
    """Yield what each reform changes in the measures that it asks about, if the change is significant."""
    asks, names = measures_asked(dict.fromkeys(effect.scenario for effect in effects)), reform_names(context, scenario)
    answered = [
        effect
        for effect in effects
        if effect.significant_sign
        and effect.measure in asks.get(effect.scenario, ())
        and effect.measure != MAIN_MEASURE
    ]
    if not answered:
        return
    own = {
        e.measure: e.level for e in cached_reform_effects(context, scenario) if _is_regime_itself(context, scenario, e)
    }
    wording = "; ".join(
        f"{names[effect.scenario]} {'raises' if effect.significant_sign > 0 else 'lowers'} "
        f"{MEASURE_PHRASES[effect.measure]} from "
        f"{' to '.join(_distinct_levels(own[effect.measure].mean, effect.level.mean, effect.unit))}"
        f"{_unit_suffix(effect)} (Monte Carlo interval of the change: "
        f"{typographic_minus(format_difference_interval(effect.difference, effect.unit))})"
        for effect in answered
    )
    numbers = tuple(
        Number(f"{effect.title}, {names[effect.scenario]}", effect.unit, effect.difference) for effect in answered
    )
    yield Finding(
        "reform, asked",
        f"On the question that each reform asks: {wording}. {GIVEN_REFORMS_NOTE}",
        KeyAssumption(NO_PARAMETERS_NOTE, None),
        numbers,
    )


def _unit_suffix(effect: ReformEffect) -> str:
    """Return the unit of a measure after its number; a share has its own sign."""
    return "" if effect.unit == "share" else f" {effect.unit}"


def _distinct_levels(own: float, other: float, unit: str) -> tuple[str, str]:
    """Format two levels, to more digits the closer they are, so that their difference can be read off."""
    digits = next((n for n in (3, 4) if abs(own - other) > 10.0 ** (1 - n) * max(abs(own), abs(other))), 5)
    first, second = (format_amount(value, unit, digits) for value in (own, other))
    return first, second


def _main_finding(
    context: ReportContext, scenario: str, of_measure: Sequence[ReformEffect], all_effects: Sequence[ReformEffect]
) -> Finding:
    """Return the finding on the largest significant fall, else the largest fall, and the largest significant rise.

    of_measure: effects on one measure. all_effects: effects on all measures.
    """
    names = reform_names(context, scenario)
    first = min(of_measure, key=lambda effect: (effect.significant_sign >= 0, effect.rank, effect.difference.mean))
    worst = max(of_measure, key=lambda effect: (effect.significant_sign, effect.difference.mean))
    text = f"Of {len(of_measure)} reforms, simulated over {reform_run_size(context, scenario)}, "
    near = [names[effect.scenario] for effect in of_measure if effect is not first and effect.rank == first.rank]
    if not first.significant_sign:
        text += f"none lowers {SENTENCE_PHRASES[first.measure]} beyond Monte Carlo error."
    elif near:
        text += (
            f"{names[first.scenario]} lowers {SENTENCE_PHRASES[first.measure]}: "
            f"{_change_phrase(context, scenario, first)}. It is not distinguishable from {', '.join(near)}: the Monte "
            "Carlo interval of the difference includes 0."
        )
    else:
        text += (
            f"{names[first.scenario]} lowers {SENTENCE_PHRASES[first.measure]} most: "
            f"{_change_phrase(context, scenario, first)}. {SELECTION_BIAS_NOTE}"
        )
    if worst.significant_sign > 0:
        text += f" {names[worst.scenario]} raises them: {_change_phrase(context, scenario, worst)}."
    also = [
        effect
        for effect in all_effects
        if effect.scenario == first.scenario
        and effect.measure in SENTENCE_PHRASES
        and effect.measure != first.measure
        and effect.significant_sign
    ]
    numbers = tuple(
        Number(f"{effect.title}, {names[effect.scenario]}", effect.unit, effect.difference) for effect in (first, *also)
    )
    return Finding("reform", f"{text} {GIVEN_REFORMS_NOTE}", _reform_assumption(context, scenario, first), numbers)


def run_size_note(context: ReportContext, scenario: str) -> str:
    """State the wrongful months without a reform, in the runs of the reforms and in the result of the page."""
    few = next(
        e.level
        for e in cached_reform_effects(context, scenario)
        if _is_regime_itself(context, scenario, e) and e.measure == MAIN_MEASURE
    )
    every = context.replicate_interval(MEASURES[MAIN_MEASURE].function(context.dataset), scenario)
    return (
        "Reforms are simulated over as many persons as their questions need, for "
        f"{context.reforms[scenario].sizes['month']} months. Months on lists for wrongful entries are "
        f"{format_number(few.mean)} per person in these runs, and {format_number(every.mean)} in the result of this "
        "page."
    )


def _is_regime_itself(context: ReportContext, scenario: str, effect: ReformEffect) -> bool:
    return effect.scenario == str(context.reforms[scenario].attrs["baseline"])


def _change_phrase(context: ReportContext, scenario: str, effect: ReformEffect) -> str:
    """Phrase a difference from the regime per person, and in per cent of the regime without the reform."""
    own = next(
        e.level
        for e in cached_reform_effects(context, scenario)
        if _is_regime_itself(context, scenario, e) and e.measure == effect.measure
    )
    step = to_points(effect.difference) if effect.unit == "share" else effect.difference
    wording = f"per person, {difference_phrase(step, 'month', 'more', 'fewer')}"
    way = "less" if effect.difference.mean < 0 else "more"
    return (
        f"{wording}, {format_percent(abs(effect.difference.mean) / own.mean)} {way} than without the reform"
        if own.mean > 0
        else wording
    )


def _reform_assumption(context: ReportContext, scenario: str, effect: ReformEffect) -> KeyAssumption:
    measure = MEASURES[effect.measure]
    own = context.replicate_interval(measure.function(context.dataset), scenario)
    key_assumption = measured_key_assumption(context, (scenario, effect.measure, LEVEL), measure.unit, own)
    return (
        KeyAssumption(
            REGIME_VARIATION_NOTE + key_assumption.text.removeprefix("Main source of variation: "),
            key_assumption.assumption,
        )
        if key_assumption
        else KeyAssumption(NO_PARAMETERS_NOTE, None)
    )
