import type { Fix } from "./words";

interface FixGroup {
  title: string;
  fixes: readonly Fix[];
}

/** The fixes as a person looks for them. */
export const FIX_GROUPS: readonly FixGroup[] = [
  {
    title: "Files",
    fixes: ["strip_bom", "drop_blank_lines", "re_encode"],
  },
  {
    title: "Values",
    fixes: [
      "coerce_numbers",
      "drop_nulls",
      "trim_texts",
      "remove_control_characters",
      "extract_final_answer",
    ],
  },
  { title: "Conversations", fixes: ["rename_roles", "join_repeated_turns"] },
  {
    title: "Rows",
    fixes: [
      "deduplicate",
      "deduplicate_normalised",
      "drop_overlap",
      "drop_bad_rows",
      "mark_bad_rows",
    ],
  },
];

interface FixWords {
  title: string;
  /** What it does, in a sentence. */
  does: string;
}

export const FIX_WORDS: Record<Fix, FixWords> = {
  strip_bom: {
    title: "Take out byte order marks",
    does: "The trainer cannot read a file that begins with one.",
  },
  drop_blank_lines: {
    title: "Drop blank lines",
    does: "The trainer stops at a line without a row, the last one too.",
  },
  re_encode: {
    title: "Write as UTF-8",
    does: "Windows-1252, Latin-1, UTF-16 and UTF-32 are recognised and written anew.",
  },
  coerce_numbers: {
    title: "Numbers become text",
    does: "7 and true where text is needed become “7” and “true”, as they are written.",
  },
  drop_nulls: {
    title: "Drop keys that are null",
    does: "The trainer would train on the word None or on an empty turn.",
  },
  trim_texts: {
    title: "Trim texts",
    does: "Space before and after each text goes; space within stays.",
  },
  remove_control_characters: {
    title: "Remove control characters",
    does: "What no eye sees and every model learns goes; line ends and tabs stay.",
  },
  extract_final_answer: {
    title: "Keep the final answer only",
    does: "What follows “####” becomes the answer, which can be checked; the working a column of its own.",
  },
  rename_roles: {
    title: "Rename roles",
    does: "human becomes user, gpt and bot become assistant.",
  },
  join_repeated_turns: {
    title: "Join repeated turns",
    does: "Neighbouring turns of one role become one, with a blank line between.",
  },
  deduplicate: {
    title: "Drop rows that come again",
    does: "Of rows that are the same the first stays.",
  },
  deduplicate_normalised: {
    title: "Drop rows that are nearly the same",
    does: "Of rows that differ in space and case only the first stays.",
  },
  drop_overlap: {
    title: "Drop training rows that validation or test has",
    does: "A row that is trained on as well would measure memory there.",
  },
  drop_bad_rows: {
    title: "Leave out rows that stay wrong",
    does: "What no other fix repairs is not written.",
  },
  mark_bad_rows: {
    title: "Set rows that stay wrong aside",
    does: "They go to rejected.jsonl, each with the reason.",
  },
};
