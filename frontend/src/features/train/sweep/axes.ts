import type { Schemas } from "@/lib/client";

type SweepRequest = Schemas["SweepRequest"];

/** What a person typed for one parameter of a sweep. */
export interface Axis {
  /** Tells rows apart while they are edited. */
  key: string;
  parameter: string | null;
  kind: "list" | "range";
  list: string;
  from: string;
  to: string;
  steps: string;
  scale: "linear" | "log";
}

export function newAxis(key: string): Axis {
  return {
    key,
    parameter: null,
    kind: "list",
    list: "",
    from: "",
    to: "",
    steps: "3",
    scale: "linear",
  };
}

/** The values to try by parameter; null while a row is not filled in, or two name the same one. */
export function overOf(axes: readonly Axis[]): SweepRequest["over"] | null {
  const over: SweepRequest["over"] = {};
  for (const axis of axes) {
    const values = axis.kind === "list" ? listOf(axis.list) : rangeOf(axis);
    if (!axis.parameter || values === null || axis.parameter in over) return null;
    over[axis.parameter] = values;
  }
  return axes.length > 0 ? over : null;
}

/** `1e-5, 3e-5` as numbers, `true, false` as booleans, other words as they are. */
export function listOf(text: string): unknown[] | null {
  const words = text.split(",").map((word) => word.trim());
  const given = words.filter((word) => word !== "");
  return given.length > 0 ? given.map(readWord) : null;
}

function rangeOf({ from, to, steps, scale }: Axis) {
  const numbers = [from, to, steps].map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  const [start, end, count] = numbers;
  if (start === undefined || end === undefined || count === undefined) return null;
  if (!numbers.every(Number.isFinite)) return null;
  return { from: start, to: end, steps: count, scale };
}

function readWord(word: string): unknown {
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  const number = Number(word);
  return Number.isFinite(number) ? number : word;
}
