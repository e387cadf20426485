import type { Value } from "@/lib/draft";
import { numberText } from "@/lib/number-input";
import type { Parameter } from "./catalogue";

/** The largest integer of the catalogue's bounds: it says "no bound" to a person. */
const INT_MAX = 2 ** 31 - 1;

export interface Finding {
  error?: string;
  warning?: string;
}

/** What is wrong with a value, by the same bounds as the server's, or what is unusual about it. */
export function checkValue(parameter: Parameter, value: Value): Finding {
  if (value === null) {
    return parameter.nullable ? {} : { error: `Needs ${describeAllowed(parameter)}.` };
  }
  switch (parameter.type) {
    case "integer":
    case "number":
      return checkNumber(parameter, value);
    case "boolean":
      return typeof value === "boolean" ? {} : { error: "Needs to be on or off." };
    case "choice":
      return parameter.choices.some((choice) => choice.value === value)
        ? {}
        : { error: `Needs to be ${describeAllowed(parameter)}.` };
    case "list":
      return checkList(parameter, value);
    default:
      return typeof value === "string" && value.trim() !== "" ? {} : { error: "Is empty." };
  }
}

function checkNumber(parameter: Parameter, value: Value): Finding {
  if (typeof value !== "number") return { error: `Needs ${describeAllowed(parameter)}.` };
  if (!withinBounds(parameter, value)) return { error: `Needs ${describeAllowed(parameter)}.` };
  const [low, high] = parameter.recommended ?? [-Infinity, Infinity];
  if (value < low) return { warning: outside(parameter, "below", low, parameter.lowering) };
  if (value > high) return { warning: outside(parameter, "above", high, parameter.raising) };
  return {};
}

function outside(p: Parameter, where: string, limit: number, meaning: string): string {
  return `${p.label} is ${where} the recommended ${numberText(limit)}. ${meaning}`.trim();
}

function checkList(parameter: Parameter, value: Value): Finding {
  if (!Array.isArray(value)) return { error: `Needs ${describeAllowed(parameter)}.` };
  const right =
    value.length > 0 &&
    (parameter.length === null || value.length === parameter.length) &&
    value.every((item) =>
      parameter.item_type === "number"
        ? typeof item === "number" && withinBounds(parameter, item)
        : typeof item === "string" && item !== "",
    );
  return right ? {} : { error: `Needs ${describeAllowed(parameter)}.` };
}

function withinBounds(p: Parameter, value: number): boolean {
  if (p.type === "integer" && !Number.isInteger(value)) return false;
  if (p.minimum !== null && (p.exclusive_minimum ? value <= p.minimum : value < p.minimum))
    return false;
  if (p.maximum !== null && (p.exclusive_maximum ? value >= p.maximum : value > p.maximum))
    return false;
  return !p.excluded.includes(value);
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
