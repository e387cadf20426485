import { Checkbox } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { StatusBadge } from "@/components/status/status-badge";
import { formatCount, formatNumber } from "@/lib/numbers";
import { formatDuration } from "@/lib/times";
import type { RunDetail } from "../api";
import classes from "./compare.module.css";
import { type Columns, lowestAndLast, MOST_CURVES } from "./overlay";

interface ResultsTableProps {
  runs: readonly RunDetail[];
  labels: readonly string[];
  metrics: ReadonlyMap<string, Columns>;
  /** The runs whose curves are not drawn. */
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

/** What came of each run. */
export function ResultsTable({ runs, labels, metrics, hidden, onToggle }: ResultsTableProps) {
  const isFull = runs.length - hidden.size >= MOST_CURVES;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too
    <section className={classes.scroll} aria-label="Results" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Status</th>
            <th scope="col">Last</th>
            <th scope="col">Best</th>
            <th scope="col">Validation loss, best</th>
            <th scope="col">Iterations</th>
            <th scope="col">Duration</th>
            <th scope="col">Tokens</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => {
            const columns = metrics.get(run.id);
            const label = labels[index] ?? run.name;
            const isShown = !hidden.has(run.id);
            return (
              <tr key={run.id}>
                <th scope="row">
                  <div className={classes.run}>
                    <Checkbox
                      size="xs"
                      aria-label={`Draw the curves of ${label}`}
                      checked={isShown}
                      disabled={!isShown && isFull}
                      onChange={() => onToggle(run.id)}
                    />
                    <Link to="/runs/$runId" params={{ runId: run.id }}>
                      {label}
                    </Link>
                  </div>
                </th>
                <td>
                  <StatusBadge status={run.status} />
                </td>
                <td>{measured(run, run.summary?.last)}</td>
                <td>{measured(run, run.summary?.best)}</td>
                <td>{formatNumber(lowestAndLast(columns?.val_loss)?.lowest)}</td>
                <td>{run.progress ? formatCount(run.progress.iteration) : "–"}</td>
                <td>{formatDuration(secondsOf(run))}</td>
                <td>{tokensOf(columns)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {runs.length > MOST_CURVES && (
        <p className={classes.note}>The charts show the curves of up to {MOST_CURVES} runs.</p>
      )}
    </section>
  );
}

function measured(run: RunDetail, value: number | null | undefined): string {
  const word = run.summary?.metric.includes("reward") ? "reward" : "loss";
  return value === null || value === undefined ? "–" : `${word} ${formatNumber(value)}`;
}

function secondsOf({ started_at, ended_at }: RunDetail): number | null {
  if (!started_at || !ended_at) return null;
  return (Date.parse(ended_at) - Date.parse(started_at)) / 1000;
}

function tokensOf(columns: Columns | undefined): string {
  const last = lowestAndLast(columns?.trained_tokens)?.last;
  return last === undefined ? "–" : formatCount(last);
}
