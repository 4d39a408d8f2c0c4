"""Cross-checks of debts and courts: shares carried from month to month, and a stationary chain."""

from __future__ import annotations

import numpy as np

from underheaven.verify.case_types import Values
from underheaven.verify.cross_checks.markov_chains import stationary_distribution


def derive_court_chain(values: Values) -> float:
    """Return the share who owe, from month-by-month shares through work, loan, arrears, court and debt.

    Each stage holds two shares: of those who cannot pay and of those who can. No matrix is raised to a power.
    """
    v = {name: float(value) for name, value in values.items() if name != "of"}
    free, loans = [0.0, 1.0], [0.0, 0.0]
    late, sued, owing = ({"asked": [0.0, 0.0], "chosen": [0.0, 0.0]} for _ in range(3))
    for _ in range(values["n"]):
        for share in (free, loans, *late.values(), *sued.values(), *owing.values()):
            share[:] = (
                share[0] * (1 - v["find"]) + share[1] * v["loss"],
                share[0] * v["find"] + share[1] * (1 - v["loss"]),
            )
        for able in (0, 1):
            borrows = v["need"] * free[able]
            breaks = {"asked": v["unable"] * loans[0] * (1 - able), "chosen": v["unwilling"] * loans[1] * able}
            repays = able * (1 - v["unwilling"]) / v["loan_months"] * loans[1]
            back = repays
            for why, pays in (("asked", v["performs_able"]), ("chosen", v["performs"])):
                cures, sues = v["cure"] * able * late[why][able], v["sued"] * late[why][able]
                judged, performs = sued[why][able] / v["judgment_after"], pays * able * owing[why][able]
                late[why][able] += breaks[why] - cures - sues
                sued[why][able] += sues - judged
                owing[why][able] += judged - performs
                back += cures + performs
            loans[able] += borrows - repays - sum(breaks.values())
            free[able] += back - borrows
    unwilling = owing["chosen"][1]
    return unwilling if values["of"] == "unwilling" else sum(owing["asked"]) + owing["chosen"][0]


def derive_court_cycle(values: Values) -> float:
    """Return the stationary share of the chain of five stages, of which the first three take a month each."""
    step = np.zeros((5, 5))
    for stage, leaves in enumerate((1.0, 1.0, 1.0, 1 / values["judgment_after"], values["performs"])):
        step[stage, (stage + 1) % 5] = leaves
        step[stage, stage] = 1 - leaves
    return float(stationary_distribution(step)[4 if values["of"] == "owes" else 3])


CROSS_CHECKS = {
    "court-chain": derive_court_chain,
    "court-cycle": derive_court_cycle,
}
