import type { Schemas } from "@/lib/client";

type Detail = Pick<Schemas["RunDetail"], "method" | "model_name" | "dataset_name" | "plan">;

export interface DifferingValue {
  text: string;
  /** Where the value comes from; empty for what is no parameter. */
  origin: string;
}

export interface Difference {
  name: string;
  /** One for each run, in their order. */
  values: DifferingValue[];
}

const ORIGINS: Record<string, string> = {
  request: "set",
  preset: "preset",
  temper_default: "default",
  trainer_default: "default",
};

/** What is not the same in all of these runs: the method, the model, the data, and parameters by name. */
export function differencesOf(runs: readonly Detail[]): Difference[] {
  const first: Difference[] = [
    { name: "method", values: runs.map((run) => plain(run.method)) },
    { name: "model", values: runs.map((run) => plain(run.model_name)) },
    { name: "dataset", values: runs.map((run) => plain(run.dataset_name)) },
    { name: "rows to train on", values: runs.map((run) => plain(run.plan.steps.rows.train)) },
  ];
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.plan.parameters)))];
  const parameters = names.map((name) => ({
    name,
    values: runs.map((run) => {
      const known = run.plan.parameters[name];
      if (!known) return { text: "–", origin: "" };
      return { text: inWords(known.value), origin: ORIGINS[known.origin] ?? known.origin };
    }),
  }));
  return [...first, ...parameters].filter(
    ({ values }) => new Set(values.map(({ text }) => text)).size > 1,
  );
}

function plain(value: unknown): DifferingValue {
  return { text: inWords(value), origin: "" };
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
