import type { Schemas } from "@/lib/client";

export type RatePoint = Schemas["RatePoint"];

export interface Size {
  width: number;
  height: number;
}

interface Tick {
  value: number;
  at: number;
}

export interface RateLayout {
  /** Where a point of the curve stands. */
  x: (update: number) => number;
  y: (rate: number) => number;
  /** The curve as an SVG path. */
  path: string;
  xTicks: Tick[];
  yTicks: Tick[];
  /** Where the warm-up ends; null without one. */
  warmupX: number | null;
}

/** How far apart labels below the curve stand at least, in pixels. */
const LABEL_WIDTH = 62;
const ROWS = 3;

/** The curve over its updates, from 0 to a round number at or above its largest rate. */
export function layoutRates(
  points: readonly RatePoint[],
  warmup: number,
  { width, height }: Size,
): RateLayout {
  const first = points[0]?.update ?? 1;
  const last = Math.max(first + 1, points.at(-1)?.update ?? first);
  const largest = Math.max(...points.map(({ rate }) => rate));
  const step = roundUp(largest / ROWS);
  const top = step * Math.ceil(largest / step - 1e-9);
  const x = (update: number) => ((update - first) / (last - first)) * width;
  const y = (rate: number) => height - (rate / top) * height;
  const place = ({ update, rate }: RatePoint) => `${pixel(x(update))} ${pixel(y(rate))}`;
  return {
    x,
    y,
    path: `M${points.map(place).join("L")}`,
    xTicks: xTicks(first, last, width).map((value) => ({ value, at: x(value) })),
    yTicks: Array.from({ length: Math.round(top / step) + 1 }, (_, row) => ({
      value: Number((row * step).toPrecision(6)),
      at: y(row * step),
    })),
    warmupX: warmup > 0 ? x(Math.min(warmup + 1, last)) : null,
  };
}

/** The first update, the last, and round ones between that leave both their room. */
function xTicks(first: number, last: number, width: number): number[] {
  const count = Math.max(1, Math.floor(width / LABEL_WIDTH));
  const step = Math.max(1, roundUp((last - first) / count));
  const room = (LABEL_WIDTH / width) * (last - first);
  const between: number[] = [];
  for (let tick = Math.ceil(first / step) * step; tick < last; tick += step) {
    if (tick - first >= room && last - tick >= room) between.push(tick);
  }
  return [first, ...between, last];
}

/** The least of 1, 2, 5, 10, … times a power of ten that is no smaller. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 2, 5].find((n) => n * power >= value * (1 - 1e-9)) ?? 10;
  return lead * power;
}

/** The point of the curve nearest to a place in it. */
export function nearest(points: readonly RatePoint[], layout: RateLayout, x: number): number {
  let best = 0;
  points.forEach(({ update }, index) => {
    const distance = Math.abs(layout.x(update) - x);
    if (distance < Math.abs(layout.x(points[best]?.update ?? 0) - x)) best = index;
  });
  return best;
}

/** Where a key leads from a point; null for other keys. */
export function indexForKey(key: string, index: number, count: number): number | null {
  const page = Math.max(1, Math.round(count / 10));
  const next: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowDown: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index + 1,
    PageDown: index - page,
    PageUp: index + page,
    Home: 0,
    End: count - 1,
  };
  const wanted = next[key];
  return wanted === undefined ? null : Math.min(Math.max(wanted, 0), count - 1);
}

function pixel(value: number): number {
  return Math.round(value * 100) / 100;
}
