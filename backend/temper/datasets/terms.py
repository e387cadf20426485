"""The words of datasets that types and endpoints share."""

from typing import Literal

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = ("train", "valid", "test")

Origin = Literal["registered", "uploaded", "hub", "converted", "split", "builtin"]
Fix = Literal[
    "strip_bom",
    "drop_blank_lines",
    "re_encode",
    "coerce_numbers",
    "drop_nulls",
    "trim_texts",
    "rename_roles",
    "join_repeated_turns",
    "remove_control_characters",
    "extract_final_answer",
    "deduplicate",
    "deduplicate_normalised",
    "drop_overlap",
    "drop_bad_rows",
    "mark_bad_rows",
]
OutputFormat = Literal[
    "prompt_answer", "messages", "prompt_completion", "preference", "prompts_only"
]
Container = Literal["jsonl", "json", "csv", "tsv", "parquet", "arrow"]
"""How a file holds its rows; each may be compressed."""
