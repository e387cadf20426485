import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { StatusBadge } from "@/components/status/status-badge";
import { methodsQuery } from "@/lib/queries";
import type { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";
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
        <StatusBadge status={status} size="md" />
        <span className={classes.spacer} />
        <RunActions run={run} store={store} />
      </div>
      <dl className={classes.facts}>
        <Fact name="Method">{method}</Fact>
        <Fact name="Model">{run.model_name}</Fact>
        <Fact name="Dataset">{run.dataset_name}</Fact>
        {run.parent_id && (
          <Fact name="Goes on from">
            <Link to="/runs/$runId" params={{ runId: run.parent_id }}>
              {run.parent_id}
            </Link>
          </Fact>
        )}
        {run.tags.length > 0 && <Fact name="Tags">{run.tags.join(", ")}</Fact>}
      </dl>
      <RunProgress run={run} store={store} />
    </header>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
