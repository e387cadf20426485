# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# MLX and mlx-lm are only partly typed.
"""Samples a starter model through mlx-lm and says how often it is right and well formed."""

import copy
import random
import re
from pathlib import Path
from typing import Any

import mlx.core as mx
from mlx_lm import batch_generate, load
from mlx_lm.models.cache import make_prompt_cache
from mlx_lm.sample_utils import make_sampler

from starter_model.arithmetic import LARGEST, SYSTEM, question

FULL_FORMAT = re.compile(r"<think> (\d+) \+ (\d+) = (\d+) </think> <answer> \3 </answer>")
TEMPERATURE = 1.0
LONGEST_REPLY = 48
BATCH = 128


def measure(folder: Path, *, samples: int = 500, seed: int = 0) -> dict[str, float]:
    """Shares of right sums and of full format among `samples` random questions."""
    model, tokenizer = _load(folder)
    rng = random.Random(seed)
    sums = [(rng.randint(0, LARGEST), rng.randint(0, LARGEST)) for _ in range(samples)]
    mx.random.seed(seed)
    replies = _sample(model, tokenizer, [question(a, b) for a, b in sums])
    return {
        "samples": samples,
        "right": sum(map(is_right, sums, replies)) / samples,
        "full_format": sum(map(is_full_format, replies)) / samples,
    }


def is_right(addends: tuple[int, int], reply: str) -> bool:
    """Whether the last number of the reply is the sum, whatever its style."""
    numbers = re.findall(r"\d+", reply)
    return bool(numbers) and int(numbers[-1]) == sum(addends)


def is_full_format(reply: str) -> bool:
    return FULL_FORMAT.fullmatch(reply) is not None


def _sample(model: Any, tokenizer: Any, questions: list[str]) -> list[str]:
    prompts = [_prompt(tokenizer, each) for each in questions]
    # Every prompt opens with the same system message: read it once, not once a question.
    columns = zip(*prompts, strict=False)
    shared = next((at for at, column in enumerate(columns) if len(set(column)) > 1), 0)
    opening = make_prompt_cache(model)
    model(mx.array([prompts[0][:shared]]), cache=opening)
    mx.eval([layer.state for layer in opening])
    return batch_generate(
        model,
        tokenizer,
        [prompt[shared:] for prompt in prompts],
        prompt_caches=[copy.deepcopy(opening) for _ in prompts],
        max_tokens=LONGEST_REPLY,
        sampler=make_sampler(TEMPERATURE),
        completion_batch_size=BATCH,
        prefill_batch_size=BATCH,
    ).texts


def _prompt(tokenizer: Any, text: str) -> list[int]:
    messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}]
    return tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)


def _load(folder: Path) -> tuple[Any, Any]:
    loaded = load(str(folder))
    return loaded[0], loaded[1]
