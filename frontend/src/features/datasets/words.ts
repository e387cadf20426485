import { formatBytes } from "@/lib/numbers";
import { listed, plural } from "@/lib/words";
import type { ConvertRequest, Dataset } from "./api";

/** Where a dataset is from, in a word or two. */
export const ORIGIN: Record<Dataset["origin"], string> = {
  registered: "your files",
  uploaded: "uploaded",
  hub: "from the hub",
  converted: "converted",
  split: "split anew",
  builtin: "built in",
};

/** What the rows of a split are for. */
export const SPLIT: Record<Dataset["files"][number]["split"], string> = {
  train: "training",
  valid: "validation",
  test: "test",
};

export type Fix = NonNullable<ConvertRequest["fixes"]>[number];

/** What a fix does to the rows of the copy, in the order in which they are done. */
export const FIX: Record<Fix, string> = {
  re_encode: "write the text as UTF-8",
  strip_bom: "take out the byte order mark",
  drop_blank_lines: "leave out blank lines",
  coerce_numbers: "write numbers and true/false as text",
  remove_control_characters: "take out control characters",
  drop_nulls: "leave out keys that are null",
  trim_texts: "trim space around texts",
  rename_roles: "rename roles to those that are known",
  join_repeated_turns: "join turns of the same role",
  extract_final_answer: "keep only the final answer",
  drop_bad_rows: "leave out rows that are still wrong",
  mark_bad_rows: "set rows that are still wrong aside in rejected.jsonl",
  deduplicate: "leave out rows that come again",
  deduplicate_normalised: "leave out rows that come again but for space and case",
  drop_overlap: "leave out training rows that are also in validation or test",
};

export const FIXES = Object.keys(FIX) as Fix[];

type File = Dataset["files"][number];

const CONTAINER: Record<NonNullable<File["container"]>, string> = {
  jsonl: "JSONL",
  json: "JSON",
  csv: "CSV",
  tsv: "TSV",
  parquet: "Parquet",
  arrow: "Arrow",
};

/** `JSONL`, `CSV, gzip`. */
export function containerOf(file: File): string {
  const kind = CONTAINER[file.container ?? "jsonl"];
  return file.compression ? `${kind}, ${file.compression}` : kind;
}

/** The containers of all its files, each once. */
export function containersOf(dataset: Dataset): string {
  return [...new Set(dataset.files.map(containerOf))].join(" and ");
}

/** `200 rows`, `200 training rows and more`, or the size while they are not counted. */
export function rowsOf(dataset: Dataset): string {
  const counts = dataset.files.map(({ rows }) => rows);
  if (counts.some((rows) => rows == null)) {
    return formatBytes(dataset.files.reduce((sum, { bytes }) => sum + bytes, 0));
  }
  return plural(
    counts.reduce<number>((sum, rows) => sum + (rows ?? 0), 0),
    "row",
  );
}

/** `Ready`, `Ready for SFT and GRPO`, `Ready for SFT, GRPO and 3 more`, `Not ready`. */
export function readyWords(ready: readonly { title: string }[], of: number): string {
  if (ready.length === 0) return "Not ready";
  if (ready.length === of) return "Ready for all";
  const titles = ready.map(({ title }) => title);
  if (titles.length <= NAMED) return `Ready for ${listed(titles)}`;
  return `Ready for ${titles.slice(0, NAMED).join(", ")} and ${titles.length - NAMED} more`;
}

const NAMED = 2;
