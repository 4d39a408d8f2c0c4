"""From what a result or an unfinished run keeps of its study, back to the study: its plan and its documents in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from underheaven.errors import ResultError, UnderheavenError
from underheaven.record.provenance import PLAN, DocumentText, documents_of
from underheaven.run.hooks import refuse_hooks
from underheaven.run.study import Study, assemble_study
from underheaven.spec.document import Document
from underheaven.spec.read import DERIVED, SOCIETY, read_source
from underheaven.spec.shipped import Source
from underheaven.spec.study import Study as Plan
from underheaven.texts import flat


def study_of(attrs: Mapping[Any, Any], where: str) -> Study:
    """Returns the study that a result was made from, read from the documents in its attributes.

    attrs: attributes of a dataset. where: the result's name, for errors.
    Raises ResultError where it does not hold its study, or holds one that this version does not read.
    """
    refuse_hooks(attrs, where)
    texts = documents_of(attrs)
    if PLAN not in attrs or len(texts) < 2:
        raise ResultError(f"{where}: it does not hold the study that made it. Run the study again with this version.")
    try:
        plan = Plan.model_validate_json(str(attrs[PLAN]))
        *regimes, society = texts
        worlds: list[Document[Any]] = [read_source(DERIVED, _source(text)) for text in regimes]
        against = worlds.pop() if plan.against is not None else None
        return assemble_study(plan, worlds, against, read_source(SOCIETY, _source(society)))
    except (ValidationError, UnderheavenError) as error:
        raise ResultError(
            f"{where}: the study in it is not one that this version reads: {flat(error)}. Run the study again."
        ) from error


def _source(text: DocumentText) -> Source:
    return Source(text.where, text.text.encode(), shipped=False)
