"""Which assumed numbers the split of unable and unwilling hangs on, and the documents with each at another value.

Each is taken to the low and to the high end of its documented range, one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from underheaven.errors import DocumentError
from underheaven.measure.error import STATE_OF_DEBT
from underheaven.run.study import Study, short_name
from underheaven.spec.change import epochs
from underheaven.spec.document import Assumed, Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.spec.vary import with_value

PERSONS = 20_000
"""Persons of each variant: enough for a share of the listed, few enough to be waited for."""

OF_CHANNELS = ("sensitivity", "coverage")
OF_SOCIETY = (
    "people.traits.conviction.",
    "livelihood.jobs.loss",
    "livelihood.jobs.find",
    "livelihood.savings.",
    "livelihood.credit.unable",
    "livelihood.credit.unable_factors.",
    "livelihood.credit.unwilling",
    "livelihood.credit.unwilling_factors.",
    "livelihood.credit.unwilling_below",
    "livelihood.credit.fear_scale",
    "livelihood.courts.",
)
"""Paths of assumed numbers; one that ends in a stop stands for all below it."""


@dataclass(frozen=True)
class Variant:
    """One assumption at one end of its range; ``path`` empty for the documents as they stand."""

    document: str
    path: str
    value: float


@dataclass(frozen=True)
class Case:
    """A variant of one world with the two documents that it is built from."""

    world: str
    variant: Variant
    regime: Document[Regime]
    society: Document[Society]


def bears(study: Study, regime: Document[Regime]) -> list[tuple[Document[Any], Assumed]]:
    """List the assumed numbers on which the split of a regime's listed debtors hangs; none if it lists no debtors."""
    owed = {kind.name for kind in study.society.model.conduct if kind.arises_from in STATE_OF_DEBT.values()}
    states = [state for _, state in epochs(regime)]
    if not any(owed & _listing(state) for state in states):
        return []
    channels = {c.name for state in states for c in state.sensing.channels if owed & set(c.conduct)}
    ends = tuple(f"sensing.channels.{name}.{number}" for name in channels for number in OF_CHANNELS)
    mine = [(regime, a) for a in regime.assumed if a.path.endswith(ends)]
    theirs = [(study.society, a) for a in study.society.assumed if _covered(a.path)]
    return [(d, a) for d, a in (*mine, *theirs) if a.low < a.high]


def cases(study: Study) -> list[Case]:
    """List every variant of every world of a study that lists debtors, the documents as they stand first.

    An end that the rest of its document does not allow is left out.
    """
    return [case for regime in study.worlds for case in _cases(study, regime)]


def society_of(case: Case) -> int:
    """Return what tells the people of a case from others: one society lives its burn-in once."""
    return id(case.society)


def persons_of(study: Study) -> int:
    """Return how many persons a variant has."""
    return min(study.plan.persons, PERSONS)


def person_months(study: Study, every: Sequence[Case]) -> int:
    """Return the person-months that the cases cost; those over one society share its burn-in."""
    burn_ins = sum(1 for _ in groupby(every, key=society_of))
    burn_in_months = study.society.model.burn_in_months
    return persons_of(study) * (burn_ins * burn_in_months + len(every) * study.plan.months)


def ends(study: Study, regime: Document[Regime]) -> list[tuple[Document[Any], Assumed, float]]:
    """List the ends of ranges to be tried; where a number stands at an end already, the documents show it."""
    return [(d, a, end) for d, a in bears(study, regime) for end in (a.low, a.high) if end != a.value]


def _cases(study: Study, regime: Document[Regime]) -> Iterator[Case]:
    name, tried = short_name(regime), ends(study, regime)
    if tried:
        yield Case(name, Variant("", "", 0.0), regime, study.society)
    for document, assumed, end in tried:
        try:
            changed = with_value(document, assumed.path, end)
        except DocumentError:
            continue
        variant = Variant(short_name(document), assumed.path, end)
        yield Case(name, variant, *((changed, study.society) if document is regime else (regime, changed)))


def _listing(regime: Regime) -> set[str]:
    """Return the conduct that puts persons on a blacklist: by itself, in numbers, or by points to a low grade."""
    names: set[str] = set()
    for rule in regime.standing.lists:
        if rule.colour == "black":
            names |= {*rule.conduct, *rule.records_of}
            if rule.grade_at_most is not None:
                names |= {r.conduct for r in regime.recording.rules if r.points < 0}
    return names


def _covered(path: str) -> bool:
    return any(path.startswith(name) if name.endswith(".") else path == name for name in OF_SOCIETY)
