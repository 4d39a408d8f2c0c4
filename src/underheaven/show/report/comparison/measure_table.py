"""The table of the comparison page: regimes as columns, the main measures of every family as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.show.report.comparison.figures import format_mark, measure_heading
from underheaven.show.report.comparison.measure_marks import PARTS_OF_LIFE, MeasureRow, RegimeMark, measure_row
from underheaven.show.report.data_table import DASH
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import unable_unwilling

TABLE_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who is listed", ("listed_now", "ever_listed", "months_listed", "records_filed")),
    (
        "Wrongly",
        (
            "wrongly_listed_share",
            "ever_wrongly_listed",
            "wrongful_records",
            "false_discovery_share",
            "wrongful_stay_median",
            "corrected_within_24",
            "corrected_share",
        ),
    ),
    (unable_unwilling.SECTION, tuple(unable_unwilling.DEBT_SPLIT_MEASURES.values())),
    (
        "What is taken",
        (
            "detriment",
            PARTS_OF_LIFE,
            "detriment_gini",
            "denials",
            "reward",
            "cost_of_staying_out",
            "detriment_share_of_ties",
        ),
    ),
    ("Booked and realised", ("work_booked", "work_realised", "credit_booked", "credit_realised")),
    (
        "Proportion",
        (
            "cross_context_share",
            "unjustified_share",
            "ordinal_proportionality",
            "excess_share",
            "stay_mean_24",
            "added_detriment",
            "added_detriment_signed",
            "worse_off",
            "worse_off_signed",
        ),
    ),
    ("Who gets off", ("stay_median", "still_on_24", "exit_hazard", "relisted_share")),
    (
        "Groups compared",
        ("listing_ratio", "error_ratio", "burden_ratio", "equal_conduct_listed", "equal_conduct_detriment"),
    ),
    ("Work and credit", ("unemployed", "loans_made", "refused_by_regime", "default_share")),
    ("Compliance", ("judgments_performed", "deterrence", "good_acts_gained")),
    (
        "Speech and legitimacy",
        ("speaking", "chilled_speech", "chilled_speech_signed", "falsification_gap", "legitimacy"),
    ),
    (
        "Consent, officials and gaming",
        (
            "joined_share",
            "best_grade_by_favour",
            "quota_records",
            "quota_undeserved",
            "bribed_records",
            "faked_acts",
            "score_and_conviction",
            "believed_to_true_weight",
        ),
    ),
)
"""Measures of each section, in reading order."""

DIFFERENCE_MEASURES = frozenset(
    {"unemployed", "loans_made", "default_share", "judgments_performed", "speaking", "legitimacy"}
)
"""Measures that are defined without a regime as well: written as the difference from the baseline."""


RANGE_MEASURES = frozenset(unable_unwilling.DEBT_SPLIT_MEASURES.values())
"""Measures whose finding is the parameter range, and not the base case."""


@dataclass(frozen=True)
class TableCell:
    """The cell of a regime: a number or why there is none, its interval, its parameter range; each may be empty.

    is_words: whether the text is a reason in the place of a number.
    """

    text: str
    interval: str
    span: str
    is_words: bool


@dataclass(frozen=True)
class TableLine:
    """One measure: its title with the unit, and a cell for each regime."""

    title: str
    cells: tuple[TableCell, ...]


def measure_table(context: ReportContext) -> list[tuple[str, list[TableLine]]]:
    """Return the lines of each section; a measure that is 0 under every regime has none."""
    found = [(title, list(_section_lines(context, names))) for title, names in TABLE_SECTIONS]
    return [(title, lines) for title, lines in found if lines]


def _section_lines(context: ReportContext, names: tuple[str, ...]) -> Iterator[TableLine]:
    for name in names:
        of = DIFFERENCE if name in DIFFERENCE_MEASURES else LEVEL
        row = measure_row(context, name, of)
        if row is not None and row.has_values():
            marks = {mark.scenario: mark for mark in row.marks}
            yield TableLine(
                measure_heading(row),
                tuple(_table_cell(row, marks.get(scenario)) for scenario in context.reported_scenarios),
            )


def _table_cell(row: MeasureRow, mark: RegimeMark | None) -> TableCell:
    if mark is None:
        return TableCell("the baseline", "", "", True)
    text, interval, span = (part if part != DASH else "" for part in format_mark(row, mark))
    if not mark.is_defined:
        return TableCell(mark.reason, "", "", True)
    note = mark.reason or interval
    if row.name in RANGE_MEASURES and span:
        return TableCell(span, f"base case: {text}", "", False)
    return TableCell(text, note, f"{{{span}}}" if span else "", False)
