import { formatCount, formatNumber } from "@/lib/numbers";
import { plural } from "@/lib/words";
import type { RatePoint } from "./rate-layout";

/** How the rate goes from where the warm-up left it to the last update. */
const WAYS: Record<string, string> = {
  cosine_decay: "goes along half a cosine",
  linear_schedule: "goes in a straight line",
  exponential_decay: "falls by a factor at each update",
  step_decay: "falls in steps",
};

/** Whether every update has the same rate, so that a sentence says it all. */
export function isFlat(points: readonly RatePoint[]): boolean {
  return points.every(({ rate }) => rate === points[0]?.rate);
}

/** The curve in a sentence or two. */
export function describeRates(
  points: readonly RatePoint[],
  warmup: number,
  schedule: string,
): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  if (isFlat(points)) {
    const each = last.update === 1 ? "the only update" : `each of ${plural(last.update, "update")}`;
    return `${rateText(first.rate)} at ${each}.`;
  }
  const top = points.find(({ update }) => update === warmup + 1);
  const climb = `Climbs from ${rateText(first.rate)} at the first update`;
  if (warmup > 0 && (!top || top === last)) {
    return `${climb} to ${rateText(last.rate)} at the last: the run is over with the warm-up.`;
  }
  const start =
    warmup > 0 && top
      ? `${climb} to ${rateText(top.rate)} at update ${formatCount(top.update)}, then`
      : `Starts at ${rateText(first.rate)}, then`;
  const way = WAYS[schedule];
  const end = `update ${formatCount(last.update)}`;
  return way
    ? `${start} ${way} to ${rateText(last.rate)} at the last, ${end}.`
    : `${start} stays there to the last, ${end}.`;
}

/** One point as the readout says it; iterations only where they are not the updates themselves. */
export function pointText({ update, iteration, rate }: RatePoint): string {
  const at = iteration === update ? "" : ` (iteration ${formatCount(iteration)})`;
  return `Update ${formatCount(update)}${at}: ${rateText(rate)}`;
}

export function rateText(rate: number): string {
  if (rate === 0) return "0";
  const short = formatNumber(Number(rate.toPrecision(3)));
  return short.includes("e") ? short : String(Number(rate.toPrecision(3)));
}
