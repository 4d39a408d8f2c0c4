"""Cases of required independence: of kinds of conduct, of towns, and of the months observed from those before them."""

from __future__ import annotations

from underheaven.verify.case_simulation import load_regime, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.minimal_society import load_minimal_society, unrestrained_conduct_toml

TOWN_SIZE = 256
MONTHS = 12


def expected_both_acts(values: Values) -> float:
    """Return the share who do both of two kinds of act in one month."""
    return float(values["p"] * values["q"])


def count_both_acts(values: Values) -> Counts:
    """Count persons who did both in the one month simulated, and persons."""
    persons = persons_for(1)
    acts = "".join(unrestrained_conduct_toml(values[share], name) for name, share in (("act", "p"), ("other", "q")))
    data = simulate([load_regime("nothing")], load_minimal_society(acts), persons, 1).isel(scenario=0)
    done = (data["person_acts"] == 2).sum("person").values
    return Counts(done, [persons] * len(done))


def expected_unlike_pairs(values: Values) -> float:
    """Return the share of slots that differ between two towns where everybody acts with one probability."""
    return float(2 * values["p"] * (1 - values["p"]))


def count_unlike_pairs(values: Values) -> Counts:
    """Count pairs of one slot in two neighbouring towns of which one acted in the month simulated, and pairs."""
    pairs = max(persons_for(1) // (2 * TOWN_SIZE), 1)
    conduct = unrestrained_conduct_toml(values["p"])
    data = simulate(
        [load_regime("nothing")], load_minimal_society(conduct, town_size=TOWN_SIZE), 2 * TOWN_SIZE * pairs, 1
    ).isel(scenario=0)
    acted = data["person_acts"].transpose("replicate", "person").values.reshape(-1, pairs, 2, TOWN_SIZE) > 0
    unlike = (acted[:, :, 0] != acted[:, :, 1]).sum(axis=(1, 2))
    return Counts(unlike, [pairs * TOWN_SIZE] * len(unlike))


def expected_after_burn_in(values: Values) -> float:
    """Return acts per person per month observed; or the share without a job in the last month.

    Acts before the first month observed do not count; jobs lost and found then do.
    """
    if values["of"] == "acts":
        return float(values["p"])
    loss, find = values["loss"], values["find"]
    return float(loss / (loss + find) * (1 - (1 - loss - find) ** (values["before"] + MONTHS)))


def count_after_burn_in(values: Values) -> Counts:
    """Count acts and person-months; or persons without a job in the last month and persons."""
    persons = persons_for(values["before"] + MONTHS)
    conduct = unrestrained_conduct_toml(values["p"])
    society = load_minimal_society(
        conduct, burn_in=values["before"], participation=1, employed=1, loss_of_job=values["loss"], find=values["find"]
    )
    data = simulate([load_regime("nothing")], society, persons, MONTHS).isel(scenario=0)
    if values["of"] == "acts":
        acts = data["person_acts"].sum("person").values
        return Counts(acts, [persons * MONTHS] * len(acts))
    idle = data["unemployed"].isel(month=-1).sum("group").values
    return Counts(idle, [persons] * len(idle))


CASES = (
    Case(
        "two-kinds",
        CLOSED_FORM,
        ClosedForm(expected_both_acts, count_both_acts),
        (P("p", 0.15), P("q", 0.1)),
        fault_parameter="q",
        shows="the share who do both of two independently drawn kinds of act in one month",
        points=({"p": 0.5, "q": 0.4}, {"p": 0.4, "q": 0.1}),
    ),
    Case(
        "two-towns",
        CLOSED_FORM,
        ClosedForm(expected_unlike_pairs, count_unlike_pairs),
        (P("p", 0.2),),
        fault_parameter="p",
        shows="the share of places that differ between two towns in what was done there",
        points=({"p": 0.05},),
    ),
    Case(
        "burn-in",
        CLOSED_FORM,
        ClosedForm(expected_after_burn_in, count_after_burn_in),
        (
            P("before", 12, 0, 600),
            P("p", 0.3),
            P("loss", 0.02, 1e-4),
            P("find", 0.05),
            P("of", "work", words=("acts", "work")),
        ),
        fault_parameter="loss",
        shows="the share without a job, which a burn-in changes, or acts a month, which leave it out",
        points=({"of": "acts"}, {"before": 60}, {"before": 0}),
    ),
)
