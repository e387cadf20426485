"""What a run that goes on from an earlier one has behind it."""

from dataclasses import dataclass

KEY = "temper_resume"
"""The YAML's key, which only Temper's wrapper reads."""


@dataclass(frozen=True)
class Resumed:
    """Where the earlier run stood."""

    iteration: int
    """How many iterations were done."""
    state: str | None
    """The file with the optimizer's state, beside the YAML; None where only the weights are left."""
