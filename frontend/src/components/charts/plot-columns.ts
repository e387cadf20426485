import { rowsToDraw } from "./decimate";
import type { Extent, Line } from "./line";
import { smooth } from "./smooth";

export interface View extends Extent {
  pixels: number;
  /** 0 (none) to just below 1. */
  smoothing: number;
  logarithmic: boolean;
}

/** The columns that are drawn for a line, from the back to the front. */
export type Part = "low" | "high" | "raw" | "main";

type Column = (number | null)[];

export function partsOf(line: Line): Part[] {
  return line.spread ? ["low", "high", "raw", "main"] : ["raw", "main"];
}

/**
 * The columns uPlot draws: the iterations of all lines together, then the parts of each line. Only as
 * many rows as the pixels can show; null where a line has no value.
 */
export function plotColumns(lines: readonly Line[], view: View): [number[], ...Column[]] {
  const drawn = lines.map((line) => drawnParts(line, view.smoothing));
  const rowsOf = new Map<Float64Array, number[]>();
  for (const { x } of lines) {
    if (rowsOf.has(x)) continue;
    const together = drawn.flatMap((parts, i) => (lines[i]?.x === x ? parts : []));
    const series = together.filter((part) => part !== null);
    rowsOf.set(x, rowsToDraw(x, series, view.from, view.to, view.pixels));
  }
  const xs = union([...rowsOf].map(([x, rows]) => rows.map((row) => x[row] as number)));
  const columns = lines.flatMap((line, i) => {
    const rows = rowsOf.get(line.x) ?? [];
    return (drawn[i] ?? []).map((part) => align(xs, line.x, rows, part, view.logarithmic));
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
