"""Hooks in the reference engine: a researcher's own function is called for every adult."""

from __future__ import annotations

from typing import cast

import numpy as np

from underheaven.array_types import I8s
from underheaven.engine.hook_calls import MAY, NAME, Shown, refused
from underheaven.engine.hooks import Hook, HookPerson
from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.kernel.hooks import FAILED, UNIFORM, WORDS


def call_hook(run: MonthRun, hook: Hook, row: I8s) -> None:
    """Call a hook for every adult, and copy back what it may change.

    Args:
        run: The month.
        hook: The hook.
        row: Its row in the table of hooks, see `engine.hook_calls.table_of`.

    Raises:
        RequestError: the hook fails, or sets what it must not.
    """
    k, state, words = run.kernels["hooks"], run.population.state, np.zeros(WORDS, np.int64)
    for person_month in run.adults:
        k.show_to_hook(
            words,
            run.society,
            person_month.rules,
            person_month.town,
            state,
            person_month.person,
            person_month.status,
            person_month.lesson,
        )
        words[UNIFORM] = k.draw_for_hook(person_month.town, person_month.i, int(row[NAME]))
        before = words.copy()
        try:
            hook.function(cast(HookPerson, Shown(words)))
        except (ArithmeticError, LookupError, TypeError, ValueError):
            words[FAILED] = 1
        place = int(k.fault_of(words, before, row[MAY:]))
        if place >= 0:
            raise refused(hook, place, int(words[place]), person_month.i)
        k.take_from_hook(words, before, state, person_month.i)
