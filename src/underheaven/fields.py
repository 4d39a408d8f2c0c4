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
        "8 records unless the regime states more",
    ),
    _state(
        "beliefs",
        ("belief",),
        "uint16",
        "1/65535",
        "response",
        "perceived chance of a sanction with the act (f1) and without it (f0), for money, order and speech",
    ),
    _state("legitimacy", (), "uint16", "1/65535", "response", "perceived legitimacy of the regime"),
    _state(
        "livelihood",
        (),
        "uint8",
        "packed",
        "livelihood",
        "employed (1 bit), in the workforce (1), solvency stage (3), unwilling (1)",
    ),
    _state("savings", (), "uint16", "1/1000 month of income", "livelihood", "savings"),
    _state(
        "face",
        (),
        "uint8",
        "packed",
        "treatment",
        "public status of last month: on a blacklist, on a redlist, speaking, acted in the open, grade (3 bits)",
    ),
    _state("face_next", (), "uint8", "packed", "treatment", "public status that others will see next month"),
    _state("generation", (), "uint8", "renewals", "repair", "number of times the slot was renewed"),
    _state(
        "stood",
        (),
        "uint16",
        "packed",
        "standing",
        "status of last month: grade (3 bits), lists (8); only where status depends on more than the records",
        always_kept=False,
    ),
    _state(
        "score_shown",
        (),
        "uint8",
        "steps",
        "treatment",
        "score that acquaintances saw last month, in steps from 128 at the starting score; 0 is none; only where "
        "scores of acquaintances count",
        always_kept=False,
    ),
    _state(
        "score_next",
        (),
        "uint8",
        "steps",
        "treatment",
        "score that acquaintances will see next month",
        always_kept=False,
    ),
    _state(
        "kin",
        (),
        "uint32",
        "rules as bits",
        "recording",
        "records inherited from the household next month; only where a household is liable for its members",
        always_kept=False,
    ),
    _state(
        "leaving",
        (),
        "uint8",
        "label",
        "repair",
        "for a person on a blacklist for the first time: how a record behind the listing ended this month, as a "
        "position among the labels of stay_end; only where there is a blacklist",
        always_kept=False,
    ),
    _state(
        "born",
        (),
        "uint16",
        "months",
        "repair",
        f"month of birth, {BIRTH_MONTH_OFFSET} for the first month of the run; only where persons age",
        always_kept=False,
    ),
    _state(
        "notices",
        ("slot",),
        "uint16",
        "packed record",
        "recording",
        "notices that wait to be filed, as records with the months of grace left; only where a rule gives notice",
        always_kept=False,
    ),
)

SOCIETY_STATE = ("born",)
"""State that depends on the society and not on the regime; persons keep it in every scenario."""

SUMS = (
    _state("detriment", (), "uint32", "micro-months of income", "treatment", "detriment booked to the slot"),
    _state("months_listed", (), "uint16", "months", "standing", "months on any blacklist"),
    _state(
        "months_wrongly_listed",
        (),
        "uint16",
        "months",
        "standing",
        "months on blacklists with no true record behind any",
    ),
    _state("months_speaking", (), "uint16", "months", "conduct", "months in which the person spoke in public"),
    _state("months_unemployed", (), "uint16", "months", "livelihood", "months in the workforce without a job"),
    _state("months_under_judgment", (), "uint16", "months", "livelihood", "months owing a judgment"),
    _state("acts", (), "uint16", "acts", "conduct", "acts from opportunities, without prosocial acts"),
    _state("wrongful_records", (), "uint16", "records", "recording", "wrongful records filed"),
    _state("denials", (), "uint16", "attempts", "treatment", "attempts denied, all habits together"),
    _state("loans", (), "uint16", "loans", "livelihood", "loans received"),
    _state(
        "times_listed",
        (),
        "uint16",
        "entries",
        "standing",
        "times that the person entered a blacklist after a month on none",
    ),
    _state("renewals", (), "uint16", "renewals", "repair", "number of times the slot was renewed during the run"),
    _state(
        "stay_entry",
        (),
        "uint16",
        "months",
        "standing",
        "observed month, from 1, in which the first stay on any blacklist in the slot began; 0 without a stay",
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
        "whether there was no true record behind that first stay in the month of entry",
    ),
)


