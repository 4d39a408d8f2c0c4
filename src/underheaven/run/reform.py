"""A regime and its reforms as one study: the same people under each reform, under the regime, and under none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import DocumentError, Fault, RequestError
from underheaven.measure.inference.sample_size import EVENT_LABELS, MIN_EVENTS, TARGET_EVENTS, count_events
from underheaven.measure.reform_effects import ORDERING_MEASURES
from underheaven.run.study import Study, choose_society, plan_study
from underheaven.spec.amendments.regime_writer import regime_states
from underheaven.spec.document import Document
from underheaven.spec.io import document_reader
from underheaven.spec.io.toml_paths import show_value
from underheaven.spec.models.reform import Reform
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.problems import suggest_name
from underheaven.spec.reforms.reform_questions import measures_asked
from underheaven.spec.reforms.reformed_regime import harsher_fault, harsher_in_any_month, reform_regime

if TYPE_CHECKING:
    import xarray as xr

MAX_REFORM_MONTHS = 60
"""Most months simulated for the reforms of an audited result."""
MIN_REFORM_PERSONS = 3_000
"""Fewest persons simulated for them, if the result has that many."""
MAX_REFORMED_REGIMES = 3
"""Most regimes of a study for which the reforms are simulated."""

NO_REGIME_SCENARIO = "none"
NO_EFFECT_TEXT = "has nothing to act on"
Source = str | Path | Document[Any]


def plan_reforms(
    regime: Source,
    only: Sequence[str] = (),
    further: Sequence[str | Path] = (),
    society: Source | None = None,
    **settings: Any,
) -> Study:
    """Return the study of a regime under shipped and further reforms, with no regime, and unchanged as the baseline.

    A shipped reform that does not apply to the regime is left out, and the study's description says so.

    Args:
        regime: Name, path or document.
        only: Names of reforms; if empty, all that ship. It may name a further reform, to leave out those that ship.
        further: Reforms by name or path, all simulated; one that does not apply is refused.
        society: Name, path or document; if None, the first shipped society that has what the regime requires.
        **settings: Fields of `spec.models.study.Study`.

    Raises:
        RequestError: A reform is unknown or has nothing to act on.
        DocumentError: A document has faults.
    """
    document = resolve_regime(regime)
    society_document = resolve_society(society, document)
    plan_study(
        [document], None, society_document, **settings
    )  # says in sentences what is wrong before anything is tried
    own = {Path(name).stem for name in further}
    shipped = [name for name in only if name not in own]
    scenarios, left_out = (
        _apply_shipped_reforms(document, society_document.model, shipped) if shipped or not only else ([], {})
    )
    for name in further:
        found = document_reader.read_reform(name)
        _refuse_unknown_measures(found)
        changed = reform_regime(found, document, society_document.model)
        if changed is None:
            raise RequestError(f"--with {name}: this reform {NO_EFFECT_TEXT} in {document.where}. Leave it out.")
        scenarios.append(changed)
    if not scenarios:
        raise RequestError(f"{document.where}: no reform has anything to act on in it. Name another regime.")
    label = Path(document.where).stem
    description = {"name": f"Reforms of {label}"[:60], "describes": _describe_reforms(label, scenarios, left_out)}
    no_regime = [] if label == NO_REGIME_SCENARIO else [document_reader.read_regime(NO_REGIME_SCENARIO)]
    return plan_study([*scenarios, *no_regime], document, society_document, **description, **settings)


def refuse_harsher(study: Study) -> None:
    """Raise DocumentError if a reform in a study is harsher than the study's baseline in any respect.

    Reforms are ordered by their effects only after this check, also for results made in another way.

    Args:
        study: A study of `plan_reforms`.
    """
    if study.baseline is None:
        return
    states_before, faults = regime_states(study.baseline), []
    for scenario in study.regimes:
        if Path(scenario.where).stem != NO_REGIME_SCENARIO:
            where = f"{Path(scenario.where).stem} as a reform of {Path(study.baseline.where).stem}"
            places = harsher_in_any_month(study.baseline, states_before, scenario, study.society.model)
            faults += [harsher_fault(where, place) for place in places]
    if faults:
        raise DocumentError(faults)


@dataclass(frozen=True)
class ReformSet:
    """The reforms of one regime of a result, over as many persons as their questions need.

    Attributes:
        study: The study of the reforms.
        rarest: The measure that sets the number of persons, or None.
        short: Measures too rare to be compared at any size of the result.
    """

    study: Study
    rarest: str | None
    short: tuple[str, ...]

    @property
    def person_months(self) -> int:
        """Person-months to simulate."""
        return study_person_months(self.study)


def plan_reform_sets(study: Study, result: xr.Dataset) -> dict[str, ReformSet]:
    """Return the shipped reforms of each regime of a study, by name, over as many persons as their questions need.

    Persons suffice for ``TARGET_EVENTS`` events of every measure the reforms ask about, at the rate observed in the
    result, and do not exceed the result's. A measure with fewer than ``MIN_EVENTS`` expected events sets no size.
    A regime to which no reform applies is left out, and all are if there are more than ``MAX_REFORMED_REGIMES``.

    Args:
        study: The study of the result.
        result: Its dataset.
    """
    reform_sets: dict[str, ReformSet] = {}
    for scenario, largest in largest_reform_studies(study).items():
        persons, rarest, too_rare = _choose_persons(result, scenario, largest)
        sized = replace(largest, plan=largest.plan.model_copy(update={"persons": persons}))
        reform_sets[scenario] = ReformSet(sized, rarest, too_rare)
    return reform_sets


def largest_reform_studies(study: Study) -> dict[str, Study]:
    """Return the shipped reforms of each regime of a study, by name, over as many persons as the study has.

    This is the largest set that `plan_reform_sets` returns for any result; the same regimes are left out.

    Args:
        study: The study to be audited.
    """
    plan = study.plan
    shared: dict[str, Any] = {
        "months": min(plan.months, MAX_REFORM_MONTHS),
        "replicates": plan.replicates,
        "seed": plan.seed,
        "persons": plan.persons,
    }
    found: dict[str, Study] = {}
    for regime, start in (
        zip(study.regimes, study.starts, strict=False) if len(study.regimes) <= MAX_REFORMED_REGIMES else ()
    ):
        with suppress(RequestError, DocumentError):  # no reform applies to it
            found[Path(regime.where).stem] = plan_reforms(regime, society=study.society, start=start, **shared)
    return found


def study_person_months(study: Study) -> int:
    """Return the person-months of a study: one burn-in per replicate, and the months of every scenario."""
    plan = study.plan
    months = study.society.model.burn_in_months + plan.months * len(study.scenarios)
    return plan.replicates * plan.persons * months


def compared_measures(study: Study) -> list[str]:
    """Return the names of the measures that order reforms and of those that the study's reforms ask about."""
    own = [name for names in measures_asked(study.names).values() for name in names]
    return list(dict.fromkeys([*ORDERING_MEASURES, *own]))


