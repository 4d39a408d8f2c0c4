"""From a study to its dataset: build the scenarios, simulate them, join the records, write the result."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.engine.factory import make_engine, not_compiled
from underheaven.errors import RequestError
from underheaven.jit.code_cache import sources_digest
from underheaven.measure.calendar import FIRST_MONTHS, WAITING_MONTHS
from underheaven.measure.groups import REGIONS_DIFFER
from underheaven.measure.structural_zeros import MAY_RECORD
from underheaven.record import result_file
from underheaven.record.dataset_assembly import assemble_consuming
from underheaven.record.provenance import MARK_ATTR, PLAN_ATTR, DocumentText, hooks_as_attrs, provenance_attrs
from underheaven.run.checkpoint.checkpointer import NoCheckpoints
from underheaven.run.checkpoint.folder import RunFolder, open_run_folder
from underheaven.run.checkpoint.folder_files import run_folder_path
from underheaven.run.checkpoint.manifest import build_manifest
from underheaven.run.hooks import texts_of
from underheaven.run.memory import check_resources, choose_parallel_replicates, reuse_freed_memory, run_size
from underheaven.run.options import DEFAULT_OPTIONS, RunOptions
from underheaven.run.progress import Meter
from underheaven.run.simulate.ensemble import count_person_months, run_ensemble, run_in_parallel
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study, short_name
from underheaven.run.uncertainty import parameter_samples
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.checks.compatibility import unpriced_contexts
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.scenario.built_scenario import BuiltScenario

INVENTED_WORDS = ("assumed", "by construction", "imagined", "invented")
"""Words in the source of a population size that mark it as invented."""


def execute_study(study: Study, options: RunOptions = DEFAULT_OPTIONS) -> xr.Dataset:
    """Return the dataset of a study; if ``options`` name a file, also write it there, in full or not at all.

    Args:
        study: The study, checked and ready to run.
        options: How it is run. The results of parameter samples are the attribute ``parameter_samples``, which is not
            part of the digest.

    Returns:
        Tallies by scenario, replicate and month, sums by person, and the study in the attributes.

    Raises:
        RequestError: The run does not fit this machine, or the file cannot be written.
        ResultError: The files of the stopped run cannot be used.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``options.stop`` returned True.
    """
    plan, out = study.plan, options.out
    if out is not None:
        check_output_path(out)
    began = time.perf_counter()
    if options.engine == "auto" and (sentence := not_compiled(study.hooks)):
        warnings.warn(sentence, stacklevel=2)
    machine = make_engine(options.engine, options.threads, hooks=study.hooks)
    single = make_engine(options.engine, 1, hooks=study.hooks)
    engine_threads = int(getattr(machine, "threads", 1))
    built_scenarios = build_scenarios(study)
    size = run_size(built_scenarios, plan.replicates, plan.months)
    check_resources(size, out)
    sampled_study = parameter_samples.sample_study(study)
    person_months = count_person_months(built_scenarios, plan.replicates, plan.months)
    sample_person_months = parameter_samples.sample_person_months(sampled_study, options.samples)
    meter = Meter(person_months + sample_person_months, options.progress)
    in_parallel = out is None and choose_parallel_replicates(size, built_scenarios[0].n_towns, engine_threads) > 1
    with _open_checkpointer(study, built_scenarios, options) as checkpointer:
        if in_parallel:
            runs = run_in_parallel(single, built_scenarios, plan.replicates, plan.months, meter, engine_threads)
        else:
            runs = run_ensemble(machine, built_scenarios, plan.replicates, plan.months, meter, checkpointer)
        with reuse_freed_memory():
            request = parameter_samples.SampleRequest(options.samples)
            results = parameter_samples.run_parameter_samples(
                single, sampled_study, request, meter.add, checkpointer, engine_threads
            )
        attrs = result_attributes(study, built_scenarios, time.perf_counter() - began)
        attrs |= parameter_samples.sample_attributes(results, options.samples)
        dataset = assemble_consuming(runs, study.names, attrs, study.months)
        if out is not None:
            dataset.attrs["digest"] = result_file.write_result(dataset, out)
        if isinstance(checkpointer, RunFolder):
            checkpointer.remove()
    return dataset


def _open_checkpointer(
    study: Study, built_scenarios: Sequence[BuiltScenario], options: RunOptions
) -> AbstractContextManager[RunFolder | NoCheckpoints]:
    """Return the run folder of a run that writes a file, else a checkpointer that saves nothing."""
    if options.out is None:
        return nullcontext(NoCheckpoints())
    manifest = build_manifest(study, options.samples)
    return open_run_folder(options.out, manifest, built_scenarios, options)


def result_attributes(study: Study, built_scenarios: Sequence[BuiltScenario], seconds: float) -> dict[str, Any]:
    """Return the attributes of a result: its study, its documents in full, and its provenance.

    Args:
        study: The study that was run.
        built_scenarios: Its scenarios, in order.
        seconds: Wall time of the run, in seconds.
    """
    plan = study.plan
    documents: list[Document[Any]] = [*study.scenarios, study.society]
    return {
        "title": plan.name,
        PLAN_ATTR: plan.model_dump_json(by_alias=True),
        "baseline": "" if study.baseline is None else short_name(study.baseline),
        "society": short_name(study.society),
        "seed": plan.seed,
        "persons": plan.persons,
        "replicates": plan.replicates,
        "months_observed": plan.months,
        "burn_in_months": built_scenarios[0].burn_in_months,
        FIRST_MONTHS: json.dumps({name: start or "" for name, start in zip(study.names, study.starts, strict=True)}),
        REGIONS_DIFFER: int(any(differs_by_region(document) for document in study.scenarios)),
        MAY_RECORD: json.dumps(
            [name for name, document in zip(study.names, study.scenarios, strict=True) if may_record(document)]
        ),
        WAITING_MONTHS: json.dumps(
            {name: max(b.change_months[0], 0) for name, b in zip(study.names, built_scenarios, strict=True)}
        ),
        "lender_gain": float(study.society.model.livelihood.credit.gain),
        "lender_loss": float(study.society.model.livelihood.credit.loss),
        "scale": float(built_scenarios[0].scale),
        "population_stated": int(has_stated_population(study.society)),
        "about": json.dumps([_describe_document(d, study.society.model) for d in documents], ensure_ascii=False),
        MARK_ATTR: study.mark,
        **hooks_as_attrs(texts_of(study.hooks)),
        **provenance_attrs(seconds, sources_digest(), [DocumentText(d.where, d.text, d.digest) for d in documents]),
    }


def differs_by_region(document: Document[Regime]) -> bool:
    """Return whether a channel or the roll-out of any version of a regime is limited to some regions.

    Otherwise regions differ only in their size.
    """
    return any(
        version.rollout.regions is not None or any(channel.regions is not None for channel in version.sensing.channels)
        for _, version in regime_versions(document)
    )


def may_record(document: Document[Regime]) -> bool:
    """Return whether any version of a regime can file records, correct or false."""
    return any(
        version.officials.quota_per_1000 > 0
        or version.association.contagion_background > 0
        or any(c.coverage * c.detection_rate > 0 or c.false_records_per_year > 0 for c in version.sensing.channels)
        for _, version in regime_versions(document)
    )


def has_stated_population(society: Document[Society]) -> bool:
    """Return whether the number of persons has a source that counts the population of a real place.

    A number that is assumed, invented, set by construction or without a source does not count.
    """
    source = society.sources.get("people.persons", "").lower()
    return bool(source) and not any(word in source for word in INVENTED_WORDS)


def _describe_document(document: Document[Any], society: Society) -> dict[str, Any]:
    """Return what a reader of the result needs to know about a document without the schema."""
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
        "unpriced": unpriced_contexts(document, society) if model.kind == "regime" else [],
    }


def check_output_path(out: Path) -> None:
    """Check that a result can be written to a path and that a run folder can be created beside it.

    Args:
        out: The NetCDF file to be written.

    Raises:
        RequestError: One of the two is impossible.
    """
    if out.suffix == ".log":
        raise RequestError(
            f"{out}: a name that ends in .log belongs to the log of a run. Write {out.with_suffix('.nc')}."
        )
    result_file.check_writable(out)
    if run_folder_path(out).is_file():
        raise RequestError(
            f"{run_folder_path(out)}: a file stands where the run would keep its months. Move it, or name another "
            "--out."
        )
