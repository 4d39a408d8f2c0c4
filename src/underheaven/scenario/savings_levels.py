"""Levels of savings in the livelihood chain, and transitions between them."""

from __future__ import annotations

from typing import Any

import numpy as np

SAVINGS_LEVELS = 32
"""Approximate number of savings levels; steps divide the monthly use without work, so that savings run out on time."""


def move_savings(state: Any, chances: Any) -> Any:
    """Return a state after its savings moved between levels; (..., level) or (..., position)."""
    return (state.reshape(-1, len(chances)) @ chances).reshape(state.shape)


def savings_shift(levels: Any, amount: float) -> Any:
    """Return transition probabilities of levels when savings change by an amount, clipped to the extreme levels."""
    n = len(levels)
    if n == 1:
        return np.ones((1, 1))
    target = np.clip(levels + amount, levels[0], levels[-1])
    above = np.clip(np.searchsorted(levels, target, side="left"), 1, n - 1)
    part = (levels[above] - target) / (levels[above] - levels[above - 1])
    chances = np.zeros((n, n))
    chances[np.arange(n), above - 1] = part
    chances[np.arange(n), above] += 1 - part
    return chances


def savings_levels(max_savings: int, spent: int, n_levels: int = SAVINGS_LEVELS) -> Any:
    """Return savings levels in thousandths of a month of income, ascending from 0 to ``max_savings``."""
    if max_savings <= 0:
        return np.zeros(1)
    step = max_savings / n_levels
    if 0 < spent <= max_savings:
        step = max(spent / max(np.floor(n_levels * spent / max_savings), 1), step)
    return (
        np.append(np.arange(0, max_savings, step), max_savings) if step < max_savings else np.array([0.0, max_savings])
    )
