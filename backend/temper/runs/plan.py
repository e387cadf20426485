"""A plan: everything that is decided before a run begins."""

import sys
from dataclasses import dataclass
from pathlib import Path

from temper import machine
from temper.methods.check import Origin
from temper.methods.command import Command, build_command, shell
from temper.methods.method import Method
from temper.methods.parameter import Carrier, Value
from temper.methods.request import PlanRequest
from temper.runs.schemas import EffectiveValue, PlanOut, PlanWarning, Steps


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

    @property
    def default_name(self) -> str:
        return f"{self.method.title} on {self.dataset_name}"

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
            parameters={
                p.name: self._effective(p.name, p.carrier, p.effect) for p in self.method.parameters
            },
            steps=self.steps,
            warnings=list(self.warnings),
            versions=machine.versions(),
            digests=self.digests,
        )

    def _effective(self, name: str, carrier: Carrier, effect: str | None) -> EffectiveValue:
        return EffectiveValue(
            value=self.values[name],
            origin=self.origins[name],
            carrier=carrier.target
            if carrier.kind == "flag"
            else f"{carrier.kind}: {carrier.target}",
            effect=effect,
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
