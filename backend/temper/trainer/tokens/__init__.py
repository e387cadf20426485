"""Rows as tokens, made by the trainer's own dataset classes with the model's own tokenizer."""
