import type { Value } from "@/lib/draft";
import { log2Step, logStep } from "@/lib/number-input";
import type { Parameter } from "./catalogue";

type Direction = 1 | -1;

/** How many steps a page key makes: ten, or what comes to a factor of ten or eight. */
const PAGE: Record<Parameter["scale"], number> = { linear: 10, log: 3, log2: 3 };

/** The next value in a direction, within the bounds and past the excluded numbers. */
export function stepped(parameter: Parameter, value: Value, direction: Direction): number {
  const from = startOf(parameter, value);
  if (from === null) return firstOf(parameter);
  const next = within(parameter, from, moved(parameter, from, direction));
  return parameter.excluded.includes(next) ? within(parameter, from, next + direction) : next;
}

/** The same for a page key: several steps at once. */
export function paged(parameter: Parameter, value: Value, direction: Direction): number {
  let next = stepped(parameter, value, direction);
  for (let step = 1; step < PAGE[parameter.scale]; step++)
    next = stepped(parameter, next, direction);
  return next;
}

function startOf(parameter: Parameter, value: Value): number | null {
  if (typeof value === "number") return value;
  return typeof parameter.default === "number" ? parameter.default : null;
}

function firstOf({ recommended, minimum }: Parameter): number {
  return recommended?.[0] ?? Math.max(minimum ?? 0, 1);
}

function moved(parameter: Parameter, from: number, direction: Direction): number {
  if (parameter.scale === "log2") return log2Step(from, direction);
  const whole = parameter.type === "integer";
  if (parameter.scale === "linear") {
    const step = parameter.step ?? 1;
    if (whole && !Number.isInteger(from))
      return direction === 1 ? Math.ceil(from) : Math.floor(from);
    return Number((from + direction * step).toPrecision(12));
  }
  if (!whole) return logStep(from, direction);
  // Below 1 there is no 1, 2, 5 of whole numbers.
  if (from < 1 || (from === 1 && direction === -1)) return from + direction;
  return Math.round(logStep(from, direction));
}

function within(p: Parameter, from: number, next: number): number {
  const { minimum, maximum } = p;
  if (minimum !== null && (p.exclusive_minimum ? next <= minimum : next < minimum))
    return p.exclusive_minimum ? from : minimum;
  if (maximum !== null && (p.exclusive_maximum ? next >= maximum : next > maximum))
    return p.exclusive_maximum ? from : maximum;
  return next;
}
