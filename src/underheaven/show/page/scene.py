"""What the page shows of a result: its worlds, its documents as read, and the sizes that sentences need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from underheaven.measure.calendar import months_of, months_waited
from underheaven.measure.counts import both, of_blacklists
from underheaven.measure.interval import Interval, interval
from underheaven.measure.proportion import related_of
from underheaven.record.digest import digest
from underheaven.show import about, base_rates, constants, views
from underheaven.show.read_back import read_back
from underheaven.show.words import spoken
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.measure.reforms import Effect
    from underheaven.show.page.finding import Finding


@dataclass(frozen=True)
class Scene:
    """A result with what it says of itself; regimes: by world, those whose text this version reads.

    reforms: by world, what its reforms came to in runs of their own. said: by world, the findings once they are made.
    moved: by world, what its reforms change, once it is counted.
    """

    dataset: xr.Dataset
    worlds: tuple[str, ...]
    against: str | None
    regimes: dict[str, Document[Regime]]
    society: Document[Society] | None
    reforms: Mapping[str, xr.Dataset] = field(default_factory=dict)
    said: dict[str, list[Finding]] = field(default_factory=dict, init=False, repr=False, compare=False)
    moved: dict[str, list[Effect]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The worlds that have findings: all that are compared, and the other one where it records anybody."""
        return tuple(w for w in self.worlds if w != self.against or self.total("recorded", w) > 0)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months observed, as 2013-10."""
        return tuple(str(month) for month in self.dataset["month"].values)

    def published(self, world: str, name: str) -> float | None:
        """Return the published count that a measure may be scaled beside, or None where there is none."""
        return views.published_count(self.dataset, world, name)

    def when(self, world: str) -> str:
        """Says the last month of the run."""
        return self.said_months(world, len(self.months) - 1)[0]

    def said_months(self, world: str, *places: int) -> tuple[str, ...]:
        """Says months of the run: by their dates as far as the document has published counts, else as of the regime."""
        months = months_of(self.dataset, world)
        if months[max(places)] <= views.last_count(self.dataset, world):
            return tuple(spoken(months[place]) for place in places)
        waited = months_waited(self.dataset, world)
        return tuple(f"month {place + 1 - waited} of the regime" for place in places)

    @cached_property
    def digest(self) -> str:
        """The digest of the result, as it is written in it or counted once."""
        return str(self.dataset.attrs.get("digest") or digest(self.dataset))

    @cached_property
    def contradiction(self) -> str | None:
        """The sentence where two recordings of the same contradict each other, or None."""
        return base_rates.contradiction(self.dataset)

    def constants(self, world: str) -> list[str]:
        """What the constants of a world's documents say of the price of its standings; empty where none is read."""
        regime, society = self.regimes.get(world), self.society
        if regime is None or society is None:
            return []
        return list(constants.sentences(regime, society.model, related_of(self.dataset)))

    def is_lived(self, world: str) -> bool:
        """Whether livelihood enters the share of detriment outside its context; so where documents are not read."""
        regime, society = self.regimes.get(world), self.society
        return regime is None or society is None or constants.closes_lived(regime, society.model)

    @property
    def real_persons(self) -> float:
        """How many real persons the synthetic ones stand for."""
        return about.real_persons(self.dataset)

    def other(self, world: str) -> str | None:
        """The world that this one is compared with, or None for that world itself and where there is none."""
        return None if world == self.against else self.against

    def without(self, world: str) -> str:
        """Says what the other life of a person is, as a phrase: without the regime, or under another one."""
        other = self.other(world)
        if other is None:
            return "without a baseline"
        return f"under {self.name(other)}" if self.total("recorded", other) > 0 else "without the regime"

    def name(self, world: str) -> str:
        """Gives the name of a world's regime as its document writes it."""
        return next((n.name for n in about.documents(self.dataset) if (n.kind, n.label) == ("regime", world)), world)

    def heading(self, world: str) -> str:
        """Gives what stands above a world: its regime's name, or that there is none."""
        if world == self.against and self.total("recorded", world) == 0:
            return "Without the regime"
        return self.name(world)

    def total(self, tally: str, world: str) -> float:
        """Sums a tally of one world over everything; blacklists alone where it has lists."""
        array = self.dataset[tally].sel(world=world)
        return float((of_blacklists(array) if "list" in array.dims else array).sum())

    def lists_anybody(self, world: str) -> bool:
        """Tells whether anybody is ever on a blacklist."""
        return self.total("listed", world) > 0

    def most_recorded(self, world: str) -> str:
        """Names the kind of conduct that lists most people of a world, or has most records where none is listed."""
        tally = "listed_by_kind" if self.lists_anybody(world) else "recorded"
        array = self.dataset[tally].sel(world=world)
        by_kind = of_blacklists(array) if "list" in array.dims else array
        return str(by_kind.sum([d for d in by_kind.dims if d != "kind"]).idxmax("kind").values)

    def is_state(self, kind: str) -> bool:
        """Tells whether a kind of conduct arises from a state of livelihood, such as owing."""
        return bool(str(self.dataset["kind_state"].sel(kind=kind).values))

    def recorder(self, world: str, kind: str) -> str:
        """Names the channel of a world that records most of a kind; nothing where its document cannot be read."""
        regime = self.regimes.get(world)
        channels = [c for c in regime.model.sensing.channels if kind in c.conduct] if regime else []
        return max(channels, key=lambda c: c.coverage * c.sensitivity).name if channels else ""

    def over_replicates(self, array: xr.DataArray, world: str) -> Interval:
        """Gives the mean of one world of an array (world, replicate) with its interval."""
        return interval(both(array).sel(world=world).values)


def scene_of(dataset: xr.Dataset, reforms: Mapping[str, xr.Dataset] | None = None) -> Scene:
    """Reads what a result says of itself; a document that this version cannot read is left out.

    reforms: results of reforms by the world of the regime that they are of.
    """
    regimes, society = read_back(dataset)
    return Scene(dataset, about.worlds(dataset), about.against(dataset), regimes, society, reforms or {})
