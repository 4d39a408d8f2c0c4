"""A study with its documents, which are read, checked against each other, and refused if the study cannot run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from underheaven.errors import DocumentError, Fault, NotYetError, RequestError
from underheaven.measure.calendar import FIRST_COUNTED_MONTH, months_from
from underheaven.run.checks.plan_settings import validate_plan
from underheaven.spec.checks.compatibility import check_list_colours, check_together
from underheaven.spec.document import Document
from underheaven.spec.io import document_reader
from underheaven.spec.io.document_origins import describe_origins
from underheaven.spec.io.toml_paths import quote_text
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.study import Study as Plan
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.problems import join_with_and

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook

Source = str | Path | Document[Any]
DEFAULT_SOCIETY = str(Plan.model_fields["society"].default)
"""The default society, if it has what the regimes require."""
FIRST_MONTH = "2000-01"
"""Label of the first month if neither the study nor a regime names one."""
M = TypeVar("M", bound=DocumentPart)


@dataclass(frozen=True)
class Study:
    """A plan and the documents it names, ready to run.

    Attributes:
        plan: The settings.
        regimes: One or more, in the order named.
        baseline: The baseline of a comparison, or None.
        society: The society.
        hooks: Mechanisms of the user's own, in every scenario.
    """

    plan: Plan
    regimes: tuple[Document[Regime], ...]
    baseline: Document[Regime] | None
    society: Document[Society]
    hooks: tuple[Hook, ...] = ()

    @property
    def scenarios(self) -> tuple[Document[Regime], ...]:
        """The regimes, then the baseline."""
        return self.regimes if self.baseline is None else (*self.regimes, self.baseline)

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios' short names: the files' names without folder and suffix."""
        return tuple(short_name(d) for d in self.scenarios)

    @property
    def start(self) -> str | None:
        """The first month observed in the calendar: the plan's, else the earliest start of a regime, else None."""
        starts = [d.model.start for d in self.scenarios if d.model.start is not None]
        return self.plan.start or min(starts, default=None)

    @property
    def mark(self) -> str:
        """A sentence on documents that did not ship, or that a shipped reform changed; empty if there are none."""
        return describe_origins([(document.where, document.text) for document in (*self.scenarios, self.society)])

    @property
    def is_aligned(self) -> bool:
        """Whether each regime is observed from its own first month, and these months differ."""
        differ = len({d.model.start for d in self.scenarios} - {None}) > 1
        return differ and self.plan.start is None and self.plan.align != "calendar"

    @property
    def starts(self) -> tuple[str | None, ...]:
        """The calendar month in which observation of each scenario begins; the study's, if a regime states none."""
        return tuple((d.model.start if self.is_aligned else None) or self.start for d in self.scenarios)

    @property
    def months(self) -> list[str]:
        """Labels of the months observed, counted from 0001-01 if the scenarios have different calendars."""
        return months_from(FIRST_COUNTED_MONTH if self.is_aligned else self.start or FIRST_MONTH, self.plan.months)


def resize_study(study: Study, persons: int, months: int) -> Study:
    """Return a study with other numbers of persons and months, and one replicate.

    Args:
        study: The study.
        persons: Persons, 4 or more.
        months: Observed months, 1 or more.
    """
    numbers = {"persons": persons, "months": months, "replicates": 1, "panel": min(study.plan.panel, persons)}
    return replace(study, plan=study.plan.model_copy(update=numbers))


def short_name(document: Document[Any]) -> str:
    """Return the name of a document in results: its file's, without folder and suffix."""
    return Path(document.where).stem


def read_study(name_or_path: str | Path) -> Study:
    """Return a study and every document that it names; paths in it are relative to its folder.

    Args:
        name_or_path: Name of a shipped study, or path.

    Raises:
        DocumentError: Documents have faults; all are listed.
        RequestError: A name is unknown.
    """
    document = document_reader.read_study(str(name_or_path))
    plan = document.model
    folder = Path(name_or_path).parent

    faults: list[Fault] = []

    def named(key: str, name: str, kind: Callable[[str], Document[M]]) -> Document[M] | None:
        try:
            return kind(_resolve_path(folder, name))
        except RequestError as error:
            raise RequestError(f"{document.where}, {key} = {quote_text(name)}: {error}") from None
        except DocumentError as error:
            faults.extend(fault for fault in error.faults if fault not in faults)
            return None

    regimes = [named(f"regimes[{n}]", name, document_reader.read_regime) for n, name in enumerate(plan.regimes)]
    baseline = None if plan.baseline is None else named("baseline", plan.baseline, document_reader.read_regime)
    society = named("society", plan.society, document_reader.read_society)
    if faults or society is None:
        raise DocumentError(faults)
    return assemble_study(plan, [regime for regime in regimes if regime is not None], baseline, society)


