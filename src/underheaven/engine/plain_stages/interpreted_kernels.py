"""The kernels as plain Python: the same text that the compiled engine compiles, uncompiled."""

from __future__ import annotations

from types import ModuleType

from underheaven.fields.codes import STAGES
from underheaven.jit.interpreted import interpreted_copy

KERNELS = (
    *STAGES,
    "ageing",
    "attention",
    "blacklist_stays",
    "dossier",
    "exchange",
    "fitting_moments",
    "gaming",
    "grace",
    "hooks",
    "inherited_records",
    "lending",
    "loss_attribution",
    "monthly_variables",
    "newcomer",
    "officials",
    "panel",
    "person_attributes",
    "scores",
    "solvency",
    "status",
    "ties",
)
"""Modules of ``underheaven.kernel`` that the reference engine calls."""


class InterpretedKernels:
    """Interpreted copies of the kernels, and of the draws.

    Attributes:
        draws: Interpreted copy of ``underheaven.draws``.
    """

    def __init__(self) -> None:
        """Make the copies; each module is copied once per process."""
        self.draws = interpreted_copy("draws")
        self._modules = {name: interpreted_copy(f"kernel.{name}") for name in KERNELS}

    def __getitem__(self, module: str) -> ModuleType:
        """Return the copy of a module by its name in ``underheaven.kernel``."""
        return self._modules[module]
