import { formatCount, formatNumber } from "@/lib/numbers";
import { hasEnded } from "@/lib/stream/events";
import type { RunStore } from "@/lib/stream/run-store";
import { formatDuration, formatMoment } from "@/lib/times";
import type { RunDetail } from "../api";
import { useNow } from "../use-now";
import { ConnectionNote } from "./connection-note";
import { currentOf } from "./current";
import classes from "./run.module.css";
import { useSlice } from "./use-run-store";

const PHASES: Record<string, string> = {
  loading: "Loading the model",
  training: "Training",
  validating: "Validating",
  saving: "Saving the adapter",
};

/** How far a run is: a bar, and the numbers beside it. */
export function RunProgress({ run, store }: { run: RunDetail; store: RunStore }) {
  useSlice(store, "progress");
  useSlice(store, "state");
  const { status, reason, progress } = currentOf(run, store);
  const ended = hasEnded(status);
  const now = useNow(!ended && status !== "queued");
  const total = progress?.total ?? run.plan.steps.iterations;
  const iteration = progress?.iteration ?? 0;
  const share = total > 0 ? Math.min(1, iteration / total) : 0;
  const percent = Math.floor(share * 100);
  const started = run.started_at ? Date.parse(run.started_at) : store.startedAt;
  const end = run.ended_at ? Date.parse(run.ended_at) : (store.endedAt ?? now);
  return (
    <div className={classes.progress}>
      <div className={classes.barLine}>
        <div
          className={classes.bar}
          role="progressbar"
          aria-label="Iterations done"
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuetext={`${iteration} of ${total} iterations`}
          data-status={status}
        >
          <div style={{ width: `${share * 100}%` }} />
        </div>
        <span className={classes.percent}>{percent}%</span>
      </div>
      <div className={classes.numbers}>
        <span>
          <strong>{formatCount(iteration)}</strong> of {formatCount(total)} iterations
        </span>
        {status === "queued" && run.queue_position && (
          <span>Number {run.queue_position} in the queue</span>
        )}
        {started !== null && (
          <span title={formatMoment(new Date(started).toISOString())}>
            <strong>{formatDuration((end - started) / 1000)}</strong> {ended ? "in all" : "so far"}
          </span>
        )}
        {!ended && progress?.eta_seconds != null && (
          <span>
            <strong>{formatDuration(progress.eta_seconds)}</strong> left
          </span>
        )}
        {!ended && progress?.iterations_per_second != null && (
          <span>
            <strong>{formatNumber(progress.iterations_per_second)}</strong> it/s
          </span>
        )}
        {!ended && progress && <span>{PHASES[progress.phase] ?? progress.phase}</span>}
        {reason && status !== "failed" && <span>{reason}</span>}
        <ConnectionNote store={store} />
      </div>
    </div>
  );
}
