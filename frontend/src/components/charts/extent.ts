import type { Extent, Line } from "./line";

/** The iterations that lines cover together; null while there are none. */
export function coveredBy(lines: readonly Line[]): Extent | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { x } of lines) {
    if (x.length === 0) continue;
    from = Math.min(from, x[0] as number);
    to = Math.max(to, x[x.length - 1] as number);
  }
  return from <= to ? { from, to } : null;
}

/**
 * The axis of a run that still grows: it ends at a round number ahead of the newest point and so moves
 * in rare steps, not with each point; `total` bounds it.
 */
export function growingAxis(covered: Extent, total: number | null): Extent {
  const step = 10 ** Math.floor(Math.log10(Math.max(covered.to, 1)));
  const round = [1, 2, 5, 10].map((n) => n * step).find((end) => end >= covered.to);
  const end = round ?? covered.to;
  return {
    from: covered.from,
    to: Math.max(covered.to, total === null ? end : Math.min(end, total)),
  };
}

/** An extent that lines can be drawn in, even where it is a single point. */
export function drawable({ from, to }: Extent): Extent {
  return to > from ? { from, to } : { from: from - 1, to: to + 1 };
}

/** Zooms by `factor` around the middle and shifts by `shift` (shares of the width), within `bounds`. */
export function zoomed(view: Extent, bounds: Extent, factor: number, shift: number): Extent | null {
  const width = (view.to - view.from) * factor;
  if (width >= bounds.to - bounds.from) return null;
  const middle = (view.from + view.to) / 2 + shift * (view.to - view.from);
  const from = Math.min(Math.max(middle - width / 2, bounds.from), bounds.to - width);
  return { from, to: from + width };
}
