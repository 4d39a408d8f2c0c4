"""Restore a study, its plan and documents, from the attributes of a result or an unfinished run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from underheaven.errors import ResultError, UnderheavenError
from underheaven.record.provenance import PLAN_ATTR, DocumentText, read_documents
from underheaven.run.hooks import refuse_hooks
from underheaven.run.study import Study, assemble_study
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, SOCIETY, read_document
from underheaven.spec.models.study import Study as Plan
from underheaven.text_escaping import flatten_text


def restore_study(attrs: Mapping[Any, Any], where: str) -> Study:
    """Return the study that produced a result, read from the documents in its attributes.

    Args:
        attrs: Attributes of the dataset.
        where: Name of the result, for errors.

    Raises:
        ResultError: The attributes hold no study, or one that this version cannot read.
    """
    refuse_hooks(attrs, where)
    texts = read_documents(attrs)
    if PLAN_ATTR not in attrs or len(texts) < 2:
        raise ResultError(f"{where}: it does not hold the study that made it. Run the study again with this version.")
    try:
        plan = Plan.model_validate_json(str(attrs[PLAN_ATTR]))
        *regimes, society = texts
        scenarios: list[Document[Any]] = [read_document(DERIVED_REGIME, _as_source(text)) for text in regimes]
        baseline = scenarios.pop() if plan.baseline is not None else None
        return assemble_study(plan, scenarios, baseline, read_document(SOCIETY, _as_source(society)))
    except (ValidationError, UnderheavenError) as error:
        raise ResultError(
            f"{where}: the study in it is not one that this version reads: {flatten_text(error)}. Run the study again."
        ) from error


def _as_source(text: DocumentText) -> DocumentFile:
    return DocumentFile(text.where, text.text.encode(), shipped=False)
