"""A plan: everything that is decided before a run begins."""

import sys
from dataclasses import dataclass
from pathlib import Path

from temper import machine
from temper.methods.check import Origin
from temper.methods.command import Command, build_command, carried, shell
from temper.methods.curve import learning_rates
from temper.methods.effects import Taken, effect
from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value
from temper.methods.presets.choices import Preset
from temper.methods.request import PlanRequest
from temper.runs.names import visible
from temper.runs.resume import Origin as ResumeOrigin
from temper.runs.schemas import (
    AppliedPreset,
    EffectiveValue,
    PlanOut,
    PlanWarning,
    ResumedFrom,
    Steps,
)


@dataclass(frozen=True)
class Places:
    """Where a run reads and writes."""

    data: Path
    config: Path
    adapters: Path


@dataclass(frozen=True)
class Plan:
    """A request that can run, and what it comes to."""

    request: PlanRequest
    method: Method
    values: dict[str, Value]
    origins: dict[str, Origin]
    model: str
    """A folder, or a hub name that the trainer resolves."""
    model_name: str
    dataset_name: str
    data: Path
    """The prepared rows, as the trainer reads them."""
    digests: dict[str, str]
    steps: Steps
    warnings: tuple[PlanWarning, ...]
    preset: Preset | None = None
    """What lies under the request's own values."""
    origin: ResumeOrigin | None = None
    """Where the run goes on from; then `steps` and `iters` are what is left."""

    @property
    def default_name(self) -> str:
        return visible(f"{self.method.title} on {self.dataset_name}")

    @property
    def done(self) -> int:
        """Iterations that were done before."""
        return self.origin.iteration if self.origin else 0

    def command(self, places: Places) -> Command:
        """The trainer's command over these places."""
        return build_command(
            self.method,
            self.values,
            model=self.model,
            data=str(places.data),
            adapter_path=str(places.adapters),
            config_path=str(places.config),
            python=sys.executable,
            train_rows=self.steps.rows.get("train"),
            resumed=self.origin.resumed if self.origin else None,
        )

    def out(self, command: Command) -> PlanOut:
        """What the API shows of the plan with this command."""
        return PlanOut(
            method=self.method.id,
            model=self.model,
            model_name=self.model_name,
            dataset=self.request.dataset,
            dataset_name=self.dataset_name,
            command=list(command.argv),
            shell=shell(command.argv),
            yaml=command.yaml,
            by_hand=by_hand_note(self.method),
            preset=applied(self.preset) if self.preset else None,
            parameters={p.name: self._effective(p) for p in self.method.parameters},
            steps=self.steps,
            learning_rates=list(
                learning_rates(self.method, self.values, self.steps.rows.get("train"), self.done)
            ),
            warnings=list(self.warnings),
            resumed=resumed_from(self.origin, self.steps) if self.origin else None,
            versions=machine.versions(),
            digests=self.digests,
        )

    def _effective(self, parameter: Parameter) -> EffectiveValue:
        return EffectiveValue(
            value=self.values[parameter.name],
            origin=self.origins[parameter.name],
            carrier=carried(parameter, self.values),
            acts_on=parameter.acts_on,
            effect=effect(parameter, Taken(self.method, self.values, self.steps.rows)),
        )


def resumed_from(origin: ResumeOrigin, steps: Steps) -> ResumedFrom:
    """What a run goes on from, as a plan shows it."""
    return ResumedFrom(
        run_id=origin.run_id,
        iteration=origin.iteration,
        total=origin.iteration + steps.iterations,
        state=origin.state is not None,
    )


def applied(preset: Preset) -> AppliedPreset:
    """A preset as a plan shows it."""
    return AppliedPreset(
        id=preset.id,
        title=preset.title,
        summary=preset.summary,
        parameters=preset.parameters,
        reasons=preset.reasons,
    )


WITHOUT_METAL = ("grpo", "klpo", "ftpo")
"""The modes that do not ask Metal for its memory size."""


def by_hand_note(method: Method) -> str | None:
    """Why this machine cannot run the plain command, where it cannot.

    Most modes ask Metal for its memory size (such as mlx_lm_lora/trainer/sft_trainer.py).
    """
    if method.train_mode in WITHOUT_METAL or machine.backend() == "metal":
        return None
    return (
        "On a machine without Metal the plain trainer stops here with KeyError:"
        " 'max_recommended_working_set_size'. Write `-m temper.trainer` in place of"
        " `-m mlx_lm_lora.train` to run the same by hand; Temper runs it that way."
    )
