"""Stage 3 over a town: what is bought off or kept back, and what is filed."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.jit import kernel
from underheaven.kernel.dossier import drop_departed
from underheaven.kernel.fusion import count_together
from underheaven.kernel.gaming import bought_off
from underheaven.kernel.numbers import raised
from underheaven.kernel.officials import suppressed
from underheaven.kernel.recording import adverse_of, sensed_of, wrongful_of
from underheaven.kernel.recording import recording as file
from underheaven.kernel.ties import passed_on

_U16 = np.iinfo(np.uint16).max


@kernel
def recording(who: Any, rules: Any, tally: Any, key: Any, state: Any, sums: Any, room: Any, here: Any,
              n_grown: Any) -> Any:  # fmt: skip
    """File what was sensed of a town's grown persons; return adverse records, and those of them that channels made."""
    adults, sensed, held, filed, passing = room.adults, room.sensed, room.held, room.filed, room.passing
    n_filed, n_sensed, keeps_kin = 0, 0, len(state.kin) > 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        filed[j] = 0
        if sensed[j] != 0:
            keep_out_of_the_file(who, rules, tally, key, state, room, here, j)
        if keeps_kin:
            passing[j] = 0
            if sensed[j] != 0:
                passing[j] = passed_on(who, rules, held[j],
                                       room.sets[0, j] | room.sets[1, j] | room.sets[2, j] | room.sets[3, j])  # fmt: skip
        if sensed[j] != 0:
            found = file(who, rules, tally, state.dossier, here.first + j, who.group[np.int64(room.cells[j])], held[j],
                         room.sets[0, j], room.sets[1, j], room.sets[2, j], room.sets[3, j], room.sets[4, j])  # fmt: skip
            raised(sums.wrongful_records, here.first + j, wrongful_of(found), _U16)
            n_filed += adverse_of(found)
            n_sensed += sensed_of(found)
            filed[j] = found
            room.refiled[j] = 1
        elif room.refiled[j] != 0:
            drop_departed(state.dossier, here.first + j)
    if rules.fused:
        count_moments(rules, tally, room, here, n_grown)
    return n_filed, n_sensed


@kernel
def keep_out_of_the_file(
    who: Any, rules: Any, tally: Any, key: Any, state: Any, room: Any, here: Any, j: Any
) -> None:
    """Take out of a person's sets what the person buys off, then what an official keeps back."""
    i, alive, sets, held = here.first + j, np.int64(state.generation[here.first + j]), room.sets, room.held[j]
    true_set, false_set, mistaken_set = sets[0, j], sets[1, j], sets[2, j]
    made_set, inherited_set = sets[3, j], sets[4, j]
    if (true_set | false_set | mistaken_set) & rules.gaps != 0:
        bought = bought_off(who, rules, tally, key, state.dossier, i, alive, np.int64(room.cells[j]), room.me[j], held,
                            true_set, false_set, mistaken_set)  # fmt: skip
        made_set &= ~(true_set & bought)  # a true record made for the quota goes with the true record
        true_set, false_set, mistaken_set = true_set & ~bought, false_set & ~bought, mistaken_set & ~bought
    if rules.suppression > 0:
        hidden = suppressed(who, rules, tally, key, i, here.month, alive, held, true_set, false_set, mistaken_set,
                            made_set, inherited_set)  # fmt: skip
        true_set, false_set, mistaken_set = true_set & ~hidden, false_set & ~hidden, mistaken_set & ~hidden
        made_set, inherited_set = made_set & ~hidden, inherited_set & ~hidden
    sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j] = (
        true_set, false_set, mistaken_set, made_set, inherited_set
    )  # fmt: skip


@kernel
def count_moments(rules: Any, tally: Any, room: Any, here: Any, n_grown: Any) -> None:
    """Count what records went together, of those whom the regime can record."""
    clean = np.int64(0)
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        if room.minds[j] and rules.applies[np.int64(room.cells[j])] and here.first + j != here.exempt:
            if room.held[j] != 0 or adverse_of(room.filed[j]) > 0:
                count_together(tally.moments, room.held[j], adverse_of(room.filed[j]) > 0)
            else:
                clean += 1
    tally.moments[0, 0] += clean
