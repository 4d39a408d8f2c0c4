"""Cases of attention: officials who look where they found something before find more there."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import RequestError
from underheaven.measure.calendar import months_from
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import NEEDS_MANY_PERSONS, Case, CheckResult, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.effort import current_effort, using_effort
from underheaven.verify.tolerances import distribution_result

SMALL_TOWN_SIZE = 4
"""Persons of the smallest town; the first of them acts."""
MIN_SMALLER_TOWN, MIN_LARGER_TOWN = 25, 300
"""Persons of the smaller of two towns and of the larger: enough for whole persons to come near any ratio of rates."""
MAX_REGIONS = 400
"""Regions of a case of urns, each with one urn."""
SMALL_TOWN_COST_FACTOR = 20.0
"""Factor on the usual time of a person-month: towns of four have all the tallies of a large one."""
URNS_TO_SIMULATE = (1_600, 8_000)
"""Urns for a whole distribution, in a small run and in the usual one."""
MONTHS, OBSERVED_MONTHS = 600, 60
FIRST_COUNTED_MONTH = months_from("2000-01", MONTHS)[-OBSERVED_MONTHS]
MAX_START_INFLUENCE = 1e-4
"""Share of all records that the start may still move in the end."""
LARGEST_TOWN = 8192
DETRIMENT_PER_RECORD = 1_000
"""Micro-months of income that each record costs its person, in the month for which it counts."""
INITIAL_RECORDS = 1e-6
"""Records that towns start with where these only decide where officials look first."""


def check_attention_urn(values: Values) -> CheckResult:
    """Compare the number of visits to the first of two towns in n months with a Beta-binomial distribution.

    The figure is the largest gap between the two distribution functions.

    Source:
        Ensign et al. 2018; Eggenberger & Polya 1923 for the urn.
    """
    effort = current_effort()
    enough = replace(
        effort, replicates=max(effort.replicates, URNS_TO_SIMULATE[effort.target_fault is not None] // MAX_REGIONS)
    )
    with using_effort(enough):
        found = count_visits(values, MAX_REGIONS)
    return distribution_result(np.cumsum(beta_binomial(values["n"], values["a"], values["b"])), found.ravel())


def expected_urn_spread(values: Values) -> float:
    """Return the mean square of the share of visits to one town, minus a half, under a Beta-binomial distribution."""
    a, b, n = values["a"], values["b"], values["n"]
    chances = beta_binomial(n, a, b)
    return math.fsum(chance * (k / n - 0.5) ** 2 for k, chance in enumerate(chances))


def count_urn_spread(values: Values) -> Counts:
    """Count that square over all urns."""
    shares = count_visits(values, MAX_REGIONS) / values["n"]
    return Counts(((shares - 0.5) ** 2).mean(axis=1))


def count_visits(values: Values, regions: int) -> NDArray[np.int64]:
    """Return the visits to the first town of each region, int64 (replicate, region).

    Each region is an urn of its own: one act a month in each town and one visit, which detects the act of its town.
    """
    named = ", ".join(f'{{ name = "region {r}", persons = 1 }}' for r in range(regions))
    regime, society = (
        load_regime("visits", first=values["a"], second=values["b"]),
        load_society("callers", regions=named),
    )
    data = simulate([regime], society, 2 * SMALL_TOWN_SIZE * regions, values["n"])
    found = data["person_months_listed"].isel(scenario=0, person=slice(0, None, 2 * SMALL_TOWN_SIZE))
    return np.asarray(found.transpose("replicate", "person").values, np.int64)


def beta_binomial(n: int, a: float, b: float) -> list[float]:
    """Return the probabilities of 0 to n successes in n draws from an urn that starts at a and b and adds one each."""

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    whole = math.lgamma(n + 1) - log_beta(a, b)
    return [
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + log_beta(k + a, n - k + b)) for k in range(n + 1)
    ]


def expected_attention_share(values: Values) -> float:
    """Return the long-run share of one town among all records, where some acts are reported."""
    rates = values["rate_a"], values["rate_b"]
    share = equilibrium_share(max(rates), min(rates), values["discovered"])
    return share if rates[0] == max(rates) else 1 - share


def count_town_records(values: Values) -> Counts:
    """Count records of one town, and of both, in the last months of a run.

    Rates follow from the sizes of the two towns. At first officials look elsewhere than in the long run, as far away as
    the dynamics forget by the end. Only in the months counted does a record cost its person something, always the same,
    so that the loss of a town says how many records it has.
    """
    rates = values["rate_a"], values["rate_b"]
    large, small, d = max(rates), min(rates), values["discovered"]
    start_share = initial_visit_share(large, small, d)
    persons = max(persons_for(MONTHS), math.ceil(MIN_SMALLER_TOWN * large / small), MIN_LARGER_TOWN)
    size, other = town_sizes(small / large, min(persons, LARGEST_TOWN))
    society = load_society("two-towns", town_size=size, reported_per_year=12 * (1 - d), discovered_per_year=12 * d)
    regime = load_regime(
        "mixed-watch",
        first=INITIAL_RECORDS * start_share,
        second=INITIAL_RECORDS * (1 - start_share),
        counted=FIRST_COUNTED_MONTH,
    )
    data = simulate([regime], society, size + other, MONTHS, start="2000-01").isel(scenario=0)
    lost = data["person_detriment"].transpose("replicate", "person").values.astype(np.int64)
    records_by_town = lost[:, :size].sum(axis=1), lost[:, size:].sum(axis=1)
    filed = data["recorded"].isel(month=slice(MONTHS - OBSERVED_MONTHS, None)).sum(["month", "kind", "origin"]).values
    return Counts(records_by_town[0 if rates[0] == large else 1] / DETRIMENT_PER_RECORD, filed)


def initial_visit_share(large: float, small: float, discovered: float) -> float:
    """Return the first share of visits to the larger town: as far below its equilibrium as is forgotten.

    Each month undoes a part 1 - s of what one more month counts for, with s the slope of what is found by what was.
    What is left after n months goes by the power s - 1 of n, and s of that is found.
    """
    share = equilibrium_share(large, small, discovered)
    both = (1 - discovered) * (large + small) + discovered * (large * share + small * (1 - share))
    found = (1 - discovered) * large + discovered * large * share
    rise = discovered * (large * both - found * (large - small)) / both**2
    left = rise * math.exp(math.fsum(math.log1p((rise - 1) / n) for n in range(2, MONTHS - OBSERVED_MONTHS // 2)))
    return share - min(share / 2, MAX_START_INFLUENCE / left if left > 0 else math.inf)


def equilibrium_share(large: float, small: float, discovered: float) -> float:
    """Return the share of the town with the larger rate at which records and attention agree.

    The reported are (1 - d) of each rate; of the rest of each, a share is discovered that is the town's own share.

    Raises:
        RequestError: every share would be an equilibrium.
    """
    if discovered == 1 and large == small:
        raise RequestError(
            "attention-mixed: with equal rates and every act discovered, whatever share there is stays. "
            "Write discovered below 1, or two different rates."
        )
    reported, more = (1 - discovered) * large, discovered * (large - small)
    b = (1 - discovered) * (large + small) - discovered * (large - small)
    if more == 0:
        return reported / b
    return (math.sqrt(b * b + 4 * more * reported) - b) / (2 * more)


def town_sizes(ratio: float, largest: int) -> tuple[int, int]:
    """Return whole sizes of two towns, the first no larger than given, whose ratio is nearest to the one given."""
    nearest = Fraction(ratio).limit_denominator(largest)
    times = max(largest // nearest.denominator, 1)
    return times * nearest.denominator, max(times * nearest.numerator, 1)


CASES = (
    Case(
        "attention-urn",
        "Ensign et al. 2018",
        check_attention_urn,
        (P("a", 1, 1, 100), P("b", 1, 1, 100), P("n", 100, 1, 1000)),
        compiled_only_reason=NEEDS_MANY_PERSONS,
        shows="how far the distribution of visits to one of two equal towns is from Beta-binomial, where officials go "
        "where they have been",
        points=({"n": 30}, {"a": 2, "b": 9, "n": 25}),
    ),
    Case(
        "attention-spread",
        "Ensign et al. 2018",
        ClosedForm(expected_urn_spread, count_urn_spread, fixed_size=True, cost_factor=SMALL_TOWN_COST_FACTOR),
        (P("a", 0.5, 0.1, 100), P("b", 0.5, 0.1, 100), P("n", 4, 2, 1000)),
        compiled_only_reason=NEEDS_MANY_PERSONS,
        fault_parameter="a",
        shows="the mean square by which a town's share of those visits strays from a half",
        points=({"n": 25}, {"a": 2.0, "b": 9.0, "n": 12}),
    ),
    Case(
        "attention-mixed",
        "closed form; Ensign et al. 2018",
        ClosedForm(expected_attention_share, count_town_records, fixed_size=True),
        (P("rate_a", 3.68511, 0.1, 100), P("rate_b", 2.816466, 0.1, 100), P("discovered", 0.5)),
        compiled_only_reason=NEEDS_MANY_PERSONS,
        fault_parameter="rate_a",
        shows="the share of records that a town draws when half of what is known was found by looking",
        points=({"discovered": 0.0}, {"rate_a": 1, "rate_b": 4, "discovered": 0.9}, {"discovered": 0.7}),
    ),
)
