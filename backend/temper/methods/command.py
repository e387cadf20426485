"""From a checked request to the trainer's command line: a pure function."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """What the trainer is run with.

    `argv` begins with the Python executable and `-m mlx_lm_lora.train`; `yaml` is the text of the
    file that `--config` names.
    """

    argv: tuple[str, ...]
    yaml: str
