"""Every kind of problem that validation knows: how bad it is, what it is called, what to do."""

from dataclasses import dataclass
from typing import Literal

from temper.datasets.terms import Fix


@dataclass(frozen=True)
class Kind:
    severity: Literal["error", "warning"]
    title: str
    fix: str
    repair: Fix | None = None


def _error(title: str, fix: str, repair: Fix | None = None) -> Kind:
    return Kind("error", title, fix, repair)


def _warning(title: str, fix: str, repair: Fix | None = None) -> Kind:
    return Kind("warning", title, fix, repair)


KINDS: dict[str, Kind] = {
    # The file as a whole
    "missing_file": _error(
        "Files that are not there", "Put the file back, or choose another path."
    ),
    "missing_train": _error(
        "No train.jsonl", "Name the file with the training rows train.jsonl, in this folder."
    ),
    "not_a_file": _error(
        "Not a regular file", "Give a folder with train.jsonl, or one .jsonl file."
    ),
    "unreadable": _error("Files that cannot be read", "Make the file readable for this user."),
    "changed": _error(
        "Files that changed while they were read",
        "Wait until the file is complete, then look again.",
    ),
    "empty_file": _error(
        "Files without rows",
        "Write rows into the file, or delete it: the trainer fails on a file without rows, even on a "
        "test.jsonl that it does not use.",
    ),
    "wrong_encoding": _error(
        "Text that is not UTF-8",
        "Save the file as UTF-8 (`iconv -f LATIN1 -t UTF-8`, or UTF-16).",
        "re_encode",
    ),
    "json_array": _error(
        "A JSON array instead of lines",
        "Write one object a line, without the surrounding [ ] (`jq -c '.[]' data.json`).",
    ),
    "not_jsonl": _error("Not a text file of JSON lines", "Unpack or export it as JSONL first."),
    # Files that are imported
    "corrupt_file": _error(
        "Files that are damaged or incomplete",
        "Copy or download the file again, and compare its size with the original's.",
    ),
    "encrypted_file": _error("Encrypted files", "Write the file without encryption."),
    "decompression_bomb": _error(
        "Files that unpack to far more than they should",
        "Unpack the file yourself, look at what is in it, and give that.",
    ),
    "too_large": _error("More data than the limit", "Give a part of the data."),
    "too_many_columns": _error(
        "More columns than a table of texts has",
        "Export the table with the columns that hold the texts alone.",
    ),
    "no_space": _error("Too little space on the disk", "Free some space, then look again."),
    "several_configs": _error("Several datasets in one folder", "Choose one of them."),
    "several_files": _error(
        "Several files for the same rows", "Keep one of them, or give its path instead."
    ),
    "too_many_files": _error("Too many files", "Give the folder that holds only the dataset."),
    "csv_columns": _error(
        "Rows with more or fewer cells than the header",
        "Put cells that hold the delimiter or a line break in double quotes.",
        "drop_bad_rows",
    ),
    "csv_quotes": _error(
        "A quote that is never closed",
        "Close it, and double every quote within a quoted cell; the rows after it are missing.",
        "drop_bad_rows",
    ),
    "csv_header": _warning(
        "A table without proper names of columns",
        "Write the names as the first line, or say by a mapping which column is which.",
    ),
    "column_left_out": _warning(
        "Columns that hold no text", "Nothing to do, unless a method needs this column."
    ),
    "not_finite_value": _warning(
        "NaN and infinities that became null", "Nothing to do, unless a method reads this column."
    ),
    # One line
    "bom": _error(
        "Byte order marks",
        "Save the file as UTF-8 without a byte order mark (BOM).",
        "strip_bom",
    ),
    "blank_line": _error(
        "Blank lines", "Delete the blank line: the trainer parses every line.", "drop_blank_lines"
    ),
    "carriage_return": _error(
        "Stray carriage returns",
        "End lines with a newline, and write \\r inside a text as \\\\r.",
        "drop_bad_rows",
    ),
    "nul_byte": _error(
        "NUL bytes", "Remove the NUL bytes; the file may be damaged.", "drop_bad_rows"
    ),
    "line_too_long": _error(
        "Lines of more than 8 MB", "Shorten or split the row.", "drop_bad_rows"
    ),
    "truncated_line": _error(
        "A last line that breaks off",
        "The file was cut off while it was written: complete the last row, or delete it.",
        "drop_bad_rows",
    ),
    "invalid_json": _error(
        "Lines that are not valid JSON",
        "Write one complete JSON object on the line.",
        "drop_bad_rows",
    ),
    "not_finite": _error(
        "NaN or Infinity",
        "JSON has no such numbers: write the value as text, or leave the key out.",
        "drop_bad_rows",
    ),
    "number_out_of_range": _error(
        "Numbers that are too large", "Write the number as text.", "drop_bad_rows"
    ),
    "lone_surrogate": _error(
        "Half characters (lone surrogates)",
        "Write the whole character: \\ud83d stands only before its second half.",
        "drop_bad_rows",
    ),
    "too_deep": _error("JSON nested too deep", "Write plain rows.", "drop_bad_rows"),
    "not_an_object": _error(
        "Lines that are not objects", "Write each row as an object: { … }.", "drop_bad_rows"
    ),
    "duplicate_key": _error(
        "Keys that appear twice in a row",
        "Keep one of the two: the trainer silently takes the last.",
        "drop_bad_rows",
    ),
    # One row
    "made_up_format": _error(
        "A format that no trainer reads",
        "problem/reasoning_steps/solution/sparse_indicators was invented by an earlier panel. Write "
        '{"prompt": <the problem>, "answer": <the solution>, "system": <how to answer, optional>}.',
    ),
    "wrong_format": _error(
        "Rows in a format that this method does not read",
        "Convert the dataset (with a click on its page, or with `temper convert`), or write rows in a "
        "form that the method reads.",
    ),
    "mixed_formats": _error(
        "Rows in different formats",
        "Write all rows in one format: the trainer goes by the first row.",
        "drop_bad_rows",
    ),
    "missing_key": _error(
        "Rows without a key they need", "Add the key, or delete the row.", "drop_bad_rows"
    ),
    "null_value": _error(
        "Values that are null",
        "Write the text, or delete the row: the trainer would take null for the text None.",
        "drop_bad_rows",
    ),
    "null_system": _error(
        "`system` that is null",
        "Leave the key out, or write text: the trainer makes an empty system turn of null.",
        "drop_nulls",
    ),
    "number_value": _error(
        "Numbers where text is needed",
        "Write every value as text, in double quotes.",
        "coerce_numbers",
    ),
    "not_text": _error(
        "Values that are not text", "Write the value as text, in double quotes.", "drop_bad_rows"
    ),
    "empty_text": _error(
        "Empty texts", "Fill the text in, or delete the row: it teaches nothing.", "drop_bad_rows"
    ),
    "bad_messages": _error(
        "`messages` that are not a list of turns",
        'Write {"messages": [{"role": "user", "content": "…"}, {"role": "assistant", "content": "…"}]}.',
        "drop_bad_rows",
    ),
    "bad_tools": _error(
        "`tools` that are not a list", "Write `tools` as a list of objects.", "drop_bad_rows"
    ),
    "unknown_role": _error(
        "Unknown roles", "Use the roles system, user, assistant and tool.", "rename_roles"
    ),
    "role_order": _error(
        "Roles out of order",
        "Write at most one system turn, first, and a user turn before the assistant's.",
        "drop_bad_rows",
    ),
    "no_assistant_end": _error(
        "Conversations that do not end with the assistant",
        "Add the assistant's answer as the last turn: it is what the model learns.",
        "drop_bad_rows",
    ),
    "no_user_end": _error(
        "Prompts that do not end with the user",
        "End the prompt with the user's turn: it is what the model answers.",
        "drop_bad_rows",
    ),
    "same_pair": _error(
        "Pairs whose two answers are the same",
        "Write a worse answer as `rejected`, or delete the row: it teaches no preference.",
        "drop_bad_rows",
    ),
    "bad_score": _error(
        "Scores that are not numbers",
        "Write `preference_score` as a number, or leave it out: ORPO weighs the pair by it.",
        "drop_bad_rows",
    ),
    "no_chosen_token": _error(
        "Rows without a token to prefer",
        "Give `multi_chosen_decoded` as a list of texts that differ from `rejected_decoded`: the "
        "trainer leaves such rows out without a word.",
        "drop_bad_rows",
    ),
    "mask_prompt_text": _error(
        "Prompt masking with plain texts",
        "Turn `mask_prompt` off, or give rows that have a prompt: a text has none to mask.",
    ),
    # The set as a whole
    "too_few_rows": _error(
        "Fewer rows than the batch size", "Add rows, or lower the batch size to the rows there are."
    ),
    "gave_up": _error("More errors than are worth counting", "Look at the first of them."),
    "default_system": _warning(
        "Rows without `system`",
        "Add `system` to say how to answer; without it the trainer puts in its own instruction: to "
        "think between <think> and </think> and answer between <answer> and </answer>.",
    ),
    "empty_system": _warning(
        "`system` that is empty",
        "Write how to answer, or leave the key out: the trainer makes an empty system turn of it.",
    ),
    "system_ignored": _warning(
        "`system` that is not read",
        "The trainer does not read `system` in these rows: for SFT rename `completion` to `answer`, or "
        "convert to messages; elsewhere put it into the prompt.",
    ),
    "unmatchable_answer": _warning(
        "Answers that no completion can match",
        "Write the bare value: r1_accuracy_reward_func compares what stands inside <answer>, without "
        "surrounding space, letter by letter.",
        "trim_texts",
    ),
    "worked_answer": _warning(
        "Answers with their working, and the value after ####",
        "Keep only what stands after ####: r1_accuracy_reward_func compares the whole answer.",
        "extract_final_answer",
    ),
    "sentence_answer": _warning(
        "Answers that are sentences",
        "Write the bare value (`5`, not `The answer is 5.`), or choose reward functions that judge "
        "sentences: r1_accuracy_reward_func compares letter by letter.",
    ),
    "repeated_role": _warning(
        "Two turns of the same role in a row",
        "Join the two: the chat templates of some models refuse them.",
        "join_repeated_turns",
    ),
    "control_character": _warning(
        "Control characters",
        "Remove them: they are rests of another format, and the model would learn to write them.",
        "remove_control_characters",
    ),
    "replacement_character": _warning(
        "Replacement characters (�)",
        "Export the row anew from where it came from: text was lost when it was read in a wrong encoding.",
    ),
    "duplicate": _warning(
        "Rows that are there more than once",
        "Keep one of each: the others only weigh it more heavily.",
        "deduplicate",
    ),
    "duplicate_normalised": _warning(
        "Rows that differ only in space and case",
        "Keep one of each: they teach the same.",
        "deduplicate_normalised",
    ),
    "overlap": _warning(
        "Training rows that are also in valid or test",
        "Take them out of one of the two: a loss on rows that were trained on says little.",
        "drop_overlap",
    ),
    "overlap_normalised": _warning(
        "Training rows that are in valid or test but for space and case",
        "Take them out of one of the two: a loss on rows that were trained on says little.",
        "drop_overlap",
    ),
    "overlap_held_out": _warning(
        "Validation rows that are also in test",
        "Take them out of one of the two: the test then says something of its own.",
    ),
    "no_valid": _warning(
        "No valid.jsonl", "Split some rows off, so that the run shows a validation loss."
    ),
    "unread_file": _warning(
        "Files that are not read",
        "Only train.jsonl, valid.jsonl and test.jsonl are read: rename it.",
    ),
    # Rows as tokens of the chosen model
    "nothing_learned": _error(
        "Rows of which nothing is learned",
        "Raise `max_seq_length`, shorten the prompts, or delete the rows. Where a whole batch is such "
        "rows the loss is no number, and the run is lost.",
    ),
    "prompt_cut": _error(
        "Prompts that lose their end",
        "Raise `max_seq_length`, or shorten the prompts: the model would go on writing the question "
        "in place of answering it.",
    ),
    "refused_by_template": _error(
        "Rows that the model's chat template refuses",
        "Change the turns to what the template allows, or choose another model.",
    ),
    "two_tokens": _error(
        "Texts of exactly two tokens",
        "Lengthen or delete them: the trainer takes such a text for a text with an offset, and fails.",
    ),
    "all_left_out": _error(
        "No row is left to train on",
        "Raise `max_seq_length`, or write tokens of this model: the trainer leaves out every row.",
    ),
    "rows_cut": _warning(
        "Rows longer than the limit", "Raise `max_seq_length`, or shorten the rows."
    ),
    "rows_left_out": _warning(
        "Rows that the trainer leaves out",
        "Raise `max_seq_length`, or write texts that are one token of this model.",
    ),
    "answer_too_long": _warning(
        "Answers longer than a completion may be",
        "Raise `max_completion_length`: a completion that is cut off never reaches such an answer.",
    ),
}
