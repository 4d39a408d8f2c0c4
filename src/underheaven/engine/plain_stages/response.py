"""Stage 7, response: what a month teaches, about the chance of a sanction and about rightfulness."""

from __future__ import annotations

import numpy as np

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.fields.codes import OWES_UNWILLING


def response(run: MonthRun) -> None:
    """Let every adult learn from the month."""
    state, size = run.population.state, int(run.society.town_size)
    for person_month in run.concerned:
        unwilling = 1 if person_month.solvency_stage == OWES_UNWILLING else 0
        person_month.lesson = (
            (person_month.outcome & 7)
            | unwilling
            | (person_month.filed & 7) << 3
            | (64 if person_month.filed & 8 else 0)
        )
    lessons = np.array([person_month.lesson for person_month in run.person_months], np.uint8)
    for person_month in run.concerned:
        first = person_month.town_index * size
        town_lessons = lessons[first : first + size]
        run.kernels["response"].response(
            run.society, run.tally, person_month.town, state, person_month.person, town_lessons
        )
        run.tally.legitimacy += int(state.legitimacy[person_month.i])
        run.tally.belief += state.beliefs[person_month.i].astype(np.int64)
