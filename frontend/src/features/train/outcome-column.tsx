import { Skeleton } from "@mantine/core";
import { useState } from "react";
import { EffectiveValues } from "@/components/effective-values/effective-values";
import type { Method, Parameter } from "@/components/parameter-form/catalogue";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { Prose } from "@/components/ui/prose";
import type { Value, Values } from "@/lib/draft";
import { formatCount, formatShort } from "@/lib/numbers";
import { oneFlagALine } from "@/lib/shell";
import { DatasetVerdict } from "./dataset-verdict";
import type { Remark } from "./findings";
import { LearningRate } from "./learning-rate/learning-rate";
import classes from "./outcome.module.css";
import { RemarkList } from "./remark-list";
import { TokenAdvice } from "./token-advice";
import type { Plan, PlanRequest, PlanState } from "./use-plan";

interface OutcomeColumnProps {
  request: PlanRequest | null;
  method: Method;
  values: Values;
  state: PlanState;
  remarks: readonly Remark[];
  onJump: (pointer: string) => void;
  onLeaveOut: (name: string) => void;
  onSet: (parameter: Parameter, value: Value) => void;
}

/** What will happen: verdict, remarks, steps, and the exact command. */
export function OutcomeColumn(props: OutcomeColumnProps) {
  const { request, method, values, state, remarks, onJump, onLeaveOut, onSet } = props;
  if (!request) return <NothingYet />;
  const { plan, error, current } = state;
  return (
    <Panel title="What will happen" aside={!current && <span role="status">Updating…</span>}>
      <DatasetVerdict dataset={request.dataset} method={request.method} values={values} />
      <TokenAdvice request={request} method={method} values={values} onSet={onSet} />
      {error && remarks.length === 0 && <ProblemNote error={error} />}
      {remarks.length > 0 && <RemarkList {...{ remarks, method, onJump, onLeaveOut }} />}
      {plan ? (
        <div className={classes.plan} data-stale={!current || error !== null || undefined}>
          {error && <p className={classes.quiet}>The last plan that could run:</p>}
          <Figures plan={plan} />
          <LearningRate plan={plan} />
          <CodeBlock title="Command" text={plan.shell} shown={oneFlagALine(plan.shell)} />
          {plan.by_hand && (
            <p className={classes.quiet}>
              <Prose text={plan.by_hand} />
            </p>
          )}
          <CodeBlock title="YAML" text={plan.yaml} />
          <AllValues plan={plan} />
        </div>
      ) : (
        !error && <PlanSkeleton />
      )}
    </Panel>
  );
}

function NothingYet() {
  return (
    <Panel title="What will happen">
      <p className={classes.quiet}>
        Choose a model and a dataset. Then this shows, before anything runs: whether the dataset is
        ready, how many steps and epochs it comes to, the exact command and YAML, and every warning.
      </p>
    </Panel>
  );
}

function Figures({ plan }: { plan: Plan }) {
  const { steps } = plan;
  const rows = Object.entries(steps.rows).map(([split, count]) => `${split} ${formatCount(count)}`);
  return (
    <dl className={classes.figures}>
      <Figure name="Iterations" value={formatCount(steps.iterations)} />
      <Figure name="Updates" value={formatCount(steps.updates)} />
      <Figure name="Epochs" value={formatShort(steps.epochs)} />
      {steps.completions != null && (
        <Figure name="Completions" value={formatCount(steps.completions)} />
      )}
      <Figure name="Rows" value={rows.join(", ")} />
    </dl>
  );
}

function AllValues({ plan }: { plan: Plan }) {
  const [open, setOpen] = useState(false);
  const count = Object.keys(plan.parameters).length;
  return (
    <details className={classes.all} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All {count} values as the trainer gets them</summary>
      {open && <EffectiveValues plan={plan} />}
    </details>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function PlanSkeleton() {
  return (
    <div className={classes.plan} aria-hidden>
      <Skeleton height={44} />
      <Skeleton height={150} />
      <Skeleton height={220} />
    </div>
  );
}