def _choose_persons(result: xr.Dataset, scenario: str, study: Study) -> tuple[int, str | None, tuple[str, ...]]:
    """Return persons per replicate, the measure that requires the most persons, and the measures that are too rare."""
    plan = study.plan
    share = plan.months / result.sizes["month"]
    max_persons, wanted, too_rare = plan.persons, dict[str, int](), []
    for name in compared_measures(study):
        n_events = count_events(result, name, scenario, NO_REGIME_SCENARIO) * share
        if n_events < MIN_EVENTS:
            too_rare.append(name)
        else:
            wanted[name] = min(max_persons, ceil(max_persons * TARGET_EVENTS / n_events))
    rarest = max(wanted, key=lambda name: wanted[name], default=None)
    persons = min(max_persons, max(MIN_REFORM_PERSONS, wanted[rarest] if rarest else 0))
    return persons, rarest, tuple(too_rare)


def resolve_regime(regime: Source) -> Document[Regime]:
    """Return a regime, read if it is given by name or path."""
    return regime if isinstance(regime, Document) else document_reader.read_regime(regime)


def resolve_society(society: Source | None, regime: Document[Regime]) -> Document[Society]:
    """Return a society, read if it is given by name or path; if None, the first shipped one that suits the regime."""
    if isinstance(society, Document):
        return society
    return document_reader.read_society(choose_society([regime]) if society is None else society)


def check_asked_measures(reform: Document[Reform]) -> list[Fault]:
    """Return a fault for each measure that a reform asks about and that counts no events."""
    return [
        Fault(
            reform.where,
            f"asks[{n}]",
            f" = {show_value(name)}",
            "this is no measure whose events can be counted",
            suggest_name(name, list(EVENT_LABELS)),
        )
        for n, name in enumerate(reform.model.asks)
        if name not in EVENT_LABELS
    ]


def _refuse_unknown_measures(reform: Document[Reform]) -> None:
    """Raise DocumentError if a reform asks about a measure that counts no events."""
    faults = check_asked_measures(reform)
    if faults:
        raise DocumentError(faults)


def _apply_shipped_reforms(
    regime: Document[Regime], society: Society, only: Sequence[str]
) -> tuple[list[Document[Regime]], dict[str, str]]:
    """Return the regime under each shipped reform that applies, and by name why the others are left out."""
    shipped = document_reader.shipped_names("reform")
    for name in only:
        if name not in shipped:
            raise RequestError(f"--only {name}: no reform of that name ships. {suggest_name(name, shipped)}.")
    scenarios, left_out, states_before = [], {}, regime_states(regime)
    for name in only or shipped:
        found = document_reader.read_reform(name)
        try:
            changed = reform_regime(found, regime, society, states_before)
        except DocumentError as error:
            left_out[name] = f"cannot be had in this regime: {error.faults[0]}"
            continue
        if changed is None:
            left_out[name] = NO_EFFECT_TEXT
        else:
            scenarios.append(changed)
    return scenarios, left_out


def _describe_reforms(label: str, scenarios: Sequence[Document[Regime]], left_out: dict[str, str]) -> str:
    """Return the study's description, which names the reforms left out, so that a result on disk names them."""
    reform_names = ", ".join(Path(scenario.where).stem for scenario in scenarios)
    description = (
        f"What each of these reforms, given and not searched for, changes in the model of {label}: {reform_names}."
    )
    if left_out:
        description += (
            " Left out: " + "; ".join(f"{name}, which {why.rstrip('.')}" for name, why in left_out.items()) + "."
        )
    return description[:4000]
