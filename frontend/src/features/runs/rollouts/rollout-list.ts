import type { Completion, Split } from "@/lib/stream/events";
import type { RolloutEntry } from "@/lib/stream/rollout-index";

export interface IterationRollouts {
  iteration: number;
  /** Where its rollouts stand in the event log. */
  seqs: number[];
}

/** The iterations that have rollouts of a split, ascending. */
export function iterationsOf(entries: readonly RolloutEntry[], split: Split): IterationRollouts[] {
  const found: IterationRollouts[] = [];
  for (const entry of entries) {
    if (entry.split !== split) continue;
    const last = found.at(-1);
    if (last?.iteration === entry.iteration) last.seqs.push(entry.seq);
    else found.push({ iteration: entry.iteration, seqs: [entry.seq] });
  }
  return found;
}

/** The place of an iteration, or of the last one before it; the newest when none is asked for. */
export function placeOf(
  found: readonly IterationRollouts[],
  iteration: number | undefined,
): number {
  if (iteration === undefined) return found.length - 1;
  const after = found.findIndex((one) => one.iteration > iteration);
  return Math.max(0, (after < 0 ? found.length : after) - 1);
}

export interface Ranked {
  completion: Completion;
  /** 1 for the highest total; equal totals share a rank. */
  rank: number;
  mark: "best" | "worst" | null;
}

/** A group from its highest total to its lowest; equals share a mark, and nobody has one where all are equal. */
export function ranked(completions: readonly Completion[]): Ranked[] {
  const total = (completion: Completion) => completion.total ?? Number.NEGATIVE_INFINITY;
  const sorted = completions.toSorted((a, b) => total(b) - total(a) || 0);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return [];
  const [best, worst] = [total(first), total(last)];
  return sorted.map((completion) => {
    const own = total(completion);
    return {
      completion,
      rank: sorted.findIndex((other) => total(other) === own) + 1,
      mark: best === worst ? null : own === best ? "best" : own === worst ? "worst" : null,
    };
  });
}

/** Whether a group of several teaches nothing, because all of it got the same. */
export function isFlat(completions: readonly Completion[]): boolean {
  const [first, ...rest] = completions;
  return rest.length > 0 && rest.every((other) => other.total === first?.total);
}
