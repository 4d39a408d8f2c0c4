"""What the compiled month of a chunk of towns is told, by name."""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import F8s, I8s, Int, U4s
from underheaven.engine.workspace import Workspace
from underheaven.fields import Panel, State, Sums
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.tally import Tally


class ScenarioTables(NamedTuple):
    """What holds every month: tables, the towns' first persons, regions and zones, and who is never recorded.

    hooks: see ``engine.hooks.table_of``.
    """

    society: Records[Society]
    rules: Records[Rules]
    town_starts: I8s
    regions: I8s
    zones: I8s
    exempt: Int
    hooks: I8s


class MonthContext(NamedTuple):
    """What holds this month.

    key: of all draws. active, before: by town, the table of rules in force this month and last, 0 for none. attention:
    by town. accepts: whether lenders lend, by table of rules, region and visible standing.
    """

    key: U4s
    month: Int
    active: I8s
    active_previous: I8s
    attention: F8s
    lender_accepts: I8s


class PersonData(NamedTuple):
    """What is kept of every person: state, sums over the months, and the month of the panelists."""

    state: State
    sums: Sums
    panel: Panel


class StepArguments(NamedTuple):
    """What every step of the month is told of one town, in the compiled engine.

    rules, last_rules: in force this month and last. room: what persons bring from step to step. here: where the town
    stands. hooks: see ``engine.hooks.table_of``.
    """

    society: Society
    rules: Rules
    rules_previous: Rules
    tally: Tally
    state: State
    sums: Sums
    panel: Panel
    workspace: Workspace
    town: TownMonth
    hooks: I8s


class TallyTarget(NamedTuple):
    """Where a chunk counts: tallies by chunk, those of regions by chunk, region and column, and which it is."""

    counts: Records[Tally]
    regional: I8s
    chunk: Int
