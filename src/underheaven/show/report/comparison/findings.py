"""The findings of the comparison page: which regime ranks highest, with intervals, and how certain the order is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import isfinite

from underheaven.fields.codes import CONTEXTS
from underheaven.measure.families.proportionality import LEGAL_NOTE
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.measure_values import DIFFERENCE
from underheaven.show.explain.status_cost import OR_NO_RECORD_PHRASE, OUTSIDE_PHRASE
from underheaven.show.formatting import format_amount, format_count, format_number, join_words
from underheaven.show.report.comparison.figures import baseline_phrase
from underheaven.show.report.comparison.interval_chart import parameter_range_text
from underheaven.show.report.comparison.measure_marks import (
    PARTS_OF_LIFE,
    MeasureRow,
    RegimeMark,
    measure_row,
    samples_ahead,
)
from underheaven.show.report.comparison.regime_names import join_names, regime_title, short_name
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.findings.event_counts import persons_needed_sentence
from underheaven.show.report.phrases import ROUNDING_ERROR, capitalise, difference_phrase, interval_phrase, share_phrase
from underheaven.show.report.report_context import ReportContext

MarkPhrase = Callable[[RegimeMark], str]


@dataclass(frozen=True)
class ComparisonFinding:
    """A finding of the comparison page; order_certainty: a sentence on how certain the order is."""

    name: str
    text: str
    order_certainty: str


def comparison_findings(context: ReportContext) -> list[ComparisonFinding]:
    """Return the findings in reading order, those with nothing to say left out."""
    makers = (
        find_listed,
        find_wrongly_listed,
        find_losses,
        find_cross_context,
        find_unjustified,
        find_chilled_speech,
        find_repayment,
        find_deterrence,
    )
    return [finding for make in makers for finding in make(context)]


def _too_few_events(context: ReportContext, row: MeasureRow | None) -> str:
    """Say which regimes have too few events for a measure to be ranked; empty where none has."""
    if row is None:
        return ""
    few = [mark for mark in row.marks if mark.has_few_events and (row.kind != DIFFERENCE or mark.interval.mean != 0)]
    if not few:
        return ""
    wording = ", ".join(f"{short_name(context, mark.scenario)} {mark.interval.events}" for mark in few)
    most = max(mark.interval.events or 0 for mark in few)
    sizes = context.dataset.sizes
    return (
        f"{row.title}: too few events to rank ({wording}). "
        f"{persons_needed_sentence(most, sizes['person'], sizes['replicate'])}"
    )


def find_listed(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield which regime lists most people; if none lists anybody, which files most records."""
    ever, now = measure_row(context, "ever_listed"), measure_row(context, "listed_now")
    if ever is None or now is None:
        return
    if not ever.can_rank():
        yield from (
            [ComparisonFinding("listed", _too_few_events(context, ever), "")]
            if _too_few_events(context, ever)
            else _find_filed(context)
        )
        return
    most = ever.ranked_marks()[0].scenario
    at_end = next(mark.interval for mark in now.marks if mark.scenario == most)
    text = (
        f"{_lead_phrase(context, ever, 'lists', 'list')} most people: of every 100,000, "
        f"{_first_number(context, ever, _number_phrase)} are on a blacklist at some point in these "
        f"{len(context.months)} months{_remaining_numbers(context, ever, _number_phrase)}. In "
        f"{context.last_month_phrase(most)}, {format_number(at_end.mean)} are on one under {short_name(context, most)} "
        f"{interval_phrase(at_end)}. {_no_list_sentence(context, ever)}"
    )
    yield ComparisonFinding(
        "listed", f"{text.strip()} {_too_few_events(context, ever)}".strip(), _order_certainty(context, ever)
    )


def _find_filed(context: ReportContext) -> Iterator[ComparisonFinding]:
    filed = measure_row(context, "records_filed")
    if filed is not None and filed.can_rank():
        text = (
            f"Nobody is put on a blacklist. {_lead_phrase(context, filed, 'files', 'file')} most records: "
            f"{_first_number(context, filed, _number_phrase)} per 100,000 people over the "
            f"run{_remaining_numbers(context, filed, _number_phrase)}."
        )
        yield ComparisonFinding("listed", text, _order_certainty(context, filed))


