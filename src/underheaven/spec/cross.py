"""What a regime and a society must say about each other before they can meet: the names they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from underheaven.errors import Fault
from underheaven.spec.change import amended
from underheaven.spec.cross_grown import check_grown
from underheaven.spec.cross_society import categories_known, factors_known, reported_categories
from underheaven.spec.document import Document
from underheaven.spec.found import Found, as_faults, choose
from underheaven.spec.paths import Steps, show
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.spec.study import Study
from underheaven.spec.units import CONTEXTS


def check_together(regime: Document[Regime], society: Document[Society]) -> list[Fault]:
    """Return what the regime, as it starts and after each amendment, asks of a society that lacks it."""
    start = regime.model.model_copy(update={"amendments": []})
    found = meet(start, society.model)
    said = {(f.what, f.why) for f in found}
    for amendment in amended(regime.raw):
        later = Regime.model_validate(amendment.whole)
        new = [f for f in meet(later, society.model) if (f.what, f.why) not in said]
        found += [amendment.placed(f) for f in new]
        said |= {(f.what, f.why) for f in new}
    return as_faults(regime.where, regime.raw, found)


def check_side_by_side(regimes: Sequence[Document[Regime]]) -> list[Fault]:
    """Return the lists that have one name and two colours: results align the lists of worlds by their names.

    Each is told once for every regime that differs from the first with that name, where it differs first.
    """
    colours: dict[str, tuple[str, str]] = {}
    faults: list[Fault] = []
    for regime in regimes:
        told: set[str] = set()
        versions = [(None, regime.raw), *((change, change.whole) for change in amended(regime.raw))]
        for change, whole in versions:
            for i, rule in enumerate(Regime.model_validate({**whole, "amendments": []}).standing.lists):
                colour, where = colours.setdefault(rule.name, (rule.colour, regime.where))
                if colour == rule.colour or rule.name in told:
                    continue
                told.add(rule.name)
                found = Found(("standing", "lists", i, "colour"), f" = {show(rule.colour)}",
                              f"the list {show(rule.name)} is {show(colour)} in {where}, and worlds of one study are "
                              "aligned by the names of their lists",
                              "Give one of the two lists another name, or run the regimes apart")  # fmt: skip
                faults += as_faults(regime.where, regime.raw, [found if change is None else change.placed(found)])
    return faults


def meet(regime: Regime, society: Society) -> list[Found]:
    """Return what one regime asks of a society that lacks it: conduct, regions, categories, habits, the grown."""
    kinds = {kind.name: kind for kind in society.conduct}
    regions = [region.name for region in society.people.regions]
    habits = [habit.name for habit in society.habits]
    found = _names(("rollout", "regions"), regime.rollout.regions, regions, "region", society)
    unknown = categories_known(("applies_to",), regime.applies_to, society)
    found += unknown or check_grown(regime, society)
    found += factors_known(("consent", "factors"), regime.consent.factors, society)
    found += factors_known(("awareness_factors",), regime.awareness_factors, society)
    for i, channel in enumerate(regime.sensing.channels):
        steps: Steps = ("sensing", "channels", i)
        found += _names((*steps, "conduct"), channel.conduct, kinds, "conduct", society)
        found += _names((*steps, "regions"), channel.regions, regions, "region", society)
        for key, factors in _factors(channel.sensitivity_factors, channel.false_factors, channel.mistaken_factors):
            found += factors_known((*steps, key), factors, society)
    for i, rule in enumerate(regime.recording.rules):
        steps = ("recording", "rules", i)
        found += _names(steps, [rule.conduct], kinds, "conduct", society, ("conduct",))
        kind = kinds.get(rule.conduct)
        if rule.gap and society.people.traits.gaming_cost is None:
            found.append(Found((*steps, "gap"), " = true",
                               f"{society.name} does not say what it costs to buy off a record",
                               "Remove it, or choose a society with people.traits.gaming_cost"))  # fmt: skip
        if kind is not None and rule.removed_by_performance and kind.arises_from is None:
            found.append(Found((*steps, "removed_by_performance"), " = true",
                               f"{kind.name} arises from no debt in {society.name}, so nothing performs it",
                               "Remove it, or choose conduct that arises from a state"))  # fmt: skip
    passed = kinds.get(regime.association.contagion_conduct or "")
    if passed is not None and passed.prosocial:
        found.append(Found(("association", "contagion_conduct"), f" = {show(passed.name)}",
                           f"it is a good act in {society.name}, and being listed passes on nothing good",
                           "Name the rule of an adverse kind"))  # fmt: skip
    quota = kinds.get(regime.officials.quota_conduct or "")
    if quota is not None and quota.prosocial:
        found.append(Found(("officials", "quota_conduct"), f" = {show(quota.name)}",
                           f"it is a good act in {society.name}, and a quota is of adverse records",
                           "Choose another conduct, or remove the quota"))  # fmt: skip
    for i, denial in enumerate(regime.treatment.denials):
        found += _names(("treatment", "denials", i), [denial.habit], habits, "habit", society, ("habit",))
    return found + _published(regime, society)


def _published(regime: Regime, society: Society) -> list[Found]:
    """Return the published counts whose series is of a habit or a category that the society lacks."""
    known = {
        "cumulative_denied": ("habit", [habit.name for habit in society.habits]),
        "share_of_listed": ("category in its reporting groups", reported_categories(society)),
    }
    found = []
    for i, row in enumerate(regime.published):
        family, _, label = row.measure.partition(":")
        thing, names = known.get(family, ("", []))
        if thing and label.strip() not in names:
            found.append(Found(("published", i, "measure"), f" = {show(row.measure)}",
                               f"the society {society.name} has no such {thing}",
                               choose(row.measure, [f"{family}:{name}" for name in names],
                                      f"the society has no {thing} to name")))  # fmt: skip
    return found


def without_worth(regime: Document[Regime], society: Society) -> list[str]:
    """Return the contexts that a regime closes or adds to, at its start or later, and that the society gives no worth.

    Nothing is wrong with that, but nothing is booked there either.
    """
    versions = [regime.model, *(Regime.model_validate(a.whole) for a in amended(regime.raw))]
    touched = {effect.context for v in versions for effect in v.treatment.effects}
    touched |= {reward.context for v in versions for reward in v.treatment.rewards}
    return [context for context in CONTEXTS if context in touched and context not in society.contexts]


def check_study(study: Study) -> list[Found]:
    """Return what the parts of a study contradict each other in."""
    found = [
        Found(("regimes", i), f" = {show(name)}", "a world stands once in a study", "Remove one of the two")
        for i, name in enumerate(study.regimes)
        if name in study.regimes[:i]
    ]
    found += [
        Found(("exempt", i), f" = {place}", f"places are counted from 0 to {study.persons - 1}", "Name a place there")
        for i, place in enumerate(study.exempt)
        if place >= study.persons
    ]
    return found


def _factors(*tables: Mapping[str, Mapping[str, float]]) -> list[tuple[str, Mapping[str, Mapping[str, float]]]]:
    return list(zip(("sensitivity_factors", "false_factors", "mistaken_factors"), tables, strict=True))


def _names(
    steps: Steps,
    names: Sequence[str] | None,
    known: Sequence[str] | Mapping[str, object],
    thing: str,
    society: Society,
    key: Steps | None = None,
) -> list[Found]:
    """Return the names that the society lacks; ``key`` is the way to a single name, else they stand in a list."""
    return [
        Found((*steps, *(key or (i,))), f" = {show(name)}", f"the society {society.name} has no such {thing}",
              choose(name, known, f"the society has no {thing} to name"))
        for i, name in enumerate(names or [])
        if name not in known
    ]  # fmt: skip
