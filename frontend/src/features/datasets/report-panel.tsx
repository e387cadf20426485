import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { Prose } from "@/components/ui/prose";
import type { Schemas } from "@/lib/client";
import { ActionButton } from "./action-button";
import type { Dataset, Report } from "./api";
import { BusyWith } from "./busy-with";
import { isCancelled } from "./jobs";
import { MethodChips } from "./method-chips";
import classes from "./report-panel.module.css";
import { SplitCounts } from "./split-counts";
import { useSlow } from "./use-slow";

const LONGEST_LABEL = 40;
const KINDS = ["import", "validate"] as const;
/** Files that did not change are looked at again in no time. */
const RECHECK_MS = 1_000;

interface ReportPanelProps {
  dataset: Dataset;
  method: Schemas["Method"] | undefined;
  report: UseQueryResult<Report>;
  onMethod: (method: string) => void;
  onMade: (made: Dataset) => void;
}

/** One true sentence for the chosen method, which methods it is ready for, and how much there is. */
export function ReportPanel(props: ReportPanelProps) {
  const { dataset, method, report, onMethod, onMade } = props;
  const rechecking = useSlow(report.isFetching && report.data !== undefined, RECHECK_MS);
  return (
    <Panel title="Is it ready?">
      <MethodChips dataset={dataset.id} chosen={method?.id} onChoose={onMethod} />
      <div className={classes.verdictPlace} aria-live="polite">
        {report.data ? (
          <>
            <Verdict report={report.data} />
            {rechecking && <BusyWith dataset={dataset} kinds={KINDS} title="Looking again" />}
          </>
        ) : report.isError && !report.isFetching ? (
          <NoReport error={report.error} onAgain={() => void report.refetch()} />
        ) : (
          <BusyWith dataset={dataset} kinds={KINDS} title="Looking at every row" />
        )}
      </div>
      {report.data?.suggestion && (
        <Suggestion
          dataset={dataset}
          method={method?.id}
          action={report.data.suggestion}
          isReady={report.data.ready}
          onMade={onMade}
        />
      )}
      <SplitCounts dataset={dataset} report={report.data} isCounting={report.isFetching} />
    </Panel>
  );
}

interface NoReportProps {
  error: Error;
  onAgain: () => void;
}

/** Why there is no verdict; what a person called off is no error. */
function NoReport({ error, onAgain }: NoReportProps) {
  const again = (
    <Button variant="default" size="compact-xs" onClick={onAgain}>
      Check again
    </Button>
  );
  if (!isCancelled(error)) {
    return <ProblemNote error={error} action={<div>{again}</div>} />;
  }
  return (
    <p className={classes.cancelled}>The check was cancelled, so nothing is known yet. {again}</p>
  );
}

interface SuggestionProps {
  dataset: Dataset;
  method: string | undefined;
  action: NonNullable<Report["suggestion"]>;
  /** Then it only makes better what can be trained on already. */
  isReady: boolean;
  onMade: (made: Dataset) => void;
}

/** The step that helps most, and what it means; one of many parts has its words beside the button. */
function Suggestion({ action, isReady, ...props }: SuggestionProps) {
  const isLong = action.label.length > LONGEST_LABEL;
  const shown = isLong ? { ...action, label: "Fix what stands in the way" } : action;
  const words = [isLong && `${action.label}.`, action.note].filter(Boolean).join(" ");
  return (
    <div className={classes.suggestion}>
      <ActionButton {...props} action={shown} variant={isReady ? "default" : "filled"} />
      {words && <span className={classes.quiet}>{words}</span>}
    </div>
  );
}

function Verdict({ report }: { report: Report }) {
  const Icon = report.ready ? IconCircleCheck : IconAlertTriangle;
  return (
    <div className={classes.verdict} data-ready={report.ready}>
      <Icon size={22} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.sentence}>
          <Prose text={report.verdict} />
        </p>
        {report.what_happens && (
          <p className={classes.quiet}>
            <Prose text={report.what_happens} />
          </p>
        )}
      </div>
    </div>
  );
}
