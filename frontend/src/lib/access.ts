import { useSyncExternalStore } from "react";

let denied = false;
const listeners = new Set<() => void>();

/** Says that the server asked for a token that this browser does not have, or has again. */
export function setAccessDenied(value: boolean): void {
  if (denied === value) return;
  denied = value;
  for (const listener of listeners) listener();
}

export function useAccessDenied(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => denied,
  );
}
