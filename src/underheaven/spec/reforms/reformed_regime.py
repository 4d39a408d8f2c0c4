"""Apply a reform to a regime: the result is a complete, valid regime, or None where nothing applies."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from underheaven.errors import DocumentError, Fault
from underheaven.spec.amendments.merging import merge_fragment
from underheaven.spec.amendments.regime_at_month import regime_at_month
from underheaven.spec.amendments.regime_writer import EARLIEST_MONTH, regime_states, write_regime
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, read_document
from underheaven.spec.models.reform import Reform
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, faults_from_problems
from underheaven.spec.reforms.harshness_comparison import HarsherChange, find_harsher_changes
from underheaven.spec.reforms.operations import apply_operation
from underheaven.spec.reforms.pruning import RegimeTable, list_items

TableEdit = Callable[[RegimeTable], None]
MAX_NAME_LENGTH, MAX_TEXT_LENGTH = 60, 4000


def reform_regime(
    reform: Document[Reform],
    regime: Document[Regime],
    society: Society,
    before: Sequence[Document[Regime]] | None = None,
) -> Document[Regime] | None:
    """Return a regime under a reform, in all its amendments.

    Args:
        reform: the reform.
        regime: the regime. Without rules, a reform does not apply to it.
        society: the society that it governs.
        before: the states of the regime (`regime_states`), to save time in repeated calls.

    Returns:
        The reformed regime, whose file has the name of the reform; None where nothing changes.

    Raises:
        DocumentError: the reform removes what the regime never has, makes it harsher, or leaves faults.
    """
    missing: list[list[Problem]] = []

    def apply(regime_table: RegimeTable) -> None:
        missing.append(_apply_reform(reform, regime_table, society))

    name = Path(reform.where).stem
    header = {"name": reform.model.name, "describes": _reform_description(reform.model, regime.model)}
    before = regime_states(regime) if before is None else before
    try:
        result = edit_regime(regime, apply, f"{name}.toml", header, f"by the reform {reform.model.name}", before)
    except DocumentError as error:
        where = f"{reform.where} on {Path(regime.where).stem}"
        raise DocumentError([replace(fault, where=where) for fault in error.faults]) from None
    always_missing = [f for f in missing[0] if all(f in later for later in missing)] if missing else []
    if always_missing:
        raise DocumentError(faults_from_problems(reform.where, reform.raw, always_missing))
    if result is not None:
        _refuse_harsher(reform, regime, before, result, society)
    return result


def _refuse_harsher(
    reform: Document[Reform],
    regime: Document[Regime],
    before: Sequence[Document[Regime]],
    after: Document[Regime],
    society: Society,
) -> None:
    """Raise DocumentError where a regime under a reform is harsher than itself, in any month."""
    changes = harsher_in_any_month(regime, before, after, society)
    if changes:
        where = f"{reform.where} on {Path(regime.where).stem}"
        raise DocumentError([harsher_fault(where, change) for change in changes])


def harsher_in_any_month(
    regime: Document[Regime],
    before: Sequence[Document[Regime]],
    after: Document[Regime],
    society: Society | None = None,
) -> list[HarsherChange]:
    """Return the places in which a regime is harsher than another in any month, each once.

    Args:
        regime: the milder regime.
        before: its states, see `regime_states`.
        after: the regime to be judged.
        society: the society that both govern, where it is known.
    """
    begins = regime.model.start or EARLIEST_MONTH
    months = [begins, *(amendment.from_ for amendment in regime.model.amendments)]
    other = [amendment.from_ for amendment in after.model.amendments if amendment.from_ > begins]
    credit = None if society is None else society.livelihood.credit
    all_months = sorted({*months, *other})
    models = [regime_at_month(after, max(month, after.model.start or EARLIEST_MONTH)).model for month in all_months]
    changes: dict[str, HarsherChange] = {}
    for month, model in zip(all_months, models, strict=True):
        state = before[sum(own <= month for own in months) - 1]
        for change in find_harsher_changes(state.model, model, models, credit):
            changes.setdefault(change.name, change)
    return list(changes.values())


def harsher_fault(where: str, change: HarsherChange) -> Fault:
    """Return the fault of a reform that makes a regime harsher.

    Args:
        where: the document, for messages.
        change: the harsher change.
    """
    return Fault(where, change.path, str(change), change.why, change.instead)


def edit_regime(
    regime: Document[Regime],
    edit: TableEdit,
    where: str,
    header: Mapping[str, str],
    source: str,
    before: Sequence[Document[Regime]] | None = None,
) -> Document[Regime] | None:
    """Return a regime edited at its start and after each amendment; None where nothing changes.

    Args:
        regime: the original.
        edit: changes a plain table in place.
        where: file name of the result.
        header: keys at the top of the result that differ, such as its name.
        source: source of the changed numbers.
        before: states of the original; computed if None.

    Raises:
        DocumentError: the result has faults; all of them are listed.
    """
    before = regime_states(regime) if before is None else before
    after = edit_versions(before, edit)
    if after is None:
        return None
    text = write_regime(regime, before, after, header, source)
    return read_document(DERIVED_REGIME, DocumentFile(where, text.encode(), shipped=False))


def edit_versions(before: Sequence[Document[Regime]], edit: TableEdit) -> list[RegimeTable] | None:
    """Return the edited plain tables of a regime's states; None where nothing changes.

    States without rules are left as they are.
    """
    after = [copy.deepcopy(dict(state.raw)) for state in before]
    for regime_table in after:
        if list_items(regime_table, "recording", "rules"):
            edit(regime_table)
    return (
        None
        if all(_says_same(state, regime_table) for state, regime_table in zip(before, after, strict=True))
        else after
    )


def _says_same(state: Document[Regime], regime_table: RegimeTable) -> bool:
    """Return whether a table means the same as a regime; keys at their defaults make no difference."""
    if state.raw == regime_table:
        return True
    try:
        return bool(Regime.model_validate(regime_table) == state.model)
    except ValueError:  # what is not sound is found, with every fault, when it is read
        return False


def _apply_reform(reform: Document[Reform], regime_table: RegimeTable, society: Society) -> list[Problem]:
    """Apply a reform to one version of a regime; return removals of missing items."""
    model = reform.model
    _fill_missing(regime_table, model.fill)
    changed, missing = merge_fragment(regime_table, model.change)
    regime_table.clear()
    regime_table.update(changed)
    _apply_bounds(regime_table, model.at_least, max)
    _apply_bounds(regime_table, model.at_most, min)
    for operation in model.operations:
        apply_operation(operation, regime_table, society)
    return [replace(problem, steps=("change", *problem.steps)) for problem in missing]


def _fill_missing(table: dict[str, Any], fragment: Mapping[str, Any]) -> None:
    """Add missing keys to a table, in place."""
    for key, item in fragment.items():
        if key not in table:
            table[key] = copy.deepcopy(item)
        elif isinstance(item, Mapping) and isinstance(table[key], dict):
            _fill_missing(table[key], item)


def _apply_bounds(table: dict[str, Any], bounds: Mapping[str, Any], choose: Callable[[Any, Any], Any]) -> None:
    """Move the stated numbers of a table to a bound, in place; numbers left out are not changed."""
    for key, item in bounds.items():
        if isinstance(item, Mapping):
            if isinstance(table.get(key), dict):
                _apply_bounds(table[key], item, choose)
        elif key in table:
            table[key] = choose(table[key], item)


def _reform_description(reform: Reform, regime: Regime) -> str:
    return f"{' '.join(reform.describes.split())} A reform of: {regime.name}."[:MAX_TEXT_LENGTH]
