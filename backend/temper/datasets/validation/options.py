"""What a validation is asked to hold a dataset against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ValidationOptions:
    """The parameters of a run that decide whether its data is ready."""

    batch_size: int = 1
    mask_prompt: bool = False
    reward_functions: tuple[str, ...] | None = None
    """By name; None means the five that the trainer takes by default."""
