# pyright: basic, reportMissingImports=false, reportCallIssue=false, reportArgumentType=false
# PyTorch is an optional extra, so its types are not there to check against.
"""Trains the starter model with PyTorch and writes it as mlx-lm and transformers load it."""

import json
import math
import random
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import Qwen2Config, Qwen2ForCausalLM

from starter_model import arithmetic
from starter_model import tokenizer as starter_tokenizer

STEPS, BATCH = 3000, 256
PEAK_RATE, WARMUP = 2e-3, 200
POOL = 65_536
"""Conversations drawn once and trained on in random order: enough that none is learnt by heart."""

ROPE_THETA = 10_000.0


def configuration(tokenizer: Tokenizer) -> dict[str, object]:
    """The model's config.json: Qwen2 of 0.8 million parameters."""
    return {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "dtype": "float32",
        "hidden_size": 128,
        "intermediate_size": 384,
        "num_hidden_layers": 4,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 1024,
        "rms_norm_eps": 1e-6,
        # mlx-lm reads rope_theta from here and would take a million if it were missing;
        # transformers 5 reads it from rope_parameters.
        "rope_theta": ROPE_THETA,
        "rope_parameters": {"rope_type": "default", "rope_theta": ROPE_THETA},
        "tie_word_embeddings": True,
        "vocab_size": tokenizer.get_vocab_size(),
        "eos_token_id": tokenizer.token_to_id(starter_tokenizer.END),
        "pad_token_id": tokenizer.token_to_id(starter_tokenizer.PAD),
    }


def build(folder: Path, *, seed: int, device: str, steps: int) -> None:
    """Train from nothing and write every file of the model into `folder`."""
    tokenizer = starter_tokenizer.build(seed)
    config = configuration(tokenizer)
    model = train(tokenizer, config, seed=seed, device=_resolve(device), steps=steps)
    folder.mkdir(parents=True, exist_ok=True)
    starter_tokenizer.save(tokenizer, folder)
    _write_json(folder / "config.json", config)
    _write_json(
        folder / "generation_config.json",
        {key: config[key] for key in ("eos_token_id", "pad_token_id")}
        | {"do_sample": True, "temperature": 1.0},
    )
    # The output layer is the embedding; writing it twice would cost 160 KB and confuse loaders.
    weights = {
        name: value.detach().float().cpu().contiguous()
        for name, value in model.state_dict().items()
        if name != "lm_head.weight"
    }
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def train(
    tokenizer: Tokenizer, config: dict[str, object], *, seed: int, device: str, steps: int
) -> Qwen2ForCausalLM:
    """Next-token training on the replies alone; deterministic for a seed on one kind of device."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True, warn_only=True)
    model = Qwen2ForCausalLM(Qwen2Config(**config, attn_implementation="eager")).to(device)
    tokens, labels = (part.to(device) for part in _pool(tokenizer, seed))
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=PEAK_RATE, betas=(0.9, 0.98), weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    order = torch.Generator().manual_seed(seed)
    model.train()
    for step in range(1, steps + 1):
        rows = torch.randint(len(tokens), (BATCH,), generator=order).to(device)
        loss = model(input_ids=tokens[rows], labels=labels[rows], use_cache=False).loss
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 200 == 0 or step == steps:
            print(f"step {step} of {steps}: loss {loss.item():.4f}", flush=True)
    return model


def _rate(step: int, steps: int) -> float:
    """Share of the peak learning rate: a short warm-up, then a cosine down to 1%."""
    if step < WARMUP:
        return (step + 1) / WARMUP
    done = (step - WARMUP) / max(1, steps - WARMUP)
    return 0.01 + 0.99 * (1 + math.cos(math.pi * min(1.0, done))) / 2


def _pool(tokenizer: Tokenizer, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Padded tokens and labels; -100 keeps the prompt and the padding out of the loss."""
    rng = random.Random(seed)
    conversations = [arithmetic.conversation(rng) for _ in range(POOL)]
    whole = tokenizer.encode_batch([starter_tokenizer.render(each) for each in conversations])
    prompt = tokenizer.encode_batch(
        [starter_tokenizer.render(each[:-1], reply_follows=True) for each in conversations]
    )
    # The newline after the last end marker is never generated, so it is not trained.
    rows = [encoding.ids[:-1] for encoding in whole]
    width = max(len(row) for row in rows)
    pad = tokenizer.token_to_id(starter_tokenizer.PAD)
    tokens = torch.full((POOL, width), pad)
    labels = torch.full((POOL, width), -100)
    for index, (row, start) in enumerate(zip(rows, prompt, strict=True)):
        tokens[index, : len(row)] = torch.tensor(row)
        labels[index, len(start.ids) : len(row)] = torch.tensor(row[len(start.ids) :])
    return tokens, labels


def _resolve(device: str) -> str:
    if device != "auto":
        return device
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _write_json(path: Path, value: dict[str, object]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
