import type { Value } from "@/lib/draft";
import type { Parameter } from "./catalogue";

/** More items than anyone needs. */
const MOST_ITEMS = 1000;
/** What no name or path has: control and invisible characters, and spaces other than the space. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u;
/** What no text has. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;

/** The rules by which the server reads one value, as the catalogue gives them. */
export type Rules = Pick<
  Parameter,
  | "type"
  | "nullable"
  | "minimum"
  | "maximum"
  | "exclusive_minimum"
  | "exclusive_maximum"
  | "excluded"
  | "item_type"
  | "length"
> & { choices: readonly { value: string }[]; carrier: { kind: string } };

/** Whether the server takes a value for a parameter by itself: the same as its `methods/values.py`. */
export function isTaken(rules: Rules, value: Value): boolean {
  if (value === null) return rules.nullable;
  switch (rules.type) {
    case "integer":
      return typeof value === "number" && Number.isInteger(value) && isWithin(rules, value);
    case "number":
      return isNumber(rules, value);
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return rules.choices.some((choice) => choice.value === value);
    case "list":
      return Array.isArray(value) && isList(rules, value);
    default:
      return holdsProse(rules) ? isProse(value) : isText(value);
  }
}

/** Finite, and neither too large nor too small for the trainer's 32-bit numbers. */
function isNumber(rules: Rules, value: unknown): boolean {
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  const single = Math.fround(value);
  return Number.isFinite(single) && (single !== 0 || value === 0) && isWithin(rules, value);
}

function isWithin(rules: Rules, value: number): boolean {
  const { minimum, maximum } = rules;
  if (minimum !== null && (rules.exclusive_minimum ? value <= minimum : value < minimum))
    return false;
  if (maximum !== null && (rules.exclusive_maximum ? value >= maximum : value > maximum))
    return false;
  return !rules.excluded.includes(value);
}

function isList(rules: Rules, items: readonly unknown[]): boolean {
  if (items.length === 0 || items.length > MOST_ITEMS) return false;
  if (rules.length !== null && items.length !== rules.length) return false;
  return items.every((item) =>
    rules.item_type === "string" ? isName(item) : isNumber(rules, item),
  );
}

/** Whether a text may have several lines: flags carry names, the YAML carries what is written. */
export function holdsProse({ type, carrier }: Pick<Rules, "type" | "carrier">): boolean {
  return type === "string" && carrier.kind === "yaml";
}

function isText(value: unknown): value is string {
  return isWritten(value) && !UNPRINTABLE.test(value.replaceAll(" ", ""));
}

function isProse(value: unknown): boolean {
  return isWritten(value) && !CONTROL.test(value.replace(/[\n\r\t]/g, ""));
}

function isWritten(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** A name for a flag with commas between names, which the trainer splits and strips. */
function isName(value: unknown): boolean {
  return isText(value) && !value.includes(",") && value === value.trim() && !value.startsWith("-");
}
