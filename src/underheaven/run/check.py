"""Documents checked together: each by itself, then regimes beside each other, over a society, and in a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underheaven.errors import DocumentError, Fault, NotYetError, RequestError
from underheaven.run.foresee import PILOT, Said, beside, misleading, refused, too_few, until_amended
from underheaven.run.names import check_document
from underheaven.run.reform import check_asks
from underheaven.run.study import plan_study, read_study
from underheaven.run.unread import unread_likeness
from underheaven.spec.cross import check_together
from underheaven.spec.document import Document
from underheaven.spec.read import read_society
from underheaven.spec.regime import Regime

MOST_REGIMES = 16
"""Regimes that one study holds."""


@dataclass(frozen=True)
class Run:
    """The run that a check looks ahead to.

    society: name or path, None where none is named. settings: of `plan_study`. pilot: persons; if
    None the usual ones over a society that is named, and none of a study, which costs no run then.
    """

    society: str | None = None
    settings: Mapping[str, Any] | None = None
    pilot: int | None = None
    engine: str = "auto"


def check_all(files: Sequence[str], run: Run) -> tuple[list[Document[Any]], list[Said]]:
    """Give the documents that are sound in themselves, and all that is said of them, the errors first.

    Raises RequestError where a name is unknown, or a society is named and no regime.
    """
    documents: list[Document[Any]] = []
    said: list[Said] = []
    studies: list[str] = []
    missing: list[tuple[str, RequestError]] = []
    for file in files:
        try:
            documents.append(check_document(file))
            studies += [file] if documents[-1].model.kind == "study" else []
        except DocumentError as error:
            said += refused(error)
        except RequestError as error:
            missing.append((file, error))
    if missing and not said:
        raise missing[0][1]
    gone = ("there is no such document", "Correct the path, or leave it out")
    said += [Said("error", Fault(file, "", " cannot be read", *gone)) for file, _ in missing]
    reforms = [document for document in documents if document.model.kind == "reform"]
    said += [Said("error", fault) for reform in reforms for fault in check_asks(reform)]
    regimes = [document for document in documents if document.model.kind == "regime"]
    said += beside(regimes)
    said += [one for regime in regimes for one in until_amended(regime)]
    if run.society is not None:
        said += _over(regimes, run, bool(said and said[0].level == "error"))
    said += [one for file in studies for one in _of_study(file, run)]
    order = ("error", "warning", "note")
    told = {(one.fault.where, one.fault.path) for one in said if one.level == "warning"}
    kept = [one for one in said if one.level != "note" or (one.fault.where, one.fault.path) not in told]
    return documents, sorted(dict.fromkeys(kept), key=lambda one: order.index(one.level))


def _over(regimes: Sequence[Document[Regime]], run: Run, faulty: bool) -> list[Said]:
    """Say what a run of regimes over the society named would refuse, and if nothing, what would mislead in it."""
    society = read_society(str(run.society))
    if not regimes and not faulty:
        raise RequestError(f"--society {run.society}: no regime is named to run over it. Name one, or leave it out.")
    errors = [Said("error", fault) for regime in regimes for fault in check_together(regime, society)]
    if errors or faulty:
        return errors
    said = unread_likeness(regimes, society)
    for first in range(0, len(regimes), MOST_REGIMES):
        part = regimes[first : first + MOST_REGIMES]
        study = plan_study(part, None, society, **(run.settings or {}))
        said += [one for regime in part for one in misleading(study, regime)]
        said += too_few(study, PILOT if run.pilot is None else run.pilot, run.engine)
    return said


def _of_study(file: str, run: Run) -> list[Said]:
    try:
        study = read_study(file)
    except NotYetError:
        return []
    said = [one for regime in study.worlds for one in (*misleading(study, regime), *until_amended(regime))]
    said += unread_likeness(study.worlds, study.society)
    return said + too_few(study, run.pilot or 0, run.engine)
