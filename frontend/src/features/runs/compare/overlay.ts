import type { ChartSpec, Line } from "@/components/charts/line";
import type { Schemas } from "@/lib/client";

/** As many curves as there are colours to tell them apart. */
export const MOST_CURVES = 8;

export type Columns = Schemas["Metrics"];

/** A run of a comparison with everything it reported. */
export interface Compared {
  id: string;
  name: string;
  metrics: Columns | undefined;
}

const FIRST = ["train_total_rewards_mean", "train_loss", "val_loss"];
/** Counters and the spread of other columns, which say nothing beside each other. */
const LEFT_OUT = /^(trained_tokens|train_time|val_time|time)$|_(std|coverage)$/;

/** A chart for each metric that any of the runs reported, with a curve for each run. */
export function overlaidCharts(runs: readonly Compared[]): ChartSpec[] {
  const names = new Set<string>();
  for (const { metrics } of runs) {
    for (const name of Object.keys(metrics ?? {})) {
      if (name !== "iteration" && !LEFT_OUT.test(name)) names.add(name);
    }
  }
  const labels = labelsOf(runs);
  const ordered = [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return ordered.map((name) => ({
    id: name,
    title: titleOf(name),
    logarithmic: !name.includes("reward"),
    lines: runs.map((run, index) => lineOf(run, labels[index] ?? run.id, name)),
  }));
}

/** What each run is called; runs of one name are told apart by their id. */
export function labelsOf(runs: readonly Pick<Compared, "id" | "name">[]): string[] {
  return runs.map(({ id, name }) =>
    runs.some((other) => other.id !== id && other.name === name)
      ? `${name} (${id.slice(-6)})`
      : name,
  );
}

/** `train_total_rewards_mean` as people say it. */
export function titleOf(name: string): string {
  if (name === "train_loss") return "Training loss";
  if (name === "val_loss") return "Validation loss";
  if (name === "train_total_rewards_mean") return "Total reward";
  const words = name
    .replace(/^train_/, "")
    .replace(/^val_/, "validation ")
    .replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The least and the newest number of a column; undefined where it has none. */
export function lowestAndLast(values: readonly (number | null)[] | undefined) {
  const numbers = (values ?? []).filter((value): value is number => value !== null);
  if (numbers.length === 0) return undefined;
  return { lowest: numbers.reduce((a, b) => Math.min(a, b)), last: numbers.at(-1) as number };
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

/** Only the iterations at which it was reported, so that curves of rare reports are drawn through. */
function lineOf({ metrics }: Compared, label: string, name: string): Line {
  const values = metrics?.[name] ?? [];
  const x: number[] = [];
  const y: number[] = [];
  for (const [row, value] of values.entries()) {
    const iteration = metrics?.iteration[row];
    if (value === null || iteration === undefined) continue;
    x.push(iteration);
    y.push(value);
  }
  return { label, x: Float64Array.from(x), y: Float64Array.from(y) };
}
