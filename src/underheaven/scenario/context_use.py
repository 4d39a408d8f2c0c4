"""Monthly use of a context by cell: as stated, or the mean that livelihood implies."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.scenario.cells import Cells
from underheaven.spec.models.society import Society
from underheaven.spec.models.treatment import USE_AS_SIMULATED
from underheaven.spec.models.units import Context


def expected_context_use(society: Society, name: Context, cells: Cells) -> Any:
    """Return the expected monthly uses of a context by an adult.

    Work "as lived" is used in a month of search, by the unemployed share of the workforce at rest and full access.
    Credit "as lived" is used by a loan request of a person without debt, who then repays for ``loan_months``.

    Args:
        society: the society.
        name: the context.
        cells: its cells.

    Returns:
        Uses per month, 0 or more; (cell,).
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
