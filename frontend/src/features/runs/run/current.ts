import type { Progress, RunStatus } from "@/lib/stream/events";
import type { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";

interface Current {
  status: RunStatus;
  reason: string | null;
  progress: Progress | null;
}

/**
 * How a run stands now: as its stream says once that has caught up with what the server said, and until
 * then as the server said, so that a replay of the past is never shown as the present.
 */
export function currentOf(run: RunDetail, store: RunStore): Current {
  if (store.status !== null && store.cursor >= run.cursor) {
    return { status: store.status, reason: store.reason, progress: store.progress };
  }
  return { status: run.status, reason: run.reason ?? null, progress: run.progress ?? null };
}
