"""Cases of debts and courts: who falls behind, is sued, owes and performs, as a Markov chain with known rates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields.scales import MILLI
from underheaven.verify.case_simulation import load_regime, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, CheckResult, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.minimal_society import EVERY_MONTH, conduct_toml, load_minimal_society, round_belief
from underheaven.verify.tolerances import exact_result

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

UNPAID_DEBT_TOML = conduct_toml(
    "will not pay", **{"class": "money", "context": "credit", "arises_from": "owes, unwilling"}
)
CLEAR, BORROWING = 0, 1
STAGES = ("arrears, unable", "arrears, unwilling", "pending, unable", "pending, unwilling", "owes", "owes, unwilling")
FORCED_DEFAULT = {"cure": 0, "sued": 1, "need_per_year": EVERY_MONTH, "unwilling": 1}
"""Everybody borrows, chooses default and is sued at once: a cycle in which only the waits are random."""
MONTHS_TO_OWE = 4
"""Months in which everybody then borrows, defaults, is sued and is judged, where a judgment takes one month."""
WARM_UP_MONTHS = 240
"""Months after which the cycle of forced default is spread over its stages."""
OBSERVED_MONTHS = 60


def expected_court_chain(values: Values) -> float:
    """Return the share who owe under a judgment n months after all began clear and employed.

    The unwilling are those who chose default and have a job; all others who owe cannot pay, or were not asked to.
    """
    start = np.zeros(2 * (2 + len(STAGES)))
    start[2 * CLEAR + 1] = 1.0
    after = (start @ np.linalg.matrix_power(transition_matrix(values), values["n"])).reshape(-1, 2)
    unable, unwilling = 2 + STAGES.index("owes"), 2 + STAGES.index("owes, unwilling")
    return float(after[unwilling, 1] if values["of"] == "unwilling" else after[unable].sum() + after[unwilling, 0])


def transition_matrix(values: Values) -> NDArray[np.float64]:
    """Return the probabilities of one month, [from, to], of states 2 * stage + employed.

    Work changes first, and a person with a job this month is able to pay. One stage a month at most.
    """
    work = np.array([[1 - values["find"], values["find"]], [values["loss"], 1 - values["loss"]]])
    step = np.zeros((2 + len(STAGES), 2, 2 + len(STAGES), 2))
    for able in (0, 1):
        for stage, ways in stage_transitions(values, able).items():
            for then, chance in ways.items():
                step[stage, :, then, able] += work[:, able] * chance
            step[stage, :, stage, able] += work[:, able] * (1 - sum(ways.values()))
    size = step.shape[0] * 2
    return step.reshape(size, size)


def stage_transitions(values: Values, able: int) -> dict[int, dict[int, float]]:
    """Return the probabilities of each stage to become another, for persons able to pay or not."""
    unable, unwilling = values["unable"], values["unwilling"]
    arrears, arrears_chosen, pending, pending_chosen, owes, owes_chosen = range(2, 2 + len(STAGES))
    repaid = (1 - unwilling) / values["loan_months"]
    cured, judged = {CLEAR: values["cure"] * able}, 1 / values["judgment_after"]
    return {
        CLEAR: {BORROWING: values["need"]},
        BORROWING: {arrears_chosen: unwilling, CLEAR: repaid} if able else {arrears: unable},
        arrears: cured | {pending: values["sued"]},
        arrears_chosen: cured | {pending_chosen: values["sued"]},
        pending: {owes: judged},
        pending_chosen: {owes_chosen: judged},
        owes: {CLEAR: values["performs_able"] * able},
        owes_chosen: {CLEAR: values["performs"] * able},
    }


def count_owing(values: Values) -> Counts:
    """Count the persons who owe in the last month, and everybody."""
    persons, n = persons_for(values["n"]), values["n"]
    numbers = {
        name: values[name]
        for name in (
            "unable",
            "unwilling",
            "loan_months",
            "cure",
            "sued",
            "judgment_after",
            "performs",
            "performs_able",
            "find",
        )
    }
    society = load_minimal_society(
        UNPAID_DEBT_TOML,
        participation=1,
        employed=1,
        loss_of_job=values["loss"],
        need_per_year=12 * values["need"],
        **numbers,
    )
    data = simulate([load_regime("nothing")], society, persons, n).isel(scenario=0, month=-1)
    counted = data["solvency"].sel(solvency_stage=f"owes, {values['of']}").sum("group").values
    return Counts(counted, [persons] * len(counted))


def expected_court_cycle(values: Values) -> float:
    """Return the share who wait for a judgment, or who owe, where every loan is defaulted on at once.

    Clear, borrowing and arrears take a month each, the court and the debt their mean waits.
    """
    waits, owes = values["judgment_after"], 1 / values["performs"]
    return float((owes if values["of"] == "owes" else waits) / (3 + waits + owes))


def count_court_cycle(values: Values) -> Counts:
    """Count person-months before the court or under a judgment, once settled, and all of them."""
    persons = persons_for(WARM_UP_MONTHS + OBSERVED_MONTHS)
    society = load_minimal_society(
        UNPAID_DEBT_TOML, judgment_after=values["judgment_after"], performs=values["performs"], **FORCED_DEFAULT
    )
    data = simulate([load_regime("nothing")], society, persons, WARM_UP_MONTHS + OBSERVED_MONTHS).isel(
        scenario=0, month=slice(WARM_UP_MONTHS, None)
    )
    stage = "owes, unwilling" if values["of"] == "owes" else "judgment pending"
    counted = data["solvency"].sel(solvency_stage=stage).sum(["group", "month"]).values
    return Counts(counted, [persons * OBSERVED_MONTHS] * len(counted))


def expected_performance(values: Values) -> float:
    """Return the monthly probability that an unwilling debtor on a list of known cost performs."""
    return float(min(values["performs"] + values["presses"] * values["strength"], 1.0))


def count_performed(values: Values) -> Counts:
    """Count judgments performed, and those that were owed when the month began."""
    persons = persons_for(OBSERVED_MONTHS)
    society = load_minimal_society(
        UNPAID_DEBT_TOML, performs=values["performs"], presses=values["presses"], **FORCED_DEFAULT
    )
    rules = load_regime("debtors", detection_rate=1, rumour=0, strength=values["strength"])
    data = simulate([rules], society, persons, OBSERVED_MONTHS).isel(scenario=0)
    owed = count_stage_at_month_start(data, "owes, unwilling")
    return Counts(data["performed"].isel(month=slice(1, None)).sum(["debt", "month"]).values, owed)


def count_stage_at_month_start(data: xr.Dataset, stage: str) -> NDArray[np.int64]:
    """Return the person-months that began in a stage, by replicate, without the first month."""
    before = data["solvency"].sel(solvency_stage=stage).isel(month=slice(None, -1))
    return np.asarray(before.sum(["group", "month"]).values, np.int64)


def expected_chosen_default(values: Values) -> float:
    """Return the monthly probability that a borrower chooses default, who fears a record of weight f at chance p."""
    return float(values["unwilling"] * math.exp(-round_belief(values["p"]) * values["f"] / values["scale"]))


def count_chosen_defaults(values: Values) -> Counts:
    """Count loans whose borrowers chose default, and loans that ran when the month began."""
    persons = persons_for(OBSERVED_MONTHS)
    society = load_minimal_society(
        UNPAID_DEBT_TOML,
        unwilling=values["unwilling"],
        fear_scale=values["scale"],
        money_guilty=values["p"],
        cure=1,
        need_per_year=EVERY_MONTH,
    )
    data = simulate(
        [load_regime("debtors", detection_rate=0, rumour=values["f"], strength=0)], society, persons, OBSERVED_MONTHS
    )
    data = data.isel(scenario=0)
    chosen = data["defaults"].sel(debt="unwilling").isel(month=slice(1, None)).sum(["group", "month"]).values
    return Counts(chosen, count_stage_at_month_start(data, "borrowing"))


def grace(values: Values) -> float:
    """Return the share of noticed debts that are filed: those that nobody pays in any month of grace."""
    return float((1 - values["performs"]) ** values["grace"])


def filed_after_grace(values: Values) -> Counts:
    """Count records of debts that all come to be owed in one month, and these debts.

    A person who pays does not owe again, get notice again or be recorded again while the first notices run.
    """
    months = MONTHS_TO_OWE + values["grace"] + 1
    persons = persons_for(months)
    society = load_minimal_society(UNPAID_DEBT_TOML, judgment_after=1, performs=values["performs"], **FORCED_DEFAULT)
    data = simulate([load_regime("noticed", grace=values["grace"])], society, persons, months).isel(scenario=0)
    owed = data["solvency"].sel(solvency_stage="owes, unwilling").isel(month=MONTHS_TO_OWE - 1).sum("group").values
    return Counts(data["recorded"].sum(["kind", "origin", "month"]).values, owed)


def check_savings_duration(values: Values) -> CheckResult:
    """Compare the month in which borrowers without work first fall behind with the months that savings last.

    The savings last two months at least: nobody falls behind in the month of borrowing.
    """
    put_by, spent = values["put_by"], values["spent"]
    lasts = -(-round(MILLI * put_by) // round(MILLI * spent))  # stored in thousandths of a month
    society = load_minimal_society(
        UNPAID_DEBT_TOML,
        participation=1,
        savings=put_by,
        spent=spent,
        need_per_year=EVERY_MONTH,
        loan_months=126,
        unable=1,
    )
    data = simulate([load_regime("nothing")], society, 1_000, max(lasts, 2) + 3, replicates=1).isel(
        scenario=0, replicate=0
    )
    behind = data["defaults"].sel(debt="unable").sum("group").values
    return exact_result(max(lasts, 2), int(np.flatnonzero(behind)[0]) + 1 if behind.any() else math.nan)


CASES = (
    Case(
        "court-chain",
        CLOSED_FORM,
        ClosedForm(expected_court_chain, count_owing),
        (
            P("need", 0.5, 0.01),
            P("loan_months", 12, 1, 126),
            P("unable", 0.3),
            P("unwilling", 0.05),
            P("cure", 0.2, 0, 0.5),
            P("sued", 0.3, 0.01, 0.5),
            P("judgment_after", 3, 1, 126),
            P("performs", 0.03),
            P("performs_able", 0.1),
            P("loss", 0.05),
            P("find", 0.3),
            P("n", 60, 1, 1200),
            P("of", "unwilling", words=("unwilling", "unable")),
        ),
        fault_parameter="performs",
        shows="the share who owe under a judgment after n months of loans, lost jobs, suits and payment",
        points=(
            {"of": "unable"},
            {"n": 400},
            {"n": 12, "judgment_after": 1, "sued": 0.5, "cure": 0.0},
            {"loss": 0.2, "find": 0.1, "of": "unable", "performs_able": 0.02},
        ),
    ),
    Case(
        "court-cycle",
        CLOSED_FORM,
        ClosedForm(expected_court_cycle, count_court_cycle),
        (P("judgment_after", 6, 1, 60), P("performs", 0.05, 0.01), P("of", "pending", words=("pending", "owes"))),
        fault_parameter="performs",
        shows="the share who wait for a judgment, or owe, where every loan is defaulted on at once",
        points=({"of": "owes"}, {"judgment_after": 24, "performs": 0.2}, {"judgment_after": 1}),
    ),
    Case(
        "performance",
        CLOSED_FORM,
        ClosedForm(expected_performance, count_performed),
        (P("performs", 0.02), P("presses", 0.2, 0, 10), P("strength", 0.3)),
        fault_parameter="presses",
        shows="the chance a month that a listed debtor performs: p0 + p1 d, with d what the list costs in a month",
        points=({"strength": 0.9, "performs": 0.0, "presses": 0.1}, {"presses": 0.0, "performs": 0.3}),
    ),
    Case(
        "chosen-default",
        CLOSED_FORM,
        ClosedForm(expected_chosen_default, count_chosen_defaults),
        (P("unwilling", 0.2, 0.001), P("p", 0.2), P("f", 5.0, 0, 100), P("scale", 1.0, 0.01, 100)),
        fault_parameter="f",
        shows="the chance a month to choose default, which fear of a record lowers to u exp(-p f / s)",
        points=({"f": 0.0}, {"p": 0.05, "f": 12.0, "scale": 2.0, "unwilling": 0.6}),
    ),
    Case(
        "grace",
        CLOSED_FORM,
        ClosedForm(grace, filed_after_grace),
        (P("performs", 0.1), P("grace", 3, 1, 60)),
        fault_parameter="performs",
        shows="the share of noticed debts that nobody settles in time, and that are recorded",
        points=({"grace": 1, "performs": 0.5}, {"grace": 12, "performs": 0.03}, {"performs": 0.0}),
    ),
    Case(
        "savings",
        CLOSED_FORM,
        check_savings_duration,
        (P("put_by", 2.5, 0.1, 60), P("spent", 0.8, 0.1, 4)),
        shows="the month in which borrowers without work first fall behind: when their savings are spent",
        points=({"put_by": 6.0, "spent": 0.5}, {"put_by": 3.0, "spent": 1.0}),
    ),
)
