"""Findings about livelihood: work and credit of the ever-listed, loans, help, and debts paid."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from underheaven.show.formatting import format_number
from underheaven.show.report.finding import Finding, Number
from underheaven.show.report.findings.event_counts import has_few_events
from underheaven.show.report.findings.finding_numbers import measure_difference, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.phrases import (
    ROUNDING_ERROR,
    difference_phrase,
    interval_phrase,
    is_nonzero,
    shift_sentence,
    to_points,
)
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges

REPAYMENT_CAVEAT = (
    "Any such effect is built in by an assumption: the society's document states how strongly the price of a listing "
    "presses a debtor to pay."
)
SELECTION_CAVEAT = (
    "Any such difference is partly selection, built in by the rules: a regime that bars loans to past defaulters "
    "selects its borrowers."
)


def find_after_listing(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield work, debts and loans of the ever-listed, relative to the baseline."""
    if context.baseline_for(scenario) is None:
        return
    if not context.lists_anyone(scenario):
        return
    work, owing, loans = (
        measure_level(context, scenario, f"{name}_of_listed") for name in ("unemployed", "under_judgment", "loans")
    )
    if not isfinite(work.mean):
        return
    parts = (
        (work, "are without work for", "month"),
        (owing, "owe a judgment for", "month"),
        (loans, "receive", "loan"),
    )
    changed = [
        (n, f"{verb} {difference_phrase(n.interval, unit, 'more', 'fewer')}")
        for n, verb, unit in parts
        if is_nonzero(n.interval)
    ]
    if not changed:
        return
    *first, last = (wording for _, wording in changed)
    wording = f"{', '.join(first)}, and {last}" if first else last
    text = f"Compared with the same people {context.baseline_phrase(scenario)}, those ever listed {wording}."
    yield Finding(
        "after listing",
        text,
        key_assumption_of(context, scenario, "after listing"),
        tuple(number for number, _ in changed),
    )


def find_refused_loans(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many loans a regime without lists refuses; the finding on trust has the loans made."""
    if context.baseline_for(scenario) is None or context.lists_anyone(scenario):
        return
    law = measure_level(context, scenario, "refused_by_regime")
    if law.mean > 0:
        text = (
            f"Per 100,000 people, the regime refuses {format_number(law.mean)} loans over the run "
            f"{interval_phrase(law.interval)}."
        )
        yield Finding("refused", text, key_assumption_of(context, scenario, "refused"), (law,))


def find_lending_changes(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield changes of lending, repayment and help, relative to the baseline."""
    if context.baseline_for(scenario) is None:
        return
    loans_made, loans_repaid, default_share, help_granted_share = (
        measure_difference(context, scenario, name)
        for name in ("loans_made", "loans_repaid", "default_share", "help_granted_share")
    )
    wording, numbers = list[str](), list[Number]()
    if is_nonzero(loans_made.interval) or is_nonzero(loans_repaid.interval):
        numbers += [loans_made, loans_repaid]
        wording.append(
            f"Compared with the same people {context.baseline_phrase(scenario)}, 100,000 people take "
            f"{_difference_to_digits(context, loans_made, 'loan')}, and repay "
            f"{_difference_to_digits(context, loans_repaid, 'loan')}."
        )
    for number, of in (
        (default_share, "The share of ended loans that fell behind"),
        (help_granted_share, "The share of requests for help that are granted"),
    ):
        if is_nonzero(number.interval) and not has_few_events(number.interval):
            numbers.append(number)
            caveat = f" {SELECTION_CAVEAT}" if number is default_share else ""
            wording.append(f"{shift_sentence(of, to_points(number.interval), 'point')}{caveat}")
    if wording and isfinite(help_granted_share.mean) and not is_nonzero(help_granted_share.interval):
        wording.append("Help that people grant each other does not change.")
    if wording:
        yield Finding("trust", " ".join(wording), key_assumption_of(context, scenario, "trust"), tuple(numbers))


def find_performed_debts(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many old debts are paid, relative to the baseline."""
    if context.baseline_for(scenario) is None:
        return
    paid, step = (
        measure_level(context, scenario, "judgments_performed"),
        measure_difference(context, scenario, "judgments_performed"),
    )
    if not paid.mean > 0 or abs(step.mean) < ROUNDING_ERROR:
        return
    text = (
        f"Per 100,000 people, {format_number(paid.mean)} judgments are performed over the run "
        f"{interval_phrase(paid.interval)}: {_difference_to_digits(context, step, 'judgment')} than "
        f"{context.baseline_phrase(scenario)}. {REPAYMENT_CAVEAT}"
    )
    yield Finding("performed", text, key_assumption_of(context, scenario, "performed"), (paid, step))


def _difference_to_digits(context: ReportContext, number: Number, unit: str) -> str:
    """Phrase a difference to the digits that its parameter range leaves."""
    digits = 3 if number.column is None else parameter_ranges.significant_digits(context.dataset, *number.column)
    return difference_phrase(number.interval, unit, "more", "fewer", digits)
