import { useSyncExternalStore } from "react";

interface Deleted {
  id: string;
  name: string;
}

let last: Deleted | null = null;
const listeners = new Set<() => void>();

/** Notes which run was deleted last, so that a page can offer to take it back; null: none. */
export function setLastDeleted(run: Deleted | null): void {
  last = run;
  for (const listener of listeners) listener();
}

export function useLastDeleted(): Deleted | null {
  return useSyncExternalStore(subscribe, () => last);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
