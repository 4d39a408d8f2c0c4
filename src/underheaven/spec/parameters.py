"""The parameters of the documents' models: key, form and range, unit, default, meaning, as tables and comments say."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from underheaven.spec import units
from underheaven.spec.meanings import MEANINGS
from underheaven.spec.people import Law
from underheaven.spec.units import Part

FORMS = {
    "Share": "share", "OpenShare": "share", "PerYear": "times a year", "PerMonth": "chance a month",
    "MonthsOfIncome": "months of income", "Factor": "factor", "Weight": "weight", "Points": "points",
    "Months": "months", "Delay": "months", "Date": "month, as 2013-10", "Text": "text", "Name": "name",
    "SchemaVersion": "version",
}  # fmt: skip
"""How the types of ``spec/units.py`` are called in a table."""
ALIASES = {repr(typing.get_args(getattr(units, name))[1]): form for name, form in FORMS.items()}


@dataclass(frozen=True)
class Parameter:
    """One key of a part of a document, in words.

    key: as it is written. form: what may stand there, with its unit and range. unit: the form alone, such as
    ``chance a month``; empty where the type has none. default, required: what holds where it is left out.
    meaning: what it is for; empty for a part. part, between: the part below the key, and how its keys are written
    after it.
    """

    key: str
    form: str
    unit: str
    default: str
    required: bool
    meaning: str
    part: type[Part] | None
    between: str


@cache
def parameters(model: type[Part]) -> dict[str, Parameter]:
    """Return the parameters of a model by the name of their field, in the order in which they are declared.

    Raises KeyError for one that says nothing of itself.
    """
    hints = typing.get_type_hints(model, include_extras=True)
    return {name: _parameter(model, name, field, hints[name]) for name, field in model.model_fields.items()}


def rows(model: type[Part], prefix: str, leave_out: frozenset[str] = frozenset()) -> Iterator[tuple[str, ...]]:
    """Yield key, form, default and meaning of every parameter of a model, parts of parts included.

    leave_out: keys of the model that stand on another page.
    """
    for one in parameters(model).values():
        if one.key in leave_out:
            continue
        if one.part is not None:
            yield from rows(one.part, f"{prefix}{one.key}{one.between}")
        else:
            yield f"{prefix}{one.key}", one.form, one.default, one.meaning


def _parameter(model: type[Part], name: str, field: FieldInfo, hint: Any) -> Parameter:
    key = field.alias or name
    part, between = _part(hint)
    meaning = "" if part is not None else MEANINGS.get(f"{model.__name__}.{key}") or _own_words(hint)
    if part is None and not meaning:
        raise KeyError(f"{model.__name__}.{key}: no meaning is written. Add it to spec/meanings.py.")
    form = "" if part is not None else _form(hint)
    units_said = [ALIASES[repr(i)] for i in _infos(hint) if repr(i) in ALIASES]
    return Parameter(key, form, units_said[0] if units_said else "", _default(field), field.is_required(), meaning,
                     part, between)  # fmt: skip


def _part(hint: Any) -> tuple[type[Part] | None, str]:
    """Return the part below a key, and how its keys are written after it."""
    hint = _bare(hint)
    if isinstance(hint, type) and issubclass(hint, Part):
        return (None, "") if hint is Law else (hint, ".")
    if typing.get_origin(hint) in (list, dict):
        inner = _bare(typing.get_args(hint)[-1])
        if isinstance(inner, type) and issubclass(inner, Part):
            return inner, "[]." if typing.get_origin(hint) is list else ".NAME."
    return None, ""


def _bare(hint: Any) -> Any:
    """Return a type without annotations and without None."""
    if typing.get_origin(hint) is typing.Annotated:
        return _bare(typing.get_args(hint)[0])
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        some = [h for h in typing.get_args(hint) if h is not type(None)]
        return _bare(some[0]) if len(some) == 1 else hint
    return hint


def _infos(hint: Any) -> list[FieldInfo]:
    """Return what annotates a type, from the inside out."""
    if typing.get_origin(hint) is typing.Annotated:
        inner, *more = typing.get_args(hint)
        return [*_infos(inner), *(m for m in more if isinstance(m, FieldInfo))]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [info for h in typing.get_args(hint) for info in _infos(h)]
    return []


def _own_words(hint: Any) -> str:
    described = [i.description for i in _infos(hint) if i.description and repr(i) not in ALIASES]
    return described[-1] if described else ""


def _form(hint: Any) -> str:
    if any(h is Law for h in typing.get_args(hint)) or _bare(hint) is Law:
        return "law"
    forms = [ALIASES[repr(i)] for i in _infos(hint) if repr(i) in ALIASES]
    return _choices(hint) or " ".join(p for p in (forms[0] if forms else _plain(_bare(hint)), _range(hint)) if p)


def _choices(hint: Any) -> str:
    hint = _bare(hint)
    if hint == units.Context:
        return "a context"
    if typing.get_origin(hint) is typing.Literal:
        return " / ".join(str(a) for a in typing.get_args(hint))
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return " or ".join(_form(h) for h in typing.get_args(hint))
    if typing.get_origin(hint) is list:
        return f"list of {_form(typing.get_args(hint)[0])}"
    if typing.get_origin(hint) is dict:
        inner = typing.get_args(hint)[-1]
        if typing.get_origin(_bare(inner)) is list:
            of_contexts = _bare(typing.get_args(_bare(inner))[0]) == units.Context
            return "contexts by context" if of_contexts else "categories by attribute"
        return "factors by category" if typing.get_origin(_bare(inner)) is dict else f"table of {_form(inner)}"
    return ""


def _plain(kind: Any) -> str:
    return {bool: "true / false", int: "whole number", float: "number", str: "text"}.get(kind, "table")


def _range(hint: Any) -> str:
    limits = [m for info in _infos(hint) for m in info.metadata]
    low: Any = next((m.ge if isinstance(m, Ge) else m.gt for m in limits if isinstance(m, Ge | Gt)), None)
    high: Any = next((m.le if isinstance(m, Le) else m.lt for m in limits if isinstance(m, Le | Lt)), None)
    if low is None or high is None:
        return ""
    above = "above " if any(isinstance(m, Gt) for m in limits) else ""
    below = "below " if any(isinstance(m, Lt) for m in limits) else ""
    return f"{above}{int(low):,} to {below}{int(high):,}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default_factory is not None or field.default is None:
        return "none"
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
