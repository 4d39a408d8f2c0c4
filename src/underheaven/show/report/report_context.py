"""What the page shows of a result: its worlds, its documents as read, and the sizes that sentences need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from underheaven.measure.calendar import months_waited, scenario_months
from underheaven.measure.families.proportionality import related_contexts
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.reductions import select_blacklists, sum_by_replicate
from underheaven.record.digest import digest
from underheaven.show import result_metadata
from underheaven.show.explain import status_cost
from underheaven.show.formatting import format_month
from underheaven.show.stored_documents import read_stored_documents
from underheaven.show.text import base_rates, table_lines
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.measure.reform_effects import ReformEffect
    from underheaven.show.report.findings.finding import Finding


@dataclass(frozen=True)
class ReportContext:
    """A result with what it says of itself; regimes: by world, those whose text this version reads.

    reforms: by world, what its reforms came to in runs of their own. said: by world, the findings once they are made.
    moved: by world, what its reforms change, once it is counted.
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
        """The worlds that have findings: all that are compared, and the other one where it records anybody."""
        return tuple(w for w in self.scenarios if w != self.baseline or self.tally_total("recorded", w) > 0)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months observed, as 2013-10."""
        return tuple(str(month) for month in self.dataset["month"].values)

    def published_count(self, scenario: str, name: str) -> float | None:
        """Return the published count that a measure may be scaled beside, or None where there is none."""
        return table_lines.published_count(self.dataset, scenario, name)

    def last_month_phrase(self, scenario: str) -> str:
        """Says the last month of the run."""
        return self.month_phrases(scenario, len(self.months) - 1)[0]

    def month_phrases(self, scenario: str, *month_indices: int) -> tuple[str, ...]:
        """Says months of the run: by their dates as far as the document has published counts, else as of the regime."""
        months = scenario_months(self.dataset, scenario)
        if months[max(month_indices)] <= table_lines.last_published_month(self.dataset, scenario):
            return tuple(format_month(months[month_index]) for month_index in month_indices)
        waited = months_waited(self.dataset, scenario)
        return tuple(f"month {month_index + 1 - waited} of the regime" for month_index in month_indices)

    @cached_property
    def digest(self) -> str:
        """The digest of the result, as it is written in it or counted once."""
        return str(self.dataset.attrs.get("digest") or digest(self.dataset))

    @cached_property
    def contradiction(self) -> str | None:
        """The sentence where two recordings of the same contradict each other, or None."""
        return base_rates.find_contradiction(self.dataset)

    def status_cost_sentences(self, scenario: str) -> list[str]:
        """What the constants of a world's documents say of the price of its standings; empty where none is read."""
        regime, society = self.regimes.get(scenario), self.society
        if regime is None or society is None:
            return []
        return list(status_cost.status_cost_sentences(regime, society.model, related_contexts(self.dataset)))

    def has_simulated_use(self, scenario: str) -> bool:
        """Whether livelihood enters the share of detriment outside its context; so where documents are not read."""
        regime, society = self.regimes.get(scenario), self.society
        return regime is None or society is None or status_cost.closes_simulated_use(regime, society.model)

    @property
    def real_persons(self) -> float:
        """How many real persons the synthetic ones stand for."""
        return result_metadata.real_person_count(self.dataset)

    def baseline_for(self, scenario: str) -> str | None:
        """The world that this one is compared with, or None for that world itself and where there is none."""
        return None if scenario == self.baseline else self.baseline

    def baseline_phrase(self, scenario: str) -> str:
        """Says what the other life of a person is, as a phrase: without the regime, or under another one."""
        other = self.baseline_for(scenario)
        if other is None:
            return "without a baseline"
        return f"under {self.regime_name(other)}" if self.tally_total("recorded", other) > 0 else "without the regime"

    def regime_name(self, scenario: str) -> str:
        """Gives the name of a world's regime as its document writes it."""
        return next(
            (n.name for n in result_metadata.document_notes(self.dataset) if (n.kind, n.label) == ("regime", scenario)),
            scenario,
        )

    def heading(self, scenario: str) -> str:
        """Gives what stands above a world: its regime's name, or that there is none."""
        if scenario == self.baseline and self.tally_total("recorded", scenario) == 0:
            return "Without the regime"
        return self.regime_name(scenario)

    def tally_total(self, tally: str, scenario: str) -> float:
        """Sums a tally of one world over everything; blacklists alone where it has lists."""
        array = self.dataset[tally].sel(world=scenario)
        return float((select_blacklists(array) if "list" in array.dims else array).sum())

    def lists_anyone(self, scenario: str) -> bool:
        """Tells whether anybody is ever on a blacklist."""
        return self.tally_total("listed", scenario) > 0

    def most_recorded_kind(self, scenario: str) -> str:
        """Names the kind of conduct that lists most people of a world, or has most records where none is listed."""
        tally = "listed_by_kind" if self.lists_anyone(scenario) else "recorded"
        array = self.dataset[tally].sel(world=scenario)
        by_kind = select_blacklists(array) if "list" in array.dims else array
        return str(by_kind.sum([d for d in by_kind.dims if d != "kind"]).idxmax("kind").values)

    def arises_from_state(self, kind: str) -> bool:
        """Tells whether a kind of conduct arises from a state of livelihood, such as owing."""
        return bool(str(self.dataset["kind_state"].sel(kind=kind).values))

    def main_channel(self, scenario: str, kind: str) -> str:
        """Names the channel of a world that records most of a kind; nothing where its document cannot be read."""
        regime = self.regimes.get(scenario)
        channels = [c for c in regime.model.sensing.channels if kind in c.conduct] if regime else []
        return max(channels, key=lambda c: c.coverage * c.sensitivity).name if channels else ""

    def replicate_interval(self, array: xr.DataArray, scenario: str) -> Interval:
        """Gives the mean of one world of an array (world, replicate) with its interval."""
        return t_interval(sum_by_replicate(array).sel(world=scenario).values)


def build_report_context(dataset: xr.Dataset, reforms: Mapping[str, xr.Dataset] | None = None) -> ReportContext:
    """Reads what a result says of itself; a document that this version cannot read is left out.

    reforms: results of reforms by the world of the regime that they are of.
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
