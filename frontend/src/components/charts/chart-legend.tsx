import { useSyncExternalStore } from "react";
import { formatNumber } from "@/lib/numbers";
import { useCrosshair } from "./chart-group";
import classes from "./charts.module.css";
import { nearest } from "./decimate";
import type { ChartSpec, Line } from "./line";

/** The iteration that the crosshair stands at. */
export function PointedIteration({ spec }: { spec: ChartSpec }) {
  const at = usePointedIteration(spec);
  return <span className={classes.iteration}>{at === null ? "" : `iteration ${at}`}</span>;
}

interface ChartLegendProps {
  spec: ChartSpec;
  hidden: ReadonlySet<string>;
  onToggle: (label: string) => void;
}

/** The lines by name, with their numbers at the crosshair, or else their newest. */
export function ChartLegend({ spec, hidden, onToggle }: ChartLegendProps) {
  const format = spec.format ?? formatNumber;
  const at = usePointedIteration(spec);
  return (
    <div className={classes.legend}>
      {spec.lines.map((line, i) => {
        const row = rowAt(line, at);
        const value = row < 0 ? undefined : line.y[row];
        const spread = row < 0 ? undefined : line.spread?.[row];
        return (
          <button
            key={line.label}
            type="button"
            className={classes.entry}
            title={line.title}
            aria-pressed={!hidden.has(line.label)}
            onClick={() => onToggle(line.label)}
          >
            <span className={classes.swatch} data-line={i + 1} aria-hidden />
            <span className={classes.label}>{line.label}</span>
            <span className={classes.value}>
              {value === undefined ? "–" : format(value)}
              {spread !== undefined && !Number.isNaN(spread) && ` ± ${format(spread)}`}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** The row of a line at or just before an iteration that has a number; the newest without one. */
function rowAt(line: Line, iteration: number | null): number {
  let row = iteration === null ? line.y.length - 1 : nearest(line.x, iteration);
  while (row >= 0 && Number.isNaN(line.y[row] as number)) row -= 1;
  return row;
}

function usePointedIteration(spec: ChartSpec): number | null {
  const crosshair = useCrosshair();
  const x = useSyncExternalStore(crosshair.subscribe, crosshair.get);
  return x === null ? null : nearestIteration(spec.lines, x);
}

/** The iteration nearest to `x` that any line has a number for. */
function nearestIteration(lines: readonly Line[], x: number): number | null {
  let best: number | null = null;
  for (const line of lines) {
    const row = nearest(line.x, x);
    if (row < 0) continue;
    const at = line.x[row] as number;
    if (best === null || Math.abs(at - x) < Math.abs(best - x)) best = at;
  }
  return best;
}
