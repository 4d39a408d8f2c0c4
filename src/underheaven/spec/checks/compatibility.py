"""Checks of a regime against a society: every name that the regime uses exists in the society."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from underheaven.errors import Fault
from underheaven.spec.amendments.merging import apply_amendments
from underheaven.spec.checks.adult_coverage import check_adult_coverage
from underheaven.spec.checks.attributes import check_categories, check_factors, reported_categories
from underheaven.spec.document import Document
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.study import Study
from underheaven.spec.models.units import CONTEXTS
from underheaven.spec.problems import Problem, faults_from_problems, suggest_name


def check_together(regime: Document[Regime], society: Document[Society]) -> list[Fault]:
    """Return what a regime needs and a society lacks, at the start and after each amendment.

    Args:
        regime: the regime.
        society: the society that it is to govern.

    Returns:
        Faults of the regime, each reported once.
    """
    start = regime.model.model_copy(update={"amendments": []})
    problems = check_regime_in_society(start, society.model)
    known_problems = {(f.what, f.why) for f in problems}
    for amendment in apply_amendments(regime.raw):
        later = Regime.model_validate(amendment.regime_table)
        new = [f for f in check_regime_in_society(later, society.model) if (f.what, f.why) not in known_problems]
        problems += [amendment.relocate(f) for f in new]
        known_problems |= {(f.what, f.why) for f in new}
    return faults_from_problems(regime.where, regime.raw, problems)


def check_list_colours(regimes: Sequence[Document[Regime]]) -> list[Fault]:
    """Return lists with one name and different colours: results align the lists of scenarios by name.

    Args:
        regimes: the regimes of one study.

    Returns:
        One fault for each list and regime that differs from the first list of that name.
    """
    colours: dict[str, tuple[str, str]] = {}
    faults: list[Fault] = []
    for regime in regimes:
        reported: set[str] = set()
        versions = [(None, regime.raw), *((change, change.regime_table) for change in apply_amendments(regime.raw))]
        for change, regime_table in versions:
            for i, rule in enumerate(Regime.model_validate({**regime_table, "amendments": []}).standing.lists):
                colour, where = colours.setdefault(rule.name, (rule.colour, regime.where))
                if colour == rule.colour or rule.name in reported:
                    continue
                reported.add(rule.name)
                problem = Problem(
                    ("standing", "lists", i, "colour"),
                    f" = {show_value(rule.colour)}",
                    f"the list {show_value(rule.name)} is {show_value(colour)} in {where}, and scenarios of one study "
                    "are aligned by the names of their lists",
                    "Give one of the two lists another name, or run the regimes apart",
                )
                faults += faults_from_problems(
                    regime.where, regime.raw, [problem if change is None else change.relocate(problem)]
                )
    return faults


def check_regime_in_society(regime: Regime, society: Society) -> list[Problem]:
    """Return what one version of a regime needs and a society lacks: conduct, regions, categories, habits, adults."""
    kinds = {kind.name: kind for kind in society.conduct}
    regions = [region.name for region in society.people.regions]
    habits = [habit.name for habit in society.habits]
    problems = _check_names(("rollout", "regions"), regime.rollout.regions, regions, "region", society)
    unknown = check_categories(("applies_to",), regime.applies_to, society)
    problems += unknown or check_adult_coverage(regime, society)
    problems += check_factors(("consent", "factors"), regime.consent.factors, society)
    problems += check_factors(("awareness_factors",), regime.awareness_factors, society)
    for i, channel in enumerate(regime.sensing.channels):
        steps: PathSteps = ("sensing", "channels", i)
        problems += _check_names((*steps, "conduct"), channel.conduct, kinds, "conduct", society)
        problems += _check_names((*steps, "regions"), channel.regions, regions, "region", society)
        for key, factors in _factor_tables(channel.detection_factors, channel.false_factors, channel.mistaken_factors):
            problems += check_factors((*steps, key), factors, society)
    for i, rule in enumerate(regime.recording.rules):
        steps = ("recording", "rules", i)
        problems += _check_names(steps, [rule.conduct], kinds, "conduct", society, ("conduct",))
        kind = kinds.get(rule.conduct)
        if rule.evadable and society.people.traits.gaming_cost is None:
            problems.append(
                Problem(
                    (*steps, "evadable"),
                    " = true",
                    f"{society.name} does not say what it costs to buy off a record",
                    "Remove it, or choose a society with people.traits.gaming_cost",
                )
            )
        if kind is not None and rule.removed_by_performance and kind.arises_from is None:
            problems.append(
                Problem(
                    (*steps, "removed_by_performance"),
                    " = true",
                    f"{kind.name} arises from no debt in {society.name}, so nothing performs it",
                    "Remove it, or choose conduct that arises from a state",
                )
            )
    passed_kind = kinds.get(regime.association.contagion_conduct or "")
    if passed_kind is not None and passed_kind.prosocial:
        problems.append(
            Problem(
                ("association", "contagion_conduct"),
                f" = {show_value(passed_kind.name)}",
                f"it is a good act in {society.name}, and being listed passes on nothing good",
                "Name the rule of an adverse kind",
            )
        )
    quota = kinds.get(regime.officials.quota_conduct or "")
    if quota is not None and quota.prosocial:
        problems.append(
            Problem(
                ("officials", "quota_conduct"),
                f" = {show_value(quota.name)}",
                f"it is a good act in {society.name}, and a quota is of adverse records",
                "Choose another conduct, or remove the quota",
            )
        )
    for i, denial in enumerate(regime.treatment.denials):
        problems += _check_names(("treatment", "denials", i), [denial.habit], habits, "habit", society, ("habit",))
    return problems + _check_published(regime, society)


def _check_published(regime: Regime, society: Society) -> list[Problem]:
    """Return the published counts whose series needs a habit or a category that the society lacks."""
    known = {
        "cumulative_denied": ("habit", [habit.name for habit in society.habits]),
        "share_of_listed": ("category in its reporting groups", reported_categories(society)),
    }
    problems = []
    for i, row in enumerate(regime.published):
        family, _, label = row.measure.partition(":")
        thing, names = known.get(family, ("", []))
        if thing and label.strip() not in names:
            problems.append(
                Problem(
                    ("published", i, "measure"),
                    f" = {show_value(row.measure)}",
                    f"the society {society.name} has no such {thing}",
                    suggest_name(
                        row.measure, [f"{family}:{name}" for name in names], f"the society has no {thing} to name"
                    ),
                )
            )
    return problems


def unpriced_contexts(regime: Document[Regime], society: Society) -> list[str]:
    """Return the contexts that a regime affects and that have no value in the society.

    This is not a fault, but no loss or gain is counted in these contexts.

    Args:
        regime: the regime; all its versions count.
        society: the society that it governs.
    """
    versions = [regime.model, *(Regime.model_validate(a.regime_table) for a in apply_amendments(regime.raw))]
    touched = {effect.context for v in versions for effect in v.treatment.effects}
    touched |= {reward.context for v in versions for reward in v.treatment.rewards}
    return [context for context in CONTEXTS if context in touched and context not in society.contexts]


def check_study_parts(study: Study) -> list[Problem]:
    """Return the faults of a study that concern several of its keys."""
    problems = [
        Problem(("regimes", i), f" = {show_value(name)}", "a study has each scenario once", "Remove one of the two")
        for i, name in enumerate(study.regimes)
        if name in study.regimes[:i]
    ]
    problems += [
        Problem(
            ("exempt", i), f" = {person}", f"places are counted from 0 to {study.persons - 1}", "Name a place there"
        )
        for i, person in enumerate(study.exempt)
        if person >= study.persons
    ]
    return problems


def _factor_tables(*tables: Mapping[str, Mapping[str, float]]) -> list[tuple[str, Mapping[str, Mapping[str, float]]]]:
    return list(zip(("detection_factors", "false_factors", "mistaken_factors"), tables, strict=True))


def _check_names(
    steps: PathSteps,
    names: Sequence[str] | None,
    known: Sequence[str] | Mapping[str, object],
    thing: str,
    society: Society,
    key: PathSteps | None = None,
) -> list[Problem]:
    """Return the names that the society lacks; ``key`` is the path to a single name, else the names form a list."""
    return [
        Problem(
            (*steps, *(key or (i,))),
            f" = {show_value(name)}",
            f"the society {society.name} has no such {thing}",
            suggest_name(name, known, f"the society has no {thing} to name"),
        )
        for i, name in enumerate(names or [])
        if name not in known
    ]
