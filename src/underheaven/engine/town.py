"""The compiled month of a town: a loop a stage, in the order of the month.

A town's persons, draws and faces stay in cache from stage to stage, and a stage's code while it visits them.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int
from underheaven.draws import fill_block
from underheaven.engine.carriers import Counted, Kept, Today, World
from underheaven.engine.population import Towns
from underheaven.engine.room import Room
from underheaven.engine.stages.conduct import conduct
from underheaven.engine.stages.fetch import fetch
from underheaven.engine.stages.livelihood import livelihood
from underheaven.engine.stages.recording import recording
from underheaven.engine.stages.repair import answer_at_home, renewal, repair
from underheaven.engine.stages.response import response
from underheaven.engine.stages.sensing import sensing
from underheaven.engine.stages.standing import standing
from underheaven.engine.stages.treatment import treatment
from underheaven.engine.stages.wake import fill_cells, grow_older, wake
from underheaven.jit import inlined, loop
from underheaven.kernel.carriers import Here
from underheaven.kernel.officials import short_of_quota
from underheaven.kernel.panel import note
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

_MONTH, _DEBTS = draws.OPPORTUNITY // 4, draws.SOLVENCY // 4


@inlined
def town_stands(world: World, today: Today, towns: Towns, counted: Counted, town: Int) -> Here:
    """Return where a town stands this month."""
    first, region, table = world.firsts[town], world.regions[town], today.active[town]
    grown, seen, lost, eligible = towns.grown[town], towns.seen[town], towns.lost[town], towns.eligible[town]
    open_share = seen[0] / grown if grown > 0 else 0.0
    speaking_share = seen[1] / grown if grown > 0 else 0.0
    listed_share = seen[2] / grown if grown > 0 else 0.0
    return Here(
        today.key, today.month, np.uint32(first), world.firsts[town + 1] - first, world.zones[town], table > 0,
        today.attention[town], short_of_quota(world.rules[table], eligible, towns.sensed[town]), world.exempt,
        open_share, speaking_share, listed_share, np.int64(lost.sum()), eligible, lost, towns.lost_next[town],
        towns.seen_next[town], today.accepts[table, region], counted.regional[counted.chunk, region],
    )  # fmt: skip


@inlined
def live_town(
    who: Society, rules: Rules, last_rules: Rules, tally: Tally, kept: Kept, room: Room, here: Here
) -> tuple[Int, Int, Int, Int]:
    """Run one month of a town.

    Return its grown persons, those who can be recorded, adverse records filed, and those of them that channels made.
    """
    key, state, sums = here.key, kept.state, kept.sums
    fetch(state, sums, room, here)
    fill_cells(who, key, state.generation, here.first, here.n, room.born, room.cells)
    if len(state.born) > 0:
        grow_older(who, key, state, here.first, here.n, here.month, room.cells)
    fill_block(room.now, key, here.first, here.n, here.month, _MONTH)
    fill_block(room.debts, key, here.first, here.n, here.month, _DEBTS)
    grown = wake(who, rules, last_rules, tally, state, room, here)
    conduct(who, rules, tally, state, sums, room, here, grown)
    eligible = sensing(who, rules, tally, state, room, here, grown)
    filed, sensed = recording(who, rules, tally, state, sums, room, here, grown)
    standing(who, rules, tally, state, sums, room, here, grown)
    treatment(who, rules, tally, state, sums, room, here, grown)
    livelihood(who, rules, tally, state, sums, room, here, grown)
    response(who, tally, state, room, here, grown)
    if len(state.kin) > 0:
        answer_at_home(who, rules, state, room, here, grown)
    repair(who, rules, tally, state, sums, room, here)
    if here.first < kept.panel.generation.shape[0]:
        note_town(who, rules, kept, room, here)
    renewal(who, rules, tally, state, sums, room, here)
    return grown, eligible, filed, sensed


@loop
def note_town(who: Society, rules: Rules, kept: Kept, room: Room, here: Here) -> None:
    """Write the month of a town's panelists down, while those who leave are still there."""
    panel, state, detriment = kept.panel, kept.state, kept.sums.detriment
    for j in range(min(panel.generation.shape[0] - here.first, here.n)):
        note(who, rules, panel, state, detriment, here.first + j, np.int64(room.cells[j]), room.me[:, j])
