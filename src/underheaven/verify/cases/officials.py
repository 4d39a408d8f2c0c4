"""Cases of officials: the effect of favour on a score, and of a quota on the truth of records."""

from __future__ import annotations

import math

from underheaven.errors import RequestError
from underheaven.measure.families.officials import merit_correlation
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.standing import ALWAYS_ACTING_SETTINGS
from underheaven.verify.effort import current_effort

MIN_FAVOUR_WEIGHT, MAX_POINTS = 0.001, 10_000
"""Smallest weight of favour that whole points can represent, and the most points of one record."""
MIN_MONTHS, MAX_MONTHS = 3, 600
MAX_DETECTED_SHARE = 0.5
"""Share of a quota that a channel may detect, so that chance leaves something to fill in every month."""


def expected_merit_correlation(values: Values) -> float:
    """Return the correlation of a score with the score without favour, for a sum of two independent parts."""
    return 1 / math.sqrt(1 + values["w"] ** 2)


def count_merit_correlation(values: Values) -> Counts:
    """Count that correlation in each replicate.

    Favour for half of all persons gives the score a standard deviation of half its points. The other part is a record
    of this month: its points are fixed, and its probability is chosen so that its standard deviation is exactly 1/w of
    that.
    """
    w = values["w"]
    if 0 < w < MIN_FAVOUR_WEIGHT:
        raise RequestError(f"favour, w = {w:g}: points are whole. Write 0, or {MIN_FAVOUR_WEIGHT:g} and more.")
    points = MAX_POINTS if w < 1 else MAX_POINTS // 10
    given = math.floor(0.8 * w * points)
    chance = probability_with_sd(given / (2 * w * points) if w > 0 else 0.4)
    regime = load_regime("favourites", detection_rate=chance, points=points, favour=given)
    data = simulate([regime], load_society("one-act", **ALWAYS_ACTING_SETTINGS), persons_for(1), 1)
    return Counts(merit_correlation(data).isel(scenario=0).values)


def probability_with_sd(spread: float) -> float:
    """Return the smaller probability whose draw has this standard deviation, at most a half."""
    return (1 - math.sqrt(1 - 4 * spread * spread)) / 2


def expected_quota_share(values: Values) -> float:
    """Return the share of records that nobody earned, of persons picked blindly, n of whom did the act.

    Or the records of a month, from the second on: a quota follows the month before. Acts that a channel detects count
    toward it, and a person detected is not recorded for it as well.
    """
    if max(values["q"], values["n"]) > values["persons"]:
        raise RequestError(
            f"quota: q and n are of {values['persons']} persons. Write at most {values['persons']} for each."
        )
    seen, acting = values["sensed"] * values["n"], values["n"] / values["persons"]
    if seen > MAX_DETECTED_SHARE * values["q"]:
        raise RequestError(
            f"quota: a channel sees {seen:g} acts a month, and a quota of {values['q']} is to be filled with others. "
            f"Write sensed so that it sees at most {MAX_DETECTED_SHARE * values['q']:g}."
        )
    made = values["q"] - seen
    records = seen + made * (1 - seen / values["persons"])
    return float(records) if values["of"] == "records" else float(made * (1 - acting) / records)


def count_quota_records(values: Values) -> Counts:
    """Count records that nobody earned and all of them; or records and months."""
    q, n, persons = values["q"], values["n"], values["persons"]
    months = min(max(current_effort().person_months // persons, MIN_MONTHS), MAX_MONTHS)
    society = load_society("one-act", **ALWAYS_ACTING_SETTINGS | {"opportunities_per_year": 12 * n / persons})
    regime = load_regime("quota", per_1000=1000 * q / persons, detection_rate=values["sensed"])
    data = simulate([regime], society, persons, months).isel(scenario=0)
    filed = data["recorded"].isel(month=slice(1, None)).sum(["month", "kind"])
    if values["of"] == "records":
        later = filed.sum("origin").values
        return Counts(later, [months - 1] * len(later), unit=q)
    return Counts(filed.sel(origin="discretion").values, filed.sum("origin").values)


CASES = (
    Case(
        "favour",
        CLOSED_FORM,
        ClosedForm(expected_merit_correlation, count_merit_correlation),
        (P("w", 0.5, 0, 10),),
        fault_parameter="w",
        shows="the correlation of a score with itself less favour",
        points=({"w": 2.0}, {"w": 10.0}),
    ),
    Case(
        "quota",
        CLOSED_FORM,
        ClosedForm(expected_quota_share, count_quota_records, fixed_size=True),
        (
            P("q", 100, 1, 10_000),
            P("n", 10, 0, 10_000),
            P("persons", 10_000, 100, 100_000),
            P("of", "shares", words=("shares", "records")),
            P("sensed", 0.0),
        ),
        fault_parameter="q",
        shows="the share of records that are wrongful when a quota is filled blindly",
        points=(
            {"q": 40, "n": 30, "persons": 100},
            {"of": "records"},
            {"q": 500, "n": 500, "persons": 2000},
            {"of": "records", "q": 500, "n": 400, "sensed": 0.5},
            {"q": 500, "n": 400, "sensed": 0.5},
        ),
    ),
)
