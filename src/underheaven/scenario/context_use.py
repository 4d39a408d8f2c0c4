"""How often a context is used in a month, by cell: as stated, or as livelihood has it on average."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.scenario.cells import Cells
from underheaven.spec.models.society import Society
from underheaven.spec.models.treatment import USE_AS_SIMULATED
from underheaven.spec.models.units import Context


def expected_context_use(society: Society, name: Context, cells: Cells) -> Any:
    """Return the expected uses of a context in a month of a grown person, float64 (cell,), from constants alone.

    Work as lived is used in a month of search: by the share of the workforce that is without a job at rest and at full
    access. Credit as lived is used by a request for a loan: one who is free of debt asks, and then repays for
    ``loan_months``.
    """
    context, jobs, credit = society.contexts[name], society.livelihood.jobs, society.livelihood.credit
    if context.use != USE_AS_SIMULATED:
        return np.minimum(context.use * cells.factor(context.factors), 1.0)
    if name == "work":
        loss = np.minimum(jobs.loss * cells.factor(jobs.loss_factors), 1.0)
        find = np.minimum(jobs.find * cells.factor(jobs.find_factors), 1.0)
        seeking = np.divide(loss, loss + find, out=np.zeros_like(loss), where=loss + find > 0)
        return np.minimum(jobs.participation * cells.factor(jobs.participation_factors), 1.0) * seeking
    need = np.minimum(credit.need_per_year / 12 * cells.factor(credit.need_factors), 1.0)
    return need / (1.0 + need * credit.loan_months)
