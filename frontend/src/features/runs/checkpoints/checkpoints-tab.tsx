import { IconDeviceFloppy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemNote } from "@/components/ui/problem-note";
import { formatCount } from "@/lib/numbers";
import { hasEnded } from "@/lib/stream/events";
import type { RunStore } from "@/lib/stream/run-store";
import { checkpointsQuery, type RunDetail } from "../api";
import { currentOf } from "../run/current";
import { useSlice } from "../run/use-run-store";
import classes from "./checkpoints.module.css";
import { CheckpointsTable } from "./checkpoints-table";
import { plannedIterations } from "./planned";
import { ResumeDialog } from "./resume-dialog";
import { bestBy } from "./what-goes-on";

/** The adapters that were saved, newest first, with what each is judged by. */
export function CheckpointsTab({ run, store }: { run: RunDetail; store: RunStore }) {
  useSlice(store, "checkpoints");
  useSlice(store, "state");
  const [from, setFrom] = useState<number | null>(null);
  const { status, progress } = currentOf(run, store);
  // A new checkpoint or another status may change every row: which is best, and which is still there.
  const { data, error } = useQuery(
    checkpointsQuery(run.id, `${store.checkpoints.length} ${status}`),
  );
  if (error) return <ProblemNote error={error} />;
  if (!data) return <div style={{ minHeight: 160 }} aria-busy />;
  if (data.items.length === 0) {
    const every = run.plan.parameters.save_every?.value;
    return (
      <EmptyState icon={IconDeviceFloppy} title="No adapter saved yet">
        {typeof every === "number"
          ? `One is saved every ${formatCount(every)} iterations, and at the end.`
          : "One is saved at the end."}
      </EmptyState>
    );
  }
  return (
    <>
      {data.best_by && (
        <p className={classes.note}>
          The best one has the {bestBy(data.best_by)}, and always stays.
        </p>
      )}
      <CheckpointsTable
        checkpoints={data.items}
        onResume={hasEnded(status) ? setFrom : undefined}
      />
      {from !== null && (
        <ResumeDialog
          run={run}
          planned={plannedIterations(run, progress?.total)}
          from={from}
          onClose={() => setFrom(null)}
        />
      )}
    </>
  );
}
