import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { StatusBadge } from "@/components/status/status-badge";
import { formatBytes } from "@/lib/numbers";
import { methodsQuery } from "@/lib/queries";
import type { RunStore } from "@/lib/stream/run-store";
import { formatMoment } from "@/lib/times";
import { type RunDetail, runQuery } from "../api";
import { currentOf } from "./current";
import classes from "./run.module.css";
import { RunActions } from "./run-actions";
import { RunName } from "./run-name";
import { RunProgress } from "./run-progress";
import { useSlice } from "./use-run-store";

interface RunHeaderProps {
  run: RunDetail;
  store: RunStore;
}

/** What a run is, how far it is, and what one can do with it. */
export function RunHeader({ run, store }: RunHeaderProps) {
  useSlice(store, "state");
  const { data: methods } = useQuery(methodsQuery);
  const { status } = currentOf(run, store);
  const method = methods?.find((known) => known.id === run.method)?.title ?? run.method;
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <RunName run={run} />
        <span role="status">
          <StatusBadge status={status} size="md" />
        </span>
        <span className={classes.spacer} />
        <RunActions run={run} store={store} />
      </div>
      <dl className={classes.facts}>
        <Fact name="Method">{method}</Fact>
        <Fact name="Model">{run.model_name}</Fact>
        <Fact name="Dataset">{run.dataset_name}</Fact>
        {run.parent_id && (
          <Fact name="Goes on from">
            <RunLink runId={run.parent_id} />
          </Fact>
        )}
        {run.children && run.children.length > 0 && (
          <Fact name="Goes on in">
            {run.children.map((child, index) => (
              <span key={child}>
                {index > 0 && ", "}
                <RunLink runId={child} />
              </span>
            ))}
          </Fact>
        )}
        {run.group_id && (
          <Fact name="Sweep">
            <Link to="/compare" search={{ group: run.group_id }}>
              {run.group_name}
            </Link>
          </Fact>
        )}
        {status === "queued" && run.start_at && (
          <Fact name="Starts at">{formatMoment(run.start_at)}</Fact>
        )}
        <Fact name="On disk">{formatBytes(run.bytes)}</Fact>
        {run.archived && <Fact name="Archive">put away</Fact>}
        {run.tags.length > 0 && <Fact name="Tags">{run.tags.join(", ")}</Fact>}
      </dl>
      <RunProgress run={run} store={store} />
    </header>
  );
}

/** Another run by its name, or its id where that is not to be had. */
function RunLink({ runId }: { runId: string }) {
  const { data: run } = useQuery(runQuery(runId));
  return (
    <Link to="/runs/$runId" params={{ runId }}>
      {run?.name ?? runId}
    </Link>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
