"""Cases without a formula: two worlds share every draw, so what is worse in one is worse for each single person."""

from __future__ import annotations

from typing import Any

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.verify.case import Figure, Values
from underheaven.verify.judge import same
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.sensing import STILL
from underheaven.verify.standing import ACTING

MONTHS = 12


def sets_grow(values: Values) -> Figure:
    """Counts persons wrongly recorded at the lower false rate and not at the higher one.

    Half of the persons act in a month and are mostly recorded, so that true and false records mingle.
    """
    low, high = _rising("sets-grow", values["low"], values["high"])
    acting = STILL | {"opportunities_per_year": 6}
    worlds = [
        regime("watch", label, sensitivity=0.7, false_per_year=12 * rate, rumour=0)
        for label, rate in (("less", low), ("more", high))
    ]
    return _outside(worlds, acting, MONTHS, "person_wrongful_records")


def terms_grow(values: Values) -> Figure:
    """Counts persons with more months on the list under the shorter term than under the longer one."""
    h, (short, long) = values["h"], _rising("terms-grow", values["short"], values["long"], "short", "long")
    worlds = [
        regime("list", label, sensitivity=h, months=months, refile="true", records=1)
        for label, months in (("less", short), ("more", long))
    ]
    return _outside(worlds, ACTING, int(long) + MONTHS, "person_months_listed")


def appeals_shorten(values: Values) -> Figure:
    """Counts persons with more wrongful months where more appeals are filed than where fewer are."""
    low, high = _rising("appeals-shorten", values["low"], values["high"])
    months = values["months"]
    worlds = [regime("appeals", label, appealed=rate, months=months) for label, rate in (("less", high), ("more", low))]
    return _outside(worlds, STILL, months + 1, "person_months_wrongly_listed")


def _outside(worlds: list[Document[Regime]], people: dict[str, Any], months: int, name: str) -> Figure:
    """Counts persons who have more of something in the first world, where nobody may have more.

    Everybody, where nobody has less either: then the two worlds do not differ, and nothing is shown.
    """
    counted = live(worlds, society("one-act", **people), persons_for(2 * months), months)[name].astype("int64")
    less, more = counted.isel(world=0), counted.isel(world=1)
    return same(0, int((less > more).sum()) if bool((less < more).any()) else counted.sizes["person"])


def _rising(case: str, low: float, high: float, first: str = "low", second: str = "high") -> tuple[float, float]:
    """Gives two values in order; raises RequestError where the first is not below the second."""
    if not low < high:
        raise RequestError(
            f"{case}: {first} = {low:g} is not below {second} = {high:g}. Write two that differ, in order."
        )
    return low, high
