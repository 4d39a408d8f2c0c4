"""Check documents: each by itself, then regimes together, over a society, and in a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underheaven.errors import DocumentError, Fault, NotYetError, RequestError
from underheaven.run.checks.diagnostics import (
    EVENT_PILOT_PERSONS,
    Diagnostic,
    faults_as_errors,
    find_amended_values,
    find_conflicts,
    find_misleading,
    find_rare_events,
)
from underheaven.run.checks.unused_parameters import find_unused_alike_share
from underheaven.run.document_lookup import read_and_check
from underheaven.run.options import EngineName
from underheaven.run.reform import check_asked_measures
from underheaven.run.study import plan_study, read_study
from underheaven.spec.checks.compatibility import check_together
from underheaven.spec.document import Document
from underheaven.spec.io.document_reader import read_society
from underheaven.spec.models.regime import Regime

MAX_REGIMES = 16
"""Most regimes in one study."""


@dataclass(frozen=True)
class PlannedRun:
    """The run that a check anticipates.

    Attributes:
        society: Name or path, or None.
        settings: Settings of `plan_study`.
        pilot: Persons of the pilot run; None means the default over a named society and no pilot run for a study.
        engine: Engine of the pilot run.
    """

    society: str | None = None
    settings: Mapping[str, Any] | None = None
    pilot: int | None = None
    engine: EngineName = "auto"


def check_documents(files: Sequence[str], run: PlannedRun) -> tuple[list[Document[Any]], list[Diagnostic]]:
    """Return the valid documents, and all diagnostics, errors first.

    Args:
        files: Names or paths of documents.
        run: The run that the check anticipates.

    Raises:
        RequestError: A name is unknown, or a society is named without a regime.
    """
    documents: list[Document[Any]] = []
    diagnostics: list[Diagnostic] = []
    studies: list[str] = []
    missing: list[tuple[str, RequestError]] = []
    for file in files:
        try:
            documents.append(read_and_check(file))
            studies += [file] if documents[-1].model.kind == "study" else []
        except DocumentError as error:
            diagnostics += faults_as_errors(error)
        except RequestError as error:
            missing.append((file, error))
    if missing and not diagnostics:
        raise missing[0][1]
    gone = ("there is no such document", "Correct the path, or leave it out")
    diagnostics += [Diagnostic("error", Fault(file, "", " cannot be read", *gone)) for file, _ in missing]
    reforms = [document for document in documents if document.model.kind == "reform"]
    diagnostics += [Diagnostic("error", fault) for reform in reforms for fault in check_asked_measures(reform)]
    regimes = [document for document in documents if document.model.kind == "regime"]
    diagnostics += find_conflicts(regimes)
    diagnostics += [diagnostic for regime in regimes for diagnostic in find_amended_values(regime)]
    if run.society is not None:
        diagnostics += _check_over_society(regimes, run, bool(diagnostics and diagnostics[0].level == "error"))
    diagnostics += [diagnostic for file in studies for diagnostic in _check_study_file(file, run)]
    order = ("error", "warning", "note")
    warned = {
        (diagnostic.fault.where, diagnostic.fault.path) for diagnostic in diagnostics if diagnostic.level == "warning"
    }
    selected = [
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.level != "note" or (diagnostic.fault.where, diagnostic.fault.path) not in warned
    ]
    return documents, sorted(dict.fromkeys(selected), key=lambda diagnostic: order.index(diagnostic.level))


def _check_over_society(regimes: Sequence[Document[Regime]], run: PlannedRun, faulty: bool) -> list[Diagnostic]:
    """Return why a run of regimes over the named society would be refused, or else what would mislead."""
    society = read_society(str(run.society))
    if not regimes and not faulty:
        raise RequestError(f"--society {run.society}: no regime is named to run over it. Name one, or leave it out.")
    errors = [Diagnostic("error", fault) for regime in regimes for fault in check_together(regime, society)]
    if errors or faulty:
        return errors
    diagnostics = find_unused_alike_share(regimes, society)
    for first in range(0, len(regimes), MAX_REGIMES):
        part = regimes[first : first + MAX_REGIMES]
        study = plan_study(part, None, society, **(run.settings or {}))
        diagnostics += [diagnostic for regime in part for diagnostic in find_misleading(study, regime)]
        diagnostics += find_rare_events(study, EVENT_PILOT_PERSONS if run.pilot is None else run.pilot, run.engine)
    return diagnostics


def _check_study_file(file: str, run: PlannedRun) -> list[Diagnostic]:
    try:
        study = read_study(file)
    except NotYetError:
        return []
    diagnostics = [
        diagnostic
        for regime in study.scenarios
        for diagnostic in (*find_misleading(study, regime), *find_amended_values(regime))
    ]
    diagnostics += find_unused_alike_share(study.scenarios, study.society)
    return diagnostics + find_rare_events(study, run.pilot or 0, run.engine)
