import { formatBytes } from "@/lib/numbers";
import { plural } from "@/lib/words";
import type { Dataset } from "./api";

/** Where a dataset is from, in a word or two. */
export const ORIGIN: Record<Dataset["origin"], string> = {
  registered: "your files",
  uploaded: "uploaded",
  converted: "converted",
  split: "split anew",
  builtin: "built in",
};

export function sizeOf(dataset: Dataset): string {
  return dataset.files
    .map(({ split, rows, bytes }) => `${rows == null ? formatBytes(bytes) : rows} ${split}`)
    .join(", ");
}

export function rowsOf(file: Dataset["files"][number]): string {
  return file.rows == null ? "not counted yet" : plural(file.rows, "row");
}
