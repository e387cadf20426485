import type { Method, Parameter } from "@/components/parameter-form/catalogue";
import { otherDefault } from "@/components/parameter-form/other-default";
import type { Schemas } from "@/lib/client";
import type { Value } from "@/lib/draft";
import { numberText } from "@/lib/number-input";

export type Plan = Schemas["PlanOut"];
type Origin = Schemas["EffectiveValue"]["origin"];

/** One value of a plan, in words. */
export interface ValueRow {
  name: string;
  label: string;
  value: string;
  origin: Origin;
  from: string;
  /** Why a preset chose it. */
  why: string | null;
  /** The flag or key that carries it; null where nothing is passed. */
  carrier: string | null;
  actsOn: string;
  effect: string | null;
  /** The trainer's own default where the value is another one. */
  trainerDefault: string | null;
}

export type Shown = "all" | "chosen" | "noted";

const FROM: Record<Origin, string> = {
  request: "You",
  preset: "Preset",
  temper_default: "Temper’s default",
  trainer_default: "Trainer’s default",
};

/** Every value of a plan: those that somebody chose first, each part in the catalogue's order. */
export function valueRows(plan: Plan, method: Method | undefined): ValueRow[] {
  const known = new Map(method?.parameters.map((parameter) => [parameter.name, parameter]));
  const rows = Object.entries(plan.parameters).map(([name, given]) => {
    const parameter = known.get(name);
    const value = given.value as Value;
    return {
      name,
      label: parameter?.label ?? name,
      value: inText(value),
      origin: given.origin,
      from: isOfPreset(given.origin) ? (plan.preset?.title ?? FROM.preset) : FROM[given.origin],
      why: isOfPreset(given.origin) ? (plan.preset?.reasons[name] ?? null) : null,
      carrier: given.carrier,
      actsOn: given.acts_on ?? "",
      effect: given.effect ?? null,
      trainerDefault: parameter ? trainersOwn(parameter, value) : null,
    };
  });
  return [...rows.filter(isChosen), ...rows.filter((row) => !isChosen(row))];
}

/** The rows of a filter in which every word of the search stands somewhere. */
export function shownRows(rows: readonly ValueRow[], shown: Shown, search: string): ValueRow[] {
  const words = search.toLowerCase().split(/\s+/);
  return rows.filter((row) => {
    if (shown === "chosen" && !isChosen(row)) return false;
    if (shown === "noted" && !row.effect) return false;
    const text = [
      row.name,
      row.label,
      row.value,
      row.from,
      row.carrier,
      row.actsOn,
      row.effect,
      row.why,
    ];
    const all = text.join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** A table to paste: columns apart by tabs. */
export function asText(rows: readonly ValueRow[]): string {
  const head = ["parameter", "value", "from", "travels as", "acts on", "note"];
  const lines = rows.map((row) => [
    row.name,
    row.value,
    row.from,
    row.carrier ?? "not passed",
    row.actsOn,
    row.effect ?? "",
  ]);
  return [head, ...lines].map((line) => line.join("\t")).join("\n");
}

function isOfPreset(origin: Origin): boolean {
  return origin === "preset";
}

function isChosen(row: ValueRow): boolean {
  return row.origin === "request" || row.origin === "preset";
}

/** Written as the value beside it is: names of choices as the trainer spells them. */
function trainersOwn(parameter: Parameter, value: Value): string | null {
  if (otherDefault(parameter, value) === null) return null;
  return parameter.trainer_default === null ? "not given" : inText(parameter.trainer_default);
}

function inText(value: Value): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value)) return value.map(inText).join(", ");
  return value;
}
