export const SORTS = [
  "-created",
  "created",
  "name",
  "method",
  "status",
  "-started",
  "-ended",
] as const;
export type Sort = (typeof SORTS)[number];

/** What the list of runs shows; it lives in the address. */
export interface RunsSearch {
  q?: string;
  /** A status, or several with commas between. */
  status?: string;
  method?: string;
  tag?: string;
  /** The id of a sweep. */
  group?: string;
  /** Set while the archive is shown. */
  archived?: "true";
  sort?: Sort;
}

/** What the address of the list of runs says, whatever it holds. */
export function readRunsSearch(search: Record<string, unknown>): RunsSearch {
  const found: RunsSearch = {};
  for (const key of ["q", "status", "method", "tag", "group"] as const) {
    const value = search[key];
    // A name such as `123` is read from an address as a number.
    if (value !== "" && (typeof value === "string" || typeof value === "number")) {
      found[key] = String(value);
    }
  }
  if (String(search.archived) === "true") found.archived = "true";
  const sort = SORTS.find((name) => name === search.sort);
  if (sort && sort !== "-created") found.sort = sort;
  return found;
}

export const TABS = ["charts", "rollouts", "log", "config", "checkpoints", "notes"] as const;
export type Tab = (typeof TABS)[number];

/** What a run's page shows; it lives in the address. */
export interface RunSearch {
  tab?: Tab;
  /** The iteration whose rollouts are shown; the newest without it. */
  iteration?: number;
  /** Whether those of validation are shown. */
  split?: "valid";
}

/** What the address of a run says, whatever it holds. */
export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const found: RunSearch = {};
  const tab = TABS.find((name) => name === search.tab);
  if (tab && tab !== "charts") found.tab = tab;
  if (Number.isInteger(search.iteration)) found.iteration = search.iteration as number;
  if (search.split === "valid") found.split = "valid";
  return found;
}

/** Which runs are compared; it lives in the address. */
export interface CompareSearch {
  /** Ids with commas between. */
  runs?: string;
  /** The id of a sweep, in place of `runs`. */
  group?: string;
}

/** What the address of a comparison says, whatever it holds. */
export function readCompareSearch(search: Record<string, unknown>): CompareSearch {
  const found: CompareSearch = {};
  for (const key of ["runs", "group"] as const) {
    const value = search[key];
    if (typeof value === "string" && value !== "") found[key] = value;
  }
  return found;
}
