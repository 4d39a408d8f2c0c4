"""What the second implementation reads: documents as plain tables, and the tables and distributions that follow."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

Table = dict[str, Any]
Array = Any
ITEM_KEYS = (("name",), ("of", "context"), ("of", "habit"), ("conduct",), ("of",))
"""Keys that distinguish the items of a list: the first of these that all of them have."""
QUANTILE_LEVELS = (np.arange(2048) + 0.5) / 2048


def read_shipped(kind: str, name: str) -> Table:
    """Return a shipped document without its sources; kind: regimes or societies."""
    written = (files("underheaven") / kind / f"{name}.toml").read_text(encoding="utf-8")
    table: Table = strip_sources(tomllib.loads(written))
    return {key: part for key, part in table.items() if key not in ("sources", "published", "facts")}


def strip_sources(node: Any) -> Any:
    """Return a document with the value alone for each number that has a source."""
    if isinstance(node, list):
        return [strip_sources(item) for item in node]
    if not isinstance(node, dict):
        return node
    return (
        strip_sources(node["value"])
        if {"value", "source"} <= set(node)
        else {k: strip_sources(v) for k, v in node.items()}
    )


def apply_amendment(base: Any, change: Any) -> Any:
    """Return a table with a fragment applied: tables merge by key, named items by name, others are replaced."""
    if isinstance(base, dict) and isinstance(change, dict):
        return base | {k: apply_amendment(base.get(k), v) for k, v in change.items()}
    keys = next((k for k in ITEM_KEYS if _all_have(base, k) and _all_have(change, k)), None)
    if keys is None:
        return change
    items = {tuple(str(i[k]) for k in keys): i for i in base}
    for item in change:
        key = tuple(str(item[k]) for k in keys)
        items[key] = apply_amendment(items.get(key), item)
    return [item for item in items.values() if not item.get("removed")]


def rule_versions(regime: Table) -> Iterator[tuple[int, Table]]:
    """Return the rules by the month of the run from which they hold, 0 for the regime's own start."""
    rules = {k: v for k, v in regime.items() if k != "amendments"}
    yield 0, rules
    for one in regime.get("amendments", ()):
        rules = apply_amendment(rules, one["change"])
        yield _parse_month(one["from"]) - _parse_month(regime["start"]), rules


def cell_factors(attributes: list[Table], by: Mapping[str, Mapping[str, float]] | None) -> Array:
    """Return the product of factors for each cell; (cell,), cells in the order of the attributes, the last fastest."""
    product: Array = np.ones(1)
    for one in attributes:
        own = [(by or {}).get(one["name"], {}).get(category, 1.0) for category in one["categories"]]
        product = np.outer(product, own).ravel()
    return product


def cell_groups(attributes: list[Table]) -> Array:
    """Return the reporting group of each cell; (cell,)."""
    group: Array = np.zeros(1, int)
    for one in attributes:
        joined = one.get("report_as", {c: [c] for c in one["categories"]})
        if joined == "not reported":
            joined = {"": list(one["categories"])}
        own = [next(i for i, cs in enumerate(joined.values()) if c in cs) for c in one["categories"]]
        group = (group[:, None] * len(joined) + own).ravel()
    return group


def trait_quantiles(law: Table) -> Array:
    """Return the 2,048 equally likely values of a trait."""
    if law["law"] == "uniform":
        return law["low"] + (law["high"] - law["low"]) * QUANTILE_LEVELS
    if law["law"] == "beta":
        x = np.linspace(0, 1, 200_001)
        density = x ** (law["a"] - 1) * (1 - x) ** (law["b"] - 1)
    else:
        x = law["mean"] + law["sd"] * np.linspace(-8, 8, 200_001)
        density = np.exp(-(((x - law["mean"]) / law["sd"]) ** 2) / 2)
    rising = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    return np.interp(QUANTILE_LEVELS, rising / rising[-1], x)


def largest_remainder(weights: Any, total: int) -> Array:
    """Return whole numbers in proportion to the weights, by largest remainder."""
    exact = np.asarray(weights, float) / np.sum(weights) * total
    whole = np.floor(exact).astype(int)
    whole[np.argsort(whole - exact, kind="stable")[: total - whole.sum()]] += 1
    return whole


def household_of_slot(ties: Table, town: int) -> Array:
    """Return the number of the household at each slot of a town; (town,)."""
    sizes = [ties["largest_household"] if size.endswith("+") else int(size) for size in ties["household_sizes"]]
    weights = list(ties["household_sizes"].values())
    many = largest_remainder(weights, max(1, round(town / (np.dot(sizes, weights) / sum(weights)))))
    order = sorted(((k + 0.5) / n, size) for size, n in zip(sizes, many, strict=True) for k in range(n))
    once = [size for _, size in order]
    return np.repeat(np.arange(len(once) * 2), once * 2)[:town]


def age_class_flows(shares: Any, years: list[int], least: float) -> tuple[Array, Array]:
    """Return the share of each class of ages that leaves in a month, and the newcomers that begin in it."""
    n, months = np.asarray(shares) / np.sum(shares), [12 * (b - a) for a, b in pairwise(years)]
    leaves, new = np.full(len(n), least), np.zeros(len(n))
    leaves[-1] = max(least, _ageing_flow(n[-2], months[-1], least) / n[-1])
    needs = leaves[-1] * n[-1]
    for k in range(len(months) - 1, -1, -1):
        low, high = least, 1.0
        while _ageing_flow(n[k], months[k], least) > needs and high - low > 1e-14:
            half = (low + high) / 2
            low, high = (half, high) if _ageing_flow(n[k], months[k], half) > needs else (low, half)
        leaves[k] = high if high < 1 else least
        sent = _ageing_flow(n[k], months[k], leaves[k])
        new[k + 1] = max(needs - sent, 0.0)
        needs = sent + leaves[k] * n[k]
    new[0] = needs
    return leaves, new


def _ageing_flow(share: float, months: int, leaves: float) -> float:
    """Return the flow at the end of a class in a month."""
    stays = (1 - leaves) ** months
    return float(share * leaves / (1 - stays) * stays) if leaves > 0 else share / months


def _all_have(items: Any, keys: tuple[str, ...]) -> bool:
    return isinstance(items, list) and all(isinstance(i, dict) and set(keys) <= set(i) for i in items) and bool(items)


def _parse_month(written: str) -> int:
    year, month = written.split("-")
    return 12 * int(year) + int(month)
