"""The reference model of GRPO without a second copy of the weights.

With LoRA the policy is the frozen model plus adapters, and the reference is that frozen model: the
policy with its adapters taken out. At beta 0 the trainer loads a reference and never asks it.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from temper.trainer import upstream

ADAPTERS = ("LoRALinear", "LoRASwitchLinear", "LoRAEmbedding")
QUANTIZED_LOADING = ("load_in_4bits", "load_in_6bits", "load_in_8bits", "load_in_mxfp4")


def share_reference(trainer: ModuleType, args: Any) -> None:
    """Let the trainer load a second model only where the reference is really another one."""
    policies: list[Any] = []

    def remembered(load: Callable[..., Any]) -> Callable[..., Any]:
        def load_policy(*positional: Any, **named: Any) -> Any:
            loaded = load(*positional, **named)
            policies.append(loaded[0])
            return loaded

        return load_policy

    def shared(load_copy: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda _: reference(args, policies[-1], load_copy)

    upstream.replace(trainer, "from_pretrained", remembered)
    upstream.replace(trainer, "load_reference_model", shared)


def reference(args: Any, policy: Any, load_copy: Callable[[Any], Any]) -> Any:
    """No reference, the policy itself, or a copy of the model: whichever gives the same numbers."""
    if args.beta == 0:
        print("No reference model is loaded, because beta is 0")
        return None
    reason = why_a_copy(args)
    if reason is None:
        without_adapters = PolicyWithoutAdapters(policy)
        if without_adapters.is_frozen():
            print("The reference is the model without its adapters (no second copy is loaded)")
            return without_adapters
        reason = "not everything that is trained is an adapter"
    print(f"The reference is a second copy of the model, because {reason}")
    return load_copy(args)


def why_a_copy(args: Any) -> str | None:
    """Why the reference is not the policy without its adapters, if so."""
    if args.reference_model_path:
        return "another model was named"
    if args.train_type != "lora":
        return f"{args.train_type} changes the model itself"
    if any(getattr(args, name) for name in QUANTIZED_LOADING):
        return "the trainer does not quantize the reference"
    return None


class PolicyWithoutAdapters:
    """Answers as the frozen model does, and leaves the policy as it was."""

    def __init__(self, policy: Any) -> None:
        self._policy = policy
        lora = import_module("mlx_lm.tuner.lora")
        kinds = tuple(getattr(lora, name) for name in ADAPTERS if hasattr(lora, name))
        self._places = list(find_places(policy, kinds))

    def __call__(self, inputs: Any) -> Any:
        was_training = self._policy.training
        self._take_out()
        try:
            self._policy.eval()
            return self._policy(inputs)
        finally:
            self._policy.train(was_training)
            self._put_back()

    def eval(self) -> None:
        """The trainer asks its reference for this once; here each call sees to it."""

    def is_frozen(self) -> bool:
        """Whether nothing is trained outside the adapters."""
        self._take_out()
        try:
            return bool(self._places) and not upstream.trainable_shapes(self._policy)
        finally:
            self._put_back()

    def _take_out(self) -> None:
        for owner, key, adapter in self._places:
            owner[key] = adapter.linear if hasattr(adapter, "linear") else adapter.embedding

    def _put_back(self) -> None:
        for owner, key, adapter in self._places:
            owner[key] = adapter


def find_places(node: Any, kinds: tuple[type, ...]) -> Iterator[tuple[Any, Any, Any]]:
    """Where adapters sit in a tree of modules (which are dicts), dicts and lists: owner, key, adapter."""
    children: list[tuple[Any, Any]] = []
    if isinstance(node, dict):
        children = list(node.items())  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    elif isinstance(node, list | tuple):
        children = list(enumerate(node))  # pyright: ignore[reportUnknownArgumentType]
    for key, child in children:
        if isinstance(child, kinds):
            yield node, key, child
        else:
            yield from find_places(child, kinds)
