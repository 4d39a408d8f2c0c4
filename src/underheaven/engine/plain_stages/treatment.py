"""Stage 5, treatment: access lost, the price of it, the records that cause it, and attempts denied."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import F8s
from underheaven.engine.plain_stages.livelihood import finances_now
from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.fields.scales import MAX_DOSSIER_CAPACITY


def treatment(run: MonthRun) -> None:
    """Book what status costs, and set what others will see."""
    state, k, weights = run.population.state, run.kernels["treatment"], np.zeros((3, MAX_DOSSIER_CAPACITY))
    for person_month in run.concerned:
        rules, status = person_month.rules, person_month.status
        k.count_rewards(run.society, rules, run.tally, person_month.cell, status, 1)
        if not k.nothing_closed(rules, status):
            _book_losses(run, person_month, weights)
        state.public_status_next[person_month.i] = k.next_public_status(rules, status, person_month.outcome)
        if "score_next" in run.built.extra_state:
            points = int(run.kernels["status"].read_dossier(rules, state.dossier, person_month.i)[0])
            state.score_next[person_month.i] = run.kernels["ties"].visible_person_score(
                rules, points, person_month.has_regime, person_month.personal
            )


def _book_losses(run: MonthRun, person_month: PersonMonth, weights: F8s) -> None:
    """Book a person's detriment and denials; ``weights`` is a work array."""
    k, rules, person = run.kernels["treatment"], person_month.rules, person_month.person
    dossier, finances = run.population.state.dossier, finances_now(run, person_month)
    detriment = k.treatment(run.society, rules, run.tally, dossier, person, finances, weights)
    run.add_to_sum("detriment", person_month.i, int(detriment))
    denials = k.count_denials(run.society, rules, run.tally, person_month.town, person, person_month.status)
    run.add_to_sum("denials", person_month.i, int(denials))
