"""The context of a report: a result with its scenarios and documents, and the quantities that sentences need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.measure.calendar import months_waited, scenario_months
from underheaven.measure.families.proportionality import related_contexts
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.reductions import select_blacklists, sum_by_replicate
from underheaven.measure.reform_effects import ReformEffect
from underheaven.record.digest import digest
from underheaven.show import result_metadata
from underheaven.show.explain import status_cost
from underheaven.show.formatting import format_month
from underheaven.show.report.assumptions import Assumption, document_assumptions
from underheaven.show.report.finding import Finding
from underheaven.show.stored_documents import read_stored_documents
from underheaven.show.text import base_rates, table_lines
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class ReportContext:
    """A result with its metadata and documents.

    regimes: by scenario, those that this version can read. reforms: results of reforms by scenario, from separate runs.
    findings_cache, reform_effects_cache: by scenario, filled once computed.
    """

    dataset: xr.Dataset
    scenarios: tuple[str, ...]
    baseline: str | None
    regimes: dict[str, Document[Regime]]
    society: Document[Society] | None
    reforms: Mapping[str, xr.Dataset] = field(default_factory=dict)
    findings_cache: dict[str, list[Finding]] = field(default_factory=dict, init=False, repr=False, compare=False)
    reform_effects_cache: dict[str, list[ReformEffect]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def reported_scenarios(self) -> tuple[str, ...]:
        """The scenarios with findings: all but the baseline, and the baseline if it records anything."""
        return tuple(w for w in self.scenarios if w != self.baseline or self.tally_total("recorded", w) > 0)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months observed, as 2013-10."""
        return tuple(str(month) for month in self.dataset["month"].values)

    def published_count(self, scenario: str, name: str) -> float | None:
        """Return the published count with which a scaled measure may be compared, or None."""
        return table_lines.published_count(self.dataset, scenario, name)

    def last_month_phrase(self, scenario: str) -> str:
        """Return the last month of the run as a phrase."""
        return self.month_phrases(scenario, len(self.months) - 1)[0]

    def month_phrases(self, scenario: str, *month_indices: int) -> tuple[str, ...]:
        """Return months as phrases: dates up to the last published count, else months of the regime."""
        months = scenario_months(self.dataset, scenario)
        if months[max(month_indices)] <= table_lines.last_published_month(self.dataset, scenario):
            return tuple(format_month(months[month_index]) for month_index in month_indices)
        waited = months_waited(self.dataset, scenario)
        return tuple(f"month {month_index + 1 - waited} of the regime" for month_index in month_indices)

    @cached_property
    def digest(self) -> str:
        """The digest of the result, stored or computed once."""
        return str(self.dataset.attrs.get("digest") or digest(self.dataset))

    @cached_property
    def contradiction(self) -> str | None:
        """A sentence if two recordings of the same quantity contradict each other, else None."""
        return base_rates.find_contradiction(self.dataset)

    @property
    def documents(self) -> list[Document[Any]]:
        """The documents that this version can read: the regimes in the order of their scenarios, then the society."""
        regimes: list[Document[Any]] = [self.regimes[w] for w in self.scenarios if w in self.regimes]
        return [*regimes, *([self.society] if self.society is not None else [])]

    def assumed_numbers(self, label: str) -> tuple[Assumption, ...]:
        """Return the assumed numbers of a scenario's regime, or of the society for its name or an empty label."""
        document: Document[Any] | None = self.regimes.get(label)
        if document is None and self.society is not None and label in ("", Path(self.society.where).stem):
            document = self.society
        return document_assumptions(document) if document is not None else ()

    def status_cost_sentences(self, scenario: str) -> list[str]:
        """Return sentences on the cost of a scenario's statuses from its documents; empty where none was read."""
        regime, society = self.regimes.get(scenario), self.society
        if regime is None or society is None:
            return []
        return list(status_cost.status_cost_sentences(regime, society.model, related_contexts(self.dataset)))

    def has_simulated_use(self, scenario: str) -> bool:
        """Return whether simulated use enters U, the detriment share in unrelated contexts; True without documents."""
        regime, society = self.regimes.get(scenario), self.society
        return regime is None or society is None or status_cost.closes_simulated_use(regime, society.model)

    @property
    def real_persons(self) -> float:
        """Number of real persons that the synthetic ones represent."""
        return result_metadata.real_person_count(self.dataset)

    def baseline_for(self, scenario: str) -> str | None:
        """The baseline of a scenario; None for the baseline itself, or without one."""
        return None if scenario == self.baseline else self.baseline

    def baseline_phrase(self, scenario: str) -> str:
        """Return the baseline as a phrase: without the regime, or under another one."""
        other = self.baseline_for(scenario)
        if other is None:
            return "without a baseline"
        return f"under {self.regime_name(other)}" if self.tally_total("recorded", other) > 0 else "without the regime"

    def regime_name(self, scenario: str) -> str:
        """Return the name of a scenario's regime from its document."""
        return next(
            (n.name for n in result_metadata.document_notes(self.dataset) if (n.kind, n.label) == ("regime", scenario)),
            scenario,
        )

    def heading(self, scenario: str) -> str:
        """Return the heading of a scenario: its regime's name, or "Without the regime"."""
        if scenario == self.baseline and self.tally_total("recorded", scenario) == 0:
            return "Without the regime"
        return self.regime_name(scenario)

    def tally_total(self, tally: str, scenario: str) -> float:
        """Return the sum of a tally of one scenario over all dimensions; over blacklists only, if it has lists."""
        array = self.dataset[tally].sel(scenario=scenario)
        return float((select_blacklists(array) if "list" in array.dims else array).sum())

    def lists_anyone(self, scenario: str) -> bool:
        """Return whether anybody is ever on a blacklist."""
        return self.tally_total("listed", scenario) > 0

    def most_recorded_kind(self, scenario: str) -> str:
        """Name the kind of conduct that lists most people of a scenario, or has most records if nobody is listed."""
        tally = "listed_by_kind" if self.lists_anyone(scenario) else "recorded"
        array = self.dataset[tally].sel(scenario=scenario)
        by_kind = select_blacklists(array) if "list" in array.dims else array
        return str(by_kind.sum([d for d in by_kind.dims if d != "kind"]).idxmax("kind").values)

    def arises_from_state(self, kind: str) -> bool:
        """Return whether a kind of conduct arises from a state of livelihood, such as owing."""
        return bool(str(self.dataset["kind_state"].sel(kind=kind).values))

    def main_channel(self, scenario: str, kind: str) -> str:
        """Name the channel of a scenario that records most of a kind; empty if its document cannot be read."""
        regime = self.regimes.get(scenario)
        channels = [c for c in regime.model.sensing.channels if kind in c.conduct] if regime else []
        return max(channels, key=lambda c: c.coverage * c.detection_rate).name if channels else ""

    def replicate_interval(self, array: xr.DataArray, scenario: str) -> Interval:
        """Return the mean of one scenario of an array (scenario, replicate) with its interval."""
        return t_interval(sum_by_replicate(array).sel(scenario=scenario).values)


def build_report_context(dataset: xr.Dataset, reforms: Mapping[str, xr.Dataset] | None = None) -> ReportContext:
    """Return the context of a report; a document that this version cannot read is left out.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        reforms: Results of reforms, by the scenario of the regime that they change.
    """
    regimes, society = read_stored_documents(dataset)
    return ReportContext(
        dataset,
        result_metadata.scenarios_of(dataset),
        result_metadata.baseline_of(dataset),
        regimes,
        society,
        reforms or {},
    )
