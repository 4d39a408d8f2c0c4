"""Cases without a formula: two scenarios share every draw, so what is worse in one is worse for each single person."""

from __future__ import annotations

from typing import Any

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import Case, CheckResult, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS
from underheaven.verify.cases.standing import ALWAYS_ACTING_SETTINGS, load_list_regime, mean_stay_months
from underheaven.verify.effort import current_effort
from underheaven.verify.tolerances import exact_result

MONTHS = 12
NON_ACTING_SHARE = 0.5
"""Share of persons who do not act in a month of `sets-grow`: a false record can fall only on them."""
MIN_EXPECTED_DIFFERENCE = 50
"""Persons, or person-months, by which two scenarios must be expected to differ for a case to show anything."""


def check_more_false_records(values: Values) -> CheckResult:
    """Count persons wrongly recorded at the lower false rate and not at the higher one, or more often.

    Half of the persons act in a month and are mostly recorded, so that true and false records mix.
    """
    low, high = values["low"], values["high"]
    regimes = [
        load_regime("watch", label, detection_rate=0.7, false_per_year=12 * rate, rumour=0, opacity=1)
        for label, rate in (("less", low), ("more", high))
    ]
    extra = (1 - NON_ACTING_SHARE * low) ** MONTHS - (1 - NON_ACTING_SHARE * high) ** MONTHS
    acting = INACTIVE_SETTINGS | {"opportunities_per_year": 12 * (1 - NON_ACTING_SHARE)}
    return _count_order_violations("sets-grow", regimes, acting, MONTHS, "person_wrongful_records", extra)


def check_longer_terms(values: Values) -> CheckResult:
    """Count persons with more months on the list under the shorter term than under the longer one."""
    h, short, long = values["h"], values["short"], values["long"]
    regimes = [load_list_regime(h, months, "true", label=label) for label, months in (("less", short), ("more", long))]
    months = max(short, long) + MONTHS
    extra = sum((1 - h) ** min(month, short) - (1 - h) ** min(month, long) for month in range(1, months + 1))
    return _count_order_violations("terms-grow", regimes, ALWAYS_ACTING_SETTINGS, months, "person_months_listed", extra)


def check_more_appeals(values: Values) -> CheckResult:
    """Count persons with more wrongful months where more appeals are filed than where fewer are."""
    low, high, months = values["low"], values["high"], values["months"]
    regimes = [
        load_regime("appeals", label, appealed=rate, granted=1, months=months)
        for label, rate in (("less", high), ("more", low))
    ]
    extra = mean_stay_months(low, months) - mean_stay_months(high, months)
    return _count_order_violations(
        "appeals-shorten", regimes, INACTIVE_SETTINGS, months + 1, "person_months_wrongly_listed", extra
    )


def _count_order_violations(
    case: str, regimes: list[Document[Regime]], society: dict[str, Any], months: int, name: str, extra: float
) -> CheckResult:
    """Return the number of persons who have more of something in the first scenario, where nobody may have more.

    extra: what a person of the second scenario has more on average. Return everybody where nobody has more there, for
    then the scenarios do not differ. Raises RequestError where so little is expected to differ that nothing is shown.
    """
    persons = persons_for(2 * months)
    if extra * persons * current_effort().replicates < MIN_EXPECTED_DIFFERENCE:
        raise RequestError(
            f"{case}: at these values the second scenario has no more of it than the first, or hardly, so that nothing "
            "is shown. Write values further apart, the lower one first."
        )
    counted = simulate(regimes, load_society("one-act", **society), persons, months)[name].astype("int64")
    less, more = counted.isel(scenario=0), counted.isel(scenario=1)
    return exact_result(0, int((less > more).sum()) if bool((less < more).any()) else counted.size // 2)


SHARED_DRAWS = "shared draws, no formula"
CASES = (
    Case(
        "sets-grow",
        SHARED_DRAWS,
        check_more_false_records,
        (P("low", 0.01), P("high", 0.03)),
        shows="people wrongly recorded at a lower false rate and spared at a higher one",
        points=({"low": 0.001, "high": 0.002}, {"low": 0.2, "high": 0.9}),
    ),
    Case(
        "terms-grow",
        SHARED_DRAWS,
        check_longer_terms,
        (P("h", 0.05, 1e-3), P("short", 6, 1, 126), P("long", 12, 1, 126)),
        shows="people listed for more months under a shorter term than under a longer one",
        points=({"h": 0.3, "short": 1, "long": 2}, {"h": 0.01, "short": 24, "long": 60}),
    ),
    Case(
        "appeals-shorten",
        SHARED_DRAWS,
        check_more_appeals,
        (P("low", 0.05), P("high", 0.1), P("months", 36, 1, 126)),
        shows="people wrongly listed for longer where more appeals are filed",
        points=({"low": 0.0, "high": 0.01, "months": 120}, {"low": 0.5, "high": 0.9, "months": 6}),
    ),
)
