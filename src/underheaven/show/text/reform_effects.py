"""The effects of reforms: a table per measure with ranks and ties, and each reform in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from underheaven.measure.inference.sample_size import EVENT_LABELS
from underheaven.measure.reform_effects import (
    LARGEST_RISE_FIRST,
    NO_REGIME_SCENARIO,
    ORDERING_MEASURES,
    ReformEffect,
    estimate_effects,
)
from underheaven.show import result_metadata
from underheaven.show.formatting import (
    INTERVAL_WIDTH,
    format_amount,
    format_count,
    format_difference,
    format_difference_interval,
    format_number,
    format_percent,
)
from underheaven.show.text import unshipped_documents
from underheaven.show.text.footer import CLAIM
from underheaven.show.text.result_rows import finite_or_none
from underheaven.spec.reforms.reform_questions import measures_asked

if TYPE_CHECKING:
    import xarray as xr

MAX_TEXT_WIDTH, MIN_TABLE_WIDTH = 110, 60
MEASURE_PHRASES = {
    "wrongful_list_months": "wrongful months on lists",
    "detriment": "detriment",
    "chilled_speech": "speech chilled",
    "loans_repaid": "loans repaid",
    "wrongful_records": "wrongful records",
    "cross_context_share": "loss outside the part of life in which the record arose",
    "months_listed": "months on blacklists",
    "stay_mean_24": "months on blacklists within 24 of entry",
    "wrongful_stay_mean_24": "months that the wrongly listed stay within 24 of entry",
    "corrected_within_24": "wrongful listings corrected within 24 months",
}
"""Names, within a sentence, of the measures by which reforms are compared."""
COUNTED_MEASURES = frozenset(
    {
        "wrongful_list_months",
        "loans_repaid",
        "wrongful_records",
        "months_listed",
        "stay_mean_24",
        "wrongful_stay_mean_24",
        "corrected_within_24",
    }
)
ORDER_NOTE = (
    "In each table, reforms are ordered by the paired difference from the regime, the largest fall first (for loans "
    "repaid and corrected listings, the largest rise). = marks a reform that is not distinguishable from another: the "
    "Monte Carlo interval of their difference includes 0, and the order of such neighbours is not a finding. No "
    "parameter was varied: other assumptions may give another order. Where the regime has fewer than 50 events, "
    "nothing is ordered. The reader decides how much each change matters."
)
ONE_REPLICATE_NOTE = (
    "A single replicate gives no interval, so no change is distinguishable from Monte Carlo error: run at least two."
)
LIMITATION_NOTE = (
    "These reforms were given; nothing was searched for. Every change holds in this model only, for this regime, "
    "society and number of months. Intervals measure Monte Carlo error only: no parameter was varied."
)


def reform_effects(dataset: xr.Dataset) -> list[ReformEffect]:
    """Return what reforms change, from a result whose baseline is the regime without a reform.

    Effects on the measures that all reforms share come first, then those that the shipped reforms ask about.
    """
    scenarios = [str(scenario) for scenario in dataset["scenario"].values]
    names = dict.fromkeys([*ORDERING_MEASURES, *(name for its in measures_asked(scenarios).values() for name in its)])
    return estimate_effects(
        dataset,
        _regime_scenario(dataset),
        [name for name in names if NO_REGIME_SCENARIO in scenarios or name != "chilled_speech"],
    )


def too_few_events(effect: ReformEffect) -> str:
    """State that a measure has too few events to compare reforms, and how many persons would be needed."""
    what = EVENT_LABELS[effect.measure]
    if effect.persons_needed is None:
        return f"Too few events to compare: there are no {what}."
    return (
        f"Too few events ({effect.events:,} {what}) to compare; {format_number(effect.persons_needed, 2)} persons "
        "would be needed."
    )


def reform_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return one row per measure and scenario; None for undefined numbers.

    Args:
        dataset: A result of reforms.
    """
    return [
        {
            "measure": e.measure,
            "title": e.title,
            "unit": e.unit,
            "scenario": e.scenario,
            "place": e.rank or None,
            "tied": e.tied,
            "mean": finite_or_none(e.level.mean),
            "low": finite_or_none(e.level.low),
            "high": finite_or_none(e.level.high),
            "difference": finite_or_none(e.difference.mean),
            "difference_low": finite_or_none(e.difference.low),
            "difference_high": finite_or_none(e.difference.high),
            "replicates": e.difference.replicates,
            "events": e.events,
            "enough_events": e.has_enough_events,
            "persons_needed": e.persons_needed,
        }
        for e in reform_effects(dataset)
    ]


