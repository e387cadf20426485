# pyright: reportUnknownMemberType=false
# The tokenizers package is only partly typed.
"""The starter model's tokenizer: byte-level BPE, one token a digit, tags and chat markers whole."""

import json
import random
import re
from pathlib import Path

from jinja2 import Template
from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    trainers,
)

from starter_model import arithmetic

CHAT_TEMPLATE = """\
{% for message in messages %}<|im_start|>{{ message['role'] }}
{{ message['content'] }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""

_TEMPLATE = Template(CHAT_TEMPLATE, keep_trailing_newline=True)

MARKERS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
PAD, END = MARKERS[0], MARKERS[2]
TAGS = ["<think>", "</think>", "<answer>", "</answer>"]
QWEN2_PIECES = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

LARGEST_VOCABULARY = 320
"""256 bytes, the markers and tags, and merges for the phrases that the sums are made of."""


def build(seed: int = 0) -> Tokenizer:
    """Train the merges on conversations, so that a prompt is a few tokens and not sixty bytes."""
    tokenizer = Tokenizer(models.BPE())
    # Qwen2's own rules, because transformers 5 puts them into every qwen2 model that it loads. They
    # keep digits single, which a model that carries digit by digit needs.
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN2_PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=LARGEST_VOCABULARY - len(TAGS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=[AddedToken(marker, special=True) for marker in MARKERS],
        show_progress=False,
    )
    tokenizer.train_from_iterator(_plain_text(seed), trainer)
    # Tags are not special: a decoder that skips special tokens must still show them.
    tokenizer.add_tokens([AddedToken(tag, normalized=False) for tag in TAGS])
    return tokenizer


def _plain_text(seed: int) -> list[str]:
    rng = random.Random(seed)
    added = re.compile("|".join(re.escape(token) for token in [*MARKERS, *TAGS]))
    texts = [render(arithmetic.conversation(rng)) for _ in range(2000)]
    return [piece for text in texts for piece in added.split(text) if piece]


def render(messages: list[dict[str, str]], *, reply_follows: bool = False) -> str:
    """The conversation as the model reads it, opened for a reply if one follows."""
    return _TEMPLATE.render(messages=messages, add_generation_prompt=reply_follows)


def save(tokenizer: Tokenizer, folder: Path) -> None:
    """Write the files that transformers and mlx-lm load a tokenizer from."""
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE, encoding="utf-8")
    config = {
        "tokenizer_class": "Qwen2Tokenizer",
        "eos_token": END,
        "pad_token": PAD,
        "clean_up_tokenization_spaces": False,
        "model_max_length": 1024,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
