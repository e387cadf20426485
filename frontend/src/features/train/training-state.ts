import type { Method } from "@/components/parameter-form/catalogue";
import { checkValue } from "@/components/parameter-form/check";
import type { Values } from "@/lib/draft";
import { isUnreachable } from "@/lib/problem";
import { listed, plural } from "@/lib/words";
import type { Remark } from "./findings";
import type { PlanState } from "./use-plan";

export function defaultsOf(method: Method): Values {
  return Object.fromEntries(method.parameters.map((p) => [p.name, p.default]));
}

/** What the server takes for parameters that were left alone, where it is not their default. */
export function effectiveValues(
  { plan }: PlanState,
  method: Method,
  preset: string | null,
): Values {
  // A plan with another preset is of an earlier draft.
  if (plan?.method !== method.id || (plan.preset?.id ?? null) !== preset) return {};
  const taken = Object.entries(plan.parameters).filter(([, { origin }]) => origin !== "request");
  return Object.fromEntries(taken.map(([name, { value }]) => [name, value as Values[string]]));
}

/** How many rows this dataset has to train on, as the last plan counted them; null while nobody did. */
export function trainRows({ plan }: PlanState, dataset: string): number | null {
  return plan?.dataset === dataset ? (plan.steps.rows.train ?? null) : null;
}

/** The id of the only item there is to choose; empty where there is a choice. */
export function onlyOne(items: readonly { id: string }[] | undefined): string {
  return items?.length === 1 ? (items[0]?.id ?? "") : "";
}

interface Standing {
  method: Method;
  model: string;
  dataset: string;
  changed: Values;
  state: PlanState;
  remarks: readonly Remark[];
}

/** Why the draft cannot start, in a sentence; null when it can. */
export function reasonAgainst(standing: Standing): string | null {
  const { method, model, dataset, changed, state, remarks } = standing;
  const missing = [!model && "a model", !dataset && "a dataset"].filter((one) => one !== false);
  if (missing.length > 0) return `Choose ${listed(missing)} first.`;
  const wrong = method.parameters.filter(
    (p) => p.name in changed && checkValue(p, changed[p.name] ?? null).error,
  );
  if (wrong.length > 0) return `Mend ${listed(wrong.map((p) => p.label))} first.`;
  if (isUnreachable(state.error)) return "The server does not answer.";
  const errors = remarks.filter((remark) => remark.kind === "error").length;
  if (errors > 0) return `Mend ${plural(errors, "error")} first.`;
  if (state.error) return state.error.message;
  return state.current ? null : "Checking what will happen…";
}
