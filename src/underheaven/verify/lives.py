"""Runs a case's documents through the same reader, engine and run layer as any study."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from underheaven.engine.choose import make_engine
from underheaven.run.execute import build_worlds, execute
from underheaven.run.one import burn_in
from underheaven.run.study import Study, plan_study
from underheaven.spec.document import Document
from underheaven.spec.read import REGIME, SOCIETY, read_source
from underheaven.spec.regime import Regime
from underheaven.spec.shipped import Source
from underheaven.spec.society import Society
from underheaven.verify.effort import current

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.engine.population import Population
    from underheaven.world.build import BuiltWorld


def regime(template: str, label: str = "", **values: object) -> Document[Regime]:
    """Reads a regime of this package, its named parameters filled; ``label`` tells two of one template apart."""
    return read_source(REGIME, _filled(template, label, values))


def society(template: str, **values: object) -> Document[Society]:
    """Reads a society of this package, its named parameters filled."""
    return read_source(SOCIETY, _filled(template, "", values))


def study(worlds: list[Document[Regime]], people: Document[Society], persons: int, months: int, **plan: Any) -> Study:
    """Makes a study of one or two worlds, the second the one compared against."""
    against = worlds[1] if len(worlds) > 1 else None
    effort = current()
    plan = {"persons": persons, "months": months, "seed": effort.seed, "replicates": effort.replicates} | plan
    return plan_study(worlds[:1], against, people, **plan)


def live(
    worlds: list[Document[Regime]], people: Document[Society], persons: int, months: int, **plan: Any
) -> xr.Dataset:
    """Runs a study and gives its dataset."""
    effort = current()
    return execute(study(worlds, people, persons, months, **plan), engine=effort.engine, progress=effort.report)


def build(of: Study) -> tuple[BuiltWorld, ...]:
    """Builds the worlds of a study, for checks that look at persons month by month."""
    return build_worlds(of)


def watch(of: Study) -> Iterator[tuple[int, int, Population]]:
    """Runs the first world of a study and shows its people after every month: replicate, month, population.

    For what no recorded result holds, such as how two traits of one person go together.
    """
    (built, *_), engine = build(of), make_engine(current().engine)
    for replicate in range(of.plan.replicates):
        people = burn_in(engine, built, replicate)
        for month in range(of.plan.months):
            engine.advance(people, built, built.burn_in_months + month)
            yield replicate, month, people


def persons_for(months: int, times: float = 1.0) -> int:
    """Gives how many persons a case of so many months can have; times: of the person-months of a replicate."""
    return current().persons_for(months, times)


def number(value: float) -> str:
    """Writes a number as TOML reads it back, to the last bit."""
    return repr(float(value))


def _filled(template: str, label: str, values: dict[str, object]) -> Source:
    """Gives a document's bytes; a name that the template lacks or that nobody fills is a fault of this package."""
    text = _text(template)
    named = set(text.get_identifiers())
    if named != set(values):
        raise ValueError(f"{template}: its parameters are {sorted(named)}, and {sorted(values)} are given")
    filled = text.substitute({k: number(v) if isinstance(v, float) else str(v) for k, v in values.items()})
    return Source(f"verify/{label or template}.toml", filled.encode(), shipped=False)


@lru_cache
def _text(template: str) -> Template:
    return Template((files("underheaven.verify") / "documents" / f"{template}.toml").read_text(encoding="utf-8"))
