import { Switch } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { Chart } from "@/components/charts/chart";
import { ChartGroup } from "@/components/charts/chart-group";
import classes from "@/components/charts/charts.module.css";
import { coveredBy } from "@/components/charts/extent";
import { ResetZoom } from "@/components/charts/reset-zoom";
import { fileNameOf } from "@/lib/download";
import { type Compared, overlaidCharts } from "./overlay";

/** The curves of several runs over one another. */
export function CompareCharts({ runs, title }: { runs: readonly Compared[]; title: string }) {
  const [logarithmic, setLogarithmic] = useLocalStorage({ key: "chart-log", defaultValue: false });
  const charts = overlaidCharts(runs);
  const bounds = coveredBy(charts.flatMap((chart) => chart.lines)) ?? { from: 0, to: 1 };
  return (
    <ChartGroup
      bounds={bounds}
      smoothing={0}
      logarithmic={logarithmic}
      placeholder="Nothing reported"
    >
      <div className={classes.toolbar}>
        <Switch
          label="Log scale"
          checked={logarithmic}
          onChange={(event) => setLogarithmic(event.currentTarget.checked)}
        />
        <ResetZoom />
      </div>
      <div className={classes.grid}>
        {charts.map((chart) => (
          // A plot is made for its lines: other runs, another plot.
          <Chart
            key={`${chart.id} ${runs.map((run) => run.id).join()}`}
            spec={chart}
            fileName={fileNameOf(title)}
          />
        ))}
      </div>
    </ChartGroup>
  );
}
