"""Compile sensing to tables: detection probabilities, intervals of false records, and effects of attention."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE, hash_names
from underheaven.errors import RequestError
from underheaven.kernel.table_layout import MAX_BUCKET_ATTENTION, MAX_STRETCHES, N_BUCKETS
from underheaven.scenario.cells import Cells
from underheaven.scenario.column_filling import fixed
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.sensing import Channel, Sensing


def name_bits(names: list[str], of: tuple[str, ...]) -> int:
    """Return the positions of names as bits."""
    return sum(1 << of.index(name) for name in set(names))


def reaches_region(channel: Channel, region: str) -> bool:
    """Return whether a channel operates in a region."""
    return channel.regions is None or region in channel.regions


def build_zones(regimes: list[Regime], regions: tuple[str, ...]) -> tuple[list[str], Any]:
    """Return one region for each zone, whose channels agree in every version, and the zone of each region."""
    patterns = [tuple(reaches_region(c, region) for v in regimes for c in v.sensing.channels) for region in regions]
    distinct = list(dict.fromkeys(patterns))
    examples = [regions[patterns.index(p)] for p in distinct]
    return examples, np.array([distinct.index(p) for p in patterns], np.int64)


def _record_chances(channel: Channel, cells: Cells) -> tuple[Any, Any]:
    """Return by group the probability that a channel records an act, and that it records it on another person."""
    factor = cells.group_means(cells.factor(channel.detection_factors))
    recorded = np.minimum(channel.coverage * channel.detection_rate * factor, 1.0)
    mistaken = cells.group_means(cells.factor(channel.mistaken_factors))
    return recorded, recorded * np.minimum(channel.mistaken_identity * mistaken, 1.0)


def fill_sensing(t: Any, regime: Regime, kinds: tuple[str, ...], cells: Cells, zones: list[str]) -> None:
    """Fill detection and error probabilities; ``zones`` has one region for each zone."""
    n = len(cells.group_labels)
    channels = regime.sensing.channels
    chances = [_record_chances(c, cells) for c in channels]
    detected, mistaken = np.zeros((2, len(zones), len(kinds), n))
    for z, region in enumerate(zones):
        in_zone = [c for c, channel in enumerate(channels) if reaches_region(channel, region)]
        for k, kind in enumerate(kinds):
            matching = [chances[c] for c in in_zone if kind in channels[c].conduct]
            if matching:
                total = np.sum([p for p, _ in matching], axis=0)
                detected[z, k] = 1.0 - np.prod([1.0 - p for p, _ in matching], axis=0)
                mistaken[z, k] = np.sum([error_chance for _, error_chance in matching], axis=0) / np.where(
                    total > 0, total, 1.0
                )
    t.detect[: len(zones), : len(kinds), :n] = fixed(detected)
    t.mistaken[: len(zones), : len(kinds), :n] = fixed(mistaken)
    _fill_attention(t, regime.sensing, zones, kinds, cells)
    _fill_stretches(t, channels, zones, kinds, cells)


def _fill_attention(t: Any, sensing: Sensing, zones: list[str], kinds: tuple[str, ...], cells: Cells) -> None:
    """Fill what a town's attention scales: single channels, with probabilities that are not capped."""
    t.follows = int(sensing.follows_records)
    t.prior[:] = sensing.attention_prior[-1]
    t.prior[: len(sensing.attention_prior)] = sensing.attention_prior
    t.n_channels = len(sensing.channels)
    n = len(cells.group_labels)
    for c, channel in enumerate(sensing.channels):
        t.channel_kinds[c] = name_bits(channel.conduct, kinds)
        t.channel_zones[c] = sum(1 << z for z, region in enumerate(zones) if reaches_region(channel, region))
        rate_factor = cells.group_means(cells.factor(channel.detection_factors))
        t.channel_chance[c, :n] = channel.coverage * channel.detection_rate * rate_factor
        mistaken = cells.group_means(cells.factor(channel.mistaken_factors))
        t.channel_mistaken[c, :n] = np.minimum(channel.mistaken_identity * mistaken, 1.0)


def _fill_stretches(t: Any, channels: list[Channel], zones: list[str], kinds: tuple[str, ...], cells: Cells) -> None:
    """Assign each channel and kind its interval of the month's one draw for false records."""
    n, s = len(cells.group_labels), 0
    for channel in channels:
        rate = channel.coverage * channel.false_records_per_year / 12
        rate = rate * cells.group_means(cells.factor(channel.false_factors))
        for conduct in channel.conduct:
            k = kinds.index(conduct)
            if not rate.any() or t.rule_of[k] < 0:
                continue
            if s == MAX_STRETCHES:
                raise RequestError(
                    f"sensing.channels: more than {MAX_STRETCHES} pairs of channel and conduct make false records; "
                    "that is as many as there is room for. Join channels, or let fewer of them err."
                )
            t.stretch_from[s], t.stretch_kind[s] = hash_names(channel.name, conduct), k
            reached = np.array([[reaches_region(channel, region)] for region in zones])
            t.stretch_length[: len(zones), s, :n] = np.where(reached, fixed(rate), 0)
            t.stretch_follows[s] = int(t.follows and channel.follows_attention)
            max_rate = rate * MAX_BUCKET_ATTENTION if t.stretch_follows[s] else rate
            # An interval under attention is rounded twice; a few units more keep it within the marked buckets.
            _mark_buckets(t.bucket, int(t.stretch_from[s]), int(fixed(max_rate).max()) + 4 * int(t.stretch_follows[s]))
            s += 1
    t.n_stretches = s


def _mark_buckets(bucket: Any, start: int, length: int) -> None:
    """Mark every bucket of the draw that an interval touches, with wrap-around."""
    width = DRAW_RANGE // N_BUCKETS
    first, last = start // width, (start + max(length, 1) - 1) // width
    bucket[np.arange(first, min(last, first + N_BUCKETS - 1) + 1) % N_BUCKETS] = 1