def plan_study(
    regimes: Sequence[Source], baseline: Source | None, society: Source | None = None, **settings: Any
) -> Study:
    """Return a study of documents and settings.

    Args:
        regimes: Names, paths or documents, 1 to 16.
        baseline: The baseline; None for no comparison.
        society: Name, path or document; if None, the first shipped society that has what the scenarios require.
        **settings: Fields of `spec.models.study.Study`.

    Raises:
        RequestError: A setting is out of range.
        DocumentError: A document has faults.
        NotYetError: This version does not support a setting.
    """
    if not regimes:
        raise RequestError("No regime is named. Name at least one: `underheaven list` shows those that ship.")
    labels: dict[str, Any] = {
        "regimes": [_source_label(r) for r in regimes],
        "baseline": None if baseline is None else _source_label(baseline),
        "society": DEFAULT_SOCIETY if society is None else _source_label(society),
    }
    plan, scenarios = validate_plan(labels | settings), [_resolve_regime(r) for r in regimes]
    baseline_document = None if baseline is None else _resolve_regime(baseline)
    if society is None:
        society = choose_society([*scenarios, *([] if baseline_document is None else [baseline_document])])
        plan = plan.model_copy(update={"society": society})
    return assemble_study(plan, scenarios, baseline_document, society)


def choose_society(scenarios: Sequence[Document[Regime]]) -> str:
    """Return the name of the first shipped society that has what the scenarios require, or the default society.

    The default society is tried first, then societies whose name begins a regime's name, then the others by name.

    Args:
        scenarios: The regimes and the baseline.
    """
    labels = [short_name(scenario) for scenario in scenarios]
    named = {name: any(label.startswith(name) for label in labels) for name in document_reader.shipped_names("society")}
    for name in sorted(named, key=lambda name: (name != DEFAULT_SOCIETY, not named[name], name)):
        society = document_reader.read_society(name)
        if not any(check_together(scenario, society) for scenario in scenarios):
            return name
    return DEFAULT_SOCIETY


def assemble_study(plan: Plan, regimes: Sequence[Source], baseline: Source | None, society: Source) -> Study:
    """Return a study of a validated plan; documents that are not yet read are read, and all are checked together.

    Args:
        plan: The settings.
        regimes: Names, paths or documents.
        baseline: The baseline, or None.
        society: Name, path or document.

    Raises:
        RequestError: Settings or names contradict each other.
        DocumentError: A document has faults.
        NotYetError: This version does not support a setting.
    """
    study = Study(
        plan,
        tuple(_resolve_regime(r) for r in regimes),
        None if baseline is None else _resolve_regime(baseline),
        society if isinstance(society, Document) else document_reader.read_society(str(society)),
    )
    _refuse_same_names(study)
    if plan.align == "start" and plan.start is not None:
        raise RequestError(
            f"start = {plan.start} and align = start: the one observes every regime from the same month, the other "
            "each from its own. Leave one of them out."
        )
    if len(plan.exempt) > 1:
        raise NotYetError(f"exempt = {plan.exempt}: one place at a time can be exempt in this version. Name one.")
    if plan.panel > plan.persons:
        raise RequestError(
            f"panel = {plan.panel:,}: a panel has at most {plan.persons:,} members, since each scenario has "
            f"{plan.persons:,} synthetic persons. Write {plan.persons:,} or less."
        )
    faults: list[Fault] = []
    for document in study.scenarios:
        faults += [f for f in check_together(document, study.society) if f not in faults]
    if faults:
        raise DocumentError(_with_hint(faults, study))
    faults = check_list_colours(study.scenarios)
    if faults:
        raise DocumentError(faults)
    return study


MAX_FAULTS_LISTED = 3
"""Faults of a society that are listed one by one if another shipped society has none."""


def _with_hint(faults: list[Fault], study: Study) -> list[Fault]:
    """Return the first faults, the last with a hint at the shipped societies that have what is required.

    If there is no such society, return all faults.
    """
    fitting = [
        name
        for name in document_reader.shipped_names("society")
        if not any(check_together(document, document_reader.read_society(name)) for document in study.scenarios)
    ]
    if not fitting:
        return faults
    listed_faults, more = faults[:MAX_FAULTS_LISTED], len(faults) - MAX_FAULTS_LISTED
    rest = f"{more:,} more like these are left out here. " if more > 0 else ""
    hint = (
        f"{listed_faults[-1].instead}. {rest}Shipped societies that have all that is required: {join_with_and(fitting)}"
    )
    return [*listed_faults[:-1], replace(listed_faults[-1], instead=hint)]


def _resolve_regime(source: Source) -> Document[Regime]:
    return source if isinstance(source, Document) else document_reader.read_regime(str(source))


def _source_label(source: Source) -> str:
    return source.where if isinstance(source, Document) else str(source)


def _resolve_path(folder: Path, name: str) -> str:
    local_path = folder / name
    return str(local_path) if name.endswith(".toml") and local_path.is_file() else name


def _refuse_same_names(study: Study) -> None:
    names, regime_names = study.names, [short_name(regime) for regime in study.regimes]
    for name in regime_names:
        if regime_names.count(name) == 1 and names.count(name) > 1:
            raise RequestError(
                f"{name} is also the baseline, which is none unless --baseline names another: each scenario needs a "
                "name of its own. Name another regime, or another baseline with --baseline."
            )
        if names.count(name) > 1:
            raise RequestError(
                f"{name} is named {names.count(name)} times: each scenario needs a name of its own. "
                "Name it once, or give the other document another file name."
            )
