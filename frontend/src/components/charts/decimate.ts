/** The first position in ascending `xs`, not before `start`, whose value is at least `x`. */
export function lowerBound(xs: Float64Array, x: number, start = 0): number {
  let low = start;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position in ascending `xs` whose value is nearest to `x`; -1 when there is none. */
export function nearest(xs: Float64Array, x: number): number {
  const after = lowerBound(xs, x);
  if (after === 0) return xs.length > 0 ? 0 : -1;
  if (after === xs.length) return after - 1;
  const before = after - 1;
  return x - (xs[before] as number) <= (xs[after] as number) - x ? before : after;
}

/**
 * The rows that a plot of `pixels` columns needs between `from` and `to`: in each column the first,
 * the last, and the lowest and highest of each series, so that no spike is lost. One row on either
 * side is kept too, so that lines run to the edge.
 */
export function rowsToDraw(
  xs: Float64Array,
  series: readonly Float64Array[],
  from: number,
  to: number,
  pixels: number,
): number[] {
  const start = Math.max(0, lowerBound(xs, from) - 1);
  const end = Math.min(xs.length, lowerBound(xs, to) + 2);
  const span = to - from;
  if (end - start <= pixels * 2 || pixels < 1 || span <= 0) return range(start, end);

  const rows: number[] = [];
  let row = start;
  while (row < end) {
    const column = Math.floor((((xs[row] as number) - from) / span) * pixels);
    const edge = from + ((column + 1) / pixels) * span;
    // At least one, whatever rounding makes of the edge.
    const next = Math.max(row + 1, Math.min(end, lowerBound(xs, edge, row)));
    addExtremes(rows, series, row, next);
    row = next;
  }
  return rows;
}

function addExtremes(
  rows: number[],
  series: readonly Float64Array[],
  start: number,
  end: number,
): void {
  const kept = [start, end - 1];
  if (end - start > 2) {
    for (const values of series) {
      let lowest = -1;
      let highest = -1;
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let row = start; row < end; row++) {
        // A missing value, NaN, is neither below nor above.
        const value = values[row] as number;
        if (value < low) {
          low = value;
          lowest = row;
        }
        if (value > high) {
          high = value;
          highest = row;
        }
      }
      if (lowest >= 0) kept.push(lowest);
      if (highest >= 0) kept.push(highest);
    }
  }
  kept.sort((a, b) => a - b);
  for (const row of kept) if (row !== rows.at(-1)) rows.push(row);
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
}
