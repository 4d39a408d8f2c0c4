"""When an option has no effect: a table of every option of every command.

If only the documents make an option idle, the command prints a warning and continues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from underheaven.errors import UnderheavenError


@dataclass(frozen=True)
class Invocation:
    """A parsed command line. values: of all parameters, by name. given: names of those written explicitly."""

    values: Mapping[str, Any]
    given: frozenset[str]

    @property
    def regimes(self) -> tuple[str, ...]:
        """The arguments that name regimes, a study or a result."""
        named = self.values.get("regimes", self.values.get("regime", ()))
        return named if isinstance(named, tuple) else () if named is None else (named,)

    @property
    def names_result(self) -> bool:
        """Whether a result is named."""
        from underheaven.run.results import is_result

        return any(is_result(word) for word in (*self.regimes, *self.values.get("of", ())))

    @property
    def names_study(self) -> bool:
        """Whether a study is named, which fixes the settings of the run."""
        from underheaven.run.document_lookup import document_kind

        return len(self.regimes) == 1 and not self.names_result and document_kind(self.regimes[0]) == "study"

    @property
    def includes_study(self) -> bool:
        """Whether a study is among the files to check."""
        from underheaven.run.document_lookup import document_kind

        return any(document_kind(file) == "study" for file in self.values["files"])


@dataclass(frozen=True)
class NoEffect:
    """One way in which an option has no effect.

    applies: whether this is the case. reason: the message after the option's name. is_warning: whether the command
    continues.
    """

    applies: Callable[[Invocation], bool]
    reason: str
    is_warning: bool = False


NoEffectCases = tuple[NoEffect, ...]
ALWAYS_EFFECTIVE: NoEffectCases = ()
"""For an option that always has an effect."""


def has_one_calendar(invocation: Invocation) -> bool:
    """Return whether the regimes named begin in the same month, so that there is nothing to align."""
    from underheaven.spec.io.document_reader import read_regime

    baseline = None if invocation.values.get("alone") else invocation.values.get("baseline", "none")
    if invocation.names_study or invocation.names_result:
        return False
    try:
        named = [read_regime(name) for name in (*invocation.regimes, *([baseline] if baseline else []))]
    except UnderheavenError:
        return False  # the command reports what is wrong with them
    return len({regime.model.start for regime in named} - {None}) < 2


def option_given(name: str) -> Callable[[Invocation], bool]:
    """Return a test whether an option was given."""
    return lambda invocation: bool(invocation.values.get(name))


def option_missing(name: str) -> Callable[[Invocation], bool]:
    """Return a test whether an option was left out."""
    return lambda invocation: not invocation.values.get(name)


FIXED = NoEffect(
    lambda invocation: invocation.names_study,
    "is given beside a study, which fixes it. Change it in the study, or leave it out.",
)
RESULT_DONE = NoEffect(
    lambda invocation: invocation.names_result,
    "is a setting for a run, but this result is already complete. Leave it out, or give regimes instead of the result.",
)
NO_OUTPUT_FILE = NoEffect(
    option_missing("out"),
    "sets how often a run saves its progress, but progress is saved only with --out. "
    "Name a file with --out, or leave it out.",
)
NO_PANEL = NoEffect(
    option_missing("out"),
    "records persons month by month in the result, but without --out no result is kept. "
    "Name a file with --out, or leave it out.",
)
NO_SAMPLES = NoEffect(
    option_missing("ranges"), "is the number of parameter samples, but --no-ranges runs none. Leave one of the two out."
)
ONE_THREAD = NoEffect(
    lambda invocation: invocation.values.get("engine") == "plain" and invocation.values.get("threads") != 1,
    "is for the compiled engine; --engine plain, the interpreted reference, runs on one thread. Leave one of the two "
    "out.",
)
NO_RUN = NoEffect(
    option_given("only_list"), "applies only when cases are run, but --list runs none. Leave one of the two out."
)
NO_PILOT = NoEffect(
    lambda invocation: (
        invocation.values.get("pilot") == 0
        or (invocation.values.get("society") is None and not invocation.includes_study)
    ),
    "applies only to the pilot, and none is run: a pilot needs a study or --society, and more than 0 persons. Leave it "
    "out.",
)
NO_STUDY = NoEffect(
    lambda invocation: invocation.values.get("society") is None and not invocation.includes_study,
    "sets the size of a pilot, which needs a study or --society. Name one, or leave it out.",
)
STUDY_PILOT = NoEffect(
    lambda invocation: (
        invocation.values.get("society") is None and invocation.includes_study and not invocation.values.get("pilot")
    ),
    "applies only to the pilot, and a study gets one only with --pilot. Write --pilot NUMBER, or leave it out.",
)
ALIGNED = NoEffect(
    has_one_calendar, "has no effect here: the regimes compared begin in the same month, or state none.", True
)
ONE_REGIME = NoEffect(
    lambda invocation: not invocation.names_study,
    "has no effect on a single regime: there is no other to align with. Leave it out, or use `compare`.",
)
NOT_FORECAST = NoEffect(
    lambda invocation: True, "has no effect on a forecast: checkpoints take a small part of a run.", True
)
ROWS_ALONE = NoEffect(
    option_given("as_json"), "prints text, and --json prints rows and nothing else. Leave one of the two out."
)

STUDY_OPTIONS: Mapping[str, NoEffectCases] = dict.fromkeys(
    ("society", "persons", "months", "start", "seed", "replicates"), (FIXED,)
)
PRINT_OPTIONS: Mapping[str, NoEffectCases] = {"quiet": ALWAYS_EFFECTIVE, "as_json": ALWAYS_EFFECTIVE}
ENGINE_OPTIONS: Mapping[str, NoEffectCases] = {"threads": (ONE_THREAD,), "engine": ALWAYS_EFFECTIVE}
OUTPUT_OPTIONS: Mapping[str, NoEffectCases] = {"out": ALWAYS_EFFECTIVE, "checkpoint_every": (NO_OUTPUT_FILE,)}
RUN_OPTIONS: Mapping[str, NoEffectCases] = {
    **STUDY_OPTIONS,
    **PRINT_OPTIONS,
    **ENGINE_OPTIONS,
    **OUTPUT_OPTIONS,
    "align": (FIXED, ALIGNED),
    "panel": (FIXED, NO_PANEL),
    "ranges": ALWAYS_EFFECTIVE,
    "samples": (NO_SAMPLES,),
}
REGIME_OPTIONS: Mapping[str, NoEffectCases] = dict.fromkeys(
    ("society", "persons", "months", "start", "seed", "replicates"), ALWAYS_EFFECTIVE
)
"""Options of the population, for a command that takes a regime and no study."""

OPTIONS: Mapping[str, Mapping[str, NoEffectCases]] = {
    "run": {**RUN_OPTIONS, "hooks": ALWAYS_EFFECTIVE, "align": (FIXED, ONE_REGIME)},
    "compare": {**RUN_OPTIONS, "hooks": ALWAYS_EFFECTIVE, "baseline": (FIXED,), "html": ALWAYS_EFFECTIVE},
    "audit": {
        **RUN_OPTIONS,
        "baseline": (FIXED,),
        "path": ALWAYS_EFFECTIVE,
        "with_reforms": ALWAYS_EFFECTIVE,
        "ranges": (RESULT_DONE,),
        "checkpoint_every": (RESULT_DONE, NO_OUTPUT_FILE),
        "panel": (FIXED, RESULT_DONE, NO_PANEL),
        "samples": (RESULT_DONE, NO_SAMPLES),
    },
    "forecast": {
        **RUN_OPTIONS,
        "baseline": (FIXED,),
        "alone": (FIXED,),
        "seconds": ALWAYS_EFFECTIVE,
        "panel": (FIXED,),
        "checkpoint_every": (NOT_FORECAST,),
    },
    "resume": {**ENGINE_OPTIONS, **PRINT_OPTIONS, "checkpoint_every": ALWAYS_EFFECTIVE, "hooks": ALWAYS_EFFECTIVE},
    "reform": {
        **REGIME_OPTIONS,
        **ENGINE_OPTIONS,
        **OUTPUT_OPTIONS,
        **PRINT_OPTIONS,
        "engine": (RESULT_DONE,),
        "checkpoint_every": (RESULT_DONE, NO_OUTPUT_FILE),
        "only": ALWAYS_EFFECTIVE,
        "further": ALWAYS_EFFECTIVE,
    },
    "attribute": {**REGIME_OPTIONS, **ENGINE_OPTIONS, **PRINT_OPTIONS, "measures": ALWAYS_EFFECTIVE},
    "sensitivity": {
        **dict.fromkeys(("baseline", "society", "months", "start", "seed"), (FIXED,)),
        **PRINT_OPTIONS,
        "align": (FIXED, ALIGNED),
        "persons": ALWAYS_EFFECTIVE,
        "samples": ALWAYS_EFFECTIVE,
        "measures": ALWAYS_EFFECTIVE,
        "threads": ALWAYS_EFFECTIVE,
    },
    "patterns": {**PRINT_OPTIONS, "samples": ALWAYS_EFFECTIVE, "threads": ALWAYS_EFFECTIVE},
    "life": {
        **dict.fromkeys(("baseline", "society", "persons", "months", "start", "seed"), (FIXED,)),
        **ENGINE_OPTIONS,
        **PRINT_OPTIONS,
        **dict.fromkeys(("regime", "worst", "median", "wrongly_listed", "replicate", "out"), ALWAYS_EFFECTIVE),
    },
    "verify": {
        **dict.fromkeys(("cases", "settings", "engine", "seed", "seeds", "thorough", "page", "quiet"), (NO_RUN,)),
        "only_list": ALWAYS_EFFECTIVE,
        "as_json": ALWAYS_EFFECTIVE,
    },
    "check": {
        **dict.fromkeys(("society", "persons", "months", "replicates", "start", "as_json"), ALWAYS_EFFECTIVE),
        "pilot": (NO_STUDY,),
        "engine": (NO_PILOT, STUDY_PILOT),
    },
    "show": {
        **dict.fromkeys(("by", "over_time", "ledger", "related", "html", "as_json"), ALWAYS_EFFECTIVE),
        "month": (ROWS_ALONE,),
    },
    "new": dict.fromkeys(("name", "original", "out"), ALWAYS_EFFECTIVE),
    "diff": {"sources": ALWAYS_EFFECTIVE, "as_json": ALWAYS_EFFECTIVE},
    "export": dict.fromkeys(("folder", "form", "persons"), ALWAYS_EFFECTIVE),
    **{command: {"as_json": ALWAYS_EFFECTIVE} for command in ("cite", "dictionary", "list")},
    "convert": {"out": ALWAYS_EFFECTIVE},
    "digest": {},
    "schema": {},
}
"""By command and option, the ways in which the option has no effect."""
