import type { Schemas } from "@/lib/client";

type Split = Schemas["DatasetFile"]["split"];

const SPLITS: readonly Split[] = ["train", "valid", "test"];

/** What the Datasets page shows; it lives in the address, so that a place in a file can be linked to. */
export interface DatasetsSearch {
  id?: string;
  method?: string;
  /** Whose tokenizer counts, and whose chat template the rows are shown in. */
  model?: string;
  /** `max_seq_length`, where it is not the method's default. */
  limit?: number;
  /** `mask_prompt`. */
  mask?: boolean;
  split?: Split;
  /** The row of that file that is looked at, from 1. */
  line?: number;
}

/** What the address of the Datasets page says, whatever it holds. */
export function readDatasetsSearch(search: Record<string, unknown>): DatasetsSearch {
  const found: DatasetsSearch = {};
  for (const key of ["id", "method", "model"] as const) {
    const value = search[key];
    // A name such as `123` is read from an address as a number.
    if (value !== "" && (typeof value === "string" || typeof value === "number")) {
      found[key] = String(value);
    }
  }
  for (const key of ["limit", "line"] as const) {
    const value = search[key];
    if (Number.isSafeInteger(value) && (value as number) >= 1) found[key] = value as number;
  }
  if (search.mask === true) found.mask = true;
  const split = SPLITS.find((name) => name === search.split);
  if (split) found.split = split;
  return found;
}

/** The same for the address of one dataset, whose id stands in the path. */
export function readDatasetSearch(search: Record<string, unknown>): Omit<DatasetsSearch, "id"> {
  const { id: _, ...found } = readDatasetsSearch(search);
  return found;
}

/** The row that a place of a report means, where it is one. */
export function rowAddress(
  dataset: Pick<Schemas["DatasetOut"], "id">,
  { split, position }: Pick<Schemas["Place"], "split" | "position">,
): DatasetsSearch | null {
  return split && position != null ? { id: dataset.id, split, line: position } : null;
}
