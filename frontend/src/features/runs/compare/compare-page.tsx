import { Button, Skeleton } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import type { RunDetail } from "../api";
import { useComparison, useMetrics } from "./api";
import { CompareCharts } from "./compare-charts";
import { DifferencesTable } from "./differences-table";
import { labelsOf, MOST_CURVES } from "./overlay";
import { ResultsTable } from "./results-table";

const route = getRouteApi("/compare");

/** Runs beside each other: their curves, what differs in their configurations, and what came of it. */
export function ComparePage() {
  const search = route.useSearch();
  const { title, runs, error } = useComparison(search);
  return (
    <Page
      title={title}
      actions={
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link to="/runs" search={search.group ? { group: search.group } : {}} {...props} />
          )}
        >
          {search.group ? "The runs of this sweep" : "All runs"}
        </Button>
      }
    >
      {error && <ProblemNote error={error} />}
      {!runs && !error && <Skeleton height={420} />}
      {runs && runs.length < 2 && (
        <EmptyState
          icon={IconChartLine}
          title="Two runs or more can be compared"
          action={
            <Button renderRoot={(props) => <Link to="/runs" {...props} />}>Choose runs</Button>
          }
        >
          Tick them in the list of runs, then press Compare.
        </EmptyState>
      )}
      {runs && runs.length > 1 && (
        <Comparison key={runs.map((run) => run.id).join()} runs={runs} title={title} />
      )}
    </Page>
  );
}

function Comparison({ runs, title }: { runs: RunDetail[]; title: string }) {
  const metrics = useMetrics(runs);
  const labels = labelsOf(runs);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(runs.slice(MOST_CURVES).map((run) => run.id)),
  );
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };
  const drawn = runs
    .map((run, index) => ({
      id: run.id,
      name: labels[index] ?? run.id,
      metrics: metrics.get(run.id),
    }))
    .filter((run) => !hidden.has(run.id));
  return (
    <>
      <Panel title="Results">
        <ResultsTable
          runs={runs}
          labels={labels}
          metrics={metrics}
          hidden={hidden}
          onToggle={toggle}
        />
      </Panel>
      <Panel title="What differs in their configurations">
        <DifferencesTable runs={runs} labels={labels} />
      </Panel>
      <CompareCharts runs={drawn} title={title} />
    </>
  );
}
