"""When an option has no effect: a table of every option of every command. An option that would do nothing is refused.

A command line with an idle option misleads whoever reads it later. If it depends on the documents whether an option is
idle, one line says so and the command goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

import click

from underheaven.cli.printed import say
from underheaven.errors import RequestError, UnderheavenError


@dataclass(frozen=True)
class Asked:
    """What stands on a command line. values: of all parameters by name. given: those that were written."""

    values: Mapping[str, Any]
    given: frozenset[str]

    @property
    def regimes(self) -> tuple[str, ...]:
        """The words that name regimes, a study or a result."""
        named = self.values.get("regimes", self.values.get("regime", ()))
        return named if isinstance(named, tuple) else () if named is None else (named,)

    @property
    def result(self) -> bool:
        """Whether a result is named."""
        from underheaven.run.results import is_result

        return any(is_result(word) for word in (*self.regimes, *self.values.get("of", ())))

    @property
    def study(self) -> bool:
        """Whether a study is named, which fixes what is run."""
        from underheaven.run.names import kind_of

        return len(self.regimes) == 1 and not self.result and kind_of(self.regimes[0]) == "study"

    @property
    def studies(self) -> bool:
        """Whether a study is among the files to check."""
        from underheaven.run.names import kind_of

        return any(kind_of(file) == "study" for file in self.values["files"])


@dataclass(frozen=True)
class Idle:
    """One way in which an option has no effect.

    when: tells it. why: what is said after the option's name. goes_on: whether it is said alone, and not refused.
    """

    when: Callable[[Asked], bool]
    why: str
    goes_on: bool = False


Ways = tuple[Idle, ...]
ALWAYS: Ways = ()
"""Of an option that has an effect whatever stands beside it."""


def one_calendar(asked: Asked) -> bool:
    """Tell whether the regimes named begin in one month, so that there is nothing to align."""
    from underheaven.spec.read import read_regime

    against = None if asked.values.get("alone") else asked.values.get("against", "none")
    if asked.study or asked.result:
        return False
    try:
        named = [read_regime(name) for name in (*asked.regimes, *([against] if against else []))]
    except UnderheavenError:
        return False  # the command says what is wrong with them
    return len({regime.model.start for regime in named} - {None}) < 2


def has(name: str) -> Callable[[Asked], bool]:
    """Ask whether an option was given."""
    return lambda asked: bool(asked.values.get(name))


def lacks(name: str) -> Callable[[Asked], bool]:
    """Ask whether an option was left out."""
    return lambda asked: not asked.values.get(name)


FIXED = Idle(lambda asked: asked.study, "is given beside a study, which fixes it. Change it in the study, or leave it "
             "out.")  # fmt: skip
DONE = Idle(lambda asked: asked.result, "is a setting for a run, but this result is already complete. Leave it out, or "
            "give regimes instead of the result.")  # fmt: skip
NOTHING_KEPT = Idle(lacks("out"), "sets how often a run saves its progress, but progress is saved only with --out. "
                    "Name a file with --out, or leave it out.")  # fmt: skip
NO_PANEL = Idle(lacks("out"), "records persons month by month in the result, but without --out no result is kept. "
                "Name a file with --out, or leave it out.")  # fmt: skip
NO_SAMPLES = Idle(lacks("ranges"), "is the number of parameter samples, but --no-ranges runs none. Leave one of the "
                  "two out.")  # fmt: skip
ONE_THREAD = Idle(
    lambda asked: asked.values.get("engine") == "plain" and asked.values.get("threads") != 1,
    "is for the compiled engine; --engine plain, the interpreted reference, runs on one thread. Leave one of the two "
    "out.",
)
NO_RUN = Idle(has("only_list"), "applies only when cases are run, but --list runs none. Leave one of the two out.")
NO_PILOT = Idle(
    lambda asked: asked.values.get("pilot") == 0 or (asked.values.get("society") is None and not asked.studies),
    "applies only to the pilot, and none is run: a pilot needs a study or --society, and more than 0 persons. Leave it "
    "out.",
)
NO_STUDY = Idle(
    lambda asked: asked.values.get("society") is None and not asked.studies,
    "sets the size of a pilot, which needs a study or --society. Name one, or leave it out.",
)
STUDY_PILOT = Idle(
    lambda asked: asked.values.get("society") is None and asked.studies and not asked.values.get("pilot"),
    "applies only to the pilot, and a study gets one only with --pilot. Write --pilot NUMBER, or leave it out.",
)
ALIGNED = Idle(one_calendar, "has no effect here: the regimes compared begin in the same month, or state none.", True)
ONE_REGIME = Idle(lambda asked: not asked.study, "has no effect on a single regime: there is no other to align with. "
                  "Leave it out, or use `compare`.")  # fmt: skip
NOT_FORECAST = Idle(lambda asked: True, "has no effect on a forecast: checkpoints take a small part of a run.", True)
ROWS_ALONE = Idle(has("as_json"), "prints text, and --json prints rows and nothing else. Leave one of the two out.")

PEOPLE: Mapping[str, Ways] = dict.fromkeys(("society", "persons", "months", "start", "seed", "replicates"), (FIXED,))
PRINTED: Mapping[str, Ways] = {"quiet": ALWAYS, "as_json": ALWAYS}
ENGINE: Mapping[str, Ways] = {"threads": (ONE_THREAD,), "engine": ALWAYS}
KEPT: Mapping[str, Ways] = {"out": ALWAYS, "checkpoint_every": (NOTHING_KEPT,)}
RUN: Mapping[str, Ways] = {
    **PEOPLE, **PRINTED, **ENGINE, **KEPT, "align": (FIXED, ALIGNED), "panel": (FIXED, NO_PANEL), "ranges": ALWAYS,
    "assumptions": (NO_SAMPLES,),
}  # fmt: skip
ONE: Mapping[str, Ways] = dict.fromkeys(("society", "persons", "months", "start", "seed", "replicates"), ALWAYS)
"""Who lives, of a command that takes a regime and no study."""

OPTIONS: Mapping[str, Mapping[str, Ways]] = {
    "run": {**RUN, "hooks": ALWAYS, "align": (FIXED, ONE_REGIME)},
    "compare": {**RUN, "hooks": ALWAYS, "against": (FIXED,), "html": ALWAYS},
    "audit": {
        **RUN, "against": (FIXED,), "path": ALWAYS, "with_reforms": ALWAYS, "ranges": (DONE,),
        "checkpoint_every": (DONE, NOTHING_KEPT), "panel": (FIXED, DONE, NO_PANEL), "assumptions": (DONE, NO_SAMPLES),
    },
    "forecast": {
        **RUN, "against": (FIXED,), "alone": (FIXED,), "seconds": ALWAYS, "panel": (FIXED,),
        "checkpoint_every": (NOT_FORECAST,),
    },
    "resume": {**ENGINE, **PRINTED, "checkpoint_every": ALWAYS, "hooks": ALWAYS},
    "reform": {
        **ONE, **ENGINE, **KEPT, **PRINTED, "engine": (DONE,), "checkpoint_every": (DONE, NOTHING_KEPT),
        "only": ALWAYS, "further": ALWAYS,
    },
    "attribute": {**ONE, **ENGINE, **PRINTED, "measures": ALWAYS},
    "sensitivity": {
        **dict.fromkeys(("against", "society", "months", "start", "seed"), (FIXED,)), **PRINTED,
        "align": (FIXED, ALIGNED), "persons": ALWAYS, "points": ALWAYS, "measures": ALWAYS, "threads": ALWAYS,
    },
    "patterns": {**PRINTED, "points": ALWAYS, "threads": ALWAYS},
    "life": {
        **dict.fromkeys(("against", "society", "persons", "months", "start", "seed"), (FIXED,)), **ENGINE, **PRINTED,
        **dict.fromkeys(("regime", "worst", "median", "wrongly_listed", "replicate", "out"), ALWAYS),
    },
    "verify": {
        **dict.fromkeys(("cases", "settings", "engine", "seed", "seeds", "thorough", "page", "quiet"), (NO_RUN,)),
        "only_list": ALWAYS, "as_json": ALWAYS,
    },
    "check": {
        **dict.fromkeys(("society", "persons", "months", "replicates", "start", "as_json"), ALWAYS),
        "pilot": (NO_STUDY,), "engine": (NO_PILOT, STUDY_PILOT),
    },
    "show": {
        **dict.fromkeys(("by", "over_time", "ledger", "related", "html", "as_json"), ALWAYS), "month": (ROWS_ALONE,),
    },
    "new": dict.fromkeys(("name", "original", "out"), ALWAYS),
    "diff": {"sources": ALWAYS, "as_json": ALWAYS},
    "export": dict.fromkeys(("folder", "form", "persons"), ALWAYS),
    **{command: {"as_json": ALWAYS} for command in ("cite", "dictionary", "list")},
    "digest": {}, "schema": {},
}  # fmt: skip
"""By command and option, the ways in which the option has no effect."""


def telling(command: click.Command) -> click.Command:
    """Let a command refuse options that would have no effect before it does anything, and say which have none here.

    An option given twice is reported. A file called - is refused: no file is written to standard output.
    """
    work = command.callback
    if work is None:
        return command

    @wraps(work)
    def checked(*args: Any, **values: Any) -> Any:
        context = click.get_current_context()
        written = click.core.ParameterSource.COMMANDLINE
        given = frozenset(name for name in values if context.get_parameter_source(name) is written)
        _check(command, Asked(values, given))
        return work(*args, **values)

    command.callback = checked
    _say_repeated(command)
    return command


def _say_repeated(command: click.Command) -> None:
    """Let a command report an option given twice; the last one counts, as scripts expect that add their own."""
    parse = command.parse_args

    def parsed(context: click.Context, args: list[str]) -> list[str]:
        _, _, order = command.make_parser(context).parse_args(args=list(args))
        for option in dict.fromkeys(order):
            once = isinstance(option, click.Option) and not (option.multiple or option.is_eager)
            if once and order.count(option) > 1:
                written = "/".join(name for name in (*option.opts, *option.secondary_opts) if name.startswith("--"))
                say(f"{written} is given more than once, and the last one counts.", beside=True)
        return parse(context, args)

    cast(Any, command).parse_args = parsed


def _check(command: click.Command, asked: Asked) -> None:
    """Raises RequestError for the first option that would have no effect."""
    ways = OPTIONS.get(str(command.name), {})
    for parameter in command.params:
        if not isinstance(parameter, click.Option) or parameter.name not in asked.given:
            continue
        if isinstance(parameter.type, click.Path) and str(asked.values[str(parameter.name)]) == "-":
            raise RequestError(f"{_name(parameter, asked)} -: files are not written to standard output. Name a file.")
        for idle in ways.get(str(parameter.name), ALWAYS):
            if idle.when(asked):
                said = f"{_name(parameter, asked)} {idle.why}"
                if not idle.goes_on:
                    raise RequestError(said)
                say(said, beside=True)
                break


def _name(option: click.Option, asked: Asked) -> str:
    """Gives the option as it was written."""
    off = option.secondary_opts and not asked.values[str(option.name)]
    return (option.secondary_opts if off else option.opts)[0]