def print_reforms(dataset: xr.Dataset, console: Console) -> None:
    """Print the tables, what each reform changes and does not change, and what was left out.

    Args:
        dataset: A result of reforms.
        console: Where to print.
    """
    found, width = reform_effects(dataset), min(console.width, MAX_TEXT_WIDTH)
    console.print(Text(str(dataset.attrs["title"]), style="bold"))
    if unshipped_documents.unshipped_sentence(dataset):
        console.print(Text(unshipped_documents.unshipped_sentence(dataset), style="bold"), width=width)
    console.print(Text(f"\n{ORDER_NOTE}"), width=width)
    for name in dict.fromkeys(e.measure for e in found):
        of_measure = [e for e in found if e.measure == name]
        console.print(Text(f"\n{_measure_heading(of_measure[0])}", style="bold cyan"))
        if not of_measure[0].has_enough_events:
            console.print(Text(too_few_events(of_measure[0]), style="yellow"), width=width)
        console.print(_effects_table(of_measure, _regime_scenario(dataset), width), width=width)
    console.print(Text("\nIn words", style="bold cyan"))
    for sentence in reform_sentences(dataset, found):
        console.print(Padding(Text(sentence), (0, 0, 0, 2)), width=width)
    console.print()
    single = [ONE_REPLICATE_NOTE] if dataset.sizes["replicate"] == 1 else []
    for sentence in (*single, LIMITATION_NOTE, _plan_description(dataset), _settings_sentence(dataset), CLAIM):
        console.print(Text(sentence), width=width)


def reform_sentences(dataset: xr.Dataset, effects: Sequence[ReformEffect]) -> list[str]:
    """State what each reform changes and what it does not change distinguishably; last, the same for no regime."""
    names = {note.label: note.name for note in result_metadata.document_notes(dataset)}
    regime = _regime_scenario(dataset)
    base = {e.measure: e.level.mean for e in effects if e.scenario == regime}
    wording = []
    for scenario in dict.fromkeys(e.scenario for e in effects if e.scenario != regime):
        of_measure = [e for e in effects if e.scenario == scenario]
        title = "No regime at all" if scenario == NO_REGIME_SCENARIO else names.get(scenario, scenario)
        wording.append(f"{title}: {_change_phrases(of_measure, base)}.")
    return wording


def _change_phrases(of_measure: Sequence[ReformEffect], base: dict[str, float]) -> str:
    few = [e for e in of_measure if not e.has_enough_events]
    of_measure = [e for e in of_measure if e.has_enough_events]
    distinguishable = [e for e in of_measure if e.significant_sign]
    same = [e for e in of_measure if e.difference.mean == e.difference.low == e.difference.high == 0]
    defined = [e for e in of_measure if not e.significant_sign and e not in same and isfinite(e.difference.mean)]
    undefined = [e for e in of_measure if not isfinite(e.difference.mean)]
    parts = [", ".join(_effect_phrase(e, base[e.measure]) for e in distinguishable)] if distinguishable else []
    if defined:
        named = ", ".join(MEASURE_PHRASES[e.measure] for e in defined)
        parts.append(f"no change, after correction for the number of reforms, in {named}")
    if same:
        parts.append(f"no change at all in {', '.join(MEASURE_PHRASES[e.measure] for e in same)}")
    if undefined:
        parts.append(f"not defined: {', '.join(MEASURE_PHRASES[e.measure] for e in undefined)}")
    if few:
        parts.append(f"too few events to compare: {', '.join(MEASURE_PHRASES[e.measure] for e in few)}")
    return "; ".join(parts)


