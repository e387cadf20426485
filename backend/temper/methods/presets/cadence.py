"""How often a preset reports, validates and saves: in proportion to its iterations."""

from temper.methods.presets.choices import Choices, Level

POINTS: dict[Level, int] = {"quick": 2, "balanced": 10, "thorough": 20}
"""Validations after the first one, and checkpoints."""
POINTS_OF_SAMPLING: dict[Level, int] = {"quick": 2, "balanced": 5, "thorough": 10}
BATCHES: dict[Level, int] = {"quick": 5, "balanced": 25, "thorough": 100}
BATCHES_OF_SAMPLING: dict[Level, int] = {"quick": 1, "balanced": 2, "thorough": 4}


def choose_cadence(choices: Choices) -> None:
    """After the number of iterations is known."""
    total, level = choices.iterations, choices.level
    samples = choices.has("max_completion_length")
    every = max(1, total // (POINTS_OF_SAMPLING if samples else POINTS)[level])
    report = max(1, min(10, total // 50))
    choices.choose(
        "steps_per_report",
        report,
        f"{total:,} iterations give about {max(1, total // report):,} points on the curves.",
    )
    validates = choices.facts.valid_rows != 0
    if validates:
        choices.choose(
            "steps_per_eval",
            every,
            f"About {max(1, total // every)} validations over the run, beside the first.",
        )
        _batches(choices, (BATCHES_OF_SAMPLING if samples else BATCHES)[level], samples)
    choices.choose(
        "save_every",
        every,
        "A checkpoint beside each validation: the best one is there to go back to."
        if validates
        else f"About {max(1, total // every)} checkpoints to go back to.",
    )


def _batches(choices: Choices, usual: int, samples: bool) -> None:
    rows, batch = choices.facts.valid_rows, choices.whole("batch_size")
    there = usual if rows is None else max(1, rows // batch)
    if there <= usual:
        reason = "All validation rows: there are no more."
    elif samples:
        reason = (
            "Validation writes completions as well, and takes its time: few batches tell enough."
        )
    else:
        reason = (
            "A first look needs no exact figure."
            if choices.level == "quick"
            else "A steadier figure, by which the best checkpoint is chosen."
        )
    choices.choose("val_batches", min(usual, there), reason)
