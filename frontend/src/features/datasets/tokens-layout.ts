import type { Schemas } from "@/lib/client";

export type TokenRange = Schemas["TokenRange"];

export interface Size {
  width: number;
  height: number;
}

/** One bar; what lies right of `cutX` is beyond the limit. */
export interface Bar extends TokenRange {
  x: number;
  y: number;
  width: number;
  height: number;
  cutX: number;
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

export function layoutHistogram(
  ranges: readonly TokenRange[],
  limit: number,
  { width, height }: Size,
): HistogramLayout {
  const slots = slotsOf(ranges);
  const slot = width / slots.length;
  const yTicks = countTicks(Math.max(...slots.map(({ rows }) => rows)), height);
  const most = yTicks.at(-1)?.value || 1;
  // A row of exactly the limit is whole.
  const limitX = xOf(slots, width, limit + 1);
  return {
    bars: slots.map((range, index) => {
      const tall = range.rows === 0 ? 0 : Math.max(LEAST_HEIGHT, (range.rows / most) * height);
      const x = index * slot + GAP / 2;
      const wide = Math.max(1, slot - GAP);
      const cutX = Math.min(Math.max(limitX, x), x + wide);
      return { ...range, x, y: height - tall, width: wide, height: tall, cutX };
    }),
    xTicks: edgeTicks(slots, width),
    yTicks,
    limitX,
    isBeyond: limit + 1 >= (slots.at(-1)?.end ?? 0),
  };
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
