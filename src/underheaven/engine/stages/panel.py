"""The panel over a town: the month of its panelists, recorded before anybody leaves."""

from __future__ import annotations

import numpy as np

from underheaven.engine.workspace import Workspace
from underheaven.fields.panel import Panel
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_loop, jit_stage
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.panel import record_panel_month
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society


@jit_stage
def panel(
    society: Society, rules: Rules, panel: Panel, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Record the month of a town's panelists."""
    if town.first < panel.generation.shape[0]:
        note_town(society, rules, panel, state, sums, workspace, town)


@jit_loop
def note_town(
    society: Society, rules: Rules, panel: Panel, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Record the month of each panelist in the town."""
    for j in range(min(panel.generation.shape[0] - town.first, town.n)):
        record_panel_month(
            society,
            rules,
            panel,
            state,
            sums.detriment,
            town.first + j,
            np.int64(workspace.cells[j]),
            workspace.personal[:, j],
        )
