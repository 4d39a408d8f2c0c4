"""Cases of households: what one person learns from what happens to another, and who is liable for whom."""

from __future__ import annotations

from underheaven.fields.scales import BELIEF_ONE
from underheaven.verify.case_simulation import load_regime, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.response import months_to_settle
from underheaven.verify.cases.sensing import load_watching_regime
from underheaven.verify.minimal_society import load_minimal_society, unrestrained_conduct_toml

OBSERVED_MONTHS, MONTHS = 12, 24


def expected_household_belief(values: Values) -> float:
    """Return the mean belief of two who live together, each of whom learns from both months.

    One's own month moves a belief by ``moved`` of itself toward what is seen, or back to its start without an act; then
    the month of the other moves it by a share ``weight`` of that, if the other acted.
    """
    taken, toward, retained = own_month_weights(values)
    seen, seen_toward = (
        values["chance"] * values["weight"] * replaced_belief_share(values),
        values["chance"] * values["weight"],
    )
    up = values["up"] * values["p"]
    return (
        float((toward * (1 - seen) + seen_toward * up) / (1 - retained * (1 - seen))) if taken > 0 else values["start"]
    )


def own_month_weights(values: Values) -> tuple[float, float, float]:
    """Return of one's own month: the share of a belief that is replaced, by what, and the share kept."""
    chance, forget = values["chance"], values["forget"]
    taken = chance * replaced_belief_share(values) + (1 - chance) * forget
    return taken, chance * values["up"] * values["p"] + (1 - chance) * forget * values["start"], 1 - taken


def replaced_belief_share(values: Values) -> float:
    """Return the share of a belief that a month with an act replaces."""
    return float(values["up"] * values["p"] + values["down"] * (1 - values["p"]))


def count_household_belief(values: Values) -> Counts:
    """Count that belief once settled."""
    warm_up = months_to_settle("household-learning", own_month_weights(values)[0])
    persons = persons_for(warm_up + OBSERVED_MONTHS)
    conduct = unrestrained_conduct_toml(values["chance"])
    society = load_minimal_society(
        conduct,
        household=2,
        order_guilty=values["start"],
        learn_up=values["up"],
        learn_down=values["down"],
        forget=values["forget"],
        household_weight=values["weight"],
    )
    data = simulate([load_watching_regime(values["p"], 0.0)], society, persons, warm_up + OBSERVED_MONTHS).isel(
        scenario=0
    )
    belief = data["belief"].sel(belief_about="order, guilty").isel(month=slice(warm_up, None)).mean("month").values
    return Counts(belief / BELIEF_ONE / persons)


def expected_inherited_records(values: Values) -> float:
    """Return the monthly probability of a record for what another of the household did."""
    passed = values["p"] * values["s"] * values["guilt"]
    return float(1 - (1 - passed) ** (values["size"] - 1))


def count_inherited_records(values: Values) -> Counts:
    """Count inherited records, and person-months from the second on."""
    persons = persons_for(MONTHS)
    conduct = unrestrained_conduct_toml(values["p"])
    society = load_minimal_society(conduct, household=values["size"])
    data = simulate(
        [load_regime("household", detection_rate=values["s"], liability=values["guilt"])], society, persons, MONTHS
    )
    counted = data["recorded"].isel(scenario=0).sel(origin="inherited").sum(["month", "kind"]).values
    return Counts(counted, [persons * (MONTHS - 1)] * len(counted))


CASES = (
    Case(
        "household-learning",
        CLOSED_FORM,
        ClosedForm(expected_household_belief, count_household_belief),
        (
            P("p", 0.5, 0.02, 0.98),
            P("up", 0.3, 0.02),
            P("down", 0.1, 0.02),
            P("chance", 0.2, 0.05),
            P("forget", 0.2),
            P("weight", 0.8),
            P("start", 0.0),
        ),
        fault_parameter="weight",
        shows="the chance of a sanction that two who live together come to believe in",
        points=({"weight": 0.3, "start": 0.5}, {"chance": 0.5, "forget": 0.05, "p": 0.3}),
    ),
    Case(
        "household-guilt",
        CLOSED_FORM,
        ClosedForm(expected_inherited_records, count_inherited_records),
        (P("p", 0.2, 0.01), P("s", 0.5), P("guilt", 0.4), P("size", 2, 2, 8)),
        fault_parameter="guilt",
        shows="the chance a month to be recorded for what another of the household did",
        points=({"size": 4}, {"p": 0.5, "s": 1.0, "guilt": 0.9, "size": 4}),
    ),
)
