import type { Value } from "@/lib/draft";
import { formatCount, formatShort } from "@/lib/numbers";
import { plural } from "@/lib/words";

/** How long a run is, in three ways; null where that is not known. */
export interface Length {
  iterations: number | null;
  epochs: number | null;
  examples: number | null;
}

interface Given {
  iters: Value;
  epochs: Value;
  batch: Value;
  /** Training rows; null while they are unknown. */
  rows: number | null;
}

/** The length by the trainer's own arithmetic: an epoch is rows ÷ batch iterations, rounded up. */
export function lengthOf({ iters, epochs, batch, rows }: Given): Length {
  const size = count(batch);
  const whole = count(epochs);
  const iterations =
    epochs === null
      ? count(iters)
      : whole !== null && size !== null && rows
        ? whole * Math.ceil(rows / size)
        : null;
  const examples = iterations !== null && size !== null ? iterations * size : null;
  return {
    iterations,
    epochs: whole ?? (examples !== null && rows ? rounded(examples / rows) : null),
    examples,
  };
}

/** What a wish comes to in iterations, and how it was rounded, if it was. */
export interface Taken {
  iters: number;
  said: string | null;
}

/** A part of an epoch in iterations, which are whole. */
export function takeEpochs(epochs: number, batch: number, rows: number): Taken {
  return taken(`${formatShort(epochs)} epochs`, epochs * rows, batch);
}

/** A number of examples in iterations, which are whole. */
export function takeExamples(examples: number, batch: number): Taken {
  return taken(plural(examples, "example"), examples, batch);
}

function taken(wish: string, examples: number, batch: number): Taken {
  const exact = examples / batch;
  const iters = Math.max(1, Math.round(exact));
  const isWhole = Math.abs(exact - iters) < 1e-9;
  const said = `${wish} in batches of ${formatCount(batch)} would be ${formatShort(exact)} iterations: rounded to ${formatCount(iters)}.`;
  return { iters, said: isWhole ? null : said };
}

/** What the trainer rounds up, where it does. */
export function epochNote({ epochs, batch, rows }: Given): string | null {
  const size = count(batch);
  if (count(epochs) === null || size === null || !rows || rows % size === 0) return null;
  return `An epoch is ${formatCount(rows)} rows ÷ ${formatCount(size)}, rounded up to ${plural(Math.ceil(rows / size), "iteration")}.`;
}

/** A whole number from 1, or null. */
export function count(value: Value): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 ? value : null;
}

function rounded(epochs: number): number {
  return Number(epochs.toPrecision(3));
}
