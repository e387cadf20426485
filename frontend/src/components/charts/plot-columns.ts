import { rowsToDraw } from "./decimate";
import type { Extent, Line } from "./line";
import { smooth } from "./smooth";

export interface View extends Extent {
  pixels: number;
  logarithmic: boolean;
}

/** The columns that are drawn for a line, from the back to the front. */
export type Part = "low" | "high" | "raw" | "main";

type Column = (number | null)[];

export function partsOf(line: Line): Part[] {
  return line.spread ? ["low", "high", "raw", "main"] : ["raw", "main"];
}

/** A line with what is drawn of it, a column for each of its parts. */
export interface DrawnLine {
  x: Float64Array;
  parts: (Float64Array | null)[];
}

/** The parts of lines; `smoothing` is 0 (none) to just below 1. */
export function drawnLines(lines: readonly Line[], smoothing: number): DrawnLine[] {
  return lines.map((line) => ({ x: line.x, parts: drawnParts(line, smoothing) }));
}

/**
 * The columns uPlot draws: the iterations of all lines together, then the parts of each line. Only as
 * many rows as the pixels can show; null where a line has no value.
 */
export function plotColumns(lines: readonly DrawnLine[], view: View): [number[], ...Column[]] {
  const rowsOf = new Map<Float64Array, number[]>();
  for (const { x } of lines) {
    if (rowsOf.has(x)) continue;
    const together = lines.flatMap((line) => (line.x === x ? line.parts : []));
    const series = together.filter((part) => part !== null);
    rowsOf.set(x, rowsToDraw(x, series, view.from, view.to, view.pixels));
  }
  const xs = union([...rowsOf].map(([x, rows]) => rows.map((row) => x[row] as number)));
  const columns = lines.flatMap(({ x, parts }) => {
    const rows = rowsOf.get(x) ?? [];
    return parts.map((part) => align(xs, x, rows, part, view.logarithmic));
  });
  return [xs, ...columns];
}

function drawnParts(line: Line, smoothing: number): (Float64Array | null)[] {
  const main = smooth(line.y, smoothing);
  const raw = smoothing > 0 ? line.y : null;
  if (!line.spread) return [raw, main];
  const spread = smooth(line.spread, smoothing);
  const low = main.map((value, i) => value - (spread[i] as number));
  const high = main.map((value, i) => value + (spread[i] as number));
  return [low, high, raw, main];
}

/** All numbers of ascending lists, ascending, each once. */
function union(lists: number[][]): number[] {
  const [only] = lists;
  if (lists.length === 1 && only) return only;
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

/** The values of `rows`, each at its place in `xs`. */
function align(
  xs: readonly number[],
  x: Float64Array,
  rows: readonly number[],
  values: Float64Array | null,
  logarithmic: boolean,
): Column {
  const column: Column = new Array(xs.length).fill(null);
  if (!values) return column;
  let at = 0;
  for (const row of rows) {
    while ((xs[at] as number) < (x[row] as number)) at += 1;
    const value = values[row] as number;
    const drawable = !Number.isNaN(value) && !(logarithmic && value <= 0);
    column[at] = drawable ? value : null;
  }
  return column;
}
