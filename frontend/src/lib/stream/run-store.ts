import { addRows } from "./earlier";
import type { EventOf, Progress, RunEvent, RunStatus, Split } from "./events";
import { LogLines } from "./log-lines";
import { MetricTable } from "./metric-table";
import type { ConnectionState } from "./reconnecting-socket";
import { RolloutIndex } from "./rollout-index";
import { considerate, type Schedule } from "./schedule";

/** The parts of a run that can be watched one by one. */
export type Slice =
  | "connection"
  | "state"
  | "progress"
  | "metrics"
  | "log"
  | "rollouts"
  | "checkpoints"
  | "warnings";

/** Everything one run has said so far, told to watchers at most once a frame. */
export class RunStore {
  readonly metrics: Record<Split, MetricTable> = {
    train: new MetricTable(),
    valid: new MetricTable(),
  };
  readonly log = new LogLines();
  readonly rollouts = new RolloutIndex();
  readonly checkpoints: EventOf<"checkpoint">[] = [];
  readonly warnings: EventOf<"warning">[] = [];
  /** The seq of the newest event. */
  cursor = 0;
  connection: ConnectionState = "connecting";
  status: RunStatus | null = null;
  reason: string | null = null;
  progress: Progress | null = null;
  result: EventOf<"result"> | null = null;
  /** When the run began to start and when it ended, in milliseconds since 1970. */
  startedAt: number | null = null;
  endedAt: number | null = null;

  readonly #schedule: Schedule;
  readonly #versions = new Map<Slice, number>();
  readonly #dirty = new Set<Slice>();
  readonly #listeners = new Set<() => void>();

  constructor(schedule: Schedule = considerate()) {
    this.#schedule = schedule;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows whenever the slice changed. */
  version(slice: Slice): number {
    return this.#versions.get(slice) ?? 0;
  }

  setConnection(state: ConnectionState): void {
    this.connection = state;
    this.#touch("connection");
  }

  /** Puts the numbers of the runs that this one goes on from before its own. */
  setEarlier(earlier: Record<Split, MetricTable>): void {
    for (const split of ["train", "valid"] as const) {
      this.metrics[split] = addRows(earlier[split], this.metrics[split]);
    }
    this.#touch("metrics");
  }

  apply(events: readonly RunEvent[]): void {
    for (const event of events) this.#touch(this.#apply(event));
    this.cursor = events.at(-1)?.seq ?? this.cursor;
  }

  /** Takes one event in, and says which slice it changed. */
  #apply(event: RunEvent): Slice {
    switch (event.type) {
      case "log":
        this.log.add(event.text);
        return "log";
      case "metric":
        this.metrics[event.split].add(event.iteration, event.values);
        return "metrics";
      case "progress":
        this.progress = event;
        return "progress";
      case "rollout":
        this.rollouts.add(event);
        return "rollouts";
      case "checkpoint":
        this.checkpoints.push(event);
        return "checkpoints";
      case "warning":
        this.warnings.push(event);
        return "warnings";
      case "result":
        this.result = event;
        this.endedAt = Date.parse(event.time);
        return "state";
      case "state":
        this.status = event.status;
        this.reason = event.reason ?? null;
        if (event.status === "starting") this.startedAt = Date.parse(event.time);
        return "state";
    }
  }

  #touch(slice: Slice): void {
    if (this.#dirty.size === 0) this.#schedule(() => this.#flush());
    this.#dirty.add(slice);
  }

  #flush(): void {
    for (const slice of this.#dirty) this.#versions.set(slice, this.version(slice) + 1);
    this.#dirty.clear();
    for (const listener of this.#listeners) listener();
  }
}
