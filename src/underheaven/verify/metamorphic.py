"""Cases without a formula: two worlds share every draw, so what is worse in one is worse for each single person."""

from __future__ import annotations

from typing import Any

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.verify.case import Case, Figure, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.effort import current
from underheaven.verify.judge import same
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.sensing import STILL
from underheaven.verify.standing import ACTING, listing, mean_stay

MONTHS = 12
IDLE = 0.5
"""Share of persons who do not act in a month of `sets_grow`: a false record can only fall on them."""
FEWEST_EXTRA = 50
"""How many persons, or months of persons, two worlds must be expected to differ by for a case to show anything."""


def sets_grow(values: Values) -> Figure:
    """Counts persons wrongly recorded at the lower false rate and not at the higher one, or oftener.

    Half of the persons act in a month and are mostly recorded, so that true and false records mingle.
    """
    low, high = values["low"], values["high"]
    worlds = [
        regime("watch", label, sensitivity=0.7, false_per_year=12 * rate, rumour=0, opacity=1)
        for label, rate in (("less", low), ("more", high))
    ]
    extra = (1 - IDLE * low) ** MONTHS - (1 - IDLE * high) ** MONTHS
    acting = STILL | {"opportunities_per_year": 12 * (1 - IDLE)}
    return _outside("sets-grow", worlds, acting, MONTHS, "person_wrongful_records", extra)


def terms_grow(values: Values) -> Figure:
    """Counts persons with more months on the list under the shorter term than under the longer one."""
    h, short, long = values["h"], values["short"], values["long"]
    worlds = [listing(h, months, "true", label=label) for label, months in (("less", short), ("more", long))]
    months = max(short, long) + MONTHS
    extra = sum((1 - h) ** min(month, short) - (1 - h) ** min(month, long) for month in range(1, months + 1))
    return _outside("terms-grow", worlds, ACTING, months, "person_months_listed", extra)


def appeals_shorten(values: Values) -> Figure:
    """Counts persons with more wrongful months where more appeals are filed than where fewer are."""
    low, high, months = values["low"], values["high"], values["months"]
    worlds = [
        regime("appeals", label, appealed=rate, granted=1, months=months)
        for label, rate in (("less", high), ("more", low))
    ]
    extra = mean_stay(low, months) - mean_stay(high, months)
    return _outside("appeals-shorten", worlds, STILL, months + 1, "person_months_wrongly_listed", extra)


def _outside(
    case: str, worlds: list[Document[Regime]], people: dict[str, Any], months: int, name: str, extra: float
) -> Figure:
    """Counts persons who have more of something in the first world, where nobody may have more.

    extra: what a person of the second world has more on average. Gives everybody where nobody has more there, for
    then the worlds do not differ. Raises RequestError where so little is expected to differ that nothing is shown.
    """
    persons = persons_for(2 * months)
    if extra * persons * current().replicates < FEWEST_EXTRA:
        raise RequestError(
            f"{case}: at these values the second world has no more of it than the first, or hardly, so that nothing "
            "is shown. Write values further apart, the lower one first."
        )
    counted = live(worlds, society("one-act", **people), persons, months)[name].astype("int64")
    less, more = counted.isel(world=0), counted.isel(world=1)
    return same(0, int((less > more).sum()) if bool((less < more).any()) else counted.size // 2)


SHARED = "shared draws, no formula"
CASES = (
    Case("sets-grow", SHARED, sets_grow, (P("low", 0.01), P("high", 0.03)),
        shows="people wrongly recorded at a lower false rate and spared at a higher one",
        points=({"low": 0.001, "high": 0.002}, {"low": 0.2, "high": 0.9})),
    Case("terms-grow", SHARED, terms_grow, (
        P("h", 0.05, 1e-3), P("short", 6, 1, 126), P("long", 12, 1, 126)),
        shows="people listed for more months under a shorter term than under a longer one",
        points=({"h": 0.3, "short": 1, "long": 2}, {"h": 0.01, "short": 24, "long": 60})),
    Case("appeals-shorten", SHARED, appeals_shorten, (
        P("low", 0.05), P("high", 0.1), P("months", 36, 1, 126)),
        shows="people wrongly listed for longer where more appeals are filed",
        points=({"low": 0.0, "high": 0.01, "months": 120}, {"low": 0.5, "high": 0.9, "months": 6})),
)  # fmt: skip
