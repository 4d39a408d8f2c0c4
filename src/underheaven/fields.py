"""The registry of every array: state, per-person sums, tallies, the panel, and the codes stored in them.

Engines allocate arrays from it, the dataset of a result takes its units and long names from it, and the ODD
description prints it. No other array is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from underheaven.array_types import I1s, I4s, U1s, U2s, U4s
from underheaven.labels import REMOVAL_REASONS

STAGES = ("conduct", "sensing", "recording", "standing", "treatment", "livelihood", "response", "repair")

# Codes. Origins start at 1, so that a packed record is never 0, which marks an empty slot of the dossier.
ORIGINS = ("true", "false", "mistaken", "discretion", "inherited")
N_ORIGINS = len(ORIGINS)
TRUE, FALSE, MISTAKEN, DISCRETION, INHERITED = 1, 2, 3, 4, 5
CONTEXTS = ("work", "credit", "travel", "schooling", "housing", "public service", "consumption", "speech", "reputation")
N_CONTEXTS = len(CONTEXTS)
WORK, CREDIT = 0, 1
CAUSES = (*CONTEXTS, "none:ties", "none:official", "none:outside")
NONE_TIES, NONE_OFFICIAL, NONE_OUTSIDE = 9, 10, 11
CLASSES = ("money", "order", "speech")
N_CLASSES = len(CLASSES)
MONEY, ORDER, SPEECH = 0, 1, 2
SOLVENCY = (
    "clear",
    "borrowing",
    "in arrears",
    "judgment pending",
    "owes, unable",
    "owes, unwilling",
    "judged in error",
)
CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = 0, 1, 2, 3, 4, 6
OWES_UNABLE, OWES_UNWILLING = 4, 5
DEBTS = ("unable", "unwilling", "in error")
EXPIRED, PERFORMED, CORRECTED, APPEALED, EARLY, RENEWED, WITHDRAWN = range(7)
STAY_ENDS = ("still on", *REMOVAL_REASONS, "other")
"""How a first stay on a blacklist ends: by the removal of the last record behind it, or in another way, such as a
change of grade, a list that was abolished, or a full dossier."""
STAY_ONGOING, STAY_ENDED_OTHERWISE = 0, len(STAY_ENDS) - 1
REFUSALS = ("by law", "by lender", "good borrower")
STRATEGIES = ("helps all", "discriminates", "defects")
ASKERS = ("clear", "listed")
SCORE_MOMENTS = (
    "persons",
    "points",
    "conviction",
    "points squared",
    "conviction squared",
    "points times conviction",
)
RECORDING_WAYS = ("reported", "discovered")
GRADE_GROUNDS = ("records", "favour")
FAVOUR_MOMENTS = ("persons", "score", "less favour", "score squared", "less favour squared", "product")

DOSSIER_CAPACITY, MAX_DOSSIER_CAPACITY = 8, 32
"""Records that a dossier holds by default, and the most that a regime can state."""
OPEN_ENDED = 127
MICRO = 1_000_000
MILLI = 1_000
BELIEF_ONE = 65_535

BIRTH_MONTH_OFFSET = 1_440
"""Month of birth stored for a person born in the first month of the run; also the greatest age in months of a bounded
age class."""

# The status that others see a month later, one packed word per person.
PUBLIC_BLACKLISTED, PUBLIC_REDLISTED, PUBLIC_SPEAKING, PUBLIC_OPEN, PUBLIC_GRADE_SHIFT = 1, 2, 4, 8, 4


@dataclass(frozen=True)
class Field:
    """One registered array.

    Attributes:
        name: name in the program and in the dataset.
        dims: dimensions besides the person or the month.
        dtype: NumPy type in which it is stored.
        unit: unit of the stored numbers.
        stage: stage of the month that writes it.
        meaning: long name in the dataset.
        low: smallest value.
        high: largest value.
        always_kept: False if only scenarios whose regime needs it keep it. Such a tally enters the digest only if it
            is not 0 throughout.
    """

    name: str
    dims: tuple[str, ...]
    dtype: str
    unit: str
    stage: str
    meaning: str
    low: int = 0
    high: int = 2**63 - 1
    always_kept: bool = True


def _state(
    name: str, dims: tuple[str, ...], dtype: str, unit: str, stage: str, meaning: str, always_kept: bool = True
) -> Field:
    return Field(name, dims, dtype, unit, stage, meaning, 0, int(np.iinfo(dtype).max), always_kept)


STATE = (
    _state(
        "dossier",
        ("slot",),
        "uint16",
        "packed record",
        "recording",
        "records in the order of filing: rule 5 bits, months left 7, origin 3, contested 1; 0 is empty; "
        "more than 8 where a regime states it",
    ),
    _state(
        "beliefs",
        ("belief",),
        "uint16",
        "1/65535",
        "response",
        "f1 then f0 for money, order, speech: perceived chance of a sanction with and without the act",
    ),
    _state("legitimacy", (), "uint16", "1/65535", "response", "how rightful the regime seems"),
    _state(
        "livelihood",
        (),
        "uint8",
        "packed",
        "livelihood",
        "employed 1 bit, in the workforce 1, solvency stage 3, unwilling 1",
    ),
    _state("savings", (), "uint16", "1/1000 month of income", "livelihood", "what is put by"),
    _state(
        "public_status",
        (),
        "uint8",
        "packed",
        "treatment",
        "what others saw last month: on a blacklist, on a redlist, speaking, acted in the open, grade 3 bits",
    ),
    _state("public_status_next", (), "uint8", "packed", "treatment", "what others will see next month"),
    _state("generation", (), "uint8", "renewals", "repair", "how often the place was renewed"),
    _state(
        "status",
        (),
        "uint16",
        "packed",
        "standing",
        "status: grade 3 bits, lists 8; stored only where it depends on more than the records",
        always_kept=False,
    ),
    _state(
        "score_shown",
        (),
        "uint8",
        "steps",
        "treatment",
        "score that ties saw last month: 128 at the start, a step up or down each; 0 is none; only where ties count",
        always_kept=False,
    ),
    _state("score_next", (), "uint8", "steps", "treatment", "score that ties will see next month", always_kept=False),
    _state(
        "household_liability",
        (),
        "uint32",
        "rules as bits",
        "recording",
        "rules for which the household is liable next month; only where a rule holds households liable",
        always_kept=False,
    ),
    _state(
        "leaving",
        (),
        "uint8",
        "label",
        "repair",
        "for a person on a blacklist for the first time: how a record behind it ended this month, as a position among "
        "the labels of stay_end; only where there is a blacklist",
        always_kept=False,
    ),
    _state(
        "born",
        (),
        "uint16",
        "months",
        "repair",
        f"month of birth, {BIRTH_MONTH_OFFSET} for the first month of the run; only where persons grow older",
        always_kept=False,
    ),
    _state(
        "notices",
        ("slot",),
        "uint16",
        "packed record",
        "recording",
        "notices, as records with the months of grace left; only where a rule gives notice",
        always_kept=False,
    ),
)

SOCIETY_STATE = ("born",)
"""State that depends on the society and not on the regime; persons keep it in every scenario."""

SUMS = (
    _state("detriment", (), "uint32", "micro-months of income", "treatment", "detriment booked to the place"),
    _state("months_listed", (), "uint16", "months", "standing", "months on any blacklist"),
    _state("months_wrongly_listed", (), "uint16", "months", "standing", "those with no true record behind them"),
    _state("months_speaking", (), "uint16", "months", "conduct", "months in which the person spoke"),
    _state("months_unemployed", (), "uint16", "months", "livelihood", "months in the workforce without a job"),
    _state("months_under_judgment", (), "uint16", "months", "livelihood", "months under a judgment that is owed"),
    _state("acts", (), "uint16", "acts", "conduct", "acts from opportunities, prosocial ones left out"),
    _state("wrongful_records", (), "uint16", "records", "recording", "records filed that the person did not earn"),
    _state("denials", (), "uint16", "attempts", "treatment", "attempts denied, of all habits"),
    _state("loans", (), "uint16", "loans", "livelihood", "loans received"),
    _state("times_listed", (), "uint16", "entries", "standing", "months on a blacklist after a month on none"),
    _state("renewals", (), "uint16", "renewals", "repair", "how often the place was renewed during the run"),
    _state(
        "stay_entry",
        (),
        "uint16",
        "months",
        "standing",
        "observed month, from 1, in which the place's first stay on any blacklist began; 0 without a stay",
    ),
    _state("stay_months", (), "uint16", "months", "standing", "months of that first stay so far"),
    _state(
        "stay_end",
        (),
        "uint8",
        "label",
        "standing",
        "how that first stay ended, as its position among the labels of stay_end; 0 while it lasts",
    ),
    _state(
        "stay_wrongful",
        (),
        "uint8",
        "0 or 1",
        "standing",
        "whether no true record stood behind that first stay in the month of entry",
    ),
)


FINAL_PERSON_FIELDS = (
    _state("region", (), "uint16", "label", "conduct", "region, as its position among the labels of region"),
    _state(
        "group",
        (),
        "uint8",
        "label",
        "repair",
        "reporting group of who stands at the place at the end, as its position among the labels of group: that of "
        "the first month observed, or of arrival where that is later",
    ),
    _state(
        "minor",
        (),
        "uint8",
        "0 or 1",
        "conduct",
        "who stands at the place at the end is too young for conduct and standing of one's own: in the first month "
        "observed, or at arrival where that is later",
    ),
    _state(
        "blacklisted",
        (),
        "uint8",
        "0 or 1",
        "treatment",
        "on a blacklist in the last month; 0 for a newcomer of that month",
    ),
    _state("out_of_work", (), "uint8", "0 or 1", "livelihood", "in the workforce without a job when the run is over"),
)
"""Values of each person at the end of the run that are not sums; computed then and not part of the state."""

PERSON_FIELDS = (*SUMS, *FINAL_PERSON_FIELDS)
"""All variables that a result holds by person."""


def _seen(name: str, dims: tuple[str, ...], dtype: str, unit: str, stage: str, meaning: str) -> Field:
    return Field(name, dims, dtype, unit, stage, meaning, int(np.iinfo(dtype).min), int(np.iinfo(dtype).max))


PANEL = (
    _seen("generation", (), "uint8", "renewals", "repair", "how often the place had been renewed before this month"),
    _seen("group", (), "uint8", "label", "conduct", "reporting group, as its position among the labels of group"),
    _seen("minor", (), "uint8", "0 or 1", "conduct", "too young for conduct and standing of one's own"),
    _seen("speaking", (), "uint8", "0 or 1", "conduct", "spoke in public this month"),
    _seen("open", (), "uint8", "0 or 1", "conduct", "acted in the open this month, speech left out"),
    _seen("records", (), "uint8", "records", "standing", "live records that the month's standing was computed from"),
    _seen("score", (), "int32", "points", "standing", "score of the month's standing; 0 for a minor"),
    _seen(
        "grade",
        (),
        "int8",
        "label",
        "standing",
        "grade, as its position among the labels of grade; -1 where there is none",
    ),
    _seen("blacklisted", (), "uint8", "0 or 1", "standing", "on a blacklist by the month's standing"),
    _seen("redlisted", (), "uint8", "0 or 1", "standing", "on a redlist by the month's standing"),
    _seen(
        "wrongly_listed",
        (),
        "uint8",
        "0 or 1",
        "standing",
        "on a blacklist with no true record behind any that the person is on",
    ),
    _seen(
        "detriment",
        (),
        "uint32",
        "micro-months of income",
        "treatment",
        "detriment booked to the place so far; what a month added is the difference from the month before",
    ),
    _seen("workforce", (), "uint8", "0 or 1", "livelihood", "works or seeks work"),
    _seen("employed", (), "uint8", "0 or 1", "livelihood", "has a job when the month is over"),
    _seen(
        "solvency",
        (),
        "uint8",
        "label",
        "livelihood",
        "stage of solvency when the month is over, as its position among the labels of solvency_stage",
    ),
    _seen("savings", (), "uint16", "1/1000 month of income", "livelihood", "what is put by when the month is over"),
    _seen("beliefs", ("belief",), "uint16", "1/65535", "response", "perceived chance of a sanction"),
    _seen("legitimacy", (), "uint16", "1/65535", "response", "how rightful the regime seems"),
)
"""Variables of the panel: one value per month for each of the first persons, if a study asks for a panel."""

PANEL_LABELS = {"group": "group", "grade": "grade", "solvency": "solvency"}
"""Coded variables of the panel, and the dimension whose labels the codes index; a negative code has no label."""


FITTED = (
    _seen("times", (), "int64", "fits", "standing", "how often the regime has fitted points to its own records so far"),
    _seen(
        "rank",
        ("kind",),
        "int64",
        "rank",
        "standing",
        "place of the kind by the points of its record as fitted last, the one that takes most first; equal points "
        "share a place; 0 before the first fit",
    ),
    _seen(
        "gain",
        (),
        "int64",
        "points",
        "standing",
        "points more that a record of the kind that takes most as fitted last takes then than as fitted first",
    ),
)
"""What is recorded of the points that a regime fits to its records, by month; it does not reveal a scoring rule."""


def _tally(name: str, dims: tuple[str, ...], unit: str, stage: str, meaning: str, always_kept: bool = True) -> Field:
    return Field(name, dims, "int64", unit, stage, meaning, always_kept=always_kept)


TALLIES = (
    _tally("opportunities", ("kind",), "occasions", "conduct", "occasions for the act"),
    _tally("acts", ("kind", "group"), "acts", "conduct", "acts done from opportunities"),
    _tally("in_state", ("kind",), "persons", "sensing", "persons in the state from which the kind arises"),
    _tally("speaking", ("group",), "persons", "conduct", "persons who spoke in public this month"),
    _tally(
        "misattributed_records", ("kind",), "records", "sensing", "records that left their culprit for somebody else"
    ),
    _tally(
        "recorded_by_discovery",
        ("kind", "way"),
        "records",
        "sensing",
        "acts recorded where attention follows records: reported, or discovered by those who looked",
        always_kept=False,
    ),
    _tally("recorded", ("kind", "origin"), "records", "recording", "records filed"),
    _tally("filed", ("group", "origin"), "records", "recording", "records filed, by group"),
    _tally("overflow", (), "records", "recording", "records lost because a dossier was full"),
    _tally("displaced_records", ("origin",), "records", "recording", "records so lost, a new one or one displaced"),
    _tally(
        "made_for_quota",
        ("origin",),
        "records",
        "recording",
        "records filed to make up a quota: true of who did the act, else of discretion",
        always_kept=False,
    ),
    _tally(
        "suppressed",
        ("origin",),
        "records",
        "recording",
        "adverse records of persons in favour that were not filed",
        always_kept=False,
    ),
    _tally("persons", ("group",), "persons", "standing", "persons"),
    _tally("live_records", ("origin",), "records", "standing", "live records in dossiers"),
    _tally("listed", ("list", "group"), "persons", "standing", "persons on the list"),
    _tally("blacklisted", ("group",), "persons", "standing", "persons on any blacklist, each counted once"),
    _tally(
        "wrongly_blacklisted",
        ("group",),
        "persons",
        "standing",
        "those of them with no true record behind any that they are on",
    ),
    _tally("listed_by_region", ("list", "region"), "persons", "standing", "persons on the list"),
    _tally(
        "listed_by_kind",
        ("list", "kind"),
        "persons",
        "standing",
        "persons on the list with a live record of this kind behind it",
    ),
    _tally(
        "listed_for_debt",
        ("list",),
        "persons",
        "standing",
        "persons on the list with a live record of a judgment debt behind it",
    ),
    _tally(
        "listed_by_debt",
        ("list", "debt"),
        "persons",
        "standing",
        "those of them with a true record of a debt they cannot or will not pay behind it; in error: with neither",
    ),
    _tally(
        "listed_by_origin",
        ("list", "origin"),
        "persons",
        "standing",
        "persons on the list: true if any record behind it is true, else the origin of the oldest",
    ),
    _tally("entries", ("list", "origin"), "persons", "standing", "persons who were not on the list last month"),
    _tally("exits", ("list",), "persons", "standing", "persons who were on the list last month and are not now"),
    _tally("first_listed", ("group",), "persons", "standing", "places on a blacklist for the first time"),
    _tally("first_wrongly_listed", ("group",), "persons", "standing", "places wrongly on one for the first time"),
    _tally("grades", ("grade", "group"), "persons", "standing", "persons in the grade"),
    _tally("score", (), "points", "standing", "sum of all scores"),
    _tally(
        "severed_ties",
        (),
        "ties",
        "standing",
        "ties to somebody on a blacklist that are set aside for the month",
        always_kept=False,
    ),
    _tally(
        "joined", ("group",), "persons", "standing", "persons who have agreed, where a regime asks", always_kept=False
    ),
    _tally(
        "stayed_out", ("group",), "persons", "standing", "persons who were asked and have not agreed", always_kept=False
    ),
    _tally(
        "favour_moments",
        ("favour_moment",),
        "persons, points and points squared",
        "standing",
        "where officials favour some: grown persons; points above the minimum, as they are and less favour; their "
        "squares and product",
        always_kept=False,
    ),
    _tally(
        "best_grade",
        ("ground",),
        "persons",
        "standing",
        "where officials favour some: persons in the best grade, by their records, or by favour alone",
        always_kept=False,
    ),
    _tally(
        "detriment",
        ("cause", "effect", "origin"),
        "micro-months of income",
        "treatment",
        "price of lost access, by the context of the record, the context of the loss and the record's origin",
    ),
    _tally(
        "detriment_by_group", ("cause", "effect", "group"), "micro-months of income", "treatment", "the same, by group"
    ),
    _tally(
        "ledger",
        ("kind", "effect", "origin"),
        "micro-months of income",
        "treatment",
        "the same, by the kind of conduct of the record's rule; what no record bears stands in the other alone",
    ),
    _tally("reward", ("effect", "group"), "micro-months of income", "treatment", "benefit added"),
    _tally("denied", ("denial", "group"), "attempts", "treatment", "attempts denied"),
    _tally("workforce", ("group",), "persons", "livelihood", "persons who work or seek work"),
    _tally("unemployed", ("group",), "persons", "livelihood", "those without a job"),
    _tally("jobs_lost", ("group",), "jobs", "livelihood", "jobs lost"),
    _tally("jobs_found", ("group",), "jobs", "livelihood", "jobs found"),
    _tally("jobs_denied", ("group",), "jobs", "livelihood", "jobs that full access would have found"),
    _tally("solvency", ("solvency", "group"), "persons", "livelihood", "persons by stage of solvency; clear left out"),
    _tally("loans_asked", ("group",), "loans", "livelihood", "requests for a loan"),
    _tally("loans_made", ("group",), "loans", "livelihood", "loans made"),
    _tally(
        "loans_refused",
        ("refusal", "group"),
        "loans",
        "livelihood",
        "requests refused by law or by the lender; good borrower: those of them who would not choose default",
    ),
    _tally("repaid", ("region", "visible"), "loans", "livelihood", "loans repaid, by the standing that lenders see"),
    _tally("defaulted", ("region", "visible"), "loans", "livelihood", "loans that fell behind"),
    _tally("defaults", ("debt", "group"), "loans", "livelihood", "loans that fell behind, unable or unwilling"),
    _tally("judgments", ("debt",), "judgments", "livelihood", "judgments entered"),
    _tally("performed", ("debt",), "judgments", "livelihood", "judgments performed or set aside"),
    _tally("legitimacy", (), "1/65535", "response", "sum over persons"),
    _tally("belief", ("belief",), "1/65535", "response", "sum over persons"),
    _tally("unjust", ("group",), "persons", "response", "persons who suffered or saw at home an unjust record"),
    _tally("appeals_filed", ("origin",), "records", "repair", "records contested"),
    _tally("appeals_granted", ("origin",), "records", "repair", "records removed on appeal"),
    _tally("removals", ("removal", "origin"), "records", "repair", "records gone, by the way out"),
    _tally("renewed_while_listed", ("list",), "persons", "repair", "persons on the list whose place was renewed"),
    _tally("renewed", ("group",), "persons", "repair", "places renewed"),
    _tally(
        "silenced",
        ("group",),
        "persons",
        "conduct",
        "persons who would have spoken in public this month but for what they feared, and did not",
        always_kept=False,
    ),
    _tally(
        "weighed_opportunities",
        ("kind",),
        "occasions",
        "conduct",
        "occasions with a rule, where people may believe something else of a record than is true",
        always_kept=False,
    ),
    _tally(
        "weight_true",
        ("kind",),
        "milli-months of income",
        "conduct",
        "what one more record would cost there, or bring where the act is a good one",
        always_kept=False,
    ),
    _tally(
        "weight_believed", ("kind",), "milli-months of income", "conduct", "what it is believed to", always_kept=False
    ),
    _tally(
        "help_granted",
        ("strategy", "asker"),
        "requests",
        "conduct",
        "requests for help that were granted",
        always_kept=False,
    ),
    _tally(
        "help_refused",
        ("strategy", "asker"),
        "requests",
        "conduct",
        "requests for help that were not",
        always_kept=False,
    ),
    _tally(
        "faked_acts", ("kind",), "acts", "sensing", "good acts not done that a channel took for done", always_kept=False
    ),
    _tally(
        "bribed_records",
        ("kind", "origin"),
        "records",
        "recording",
        "records not filed against payment",
        always_kept=False,
    ),
    _tally(
        "score_moments",
        ("moment",),
        "points and 1/1000",
        "standing",
        "sums over persons whom a regime with grades can record, every twelfth month: points of the score, "
        "conviction in thousandths, their squares and product",
        always_kept=False,
    ),
    _tally(
        "notices_given",
        ("origin",),
        "records",
        "recording",
        "notices given before a record is filed",
        always_kept=False,
    ),
    _tally(
        "notices_cancelled",
        ("origin",),
        "records",
        "repair",
        "notices cancelled: the debt was settled in time",
        always_kept=False,
    ),
    _tally(
        "help_benefit",
        ("strategy",),
        "micro-months of income",
        "livelihood",
        "worth of help received",
        always_kept=False,
    ),
    _tally("help_cost", ("strategy",), "micro-months of income", "livelihood", "cost of help given", always_kept=False),
)

BELIEFS = tuple(f"{c}, {w}" for c in CLASSES for w in ("guilty", "innocent"))
FIXED_DIMS = {
    "origin": ORIGINS,
    "cause": CAUSES,
    "effect": CONTEXTS,
    "belief": BELIEFS,
    "solvency": SOLVENCY,
    "debt": DEBTS,
    "removal": REMOVAL_REASONS,
    "refusal": REFUSALS,
    "strategy": STRATEGIES,
    "asker": ASKERS,
    "moment": SCORE_MOMENTS,
    "way": RECORDING_WAYS,
    "ground": GRADE_GROUNDS,
    "favour_moment": FAVOUR_MOMENTS,
    "stay_end": STAY_ENDS,
}
"""Dimensions whose labels never change; kind, group, region, list, grade, denial, visible come from documents."""

LATER_LABELS = {"removal": ("withdrawn",), "cause": ("none:outside",)}
"""Labels that were added later; they enter the digest only if something is counted under them."""

SCENARIO_DIMS = ("list", "grade", "visible")
"""Dimensions whose labels belong to one scenario; scenarios are aligned by label when they are joined."""


class State(NamedTuple):
    """State of every person, one array per field of `STATE`."""

    dossier: U2s
    beliefs: U2s
    legitimacy: U2s
    livelihood: U1s
    savings: U2s
    public_status: U1s
    public_status_next: U1s
    generation: U1s
    status: U2s
    score_shown: U1s
    score_next: U1s
    household_liability: U4s
    leaving: U1s
    born: U2s
    notices: U2s


class Sums(NamedTuple):
    """Sums over the months observed, one array over persons per field of `SUMS`."""

    detriment: U4s
    months_listed: U2s
    months_wrongly_listed: U2s
    months_speaking: U2s
    months_unemployed: U2s
    months_under_judgment: U2s
    acts: U2s
    wrongful_records: U2s
    denials: U2s
    loans: U2s
    times_listed: U2s
    renewals: U2s
    stay_entry: U2s
    stay_months: U2s
    stay_end: U1s
    stay_wrongful: U1s


class Panel(NamedTuple):
    """The last month of each panelist, one array per field of `PANEL`."""

    generation: U1s
    group: U1s
    minor: U1s
    speaking: U1s
    open: U1s
    records: U1s
    score: I4s
    grade: I1s
    blacklisted: U1s
    redlisted: U1s
    wrongly_listed: U1s
    detriment: U4s
    workforce: U1s
    employed: U1s
    solvency: U1s
    savings: U2s
    beliefs: U2s
    legitimacy: U2s


def dimension_sizes(capacity: int = DOSSIER_CAPACITY) -> dict[str, int]:
    """Return the sizes of the dimensions besides the person; ``capacity`` is the records that a dossier holds."""
    return {"slot": capacity, "belief": len(BELIEFS)}


def state_bytes_per_person(extra: frozenset[str] = frozenset(), capacity: int = DOSSIER_CAPACITY) -> int:
    """Return the bytes of state per person.

    Args:
        extra: names of the optional fields of `STATE` that the scenario keeps.
        capacity: records that a dossier holds, 8 to 32.

    Returns:
        Bytes per person, with this month's and next month's public status.
    """
    return _bytes((f for f in STATE if f.always_kept or f.name in extra), capacity)


def panel_bytes_per_month() -> int:
    """Return the bytes of one month of one panelist."""
    return _bytes(PANEL)


def _bytes(fields: Iterable[Field], capacity: int = DOSSIER_CAPACITY) -> int:
    size = dimension_sizes(capacity)
    return sum(np.dtype(f.dtype).itemsize * (size[f.dims[0]] if f.dims else 1) for f in fields)
