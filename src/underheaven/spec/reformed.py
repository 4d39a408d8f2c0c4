"""A regime under a reform: another regime, whole and sound, or nothing where the reform has nothing to act on."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from underheaven.errors import DocumentError, Fault
from underheaven.spec.change import merged
from underheaven.spec.dated import as_of
from underheaven.spec.document import Document
from underheaven.spec.found import Found, as_faults
from underheaven.spec.hardens import Harsher, harsher
from underheaven.spec.operations import operate
from underheaven.spec.prune import Whole, items
from underheaven.spec.read import DERIVED, read_source
from underheaven.spec.reform import Reform
from underheaven.spec.regime import Regime
from underheaven.spec.rewrite import FIRST, rewritten, states
from underheaven.spec.shipped import Source
from underheaven.spec.society import Society

Act = Callable[[Whole], None]
LONGEST_NAME, LONGEST_TEXT = 60, 4000


def reformed(
    reform: Document[Reform], regime: Document[Regime], society: Society,
    before: Sequence[Document[Regime]] | None = None,
) -> Document[Regime] | None:  # fmt: skip
    """Return a regime under a reform, which holds over its amendments too; None where there is nothing to act on.

    A regime without rules gives a reform nothing to act on. Its file is called as the reform's.
    before: ``states`` of the regime where they are at hand, as under many reforms of one regime.
    Raises DocumentError where the reform removes what the regime never has, or leaves something that is not sound.
    """
    missing: list[list[Found]] = []

    def act(whole: Whole) -> None:
        missing.append(_reform(reform, whole, society))

    name = Path(reform.where).stem
    said = {"name": reform.model.name, "describes": _describes(reform.model, regime.model)}
    before = states(regime) if before is None else before
    try:
        found = altered(regime, act, f"{name}.toml", said, f"by the reform {reform.model.name}", before)
    except DocumentError as error:
        where = f"{reform.where} on {Path(regime.where).stem}"
        raise DocumentError([replace(fault, where=where) for fault in error.faults]) from None
    never = [f for f in missing[0] if all(f in later for later in missing)] if missing else []
    if never:
        raise DocumentError(as_faults(reform.where, reform.raw, never))
    if found is not None:
        _refuse_harsher(reform, regime, before, found, society)
    return found


def _refuse_harsher(
    reform: Document[Reform], regime: Document[Regime], before: Sequence[Document[Regime]], after: Document[Regime],
    society: Society,
) -> None:  # fmt: skip
    """Raise DocumentError where a regime under a reform is harsher than itself, in any month."""
    places = harsher_in_time(regime, before, after, society)
    if places:
        where = f"{reform.where} on {Path(regime.where).stem}"
        raise DocumentError([hardened(where, place) for place in places])


def harsher_in_time(
    regime: Document[Regime], before: Sequence[Document[Regime]], after: Document[Regime],
    society: Society | None = None,
) -> list[Harsher]:  # fmt: skip
    """Return the places in which a document is harsher than a regime, each once, in any month of either.

    before: ``states`` of the regime. society: the one that they govern, where it is known.
    """
    begins = regime.model.start or FIRST
    months = [begins, *(amendment.from_ for amendment in regime.model.amendments)]
    other = [amendment.from_ for amendment in after.model.amendments if amendment.from_ > begins]
    credit = None if society is None else society.livelihood.credit
    every = sorted({*months, *other})
    now = [as_of(after, max(month, after.model.start or FIRST)).model for month in every]
    found: dict[str, Harsher] = {}
    for month, model in zip(every, now, strict=True):
        state = before[sum(own <= month for own in months) - 1]
        for place in harsher(state.model, model, now, credit):
            found.setdefault(place.name, place)
    return list(found.values())


def hardened(where: str, place: Harsher) -> Fault:
    """Return the sentence about a place in which a reform, or what is called one, makes a regime harsher."""
    return Fault(where, place.path, str(place), place.why, place.instead)


def altered(
    regime: Document[Regime], act: Act, where: str, said: Mapping[str, str], by: str,
    before: Sequence[Document[Regime]] | None = None,
) -> Document[Regime] | None:  # fmt: skip
    """Return a regime to which something is done as it starts and as each amendment leaves it; None if nothing changes.

    act: changes a plain table in place. where, said: the name of the new document, and what it says of itself. by: the
    source of the numbers that are moved. before: ``states`` of the regime; made if None.
    Raises DocumentError with every fault that it brings about.
    """
    before = states(regime) if before is None else before
    after = done_to(before, act)
    if after is None:
        return None
    text = rewritten(regime, before, after, said, by)
    return read_source(DERIVED, Source(where, text.encode(), shipped=False))


def done_to(before: Sequence[Document[Regime]], act: Act) -> list[Whole] | None:
    """Return the plain tables of a regime's states once something is done to each, None if that changes nothing.

    A state without rules is left as it is.
    """
    after = [copy.deepcopy(dict(state.raw)) for state in before]
    for whole in after:
        if items(whole, "recording", "rules"):
            act(whole)
    return None if all(_same(state, whole) for state, whole in zip(before, after, strict=True)) else after


def _same(state: Document[Regime], whole: Whole) -> bool:
    """Tell whether a table says what a regime says; keys written at their defaults say nothing more."""
    if state.raw == whole:
        return True
    try:
        return bool(Regime.model_validate(whole) == state.model)
    except ValueError:  # what is not sound is found, with every fault, when it is read
        return False


def _reform(reform: Document[Reform], whole: Whole, society: Society) -> list[Found]:
    """Apply a reform to a regime as it stands from some month on; return removals of what is not there."""
    model = reform.model
    _fill(whole, model.fill)
    changed, missing = merged(whole, model.change)
    whole.clear()
    whole.update(changed)
    _bound(whole, model.at_least, max)
    _bound(whole, model.at_most, min)
    for operation in model.operations:
        operate(operation, whole, society)
    return [replace(one, steps=("change", *one.steps)) for one in missing]


def _fill(table: dict[str, Any], fragment: Mapping[str, Any]) -> None:
    """Add what a table does not say, in place."""
    for key, item in fragment.items():
        if key not in table:
            table[key] = copy.deepcopy(item)
        elif isinstance(item, Mapping) and isinstance(table[key], dict):
            _fill(table[key], item)


def _bound(table: dict[str, Any], bounds: Mapping[str, Any], choose: Callable[[Any, Any], Any]) -> None:
    """Move the numbers that a table states to a bound, in place; what it does not state is filled or left alone."""
    for key, item in bounds.items():
        if isinstance(item, Mapping):
            if isinstance(table.get(key), dict):
                _bound(table[key], item, choose)
        elif key in table:
            table[key] = choose(table[key], item)


def _describes(reform: Reform, regime: Regime) -> str:
    return f"{' '.join(reform.describes.split())} A reform of: {regime.name}."[:LONGEST_TEXT]
