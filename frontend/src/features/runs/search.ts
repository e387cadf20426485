export interface RunsSearch {
  q?: string;
}

/** What the address of the list of runs says, whatever it holds. */
export function readRunsSearch(search: Record<string, unknown>): RunsSearch {
  return typeof search.q === "string" ? { q: search.q } : {};
}
