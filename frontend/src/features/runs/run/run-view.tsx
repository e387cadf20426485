import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { hasEnded } from "@/lib/stream/events";
import { type RunDetail, runQuery } from "../api";
import { currentOf } from "./current";
import classes from "./run.module.css";
import { RunFailure } from "./run-failure";
import { RunHeader } from "./run-header";
import { RunTabs } from "./run-tabs";
import { RunTitle } from "./run-title";
import { RunWarnings } from "./run-warnings";
import { useEarlier } from "./use-earlier";
import { useRunStore, useSlice } from "./use-run-store";

/** One run, live. */
export function RunView({ run }: { run: RunDetail }) {
  const store = useRunStore(run.id, hasEnded(run.status) ? run.cursor : null);
  useEarlier(run, store);
  useSlice(store, "state");
  const { status } = currentOf(run, store);
  const client = useQueryClient();
  // The plan never changes; times, checkpoints and result do when the status does.
  useEffect(() => {
    if (status !== run.status)
      void client.invalidateQueries({ queryKey: runQuery(run.id).queryKey });
  }, [status, run.status, run.id, client]);
  return (
    <div className={classes.page}>
      <RunTitle run={run} store={store} />
      <RunHeader run={run} store={store} />
      {status === "failed" && <RunFailure run={run} store={store} />}
      <RunWarnings store={store} />
      <RunTabs run={run} store={store} />
    </div>
  );
}
