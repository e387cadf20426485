/** Far more than anyone takes back; older steps go. */
const KEPT = 200;

/** A value with what it was before and, after an undo, what it was to become. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
}

export function begun<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** The history with `next` as its present; with `joins` as a part of the step before, not as one of its own. */
export function recorded<T>(history: History<T>, next: T, joins: boolean): History<T> {
  const { past, present } = history;
  if (isSame(next, present)) return history;
  if (!joins || past.length === 0) {
    return { past: [...past, present].slice(-KEPT), present: next, future: [] };
  }
  // Typing that led back to where it began was no step at all.
  const before = past.at(-1);
  if (isSame(before, next)) return { past: past.slice(0, -1), present: next, future: [] };
  return { past, present: next, future: [] };
}

export function undone<T>({ past, present, future }: History<T>): History<T> {
  const [before] = past.slice(-1);
  if (before === undefined) return { past, present, future };
  return { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [next] = future;
  if (next === undefined) return { past, present, future };
  return { past: [...past, present], present: next, future: future.slice(1) };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