FINAL_PERSON_FIELDS = (
    _state("region", (), "uint16", "label", "conduct", "region, as a position among the labels of region"),
    _state(
        "group",
        (),
        "uint8",
        "label",
        "repair",
        "reporting group of the person in the slot at the end, as a position among the labels of group: the group in "
        "the first month observed, or on arrival if later",
    ),
    _state(
        "minor",
        (),
        "uint8",
        "0 or 1",
        "conduct",
        "whether the person in the slot at the end is a minor, without conduct and status of their own: in the first "
        "month observed, or on arrival if later",
    ),
    _state(
        "blacklisted",
        (),
        "uint8",
        "0 or 1",
        "treatment",
        "on a blacklist in the last month; 0 for a newcomer of that month",
    ),
    _state("out_of_work", (), "uint8", "0 or 1", "livelihood", "in the workforce without a job at the end of the run"),
)
"""Values of each person at the end of the run that are not sums; computed then and not part of the state."""

PERSON_FIELDS = (*SUMS, *FINAL_PERSON_FIELDS)
"""All variables that a result holds by person."""


def _seen(name: str, dims: tuple[str, ...], dtype: str, unit: str, stage: str, meaning: str) -> Field:
    return Field(name, dims, dtype, unit, stage, meaning, int(np.iinfo(dtype).min), int(np.iinfo(dtype).max))


PANEL = (
    _seen(
        "generation", (), "uint8", "renewals", "repair", "number of times the slot had been renewed before this month"
    ),
    _seen("group", (), "uint8", "label", "conduct", "reporting group, as a position among the labels of group"),
    _seen("minor", (), "uint8", "0 or 1", "conduct", "a minor, without conduct and status of their own"),
    _seen("speaking", (), "uint8", "0 or 1", "conduct", "spoke in public this month"),
    _seen("open", (), "uint8", "0 or 1", "conduct", "acted in the open this month, other than by speech"),
    _seen(
        "records", (), "uint8", "records", "standing", "live records from which the status of the month was computed"
    ),
    _seen("score", (), "int32", "points", "standing", "score of the month; 0 for a minor"),
    _seen(
        "grade",
        (),
        "int8",
        "label",
        "standing",
        "grade, as a position among the labels of grade; -1 without one",
    ),
    _seen("blacklisted", (), "uint8", "0 or 1", "standing", "on a blacklist this month"),
    _seen("redlisted", (), "uint8", "0 or 1", "standing", "on a redlist this month"),
    _seen(
        "wrongly_listed",
        (),
        "uint8",
        "0 or 1",
        "standing",
        "on a blacklist with no true record behind any of the person's blacklists",
    ),
    _seen(
        "detriment",
        (),
        "uint32",
        "micro-months of income",
        "treatment",
        "detriment booked to the slot so far; the difference from the month before is what a month adds",
    ),
    _seen("workforce", (), "uint8", "0 or 1", "livelihood", "works or seeks work"),
    _seen("employed", (), "uint8", "0 or 1", "livelihood", "has a job at the end of the month"),
    _seen(
        "solvency",
        (),
        "uint8",
        "label",
        "livelihood",
        "stage of solvency at the end of the month, as a position among the labels of solvency_stage",
    ),
    _seen("savings", (), "uint16", "1/1000 month of income", "livelihood", "savings at the end of the month"),
    _seen("beliefs", ("belief",), "uint16", "1/65535", "response", "perceived chance of a sanction"),
    _seen("legitimacy", (), "uint16", "1/65535", "response", "perceived legitimacy of the regime"),
)
"""Variables of the panel: one value per month for each of the first persons, if a study asks for a panel."""

PANEL_LABELS = {"group": "group", "grade": "grade", "solvency": "solvency"}
"""Coded variables of the panel, and the dimension whose labels the codes index; a negative code has no label."""


FITTED = (
    _seen(
        "times",
        (),
        "int64",
        "fits",
        "standing",
        "number of times the regime has fitted points to its own records so far",
    ),
    _seen(
        "rank",
        ("kind",),
        "int64",
        "rank",
        "standing",
        "rank of the kind by the points of its record at the last fit, the one that takes most first; equal points "
        "share a rank; 0 before the first fit",
    ),
    _seen(
        "gain",
        (),
        "int64",
        "points",
        "standing",
        "change, from the first fit to the last, in the points of the kind of record that takes most at the last",
    ),
)
"""What is recorded of the points that a regime fits to its records, by month; it does not reveal a scoring rule."""


