import type { Value } from "@/lib/draft";
import { formatCount } from "@/lib/numbers";
import { listed } from "@/lib/words";
import type { Method } from "../catalogue";
import { count } from "./length";

/** How many rows make one update of the weights; null where that is not known. */
export function effectiveBatch(batch: Value, accumulation: Value): number | null {
  const [size, steps] = [count(batch), count(accumulation)];
  return size !== null && steps !== null ? size * steps : null;
}

/** The accumulation that makes the effective batch, or why none does and what is near. */
export function accumulationFor(
  effective: number,
  batch: number,
): { accumulation: number } | { nearest: string } {
  if (effective % batch === 0) return { accumulation: effective / batch };
  const below = Math.floor(effective / batch) * batch;
  const near = [below, below + batch].filter((size) => size > 0).map(formatCount);
  return {
    nearest: `Must be a multiple of the batch size ${formatCount(batch)}: nearest ${near.length > 1 ? "are" : "is"} ${listed(near)}.`,
  };
}

/** How many completions one update learns from; null for methods that sample none. */
export function completionsAnUpdate(
  effective: number | null,
  { completions_per_prompt }: Pick<Method, "completions_per_prompt">,
  groupSize: Value,
): number | null {
  const each = completions_per_prompt ?? count(groupSize);
  return effective !== null && each !== null ? effective * each : null;
}