def find_wrongly_listed(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield whose listings are most often wrong, and whose records."""
    of_listed, of_records = measure_row(context, "wrongly_listed_share"), measure_row(context, "false_discovery_share")
    wording, order_certainty = [], ""
    if of_listed is not None and of_listed.can_rank():
        is_single = len(of_listed.ranked_marks()) == 1
        lead = f"{_lead_phrase(context, of_listed, 'is', 'are')} wrong most often: of"
        lead = f"Under {regime_title(context, of_listed.ranked_marks()[0].scenario)}, of" if is_single else lead
        wording.append(
            f"{lead} those on the blacklists at the end, "
            f"{_first_number(context, of_listed, _share_or_none)} are there without a true record behind the "
            f"entry{_remaining_numbers(context, of_listed, _share_or_none)}. {_undefined_sentence(context, of_listed)}"
        )
        order_certainty = _order_certainty(context, of_listed)
    if of_records is not None and of_records.can_rank():
        wording.append(
            f"Share of all records filed that are wrongful: {_all_numbers(context, of_records, _share_or_none)}."
        )
        order_certainty = order_certainty or _order_certainty(context, of_records)
    wording += [_too_few_events(context, of_listed), _too_few_events(context, of_records)]
    if any(wording):
        yield ComparisonFinding("wrongly", " ".join(part.strip() for part in wording if part), order_certainty)


def find_losses(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield which regime takes most, and in how many parts of life."""
    lost, parts = measure_row(context, "detriment"), measure_row(context, PARTS_OF_LIFE)
    if lost is None or parts is None or not lost.has_values():
        return
    count = {mark.scenario: format_count(round(mark.interval.mean), "part") for mark in parts.marks}

    def worth(mark: RegimeMark) -> str:
        return f"{_number_phrase(mark)} out of {count[mark.scenario]} of life"

    text = (
        f"{_lead_phrase(context, lost, 'takes', 'take')} most: over the run, lost access is worth, in months of income "
        f"per person, {_first_number(context, lost, worth)}{_remaining_numbers(context, lost, worth, 'nothing')}."
    )
    yield ComparisonFinding("taken", text, _order_certainty(context, lost))


def find_cross_context(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield how much is taken far from its cause."""
    cross = measure_row(context, "cross_context_share")
    if cross is None or not cross.has_values():
        return
    first = cross.ranked_marks()[0]
    where = OUTSIDE_PHRASE + (
        OR_NO_RECORD_PHRASE if any(_has_loss_without_record(context, mark.scenario) for mark in cross.marks) else ""
    )
    text = f"No loss under any of them {where}."
    if first.interval.mean > 0:
        reaches = _lead_phrase(context, cross, "reaches", "reach")
        furthest = f"{reaches} furthest: {_first_number(context, cross, _share_or_none)} of the losses {where}"
        text = f"{furthest}{_remaining_numbers(context, cross, _share_or_none)}."
    text = f"{text} {_undefined_sentence(context, cross)}"
    yield ComparisonFinding("elsewhere", f"{text.strip()} {LEGAL_NOTE}", _order_certainty(context, cross))


def _has_loss_without_record(context: ReportContext, scenario: str) -> bool:
    """Return whether any detriment of a scenario has no record behind it."""
    booked = context.dataset["detriment"].sel(scenario=scenario)
    return bool(booked.isel(cause=slice(len(CONTEXTS), None)).any())


def find_unjustified(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield how much has no true act behind it, and whether graver conduct costs more."""
    bare, order = measure_row(context, "unjustified_share"), measure_row(context, "ordinal_proportionality")
    wording, order_certainty = [], ""
    if bare is not None and bare.has_values():
        first = bare.ranked_marks()[0]
        text = "Every loss under any of them has a true act behind it."
        if first.interval.mean > 0:
            most = (
                f"{_lead_phrase(context, bare, 'has', 'have')} the largest share of losses without a true act behind "
                "them"
            )
            text = (
                f"{most}: {_first_number(context, bare, _share_or_none)}"
                f"{_remaining_numbers(context, bare, _share_or_none)}."
            )
        wording.append(f"{text} {_undefined_sentence(context, bare)}".strip())
        order_certainty = _order_certainty(context, bare)
    if order is not None and order.has_values():
        wording.append(
            f"Rank correlation of gravity and cost, from {typographic_minus('-1')} (graver conduct always costs less) "
            f"to 1 (always more): {_all_numbers(context, order, _number_phrase)}."
        )
        order_certainty = order_certainty or _order_certainty(context, order)
    if wording:
        yield ComparisonFinding("justified", " ".join([*wording, LEGAL_NOTE]), order_certainty)


def find_chilled_speech(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield which regime silences most speech, and how many people are silent out of fear."""
    chilled, fear = measure_row(context, "chilled_speech", DIFFERENCE), measure_row(context, "falsification_gap")
    if chilled is None or fear is None:
        return
    few = _too_few_events(context, chilled)
    if not chilled.ranked_marks() or (few and not chilled.can_rank()):
        yield from [ComparisonFinding("silent", few, "")] if few else []
        return
    if not chilled.has_values():
        yield ComparisonFinding("silent", "Public speech is not reduced under any of them.", "")
        return
    text = (
        f"{_lead_phrase(context, chilled, 'silences', 'silence')} most: of the months of public speech by the same "
        f"people {baseline_phrase(context)}, {_first_number(context, chilled, _share_or_none)} are "
        f"silent{_remaining_numbers(context, chilled, _share_or_none)}."
    )
    if fear.has_values():
        text += (
            " Share of people who are silent in a month out of fear alone: "
            f"{_all_numbers(context, fear, _share_or_none)}."
        )
    yield ComparisonFinding("silent", f"{text} {few}".strip(), _order_certainty(context, chilled))


def find_repayment(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield under whom more is paid back."""
    wanted = (
        ("judgments_performed", "judgments performed on old debts, per 100,000 people", _judgment_change),
        ("default_share", "the share of ended loans that fell behind", _point_change),
    )
    rows = [(measure_row(context, name, DIFFERENCE), what, phrase) for name, what, phrase in wanted]
    used = [(row, what, phrase) for row, what, phrase in rows if row is not None and row.can_rank()]
    few = " ".join(filter(None, (_too_few_events(context, row) for row, _, _ in rows)))
    if not used and few:
        yield ComparisonFinding("paid", few, "")
    elif used:
        wording = [f"{what}: {_all_numbers(context, row, phrase, 'no change')}." for row, what, phrase in used]
        text = " ".join(
            [
                f"Compared with the same people {baseline_phrase(context)}, {wording[0]}",
                *map(capitalise, wording[1:]),
                few,
            ]
        ).strip()
        yield ComparisonFinding("paid", text, _order_certainty(context, used[0][0]))
    elif context.baseline is not None:
        yield ComparisonFinding("paid", f"Repayment is the same as for the same people {baseline_phrase(context)}.", "")


def find_deterrence(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield what becomes of acts."""
    acts = measure_row(context, "deterrence", DIFFERENCE)
    if acts is not None and acts.has_values():
        text = (
            f"Of the acts done by the same people {baseline_phrase(context)}: "
            f"{_all_numbers(context, acts, _act_change, 'no change')}."
        )
        yield ComparisonFinding("deterred", text, _order_certainty(context, acts))


def _tied_first(row: MeasureRow) -> list[RegimeMark]:
    """Return the first and those that Monte Carlo error does not tell from it; with one replicate, those alike."""
    first, *others = row.ranked_marks()

    def close(mark: RegimeMark) -> bool:
        apart = t_interval(first.values - mark.values)
        return not apart.mean > 0 or (isfinite(apart.low) and apart.low <= 0)

    return [first, *(mark for mark in others if mark.interval.mean != 0 and close(mark))]


def _lead_phrase(context: ReportContext, row: MeasureRow, does: str, do: str) -> str:
    """Name the regime that ranks first, or all that cannot be distinguished from it, with the verb."""
    tied = _tied_first(row)
    if len(tied) == 1:
        return f"{regime_title(context, tied[0].scenario)} {does}"
    same = all((mark.values == tied[0].values).all() for mark in tied)
    how = "equally" if same else "in an order that Monte Carlo error leaves open"
    return f"{join_words([regime_title(context, mark.scenario) for mark in tied])} ({how}) {do}"


def _first_number(context: ReportContext, row: MeasureRow, phrase: MarkPhrase) -> str:
    """Say the number of the regime that ranks first, by name where several are named."""
    tied = _tied_first(row)
    if len(tied) == 1:
        return phrase(tied[0])
    return join_words([f"{phrase(mark)} under {short_name(context, mark.scenario)}" for mark in tied])


def _remaining_numbers(context: ReportContext, row: MeasureRow, phrase: MarkPhrase, nought: str = "none") -> str:
    """Say which regimes follow the first, in order."""
    n_tied = len(_tied_first(row))
    others = [mark for mark in row.ranked_marks()[n_tied:] if mark.interval.mean != 0]
    noughts = [mark for mark in row.ranked_marks()[1:] if mark.interval.mean == 0 and not mark.reason]
    wording = [f"{short_name(context, mark.scenario)} {phrase(mark)}" for mark in others]
    wording += [f"{join_names(context, noughts)} {nought}"] if noughts else []
    return f"; then {'; '.join(wording)}" if wording else ""


def _all_numbers(context: ReportContext, row: MeasureRow, phrase: MarkPhrase, nought: str = "none") -> str:
    """Say the number of every regime that has one, the largest first, and for which there is none."""
    ranked = (
        row.ranked_marks()
        if row.kind != DIFFERENCE
        else sorted(row.ranked_marks(), key=lambda mark: -abs(mark.interval.mean))
    )
    large = [mark for mark in ranked if abs(mark.interval.mean) > ROUNDING_ERROR]
    noughts = [mark for mark in ranked if abs(mark.interval.mean) <= ROUNDING_ERROR]
    wording = [f"{short_name(context, mark.scenario)} {phrase(mark)}" for mark in large]
    wording += [f"{join_names(context, noughts)} {nought}"] if noughts else []
    wording += [
        f"undefined for {join_names(context, its)} ({why})" for why, its in _marks_by_reason(row, defined=False)
    ]
    return "; ".join(wording)


def _marks_by_reason(row: MeasureRow, defined: bool) -> list[tuple[str, list[RegimeMark]]]:
    """Return the marks with a reason in words, by reason; defined: those with a zero, or those without a number."""
    by: dict[str, list[RegimeMark]] = {}
    for mark in row.marks:
        if mark.reason and mark.is_defined == defined:
            by.setdefault(mark.reason, []).append(mark)
    return list(by.items())


def _no_list_sentence(context: ReportContext, row: MeasureRow) -> str:
    """Say which regimes list nobody, and why."""
    return " ".join(f"{join_names(context, its)} {why}." for why, its in _marks_by_reason(row, defined=True))


def _undefined_sentence(context: ReportContext, row: MeasureRow) -> str:
    """Say for which regimes a share is undefined, and why."""
    its = [f"{join_names(context, marks)} ({why})" for why, marks in _marks_by_reason(row, defined=False)]
    return f"The share is undefined for {' and '.join(its)}." if its else ""


def _order_certainty(context: ReportContext, row: MeasureRow) -> str:
    """Say whether the first is ahead of the second beyond Monte Carlo error, in how many samples, and all ranges."""
    ranked = row.ranked_marks()
    spans = [
        f"{short_name(context, m.scenario)} {parameter_range_text(row, m.parameter_range)}"
        for m in ranked
        if m.parameter_range and m.parameter_range[0] != m.parameter_range[1]
    ]
    ranges = f" Parameter ranges: {'; '.join(spans)}." if spans else ""
    turning = [m for m in ranked if m.parameter_range and m.parameter_range[0] < 0 < m.parameter_range[1]]
    ranges += (
        f" The sign is uncertain under {join_names(context, turning)}: the range includes both." if turning else ""
    )
    beyond = [
        m for m in ranked if m.parameter_range and not m.parameter_range[0] <= m.interval.mean <= m.parameter_range[1]
    ]
    ranges += f" Outside its range lies the number of {join_names(context, beyond)}." if beyond else ""
    if len(ranked) < 2:
        return ranges.strip()
    first, second = ranked[:2]
    ahead_of = f"{short_name(context, first.scenario)} ranks above {short_name(context, second.scenario)}"
    if (first.values == second.values).all():
        both = f"{short_name(context, first.scenario)} and {short_name(context, second.scenario)}"
        return f"{both} have the same number in every replicate.{ranges}"
    apart, points, wording = (
        t_interval(first.values - second.values),
        samples_ahead(context, row, first.scenario, second.scenario),
        [],
    )
    if isfinite(apart.low):
        beyond_chance = f"{ahead_of} beyond Monte Carlo error."
        both = f"{short_name(context, first.scenario)} and {short_name(context, second.scenario)}"
        wording.append(beyond_chance if apart.low > 0 else f"Monte Carlo error cannot tell {both} apart.")
    if points is not None and points[1] > 0:
        how_often = f"in {points[0]} of {points[1]} parameter samples."
        wording.append(f"{'It does so' if wording and apart.low > 0 else ahead_of} {how_often}")
    return f"{' '.join(wording)}{ranges}".strip()


def _number_phrase(mark: RegimeMark) -> str:
    return f"{typographic_minus(format_number(mark.interval.mean))} {interval_phrase(mark.interval, None)}"


def _share_or_none(mark: RegimeMark) -> str:
    if mark.is_open:
        return f"about {format_amount(mark.interval.mean, 'share', 2)}"
    return share_phrase(mark.interval) if mark.interval.mean > 0 else "none"


def _judgment_change(mark: RegimeMark) -> str:
    return difference_phrase(mark.interval, "judgment", "more", "fewer")


def _point_change(mark: RegimeMark) -> str:
    return difference_phrase(_scale_interval(mark.interval, 100), "point", "higher", "lower")


def _act_change(mark: RegimeMark) -> str:
    found, done = mark.interval, mark.interval.mean > 0
    what, instead = ("are not done", "added") if done else ("are added", "not done")
    if isfinite(found.low) and found.low < 0 < found.high:
        first_end, second_end = (-found.low, found.high) if done else (found.high, -found.low)
        ends = (
            f"between {format_number(100 * first_end)} % {instead} and {format_number(100 * second_end)} % "
            f"{what.removeprefix('are ')}"
        )
        return f"{format_number(100 * abs(found.mean))} % {what}, which may be chance ({ends})"
    return f"{share_phrase(found if done else _scale_interval(found, -1))} {what}"


def _scale_interval(found: Interval, times: int) -> Interval:
    low, high = sorted((times * found.low, times * found.high))
    return replace(found, mean=times * found.mean, low=low, high=high)
