"""Temper fine-tunes language models on this machine with mlx-lm-lora."""

__version__ = "0.1.0"
