import type { Schemas } from "./client";

export type Value = Schemas["Parameter"]["default"];
export type Values = Record<string, Value>;

/** In a draft: the bare defaults, and no preset. */
export const NO_PRESET = "none";

/** What a person is about to train; it lives in the address, so that a reload loses nothing. */
export interface Draft {
  method?: string;
  model?: string;
  dataset?: string;
  name?: string;
  /** The id of a preset, or `NO_PRESET`; without one the page chooses. */
  preset?: string;
  /** Parameters that differ from the preset's values, and else from the method's defaults. */
  p?: Values;
}

interface Request {
  method: string;
  model: string;
  dataset: string;
  name?: string | null;
  preset?: string | null;
  parameters?: Record<string, unknown>;
}

/** The draft that asks for the same again; its name is left to the new run. */
export function draftOf(request: Request): Draft {
  const p = readValues(request.parameters);
  return {
    method: request.method,
    model: request.model,
    dataset: request.dataset,
    preset: request.preset ?? NO_PRESET,
    ...(p && { p }),
  };
}

/** Props of a router `Link` to the Train page with this request as its draft ("Clone"). */
export function draftLink(request: Request): { to: "/"; search: Draft } {
  return { to: "/", search: draftOf(request) };
}

const LAST = "last-draft";

/** Remembers a draft in this browser tab; one that holds nothing leaves the last as it is. */
export function keepDraft(draft: Draft): void {
  if (Object.keys(readDraft({ ...draft })).length === 0) return;
  try {
    sessionStorage.setItem(LAST, JSON.stringify(draft));
  } catch {
    // The browser stores nothing here: the next visit starts empty.
  }
}

/** The draft that was kept last in this browser tab. */
export function lastDraft(): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(LAST) ?? "{}");
    return readDraft({ ...(kept as object) });
  } catch {
    return {};
  }
}

/** The draft in an address, whatever the address holds. */
export function readDraft(search: Record<string, unknown>): Draft {
  const draft: Draft = {};
  for (const key of ["method", "model", "dataset", "name", "preset"] as const) {
    const value = search[key];
    // A name such as `123` is read from an address as a number.
    if (typeof value === "string" || typeof value === "number") draft[key] = String(value);
  }
  const p = readValues(search.p);
  if (p) draft.p = p;
  return draft;
}

function readValues(given: unknown): Values | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const pairs = Object.entries(given).filter((pair): pair is [string, Value] => isValue(pair[1]));
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

function isValue(value: unknown): value is Value {
  if (value === null || ["boolean", "number", "string"].includes(typeof value)) return true;
  return Array.isArray(value) && value.every((v) => typeof v === "string" || typeof v === "number");
}
