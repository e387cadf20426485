import { useSyncExternalStore } from "react";

/** What is worth knowing of a draft that came from elsewhere. */
export interface Notice {
  title: string;
  remarks: readonly string[];
}

let current: Notice | null = null;
const listeners = new Set<() => void>();

/** Shows a notice on the Train page, in place of the one before; null takes it away. */
export function setNotice(notice: Notice | null): void {
  current = notice;
  for (const listener of listeners) listener();
}

export function useNotice(): Notice | null {
  return useSyncExternalStore(subscribe, () => current);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
