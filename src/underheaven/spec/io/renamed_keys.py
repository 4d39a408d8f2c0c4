"""Keys of documents that schema version 2 renamed, and paths in the keys of either version."""

from __future__ import annotations

from collections.abc import Mapping

RENAMED_KEYS: Mapping[tuple[str, str], str] = {
    ("", "fusion"): "score_fitting",
    ("", "against"): "baseline",
    ("", "proportion"): "proportionality",
    ("fusion", "least"): "minimum",
    ("fusion", "most"): "maximum",
    ("channels", "sensitivity"): "detection_rate",
    ("channels", "sensitivity_factors"): "detection_factors",
    ("rules", "gap"): "evadable",
    ("association", "household_guilt"): "household_liability",
    ("association", "contagion_look"): "contagion_reference_group",
    ("conduct", "temptation"): "benefit",
    ("conduct", "temptation_law"): "benefit_law",
    ("conduct", "relative"): "relative_imitation",
    ("conduct", "look"): "reference_group",
    ("ties", "set_aside"): "severed_per_month",
    ("savings", "most"): "maximum",
    ("where", "world"): "scenario",
}
"""Key in version 2, by the key of the table that holds it and its own key in version 1.

The key of the table is empty at the top of a document, or of a fragment of one.
"""

NAMED_LISTS = frozenset({"channels", "rules", "conduct", "where", "amendments"})
"""Lists whose items a path gives by name: the step after one is no key."""

_FRAGMENTS = frozenset({"change", "fill", "at_least", "at_most"})
_OLD_TABLES = {new: old for (table, old), new in RENAMED_KEYS.items() if not table}
_OLD_KEYS = {(table, new): old for (table, old), new in RENAMED_KEYS.items()}


def table_below(key: str) -> str:
    """Return the table of version 1 in which keys below ``key`` are looked up: the key, or empty for a fragment."""
    return "" if key in _FRAGMENTS else key


def path_in_version_2(path: str) -> str:
    """Return a path of version 1, such as a key of ``[sources]``, in the keys of version 2."""
    return _translate_path(path, RENAMED_KEYS, {})


def path_in_version_1(path: str) -> str:
    """Return a path of version 2 in the keys of version 1.

    Parameter samples are addressed by the path of version 1, so that a renamed number keeps its samples.
    """
    return _translate_path(path, _OLD_KEYS, _OLD_TABLES)


def _translate_path(path: str, keys: Mapping[tuple[str, str], str], old_tables: Mapping[str, str]) -> str:
    steps, table, is_name = list[str](), "", False
    for step in path.split("."):
        if is_name:
            steps.append(step)
            is_name = False
            continue
        steps.append(keys.get((table, step), step))
        is_name = step in NAMED_LISTS
        table = table_below(step if table else old_tables.get(step, step))
    return ".".join(steps)
