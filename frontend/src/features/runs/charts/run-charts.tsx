import { useLocalStorage } from "@mantine/hooks";
import { useCallback, useDeferredValue } from "react";
import { Chart } from "@/components/charts/chart";
import { ChartGroup } from "@/components/charts/chart-group";
import classes from "@/components/charts/charts.module.css";
import { linesToCsv } from "@/components/charts/csv";
import { coveredBy, growingAxis } from "@/components/charts/extent";
import type { Line } from "@/components/charts/line";
import { fileNameOf, saveText } from "@/lib/download";
import { hasEnded } from "@/lib/stream/events";
import type { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";
import { plannedIterations } from "../checkpoints/planned";
import { useRewardWord } from "../reward-word";
import { currentOf } from "../run/current";
import { useSlice } from "../run/use-run-store";
import { chartsOf, type Expected, type Metrics } from "./chart-list";
import { ChartsToolbar } from "./charts-toolbar";

/** Every number of a run over its iterations. */
export function RunCharts({ run, store }: { run: RunDetail; store: RunStore }) {
  useSlice(store, "metrics");
  useSlice(store, "state");
  const [smoothing, setSmoothing] = useLocalStorage({ key: "chart-smoothing", defaultValue: 0 });
  const [logarithmic, setLogarithmic] = useLocalStorage({ key: "chart-log", defaultValue: false });
  // The slider moves at once, the curves when there is time.
  const drawnSmoothing = useDeferredValue(smoothing);
  const charts = chartsOf(store.metrics, { ...expectedOf(run), rewardWord: useRewardWord() });
  const { status, progress } = currentOf(run, store);
  const total = plannedIterations(run, progress?.total);
  const covered = coveredBy(charts.flatMap((chart) => chart.lines));
  const bounds = covered ?? { from: 0, to: total };
  const file = fileNameOf(run.name);
  const save = useCallback(
    () => saveText(`${file}-metrics.csv`, "text/csv", linesToCsv(everyLine(store.metrics))),
    [file, store],
  );
  return (
    <ChartGroup
      bounds={hasEnded(status) ? bounds : growingAxis(bounds, total)}
      smoothing={drawnSmoothing}
      logarithmic={logarithmic}
      placeholder={hasEnded(status) ? "Nothing reported" : "No numbers yet"}
    >
      <ChartsToolbar
        smoothing={smoothing}
        onSmoothing={setSmoothing}
        logarithmic={logarithmic}
        onLogarithmic={setLogarithmic}
        hasNumbers={covered !== null}
        onSave={save}
      />
      <div className={classes.grid}>
        {charts.map((chart) => (
          <Chart key={chart.id} spec={chart} fileName={file} />
        ))}
      </div>
    </ChartGroup>
  );
}

/** What the plan says about the numbers to come. */
function expectedOf({ plan }: RunDetail): Omit<Expected, "rewardWord"> {
  const rewards = plan.parameters.reward_functions?.value;
  const names = typeof rewards === "string" ? rewards.split(",") : rewards;
  return {
    samples: plan.steps.completions != null,
    rewards: Array.isArray(names) ? names.map((name) => String(name).trim()) : [],
    validates: (plan.steps.rows.valid ?? 0) > 0,
  };
}

/** Every column under the trainer's own name. */
function everyLine({ train, valid }: Metrics): Line[] {
  return [train, valid].flatMap((table) => {
    const x = table.iterations;
    return table.names.map((label) => ({ label, x, y: table.column(label) ?? x }));
  });
}
