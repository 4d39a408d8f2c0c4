"""A population read person by person, in plain Python numbers."""

from __future__ import annotations

from underheaven.engine.plain_stages.interpreted_kernels import InterpretedKernels
from underheaven.engine.population import Population
from underheaven.engine.protocol import CompiledScenario
from underheaven.kernel.society import Society


class PlainPopulation:
    """A population with the scenario in which it lives, read person by person.

    Attributes:
        population: The population.
        built: The compiled scenario.
        society: The society of the scenario, opened for reading.
        kernels: Interpreted kernels.
    """

    def __init__(
        self, population: Population, built: CompiledScenario, society: Society, kernels: InterpretedKernels
    ) -> None:
        """Read a population; the arguments are the attributes of the same names."""
        self.population, self.built, self.society, self.kernels = population, built, society, kernels

    def draw(self, i: int, time: int, purpose: int) -> int:
        """Return a draw of a person, 0 to 2**32 - 1.

        Args:
            i: Index of the person in the society, from 0.
            time: Month of the run for a monthly draw, generation of the person for a lifelong one; both from 0.
            purpose: Number of the decision, see ``underheaven.draws``.

        Returns:
            The draw.
        """
        return int(self.kernels.draws.draw(self.population.key, i, time, purpose, 0))

    def arrival_cell(self, i: int) -> int:
        """Return the cell in which the present person of a slot arrived, 0 to 255."""
        generation = int(self.population.state.generation[i])
        return int(self.kernels["person_attributes"].arrival_cell(self.society, self.population.key, i, generation))

    def cell(self, i: int, month: int) -> int:
        """Return a person's cell in a month, or at arrival where that is later; 0 to 255."""
        first = self.arrival_cell(i)
        if "born" not in self.built.extra_state:
            return first
        return int(self.kernels["ageing"].cell_at_age(self.society, first, self.age(i, month)))

    def age(self, i: int, month: int) -> int:
        """Return a person's age in a month, in months."""
        return int(self.kernels["ageing"].age_in_month(self.population.state.born, i, month))
