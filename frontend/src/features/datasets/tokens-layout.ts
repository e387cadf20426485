import type { Schemas } from "@/lib/client";

export type TokenRange = Schemas["TokenRange"];

export interface Size {
  width: number;
  height: number;
}

/** One bar; what lies right of `cutX` is beyond the limit. */
export interface Bar extends TokenRange {
  x: number;
  width: number;
  /** Of the rows that are whole. */
  height: number;
  cutX: number;
  /** Of those that are cut. */
  cutHeight: number;
  /** How many are cut; null in the bar that the limit falls into, while that is not known. */
  cutRows: number | null;
}

export interface Tick {
  at: number;
  value: number;
}

export interface HistogramLayout {
  bars: Bar[];
  xTicks: Tick[];
  yTicks: Tick[];
  limitX: number;
  /** Whether the limit lies right of every bar; the line then stands at the edge. */
  isBeyond: boolean;
}

const LABEL_WIDTH = 60;
const LEAST_HEIGHT = 2;
const GAP = 1;
/** Ranges without rows that are shown before the first with some. */
const EMPTY_BEFORE = 2;

/** The ranges without holes, from where there are rows: the way there would be an empty half of a chart. */
export function slotsOf(ranges: readonly TokenRange[]): TokenRange[] {
  const slots: TokenRange[] = [];
  const first = ranges.findIndex(({ rows }) => rows > 0);
  for (const range of ranges.slice(Math.max(0, first - EMPTY_BEFORE))) {
    const before = slots.at(-1)?.end ?? range.start;
    if (range.start > before) slots.push({ start: before, end: range.start, rows: 0 });
    slots.push(range);
  }
  return slots;
}

/** Where a number of tokens stands: each range is as wide as the others, whatever it spans. */
export function xOf(slots: readonly TokenRange[], width: number, tokens: number): number {
  const slot = width / slots.length;
  const index = slots.findIndex(({ end }) => tokens < end);
  if (index === -1) return width;
  const { start, end } = slots[index] as TokenRange;
  return slot * (index + Math.max(0, tokens - start) / (end - start));
}

/** The number of tokens at a place. */
export function tokensAt(slots: readonly TokenRange[], width: number, x: number): number {
  const at = Math.min(Math.max(x / (width / slots.length), 0), slots.length);
  const { start, end } = slots[Math.min(Math.floor(at), slots.length - 1)] as TokenRange;
  const index = Math.min(Math.floor(at), slots.length - 1);
  return Math.max(1, Math.round(start + (at - index) * (end - start)));
}

export interface Limit {
  tokens: number;
  /** How many rows are longer, where that is known. */
  over: number | null;
}

export function layoutHistogram(
  ranges: readonly TokenRange[],
  limit: Limit,
  { width, height }: Size,
): HistogramLayout {
  const slots = slotsOf(ranges);
  const slot = width / slots.length;
  const yTicks = countTicks(Math.max(...slots.map(({ rows }) => rows)), height);
  const most = yTicks.at(-1)?.value || 1;
  const tall = (rows: number) => (rows === 0 ? 0 : Math.max(LEAST_HEIGHT, (rows / most) * height));
  // A row of exactly the limit is whole.
  const limitX = xOf(slots, width, limit.tokens + 1);
  return {
    bars: slots.map((range, index) => {
      const x = index * slot + GAP / 2;
      const wide = Math.max(1, slot - GAP);
      const cutX = Math.min(Math.max(limitX, x), x + wide);
      const cutRows = cutOf(slots, index, limit);
      // Not known yet: both parts are drawn as high as the bar.
      const rows = { cut: cutRows ?? range.rows, whole: range.rows - (cutRows ?? 0) };
      return {
        ...range,
        x,
        width: wide,
        cutX,
        height: tall(rows.whole),
        cutHeight: tall(rows.cut),
        cutRows,
      };
    }),
    xTicks: edgeTicks(slots, width),
    yTicks,
    limitX,
    isBeyond: limit.tokens + 1 >= (slots.at(-1)?.end ?? 0),
  };
}

/** How many rows of a range are cut; null where only a part of it lies beyond and nobody knows which. */
function cutOf(slots: readonly TokenRange[], index: number, limit: Limit): number | null {
  const { start, end, rows } = slots[index] as TokenRange;
  if (limit.tokens + 1 >= end) return 0;
  if (limit.tokens < start) return rows;
  if (limit.over === null) return null;
  const after = slots.slice(index + 1).reduce((sum, later) => sum + later.rows, 0);
  return Math.min(rows, Math.max(0, limit.over - after));
}

/** The edges of ranges that have room for a label. */
function edgeTicks(slots: readonly TokenRange[], width: number): Tick[] {
  const slot = width / slots.length;
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / slot));
  const edges = [...slots.map(({ start }) => start), slots.at(-1)?.end ?? 0];
  return edges
    .map((value, index) => ({ value, at: index * slot, index }))
    .filter(({ index }) => index % every === 0)
    .map(({ value, at }) => ({ value, at }));
}

/** 0 and up to four round counts, of which the last is the top of the chart. */
function countTicks(most: number, height: number): Tick[] {
  const rough = Math.max(1, most / 3);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 1;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, index) => ({
    value: index * step,
    at: height - (index / count) * height,
  }));
}

/** The next limit for a key on the line; null for other keys. */
export function limitForKey(
  key: string,
  limit: number,
  { least, most }: { least: number; most: number },
): number | null {
  const step = Math.max(1, Math.round((most - least) / 100));
  // From beyond the chart the first step leads to its edge.
  const lower = limit > most ? most : limit - step;
  const next: Record<string, number> = {
    ArrowLeft: lower,
    ArrowDown: lower,
    ArrowRight: limit + step,
    ArrowUp: limit + step,
    PageUp: 2 ** (Math.floor(Math.log2(limit)) + 1),
    PageDown: 2 ** (Math.ceil(Math.log2(limit)) - 1),
    Home: least,
    End: most,
  };
  const wanted = next[key];
  return wanted === undefined ? null : Math.min(Math.max(wanted, least), Math.max(most, limit));
}
