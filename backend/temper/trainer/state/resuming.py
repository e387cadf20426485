"""Where an earlier run stood, as the command line of this one says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from temper.trainer.outcome import TrainingFailed
from temper.trainer.records import Records
from temper.trainer.state.training_state import Resumed, versions, why_it_does_not_fit
from temper.trainer.state.tree import UnreadableState, read_tree

RESUME = "temper_resume"
"""The key of the YAML: `{iteration: N, state: path or null}`, the path as seen from the YAML's folder.

The trainer itself ignores it."""

WEIGHTS_ONLY = (
    "The weights, the count of iterations and the learning rate go on from iteration {iteration}; the "
    "optimizer's moments, the random numbers and the order of the rows start anew, because {reason}."
)


def continue_count(args: Any) -> int:
    """The iterations that were done before. Changes `args.iters` from what remains to the whole."""
    asked: Any = getattr(args, RESUME, None)
    if asked is None:
        return 0
    named = cast("dict[str, Any]", asked) if isinstance(asked, dict) else {}
    iteration = named.get("iteration")
    if type(iteration) is not int or iteration < 1:
        raise TrainingFailed(f"{RESUME} in the YAML has no iteration, a whole number from 1 on.")
    if args.resume_adapter_file is None or args.iters is None:
        raise TrainingFailed(f"{RESUME} in the YAML needs --resume-adapter-file and --iters.")
    args.iters += iteration
    return iteration


def read_state(
    args: Any, iteration: int, shapes: Mapping[str, tuple[int, ...]], records: Records
) -> Resumed:
    """The saved state that the YAML names, where it is whole and of this run; else the weights alone."""
    name: Any = getattr(args, RESUME).get("state")
    if not name:
        return _weights_only(iteration, "no state was saved with them", records)
    try:
        # A run folder may be moved: the file is named as seen from the YAML.
        tree = read_tree(Path(args.config).parent / name)
    except UnreadableState as error:
        reason = f"the saved state, {name}, cannot be used: {error}"
        return _weights_only(iteration, reason, records)
    misfit = why_it_does_not_fit(tree, iteration, args.optimizer, shapes)
    if misfit is not None:
        reason = f"the saved state, {name}, cannot be used: {misfit}"
        return _weights_only(iteration, reason, records)
    _warn_of_versions(tree.get("versions", {}), records)
    print(
        f"Resumed at iteration {iteration}: the optimizer, the learning rate, the random numbers and "
        "the order of the rows go on where they stood."
    )
    return Resumed(iteration, tree)


def _weights_only(iteration: int, reason: str, records: Records) -> Resumed:
    records.warn("resume-weights-only", WEIGHTS_ONLY.format(iteration=iteration, reason=reason))
    return Resumed(iteration)


def _warn_of_versions(saved: Mapping[str, str], records: Records) -> None:
    now = versions()
    changed = [
        f"{name} {saved[name]} → {now.get(name)}" for name in saved if saved[name] != now.get(name)
    ]
    if changed:
        records.warn(
            "resume-other-versions",
            f"Since the state was saved packages changed ({', '.join(changed)}): what follows may differ "
            "in the last digits from a run that was never interrupted.",
        )
