"""From a study to its dataset: build the worlds, run them, join what is recorded, write it whole."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.engine.choose import make_engine, not_compiled
from underheaven.errors import RequestError
from underheaven.jit import sources_digest
from underheaven.measure.by_rule import MAY_RECORD
from underheaven.measure.calendar import FIRST_MONTHS, WAITS
from underheaven.measure.groups import REGIONS_DIFFER
from underheaven.record import store
from underheaven.record.provenance import MARK, PLAN, DocumentText, hooks_as_attrs, provenance
from underheaven.record.schema import gather
from underheaven.run import assumptions
from underheaven.run.ensemble import person_months, run_at_once, run_ensemble
from underheaven.run.folder import EVERY, RunFolder, folder_of, never, run_folder
from underheaven.run.hooks import texts_of
from underheaven.run.keep import Nothing
from underheaven.run.manifest import manifest_of
from underheaven.run.memory import guard, kept_for_the_next, side_by_side, size_of
from underheaven.run.progress import Meter, Progress, silent
from underheaven.run.study import Study, short_name
from underheaven.run.worlds import build_worlds
from underheaven.spec.change import epochs
from underheaven.spec.cross import without_worth
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.world.build import BuiltWorld

INVENTED = ("assumed", "by construction", "imagined", "invented")
"""Words of the source of a population that stands for nobody."""


def execute(
    study: Study,
    *,
    engine: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    out: Path | None = None,
    points: int = 0,
    every: float = EVERY,
    stop: Callable[[], bool] = never,
) -> xr.Dataset:
    """Runs a study and returns its dataset; with ``out`` it is written there, whole or not at all.

    engine: auto, plain or cpu. threads: 1 or more, or None for all cores. points: of `run.assumptions`, at which the
    study is lived again with other values of its assumed numbers; what comes of it is kept as the attribute
    ``assumptions``, outside the digest.
    With ``out``, a run of the same study that was stopped before is gone on with; every: seconds between
    checkpoints; stop: asked every month whether to stop and keep what is done.
    Raises RequestError, ResultError, EngineError, StoppedError.
    """
    plan = study.plan
    if out is not None:
        check_out(out)
    began = time.perf_counter()
    if engine == "auto" and (sentence := not_compiled(study.hooks)):
        warnings.warn(sentence, stacklevel=2)
    machine = make_engine(engine, threads, hooks=study.hooks)
    builts = build_worlds(study)
    size = size_of(builts, plan.replicates, plan.months)
    guard(size, out)
    months = study.months
    few, at_once = assumptions.few(study), int(getattr(machine, "threads", 1))
    cost = person_months(builts, plan.replicates, plan.months) + assumptions.person_months(few, points)
    meter = Meter(cost, progress or silent)
    kept = None if out is None else run_folder(out, manifest_of(study, points), builts, every, stop)
    with kept or nullcontext(Nothing()) as keeper:
        if kept is None and side_by_side(size, builts[0].n_towns, at_once) > 1:
            single = make_engine(engine, 1, hooks=study.hooks)
            runs = run_at_once(single, builts, plan.replicates, plan.months, meter, at_once)
        else:
            runs = run_ensemble(machine, builts, plan.replicates, plan.months, meter, keeper)
        with kept_for_the_next():
            single = make_engine(engine, 1, hooks=study.hooks)
            found = assumptions.explore(single, few, points, months, meter.add, keeper, at_once)
        attrs = attributes(study, builts, time.perf_counter() - began) | assumptions.attributes(found, points)
        dataset = gather(runs, study.names, attrs, months)
        if out is not None:
            dataset.attrs["digest"] = store.write(dataset, out)
        if isinstance(keeper, RunFolder):
            keeper.clear()
    return dataset


def attributes(study: Study, builts: Sequence[BuiltWorld], seconds: float) -> dict[str, Any]:
    """Says in the dataset what it holds and what it rests on; documents stand in it in full."""
    plan = study.plan
    documents: list[Document[Any]] = [*study.worlds, study.society]
    return {
        "title": plan.name,
        PLAN: plan.model_dump_json(by_alias=True),
        "against": "" if study.against is None else short_name(study.against),
        "society": short_name(study.society),
        "seed": plan.seed,
        "persons": plan.persons,
        "replicates": plan.replicates,
        "months_observed": plan.months,
        "burn_in_months": builts[0].burn_in_months,
        FIRST_MONTHS: json.dumps({name: start or "" for name, start in zip(study.names, study.starts, strict=True)}),
        REGIONS_DIFFER: int(any(names_regions(document) for document in study.worlds)),
        MAY_RECORD: json.dumps(
            [name for name, document in zip(study.names, study.worlds, strict=True) if may_record(document)]
        ),
        WAITS: json.dumps({name: max(b.changes[0], 0) for name, b in zip(study.names, builts, strict=True)}),
        "lender_gain": float(study.society.model.livelihood.credit.gain),
        "lender_loss": float(study.society.model.livelihood.credit.loss),
        "scale": float(builts[0].scale),
        "population_stated": int(population_stated(study.society)),
        "about": json.dumps([_about(d, study.society.model) for d in documents], ensure_ascii=False),
        MARK: study.mark,
        **hooks_as_attrs(texts_of(study.hooks)),
        **provenance(seconds, sources_digest(), [DocumentText(d.where, d.text, d.digest) for d in documents]),
    }


def names_regions(document: Document[Regime]) -> bool:
    """Tell whether a channel or the roll-out of any version of a regime is of some regions alone.

    Nothing else in the documents tells regions apart but their size.
    """
    return any(
        version.rollout.regions is not None or any(channel.regions is not None for channel in version.sensing.channels)
        for _, version in epochs(document)
    )


def may_record(document: Document[Regime]) -> bool:
    """Tell whether a channel, a quota or contagion of any version of a regime files records, of acts or by error."""
    return any(
        version.officials.quota_per_1000 > 0
        or version.association.contagion_background > 0
        or any(c.coverage * c.sensitivity > 0 or c.false_records_per_year > 0 for c in version.sensing.channels)
        for _, version in epochs(document)
    )


def population_stated(society: Document[Society]) -> bool:
    """Tells whether the society has the persons of a real place: a source counts them, and nobody imagined them.

    A number that is assumed, holds by construction, or has no source at all counts nobody.
    """
    source = society.sources.get("people.persons", "").lower()
    return bool(source) and not any(word in source for word in INVENTED)


def _about(document: Document[Any], society: Society) -> dict[str, Any]:
    """What a reader of the result needs to know of a document, without the schema."""
    model = document.model
    return {
        "label": short_name(document),
        "kind": model.kind,
        "name": model.name,
        "describes": model.describes,
        "stylised": model.stylised,
        "numbers": document.n_numbers,
        "assumed": document.n_assumed,
        "unsourced": len(document.unsourced),
        "published": [p.model_dump() for p in getattr(model, "published", [])],
        "unpriced": without_worth(document, society) if model.kind == "regime" else [],
    }


def check_out(out: Path) -> None:
    """Refuses a place where no result can be written, or no run be kept beside it. Raises RequestError."""
    if out.suffix == ".log":
        raise RequestError(
            f"{out}: a name that ends in .log belongs to the log of a run. Write {out.with_suffix('.nc')}."
        )
    store.check_writable(out)
    if folder_of(out).is_file():
        raise RequestError(
            f"{folder_of(out)}: a file stands where the run would keep its months. Move it, or name another --out."
        )