def _tally(name: str, dims: tuple[str, ...], unit: str, stage: str, meaning: str, always_kept: bool = True) -> Field:
    return Field(name, dims, "int64", unit, stage, meaning, always_kept=always_kept)


TALLIES = (
    _tally("opportunities", ("kind",), "opportunities", "conduct", "opportunities for the act"),
    _tally("acts", ("kind", "group"), "acts", "conduct", "acts done from opportunities"),
    _tally("in_state", ("kind",), "persons", "sensing", "persons in the state from which the kind arises"),
    _tally("speaking", ("group",), "persons", "conduct", "persons who spoke in public this month"),
    _tally(
        "misattributed_records",
        ("kind",),
        "records",
        "sensing",
        "records filed on somebody other than the person who acted",
    ),
    _tally(
        "recorded_by_discovery",
        ("kind", "way"),
        "records",
        "sensing",
        "recorded acts where attention follows records: reported, or discovered by officials",
        always_kept=False,
    ),
    _tally("recorded", ("kind", "origin"), "records", "recording", "records filed"),
    _tally("filed", ("group", "origin"), "records", "recording", "records filed, by group"),
    _tally("overflow", (), "records", "recording", "records lost because a dossier was full"),
    _tally(
        "displaced_records",
        ("origin",),
        "records",
        "recording",
        "records lost to full dossiers: new ones, or ones that they displaced",
    ),
    _tally(
        "made_for_quota",
        ("origin",),
        "records",
        "recording",
        "records filed to meet a quota: true if the person did the act, otherwise discretion",
        always_kept=False,
    ),
    _tally(
        "suppressed",
        ("origin",),
        "records",
        "recording",
        "adverse records of favoured persons that were not filed",
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
        "persons on blacklists with no true record behind any, each counted once",
    ),
    _tally("listed_by_region", ("list", "region"), "persons", "standing", "persons on the list, by region"),
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
        "persons listed for a judgment debt with a true record of a debtor unable or unwilling to pay behind it; in "
        "error: with neither",
    ),
    _tally(
        "listed_by_origin",
        ("list", "origin"),
        "persons",
        "standing",
        "persons on the list: true if any record behind it is true, otherwise the origin of the oldest record",
    ),
    _tally("entries", ("list", "origin"), "persons", "standing", "persons on the list who were not on it last month"),
    _tally("exits", ("list",), "persons", "standing", "persons who were on the list last month and are not on it now"),
    _tally("first_listed", ("group",), "persons", "standing", "slots on a blacklist for the first time"),
    _tally(
        "first_wrongly_listed", ("group",), "persons", "standing", "slots wrongly on a blacklist for the first time"
    ),
    _tally("grades", ("grade", "group"), "persons", "standing", "persons in the grade"),
    _tally("score", (), "points", "standing", "sum of all scores"),
    _tally(
        "severed_ties",
        (),
        "ties",
        "standing",
        "ties to a person on a blacklist that are severed for the month",
        always_kept=False,
    ),
    _tally(
        "joined", ("group",), "persons", "standing", "persons who have joined, where a regime asks", always_kept=False
    ),
    _tally(
        "stayed_out", ("group",), "persons", "standing", "persons who were asked and have not joined", always_kept=False
    ),
    _tally(
        "favour_moments",
        ("favour_moment",),
        "persons, points and points squared",
        "standing",
        "where officials favour some: number of adults; points above the minimum, with and without favour; their "
        "squares and product",
        always_kept=False,
    ),
    _tally(
        "best_grade",
        ("ground",),
        "persons",
        "standing",
        "where officials favour some: persons in the best grade, by their records or by favour alone",
        always_kept=False,
    ),
    _tally(
        "detriment",
        ("cause", "effect", "origin"),
        "micro-months of income",
        "treatment",
        "price of lost access, by context of the record, context of the loss and origin of the record",
    ),
    _tally(
        "detriment_by_group",
        ("cause", "effect", "group"),
        "micro-months of income",
        "treatment",
        "price of lost access, by context of the record, context of the loss and group",
    ),
    _tally(
        "ledger",
        ("kind", "effect", "origin"),
        "micro-months of income",
        "treatment",
        "price of lost access, by kind of conduct of the record's rule, context of the loss and origin; without "
        "detriment that no record causes",
    ),
    _tally("reward", ("effect", "group"), "micro-months of income", "treatment", "benefit added"),
    _tally("denied", ("denial", "group"), "attempts", "treatment", "attempts denied"),
    _tally("workforce", ("group",), "persons", "livelihood", "persons who work or seek work"),
    _tally("unemployed", ("group",), "persons", "livelihood", "persons in the workforce without a job"),
    _tally("jobs_lost", ("group",), "jobs", "livelihood", "jobs lost"),
    _tally("jobs_found", ("group",), "jobs", "livelihood", "jobs found"),
    _tally("jobs_denied", ("group",), "jobs", "livelihood", "jobs that persons would have found with full access"),
    _tally(
        "solvency",
        ("solvency", "group"),
        "persons",
        "livelihood",
        "persons by stage of solvency, without the stage clear",
    ),
    _tally("loans_asked", ("group",), "loans", "livelihood", "requests for a loan"),
    _tally("loans_made", ("group",), "loans", "livelihood", "loans made"),
    _tally(
        "loans_refused",
        ("refusal", "group"),
        "loans",
        "livelihood",
        "loan requests refused by law or by the lender; good borrower: refused to persons who would not choose default",
    ),
    _tally("repaid", ("region", "visible"), "loans", "livelihood", "loans repaid, by the status that lenders see"),
    _tally("defaulted", ("region", "visible"), "loans", "livelihood", "loans that fell behind"),
    _tally(
        "defaults",
        ("debt", "group"),
        "loans",
        "livelihood",
        "loans that fell behind, by whether the borrower was unable or unwilling",
    ),
    _tally("judgments", ("debt",), "judgments", "livelihood", "judgments entered"),
    _tally("performed", ("debt",), "judgments", "livelihood", "judgments performed or set aside"),
    _tally("legitimacy", (), "1/65535", "response", "perceived legitimacy of the regime, sum over persons"),
    _tally("belief", ("belief",), "1/65535", "response", "perceived chance of a sanction, sum over persons"),
    _tally(
        "unjust", ("group",), "persons", "response", "persons with an unjust record of their own or in their household"
    ),
    _tally("appeals_filed", ("origin",), "records", "repair", "records contested"),
    _tally("appeals_granted", ("origin",), "records", "repair", "records removed on appeal"),
    _tally("removals", ("removal", "origin"), "records", "repair", "records ended, by removal reason"),
    _tally("renewed_while_listed", ("list",), "persons", "repair", "persons on the list whose slot was renewed"),
    _tally("renewed", ("group",), "persons", "repair", "slots renewed"),
    _tally(
        "silenced",
        ("group",),
        "persons",
        "conduct",
        "persons silent this month who would have spoken in public without fear",
        always_kept=False,
    ),
    _tally(
        "weighed_opportunities",
        ("kind",),
        "opportunities",
        "conduct",
        "opportunities for conduct with a rule, where people may hold a mistaken belief about its records",
        always_kept=False,
    ),
    _tally(
        "weight_true",
        ("kind",),
        "milli-months of income",
        "conduct",
        "what one more record would cost at these opportunities, or bring for a prosocial act",
        always_kept=False,
    ),
    _tally(
        "weight_believed",
        ("kind",),
        "milli-months of income",
        "conduct",
        "what people believe that it would cost or bring",
        always_kept=False,
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
        "requests for help that were refused",
        always_kept=False,
    ),
    _tally(
        "faked_acts",
        ("kind",),
        "acts",
        "sensing",
        "prosocial acts not done but taken for done by a channel",
        always_kept=False,
    ),
    _tally(
        "bribed_records",
        ("kind", "origin"),
        "records",
        "recording",
        "records not filed because the person paid",
        always_kept=False,
    ),
    _tally(
        "score_moments",
        ("moment",),
        "points and 1/1000",
        "standing",
        "sums over persons whom a regime with grades can record, every twelfth month: score in points, conviction in "
        "thousandths, their squares and product",
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
        "notices cancelled because the debt was settled in time",
        always_kept=False,
    ),
    _tally(
        "help_benefit",
        ("strategy",),
        "micro-months of income",
        "livelihood",
        "benefit of help received",
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
    face: U1s
    face_next: U1s
    generation: U1s
    stood: U2s
    score_shown: U1s
    score_next: U1s
    kin: U4s
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
