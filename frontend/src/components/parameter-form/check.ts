import type { Value } from "@/lib/draft";
import { numberText } from "@/lib/number-input";
import type { Parameter } from "./catalogue";
import { holdsProse, isTaken } from "./taken";

/** The largest integer of the catalogue's bounds: it says "no bound" to a person. */
const INT_MAX = 2 ** 31 - 1;

export interface Finding {
  error?: string;
  warning?: string;
}

/** What is wrong with a value, by the same rules as the server's, or what is unusual about it. */
export function checkValue(parameter: Parameter, value: Value): Finding {
  if (!isTaken(parameter, value)) return { error: needs(parameter, value) };
  if (typeof value !== "number") return {};
  const [low, high] = parameter.recommended ?? [-Infinity, Infinity];
  if (value < low) return { warning: outside(parameter, "below", low, parameter.lowering) };
  if (value > high) return { warning: outside(parameter, "above", high, parameter.raising) };
  return {};
}

function needs(parameter: Parameter, value: Value): string {
  if (typeof value === "string" && ["string", "path"].includes(parameter.type)) {
    if (value.trim() === "") return "Is empty.";
    return `Has ${holdsProse(parameter) ? "control characters" : "characters that no name has"}.`;
  }
  return `Needs ${parameter.type === "choice" || parameter.type === "boolean" ? "to be " : ""}${describeAllowed(parameter)}.`;
}

function outside(p: Parameter, where: string, limit: number, meaning: string): string {
  return `${p.label} is ${where} the recommended ${numberText(limit)}. ${meaning}`.trim();
}

/** What the trainer can take, in words: `a whole number, at least 2, at most 64`. */
export function describeAllowed(p: Parameter): string {
  switch (p.type) {
    case "integer":
      return ["a whole number", ...bounds(p)].join(", ");
    case "number":
      return ["a number", ...bounds(p)].join(", ");
    case "choice":
      return `one of ${p.choices.map((choice) => choice.label).join(", ")}`;
    case "list": {
      if (p.item_type === "string") return "one or more names";
      const each = bounds(p).join(", ");
      return `${p.length ?? "one or more"} numbers, with commas between${each && `, each ${each}`}`;
    }
    case "boolean":
      return "on or off";
    default:
      return p.type === "path" ? "a path" : "text";
  }
}

function bounds(p: Parameter): string[] {
  const parts: string[] = [];
  if (p.minimum !== null)
    parts.push(`${p.exclusive_minimum ? "above" : "at least"} ${numberText(p.minimum)}`);
  if (p.maximum !== null && p.maximum < INT_MAX)
    parts.push(`${p.exclusive_maximum ? "below" : "at most"} ${numberText(p.maximum)}`);
  if (p.excluded.length > 0) parts.push(`not ${p.excluded.map(numberText).join(", ")}`);
  return parts;
}

/** A value as a person reads it. */
export function showValue(parameter: Parameter, value: Value): string {
  if (value === null) return "not given";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value)) {
    return value.map((v) => (typeof v === "number" ? numberText(v) : v)).join(", ");
  }
  return parameter.choices.find((choice) => choice.value === value)?.label ?? value;
}
