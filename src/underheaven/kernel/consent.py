"""Who joins a regime that asks: decided once in a life, the same under every regime that asks more or fewer."""

from __future__ import annotations

from typing import Any

from underheaven import draws
from underheaven.draws import draw
from underheaven.jit import kernel
from underheaven.kernel.numbers import chance
from underheaven.kernel.people import trait
from underheaven.kernel.tables import CONVICTION


@kernel
def stays_out(people: Any, rules: Any, key: Any, i: Any, generation: Any, cell: Any) -> Any:
    """Return whether a person whom the regime asks has not joined; nobody is asked to whom it does not apply."""
    if rules.consent == 0 or rules.applies[cell] == 0:
        return False
    joins = rules.joins[cell]
    if rules.joins_by_conviction != 0.0:
        joins *= 1.0 + rules.joins_by_conviction * (2.0 * trait(people, key, i, generation, CONVICTION) - 1.0)
    return draw(key, i, generation, draws.CONSENT, 0) >= chance(joins)
