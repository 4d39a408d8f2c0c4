"""The one table of the comparison page: regimes as columns, the main measures of every family as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.show import unable
from underheaven.show.page.scene import Scene
from underheaven.show.page.sides.pictures import cell, heading
from underheaven.show.page.sides.rows import PARTS, Mark, Row, row
from underheaven.show.page.tables import NOTHING

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who is listed", ("listed_now", "ever_listed", "months_listed", "records_filed")),
    ("Wrongly", ("wrongly_listed_share", "ever_wrongly_listed", "wrongful_records", "false_discovery_share",
                 "wrongful_stay_median", "set_right_within_24", "set_right_share")),
    (unable.SECTION, tuple(unable.SPLIT.values())),
    ("What is taken", ("detriment", PARTS, "concentration", "denials", "reward", "lost_outside", "lost_for_ties")),
    ("Booked and realised", ("work_booked", "work_realised", "credit_booked", "credit_realised")),
    ("Proportion", ("cross_context_share", "unjustified_share", "ordinal_proportionality", "excess_share",
                    "stay_mean_24", "led_to", "led_to_signed", "worse_off", "worse_off_signed")),
    ("Who gets off", ("stay_median", "still_on_24", "exit_hazard", "relisted_share")),
    ("Groups compared", ("listing_ratio", "error_ratio", "burden_ratio", "equal_conduct_listed",
                                  "equal_conduct_detriment")),
    ("Work and credit", ("unemployed", "loans_made", "refused_by_law", "default_share")),
    ("Compliance", ("judgments_performed", "deterrence", "good_acts_gained")),
    ("Speech and legitimacy", ("speaking", "chilled_speech", "chilled_speech_signed", "falsification_gap",
                              "legitimacy")),
    ("Consent, officials and gaming", ("joined_share", "best_grade_by_favour", "quota_records", "quota_undeserved",
                                       "bought_off", "staged", "score_and_conviction", "believed_for_true")),
)  # fmt: skip
"""Measures of each section, in reading order."""

CHANGED = frozenset({"unemployed", "loans_made", "default_share", "judgments_performed", "speaking", "legitimacy"})
"""What there is without a regime as well: written as the difference from the other world."""


OPEN = frozenset(unable.SPLIT.values())
"""Measures of which the range is the finding and no point in it."""


@dataclass(frozen=True)
class Cell:
    """What stands under a regime: a number or why there is none, its interval, its range; each may be empty."""

    text: str
    interval: str
    span: str
    words: bool


@dataclass(frozen=True)
class Line:
    """One measure: its title with the unit, and a cell for each regime."""

    title: str
    cells: tuple[Cell, ...]


def matrix(scene: Scene) -> list[tuple[str, list[Line]]]:
    """Gives the lines of each section; a measure that is nothing under every regime has none."""
    found = [(title, list(_lines(scene, names))) for title, names in SECTIONS]
    return [(title, lines) for title, lines in found if lines]


def _lines(scene: Scene, names: tuple[str, ...]) -> Iterator[Line]:
    for name in names:
        of = DIFFERENCE if name in CHANGED else LEVEL
        one = row(scene, name, of)
        if one is not None and one.at_work():
            marks = {mark.world: mark for mark in one.marks}
            yield Line(heading(one), tuple(_cell(one, marks.get(world)) for world in scene.shown))


def _cell(one: Row, mark: Mark | None) -> Cell:
    if mark is None:
        return Cell("the world it is held against", "", "", True)
    text, interval, span = (part if part != NOTHING else "" for part in cell(one, mark))
    if not mark.defined:
        return Cell(mark.why, "", "", True)
    note = mark.why or interval
    if one.name in OPEN and span:
        return Cell(span, f"base case: {text}", "", False)
    return Cell(text, note, f"{{{span}}}" if span else "", False)
