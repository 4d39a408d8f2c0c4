"""Scales on which assumed numbers are sampled within their ranges, and positions on them."""

from __future__ import annotations

from math import exp, log
from typing import Literal

Scale = Literal["linear", "log", "logit"]
SCALES: tuple[Scale, ...] = ("linear", "log", "logit")
LOG_SCALE_RATIO = 4
"""A range of one sign is sampled on a log scale where the ratio of its ends is at least this."""
MAX_LOG_SHARE = 0.5
"""A share that may exceed this is sampled linearly: its complement is a share as well."""
CENTRAL_POSITIONS = (0.25, 0.75)
"""Positions between which a stated value counts as near the middle of its range."""


def default_scale(low: float, high: float, share: bool = False) -> Scale:
    """Return the scale of a range that names none; ``share``: whether the number is limited to [0, 1]."""
    near, far = sorted((abs(low), abs(high)))
    wide = has_one_sign(low, high) and far >= LOG_SCALE_RATIO * near
    return "log" if wide and not (share and high > MAX_LOG_SHARE) else "linear"


def scale_allows(scale: Scale, low: float, high: float) -> bool:
    """Return whether a scale fits a range: logarithms need one sign, and odds a share strictly between 0 and 1."""
    return scale == "linear" or (has_one_sign(low, high) if scale == "log" else 0 < low <= high < 1)


def has_one_sign(low: float, high: float) -> bool:
    """Return whether a range lies on one side of 0 and excludes 0."""
    return low > 0 or high < 0


def position_in_range(value: float, low: float, high: float, scale: Scale) -> float:
    """Return the position of a value within a range on a scale.

    Args:
        value: between ``low`` and ``high``.
        low: lower end of the range.
        high: upper end of the range.
        scale: scale on which the position is measured.

    Returns:
        0 at the lower end, 1 at the upper end; 0.5 where the ends are equal.
    """
    if low == high:
        return 0.5
    first, last = _to_scale(low, scale), _to_scale(high, scale)
    return (_to_scale(value, scale) - first) / (last - first)


def value_in_range(low: float, high: float, share: float, scale: Scale) -> float:
    """Return the value at a position (0 to 1) of a range on a scale."""
    first, last = _to_scale(low, scale), _to_scale(high, scale)
    interpolated = _from_scale(first + (last - first) * share, scale, high < 0)
    return min(max(interpolated, low), high)


def sample_quantile(base_value: float, low: float, high: float, quantile: float, scale: Scale) -> float:
    """Return a quantile of an assumed number.

    The distribution is uniform on the scale below the base value and above it, with probability 1/2 on each side. Of
    all distributions on the range with this median it has the least information relative to the scale. Where the base
    value is an end of the range, the distribution is uniform over the whole range.

    Args:
        base_value: stated value, the median.
        low: lower end of the range.
        high: upper end of the range.
        quantile: probability, 0 to 1.
        scale: scale on which the distribution is uniform.

    Returns:
        The value, in the unit of the number.

    Source:
        Cooke, Experts in Uncertainty (1991), chapter 8.
    """
    if not low < base_value < high:
        return value_in_range(low, high, quantile, scale)
    if quantile < 0.5:
        return value_in_range(low, base_value, 2 * quantile, scale)
    return value_in_range(base_value, high, 2 * quantile - 1, scale)


def multiply_odds(share: float, times: float) -> float:
    """Return the share whose odds are ``times`` those of ``share``."""
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