def _effect_phrase(effect: ReformEffect, base: float) -> str:
    share = (
        f", {format_percent(abs(effect.difference.mean) / base)} of the regime's"
        if base > 0 and effect.unit != "share"
        else ""
    )
    unit = "" if effect.unit == "share" else f" {effect.unit}"
    much = "more" if effect.significant_sign > 0 else ("fewer" if effect.measure in COUNTED_MEASURES else "less")
    ends = format_difference_interval(effect.difference, effect.unit)
    between = f"; Monte Carlo interval {ends}" if ends else ""
    return (
        f"{much} {MEASURE_PHRASES[effect.measure]} "
        f"({format_difference(effect.difference.mean, effect.unit)}{unit}{share}{between})"
    )


def _effects_table(of_measure: Sequence[ReformEffect], regime: str, width: int) -> Table:
    """Return the table of the regime, its reforms, ranked if there are enough events, and no regime at all."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), width=width)
    table.add_column("", width=4, no_wrap=True)
    table.add_column("", ratio=1)
    for heading in ("mean", "difference", "Monte Carlo interval") if width >= MIN_TABLE_WIDTH else ("difference",):
        table.add_column(heading, justify="right", max_width=INTERVAL_WIDTH)
    digits = max((_level_digits(effect) for effect in of_measure if effect.significant_sign), default=3)
    for effect in sorted(of_measure, key=lambda e: _sort_key(e, regime)):
        rank = f"{effect.rank}{' =' if effect.tied else ''}" if effect.rank else ""
        is_compared = effect.scenario != regime and effect.has_enough_events
        alike = effect.difference.mean == effect.difference.low == effect.difference.high == 0
        cells = [("none" if alike else format_difference(effect.difference.mean, effect.unit)) if is_compared else ""]
        if width >= MIN_TABLE_WIDTH:
            span = format_difference_interval(effect.difference, effect.unit) if is_compared and not alike else ""
            cells = [format_amount(effect.level.mean, effect.unit, digits), *cells, span]
        table.add_row(rank, f"{effect.scenario}{' (as it is)' if effect.scenario == regime else ''}", *cells)
    return table


def _level_digits(effect: ReformEffect) -> int:
    """Return the digits of a level, three or four, so that its difference from the regime can be read off."""
    step, level = abs(effect.difference.mean), abs(effect.level.mean)
    return 3 if not isfinite(step) or step > 0.01 * level else 4


def _sort_key(effect: ReformEffect, regime: str) -> tuple[bool, bool, float]:
    mean = effect.difference.mean if isfinite(effect.difference.mean) else float("inf")
    mean = (
        mean if effect.has_enough_events else 0.0
    )  # in the given order: ranks on so few events would be due to chance
    return (
        effect.scenario != regime,
        effect.scenario == NO_REGIME_SCENARIO,
        -mean if effect.measure in LARGEST_RISE_FIRST else mean,
    )


def _measure_heading(effect: ReformEffect) -> str:
    unit = "differences in points" if effect.unit == "share" else effect.unit
    relative_to = ", relative to no regime" if effect.measure == "chilled_speech" else ""
    return f"{effect.title}{relative_to} ({unit})"


def _plan_description(dataset: xr.Dataset) -> str:
    return str(json.loads(dataset.attrs["plan"])["describes"])


def _settings_sentence(dataset: xr.Dataset) -> str:
    attrs = dataset.attrs
    return (
        f"{attrs['persons']:,} synthetic persons of {attrs['society']} in each scenario, "
        f"{format_count(int(attrs['months_observed']), 'month')}, "
        f"{format_count(int(attrs['replicates']), 'replicate')}, seed {attrs['seed']}."
    )


def _regime_scenario(dataset: xr.Dataset) -> str:
    return str(dataset.attrs["baseline"])
