"""The real trainer's own `main`, with the names replaced that Temper looks through."""

import argparse
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from temper.trainer import (
    adapter_config,
    compat,
    long_rows,
    repairs,
    resume,
    rewards,
    speed,
    upstream,
)
from temper.trainer.bar import bar_for
from temper.trainer.callback import MetricReporter
from temper.trainer.checkpoints import CheckpointSaver
from temper.trainer.outcome import BadArguments, TrainingFailed
from temper.trainer.progress import Progress
from temper.trainer.records import Records
from temper.trainer.rollouts import RolloutTap
from temper.trainer.state import keeper, resuming
from temper.trainer.state.install import install as install_state
from temper.trainer.state.training_state import TrainingState

Function = Callable[..., Any]


def run_trainer(records: Records, progress: Progress) -> None:
    """Run the trainer with the process's own command line. Raises whatever it raises."""
    trainer = upstream.trainer()
    compat.supply_metal_settings()
    watch_parser(trainer)
    upstream.replace_bars(bar_for(progress))
    upstream.replace_evaluations(lambda evaluate: validating(evaluate, progress))
    state = TrainingState()
    kept = keeper.Keeper(state, records, upstream.mlx().save_safetensors)
    saver = CheckpointSaver(upstream.mlx().save_safetensors, records, progress, kept)
    upstream.replace(upstream.mlx(), "save_safetensors", lambda _: saver)
    rollouts = tap_rollouts(records, progress)
    prepare_run(trainer, records, progress, state, saver)
    try:
        trainer.main()
    finally:
        rollouts.summarize()


def watch_parser(trainer: ModuleType) -> None:
    """Turn the trainer's refusal of the command line into an exception with its message."""

    def watched(build: Callable[[], argparse.ArgumentParser]) -> Function:
        def build_watched() -> argparse.ArgumentParser:
            parser = build()
            complain = parser.error

            def error(message: str) -> Any:
                try:
                    complain(message)
                except SystemExit as end:
                    reason = f"The trainer does not accept the command line: {message}."
                    raise BadArguments(reason) from end

            parser.error = error
            return parser

        return build_watched

    upstream.replace(trainer, "build_parser", watched)


def validating(evaluate: Function, progress: Progress) -> Function:
    """The same evaluation, which also says that it is going on."""

    def evaluate_in_phase(*args: Any, **kwargs: Any) -> Any:
        with progress.during("validating"):
            return evaluate(*args, **kwargs)

    return evaluate_in_phase


def tap_rollouts(records: Records, progress: Progress) -> RolloutTap:
    """See every set of completions with its rewards."""
    grpo = upstream.module("grpo_trainer")
    tap = RolloutTap(grpo.calculate_rewards_and_advantages, records, progress)
    upstream.replace(grpo, "calculate_rewards_and_advantages", lambda _: tap)
    return tap


def prepare_run(
    trainer: ModuleType,
    records: Records,
    progress: Progress,
    state: TrainingState,
    saver: CheckpointSaver,
) -> None:
    """Check what the trainer does not, once it has read its arguments, then let it run."""
    reward_files = rewards.RewardFiles()
    upstream.replace(trainer, "load_reward_functions_from_file", lambda _: reward_files.load)

    def prepared(run: Function) -> Function:
        def run_prepared(args: Any) -> None:
            if not args.train:
                raise TrainingFailed("The command has no --train, so nothing would be trained.")
            registry = upstream.module("grpo_reward_functions").REWARD_REGISTRY
            rewards.check_rewards(args, reward_files, registry, records)
            progress.done_before = resuming.continue_count(args)
            check_model(trainer, args, records, state)
            warn_of_rows(trainer, records)
            saver.follow(args)
            install_state(trainer, args, state, progress, speed.enabled("lasting_batches"))
            repairs.install(trainer, args)
            speed.install(trainer, args)
            # The trainer seeds MLX only after the LoRA weights are drawn, so that its --seed
            # alone does not make a run repeatable.
            upstream.mlx().random.seed(args.seed)
            run(args, training_callback=MetricReporter(records, saver.keeper.note))

        return run_prepared

    upstream.replace(trainer, "run", prepared)


def check_model(trainer: ModuleType, args: Any, records: Records, state: TrainingState) -> None:
    """Once the model is loaded, complete its configuration and try the files to resume from."""

    def checked(load: Function) -> Function:
        def load_checked(*positional: Any, **named: Any) -> Any:
            model, tokenizer, adapter_file = load(*positional, **named)
            adapter_config.mark_fine_tune_type(Path(adapter_file).parent, args.train_type)
            if args.resume_adapter_file is not None:
                shapes = upstream.trainable_shapes(model)
                resume.check_resume_file(args.resume_adapter_file, shapes, records)
                done = getattr(args, resuming.RESUME, None)
                if done is None:
                    resume.warn_of_start(records)
                else:
                    state.resume(resuming.read_state(args, done["iteration"], shapes, records))
            return model, tokenizer, adapter_file

        return load_checked

    upstream.replace(trainer, "from_pretrained", checked)


def warn_of_rows(trainer: ModuleType, records: Records) -> None:
    """Say which rows the trainer would drop or cut without a word."""

    def warning(train_model: Function) -> Function:
        def train(args: Any, **named: Any) -> None:
            rows, left_over = len(named["train_set"]), len(named["train_set"]) % args.batch_size
            if left_over and rows > args.batch_size:
                records.warn(
                    "rows-left-out",
                    f"{left_over} of {rows} training rows are never used, because {rows} is no "
                    f"multiple of the batch size {args.batch_size}.",
                )
            long_rows.warn(args, named["train_set"], records)
            train_model(args=args, **named)

        return train

    upstream.replace(trainer, "train_model", warning)
