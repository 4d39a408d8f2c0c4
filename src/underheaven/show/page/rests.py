"""Which assumed number a finding rests on most directly: an explicit table, and no sensitivity that nobody ran."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from underheaven.show.page.assumptions import Assumption, assumptions_of
from underheaven.show.page.scene import Scene

TABLE: Mapping[str, tuple[str, ...]] = {
    "listed": ("sensing.channels.*.sensitivity", "sensing.channels.*.coverage"),
    "groups": ("livelihood.credit.need_factors.*.{category}", "conduct.*.factors.*.{category}",
               "sensing.channels.*.sensitivity"),
    "wrongly": ("sensing.channels.*.false_records_per_year", "sensing.channels.*.mistaken_identity",
                "livelihood.courts.error_per_year"),
    "until off": ("repair.correction", "repair.appeal.filed_wrongful", "amendments.*.recording.rules.*.months",
                  "recording.rules.*.months"),
    "split": ("livelihood.credit.unwilling_below", "livelihood.credit.unwilling"),
    "detriment": ("amendments.*.treatment.effects.*.{effect}.strength", "treatment.effects.*.{effect}.strength",
                  "contexts.{effect}.value"),
    "reward": ("treatment.rewards.*.strength", "contexts.{effect}.value"),
    "denied": ("treatment.denials.*.{habit}.share", "habits.{habit}.per_year"),
    "after listing": ("livelihood.courts.performs_with_detriment", "livelihood.jobs.find"),
    "refused": ("treatment.effects.*.credit.strength", "livelihood.credit.exploration"),
    "performed": ("livelihood.courts.performs_with_detriment",),
    "acts": ("opacity", "recording.rules.*.rumoured_weight", "response.learn_up"),
    "speech": ("conduct.*.imitation", "response.beliefs.speech.guilty"),
    "legitimacy": ("response.legitimacy_loss", "response.legitimacy_recovery"),
}  # fmt: skip
"""Finding to patterns of paths, most direct first; {names} are filled from the finding. The regime is searched first."""


@dataclass(frozen=True)
class Rest:
    """The assumption that a finding names: how it enters (``how``), and the number itself."""

    how: str
    assumption: Assumption


def rest_of(scene: Scene, world: str, finding: str, **names: str) -> Rest | None:
    """Gives the first assumed number with a range that a pattern of the finding fits, or None.

    names: what fills the patterns' braces.
    """
    known = [a for label in (world, "") for a in assumptions_of(scene, label)]
    for pattern in TABLE[finding]:
        filled = pattern.format(**names)
        for assumption in known:
            if fnmatchcase(assumption.path, filled) and assumption.low < assumption.high:
                return Rest("Rests most directly on", assumption)
    return None


def rest_at(scene: Scene, document: str, path: str, how: str) -> Rest | None:
    """Gives the assumed number at a path of the document that goes by this short name."""
    return next((Rest(how, a) for a in assumptions_of(scene, document) if a.path == path), None)
