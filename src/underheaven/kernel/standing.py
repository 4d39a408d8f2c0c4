"""Stage 4, standing: score, grade and lists, computed from records, rules, favour and ties, and never stored.

They are computed in `scores`, `status` and `listings`; here a person's month is counted.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, I8s, Int, U2s
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person, StatusChange
from underheaven.kernel.dossier import record_origin
from underheaven.kernel.listings import count_lists, on_no_list
from underheaven.kernel.rules import Rules
from underheaven.kernel.scores import bounded_score
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import EXTRA_POINTS, MAX_GRADES, OPTED_OUT
from underheaven.kernel.tally import Tally


@jit_kernel
def stays_clean(rules: Rules, active_rules: Int, extra: Int, before: Int) -> Bool:
    """Return whether a person has the status of a clean one, as last month: ``count_standing`` then counts nothing.

    This holds without records and without extra points, where the regime counts nothing of clean persons: their score
    is 0, and they have no grade and no list. Persons who opted out need more than this.

    Args:
        rules: The rules in force.
        active_rules: Rules with a record this month, as bits.
        extra: Points that come from no record.
        before: Status of last month.

    Returns:
        Whether `count_standing` can be skipped.
    """
    return (active_rules == 0) & (extra == 0) & (before == rules.empty_state) & (rules.counts_clean == 0)


@jit_kernel
def count_standing(
    society: Society,
    rules: Rules,
    tally: Tally,
    region_counts: I8s,
    dossier: U2s,
    person: Person,
    status_change: StatusChange,
) -> Int:
    """Count a person's lists, grade, score and live records; a person who opted out has no score.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        region_counts: Tallies of the region, int64 (REGION_COLUMNS,); added to.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        status_change: Score and status this month, and status last month.

    Returns:
        Bits as `count_lists` returns them.

    Source:
        docs/stages/standing.md.
    """
    i, personal = person.i, person.personal
    if personal[OPTED_OUT] == 0:
        tally.score += bounded_score(rules, status_change.points + personal[EXTRA_POINTS])
        if rules.n_grades > 0:
            tally.grades[rules.grade_label[status_change.status % MAX_GRADES], person.group] += 1
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        tally.live_records[record_origin(record) - 1] += 1
    lists, lists_before = status_change.status // MAX_GRADES, status_change.status_previous // MAX_GRADES
    if on_no_list(status_change.status, status_change.status_previous):
        return np.int64(0)
    return count_lists(society, rules, tally, region_counts, dossier, person, lists, lists_before)
