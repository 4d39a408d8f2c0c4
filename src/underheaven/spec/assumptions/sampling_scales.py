"""The scale on which an assumed number is sampled between the ends of its range, and where the number lies on it."""

from __future__ import annotations

from math import exp, log
from typing import Literal

Scale = Literal["linear", "log", "logit"]
SCALES: tuple[Scale, ...] = ("linear", "log", "logit")
LOG_SCALE_RATIO = 4
"""A range of one sign whose far end is at least this many times its near one is sampled in logarithms."""
MAX_LOG_SHARE = 0.5
"""A share that may exceed this is sampled evenly: its complement is as much of a share."""
CENTRAL_POSITIONS = (0.25, 0.75)
"""Positions between which a stated value needs no reason to lie off the middle of its range."""


def default_scale(low: float, high: float, share: bool = False) -> Scale:
    """Return the scale of a range whose document names none; share: whether the number lies between 0 and 1."""
    near, far = sorted((abs(low), abs(high)))
    wide = has_one_sign(low, high) and far >= LOG_SCALE_RATIO * near
    return "log" if wide and not (share and high > MAX_LOG_SHARE) else "linear"


def scale_allows(scale: Scale, low: float, high: float) -> bool:
    """Tell whether a range can be sampled on a scale: logarithms need one sign, and odds a share inside 0 and 1."""
    return scale == "linear" or (has_one_sign(low, high) if scale == "log" else 0 < low <= high < 1)


def has_one_sign(low: float, high: float) -> bool:
    """Tell whether a range lies on one side of 0 and does not touch it."""
    return low > 0 or high < 0


def position_in_range(value: float, low: float, high: float, scale: Scale) -> float:
    """Return where a value lies between the ends of its range on a scale: 0 at the lower, 1 at the upper end."""
    if low == high:
        return 0.5
    first, last = _to_scale(low, scale), _to_scale(high, scale)
    return (_to_scale(value, scale) - first) / (last - first)


def value_in_range(low: float, high: float, share: float, scale: Scale) -> float:
    """Return the value that lies a share of the way from a lower to an upper end on a scale."""
    first, last = _to_scale(low, scale), _to_scale(high, scale)
    interpolated = _from_scale(first + (last - first) * share, scale, high < 0)
    return min(max(interpolated, low), high)


def sample_quantile(base_value: float, low: float, high: float, quantile: float, scale: Scale) -> float:
    """Return the quantile of a number: even on its scale below the stated value and above it, half on each side.

    Of all distributions on a range with this median, it holds the least information relative to the scale. Where the
    stated value is an end of its range, it is even over the whole.
    Source: Cooke 1991, chapter 8.
    """
    if not low < base_value < high:
        return value_in_range(low, high, quantile, scale)
    if quantile < 0.5:
        return value_in_range(low, base_value, 2 * quantile, scale)
    return value_in_range(base_value, high, 2 * quantile - 1, scale)


def multiply_odds(share: float, times: float) -> float:
    """Return a share whose odds are so many times those of another."""
    return share * times / (1 - share + share * times)


def _to_scale(value: float, scale: Scale) -> float:
    if scale == "linear":
        return value
    if scale == "logit":
        return log(value / (1 - value))
    return log(value) if value > 0 else -log(-value)


def _from_scale(value: float, scale: Scale, negative: bool) -> float:
    if scale == "linear":
        return value
    if scale == "logit":
        return 1 / (1 + exp(-value))
    return -exp(-value) if negative else exp(value)
