import { formatBytes } from "@/lib/numbers";
import { plural } from "@/lib/words";
import type { ConvertRequest, Dataset } from "./api";

/** Where a dataset is from, in a word or two. */
export const ORIGIN: Record<Dataset["origin"], string> = {
  registered: "your files",
  uploaded: "uploaded",
  converted: "converted",
  split: "split anew",
  builtin: "built in",
};

type Fix = NonNullable<ConvertRequest["fixes"]>[number];

/** What a repair does to the rows of the copy, in the order in which they are done. */
export const REPAIR: Record<Fix, string> = {
  strip_bom: "takes out the byte order mark",
  drop_blank_lines: "leaves out blank lines",
  coerce_numbers: "writes numbers and true/false as text",
  drop_nulls: "leaves out keys that are null",
  drop_bad_rows: "leaves out rows that are still wrong",
};

export const REPAIRS = Object.keys(REPAIR) as Fix[];

export function sizeOf(dataset: Dataset): string {
  return dataset.files
    .map(({ split, rows, bytes }) => `${rows == null ? formatBytes(bytes) : rows} ${split}`)
    .join(", ");
}

export function rowsOf(file: Dataset["files"][number]): string {
  return file.rows == null ? "not counted yet" : plural(file.rows, "row");
}
