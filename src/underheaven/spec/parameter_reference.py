"""The parameters of all document models in words: key, form, range, unit, default and meaning."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from underheaven.spec.models import units
from underheaven.spec.models.people import TraitDistribution
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_meanings import PARAMETER_MEANINGS

TYPE_FORMS = {
    "Share": "share",
    "OpenShare": "share",
    "PerYear": "times a year",
    "PerMonth": "chance a month",
    "MonthsOfIncome": "months of income",
    "Factor": "factor",
    "Weight": "weight",
    "Points": "points",
    "Months": "months",
    "Delay": "months",
    "Date": "month, as 2013-10",
    "Text": "text",
    "Name": "name",
    "SchemaVersion": "version",
}
"""Names in tables of the types of ``spec/models/units.py``."""
FORM_BY_TYPE = {repr(typing.get_args(getattr(units, name))[1]): form for name, form in TYPE_FORMS.items()}


@dataclass(frozen=True)
class Parameter:
    """One key of a part of a document, in words.

    Attributes:
        key: the key as written in TOML.
        form: the values allowed, with unit and range.
        unit: the form alone, such as ``chance a month``; empty where the type has none.
        default: value where the key is left out.
        required: whether it must be written.
        meaning: its purpose; empty for a part.
        part: model of the part below the key; None for a value.
        separator: how the keys of that part follow this key: ``.``, ``[].`` or ``.NAME.``.
    """

    key: str
    form: str
    unit: str
    default: str
    required: bool
    meaning: str
    part: type[DocumentPart] | None
    separator: str


@cache
def model_parameters(model: type[DocumentPart]) -> dict[str, Parameter]:
    """Return the parameters of a model by field name, in their order of declaration.

    Args:
        model: model of a part of a document.

    Raises:
        KeyError: a parameter has no meaning.
    """
    hints = typing.get_type_hints(model, include_extras=True)
    return {name: _build_parameter(model, name, field, hints[name]) for name, field in model.model_fields.items()}


def parameter_rows(
    model: type[DocumentPart], prefix: str, leave_out: frozenset[str] = frozenset()
) -> Iterator[tuple[str, ...]]:
    """Yield key, form, default and meaning of every parameter of a model, including nested parts.

    Args:
        model: model of a document or a part.
        prefix: text before each key.
        leave_out: keys of the model to skip.
    """
    for parameter in model_parameters(model).values():
        if parameter.key in leave_out:
            continue
        if parameter.part is not None:
            yield from parameter_rows(parameter.part, f"{prefix}{parameter.key}{parameter.separator}")
        else:
            yield f"{prefix}{parameter.key}", parameter.form, parameter.default, parameter.meaning


def _build_parameter(model: type[DocumentPart], name: str, field: FieldInfo, hint: Any) -> Parameter:
    key = field.alias or name
    part, separator = _part_below(hint)
    meaning = "" if part is not None else PARAMETER_MEANINGS.get(f"{model.__name__}.{key}") or _own_description(hint)
    if part is None and not meaning:
        raise KeyError(f"{model.__name__}.{key}: no meaning is written. Add it to spec/parameter_meanings.py.")
    form = "" if part is not None else _describe_form(hint)
    unit_names = [FORM_BY_TYPE[repr(i)] for i in _field_infos(hint) if repr(i) in FORM_BY_TYPE]
    return Parameter(
        key,
        form,
        unit_names[0] if unit_names else "",
        _describe_default(field),
        field.is_required(),
        meaning,
        part,
        separator,
    )


def _part_below(hint: Any) -> tuple[type[DocumentPart] | None, str]:
    """Return the part below a key, and how its keys are written after it."""
    hint = _strip_annotations(hint)
    if isinstance(hint, type) and issubclass(hint, DocumentPart):
        return (None, "") if hint is TraitDistribution else (hint, ".")
    if typing.get_origin(hint) in (list, dict):
        inner = _strip_annotations(typing.get_args(hint)[-1])
        if isinstance(inner, type) and issubclass(inner, DocumentPart):
            return inner, "[]." if typing.get_origin(hint) is list else ".NAME."
    return None, ""


def _strip_annotations(hint: Any) -> Any:
    """Return a type without annotations and without None."""
    if typing.get_origin(hint) is typing.Annotated:
        return _strip_annotations(typing.get_args(hint)[0])
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        non_null = [h for h in typing.get_args(hint) if h is not type(None)]
        return _strip_annotations(non_null[0]) if len(non_null) == 1 else hint
    return hint


def _field_infos(hint: Any) -> list[FieldInfo]:
    """Return the annotations of a type, innermost first."""
    if typing.get_origin(hint) is typing.Annotated:
        inner, *more = typing.get_args(hint)
        return [*_field_infos(inner), *(m for m in more if isinstance(m, FieldInfo))]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [info for h in typing.get_args(hint) for info in _field_infos(h)]
    return []


def _own_description(hint: Any) -> str:
    described = [i.description for i in _field_infos(hint) if i.description and repr(i) not in FORM_BY_TYPE]
    return described[-1] if described else ""


def _describe_form(hint: Any) -> str:
    if any(h is TraitDistribution for h in typing.get_args(hint)) or _strip_annotations(hint) is TraitDistribution:
        return "law"
    forms = [FORM_BY_TYPE[repr(i)] for i in _field_infos(hint) if repr(i) in FORM_BY_TYPE]
    return _describe_choices(hint) or " ".join(
        p for p in (forms[0] if forms else _plain_type(_strip_annotations(hint)), _describe_range(hint)) if p
    )


def _describe_choices(hint: Any) -> str:
    hint = _strip_annotations(hint)
    if hint == units.Context:
        return "a context"
    if typing.get_origin(hint) is typing.Literal:
        return " / ".join(str(a) for a in typing.get_args(hint))
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return " or ".join(_describe_form(h) for h in typing.get_args(hint))
    if typing.get_origin(hint) is list:
        return f"list of {_describe_form(typing.get_args(hint)[0])}"
    if typing.get_origin(hint) is dict:
        inner = typing.get_args(hint)[-1]
        if typing.get_origin(_strip_annotations(inner)) is list:
            of_contexts = _strip_annotations(typing.get_args(_strip_annotations(inner))[0]) == units.Context
            return "contexts by context" if of_contexts else "categories by attribute"
        return (
            "factors by category"
            if typing.get_origin(_strip_annotations(inner)) is dict
            else f"table of {_describe_form(inner)}"
        )
    return ""


def _plain_type(kind: Any) -> str:
    return {bool: "true / false", int: "whole number", float: "number", str: "text"}.get(kind, "table")


def _describe_range(hint: Any) -> str:
    limits = [m for info in _field_infos(hint) for m in info.metadata]
    low: Any = next((m.ge if isinstance(m, Ge) else m.gt for m in limits if isinstance(m, Ge | Gt)), None)
    high: Any = next((m.le if isinstance(m, Le) else m.lt for m in limits if isinstance(m, Le | Lt)), None)
    if low is None or high is None:
        return ""
    above = "above " if any(isinstance(m, Gt) for m in limits) else ""
    below = "below " if any(isinstance(m, Lt) for m in limits) else ""
    return f"{above}{int(low):,} to {below}{int(high):,}"


def _describe_default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default_factory is not None or field.default is None:
        return "none"
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
