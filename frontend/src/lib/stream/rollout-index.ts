import type { Rollout, Split } from "./events";

export interface RolloutEntry {
  seq: number;
  iteration: number;
  split: Split;
}

/** Where each rollout stands in the log, and the newest ones themselves; the others are fetched when looked at. */
export class RolloutIndex {
  readonly #keep: number;
  readonly #entries: RolloutEntry[] = [];
  readonly #recent = new Map<number, Rollout>();

  constructor(keep = 50) {
    this.#keep = keep;
  }

  get entries(): readonly RolloutEntry[] {
    return this.#entries;
  }

  add(event: Rollout): void {
    const { seq, iteration, split } = event;
    this.#entries.push({ seq, iteration, split });
    this.#recent.set(seq, event);
    const forgotten = this.#entries[this.#entries.length - 1 - this.#keep];
    if (forgotten) this.#recent.delete(forgotten.seq);
  }

  get(seq: number): Rollout | undefined {
    return this.#recent.get(seq);
  }
}
