"""Names and labels of a scenario: the order of names in tables, and the labels of tallies."""

from __future__ import annotations

from typing import Any

from underheaven.errors import RequestError
from underheaven.fields.codes import CONTEXTS
from underheaven.kernel.table_layout import MAX_GRADES, MAX_LISTS, MAX_RULES
from underheaven.scenario.regime_tables import NameOrder, visible_standing_labels
from underheaven.spec.models.regime import Regime


def _union_of_names(versions: list[tuple[str, ...]], thing: str, max_names: int) -> tuple[str, ...]:
    """Return the names of all versions, those of the last version first."""
    names = tuple(dict.fromkeys(name for version in reversed(versions) for name in version))
    if len(names) > max_names:
        raise RequestError(
            f"{thing}: {len(names)} different ones over all amendments; there is room for {max_names}. "
            "Keep a name from one amendment to the next where the thing is the same."
        )
    return names


def collect_names(regimes: list[Regime], society: Any) -> NameOrder:
    """Return the order of the names of all versions; raise RequestError for more than tables have room for."""
    return NameOrder(
        kinds=tuple(k.name for k in society.conduct),
        rules=_union_of_names(
            [tuple(r.conduct for r in v.recording.rules) for v in regimes], "recording.rules", MAX_RULES
        ),
        lists=_union_of_names(
            [tuple(rule.name for rule in v.standing.lists) for v in regimes], "standing.lists", MAX_LISTS
        ),
        grades=_union_of_names([tuple(v.standing.grades) for v in regimes], "standing.grades", MAX_GRADES),
        habits=tuple(h.name for h in society.habits),
        regions=tuple(r.name for r in society.people.regions),
    )


def build_labels(
    names: NameOrder, regimes: list[Regime], society: Any, groups: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Return the labels of a scenario by dimension; groups: labels of the reporting groups."""
    colours = {rule.name: rule.colour for version in regimes for rule in version.standing.lists}
    seen_by_lenders: set[str] = {what for version in regimes for what in version.treatment.lenders_see}
    return {
        "kind": names.kinds,
        "group": groups,
        "region": names.regions,
        "list": names.lists,
        "grade": names.grades,
        "denial": names.habits,
        "visible": visible_standing_labels(seen_by_lenders, names.grades),
        "kind_state": tuple(k.arises_from or "" for k in society.conduct),
        "kind_sort": tuple(_conduct_sort(k, society.livelihood.exchange) for k in society.conduct),
        "kind_context": tuple(k.context for k in society.conduct),
        "kind_gravity": tuple(repr(float(k.gravity)) for k in society.conduct),
        "effect_price": tuple(repr(float(c.value)) if c else "" for c in map(society.contexts.get, CONTEXTS)),
        "effect_use": tuple(str(c.use) if c else "" for c in map(society.contexts.get, CONTEXTS)),
        "list_colour": tuple(colours[name] for name in names.lists),
    }


def _conduct_sort(kind: Any, exchange: Any) -> str:
    """Return the sort of a kind of conduct, empty for a plain act or state."""
    if kind.prosocial:
        return "prosocial"
    return "refusal" if exchange.rate > 0 and kind.name == exchange.refusal_conduct else ""
