import { IconMinus, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { TextBox } from "@/components/ui/text-box";
import type { Value } from "@/lib/draft";
import { logStep, numberText, parseNumber } from "@/lib/number-input";
import type { Parameter } from "./catalogue";
import type { FieldProps } from "./field-props";
import classes from "./fields.module.css";

/** A number as text: `1e-4` can be typed; buttons and arrow keys step, in 1, 2, 5 on a log scale. */
export function NumberField({ parameter, value, onChange, id, describedBy, invalid }: FieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const unit = parameter.unit === parameter.label.toLowerCase() ? "" : parameter.unit;
  const type = (text: string) => {
    setTyped(text);
    onChange(readText(parameter, text));
  };
  const step = (direction: 1 | -1) => {
    setTyped(null);
    onChange(stepped(parameter, value, direction));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    step(event.key === "ArrowUp" ? 1 : -1);
  };
  return (
    <div className={classes.number}>
      <TextBox
        id={id}
        inputMode="decimal"
        style={{ paddingRight: unitWidth(unit) }}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        placeholder={parameter.nullable ? "not given" : undefined}
        value={typed ?? valueText(value)}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setTyped(null);
          if (value === "") onChange(parameter.default);
        }}
      />
      {unit && <span className={classes.unit}>{unit}</span>}
      <button
        type="button"
        tabIndex={-1}
        className={classes.step}
        aria-label={`Lower ${parameter.label}`}
        onClick={() => step(-1)}
      >
        <IconMinus size={12} aria-hidden />
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={classes.step}
        aria-label={`Raise ${parameter.label}`}
        onClick={() => step(1)}
      >
        <IconPlus size={12} aria-hidden />
      </button>
    </div>
  );
}

/** What was typed as a value: text that is no number stays text, and is refused beside the field. */
export function readText(parameter: Parameter, text: string): Value {
  const trimmed = text.trim();
  if (trimmed === "") return parameter.nullable ? null : "";
  return parseNumber(trimmed) ?? trimmed;
}

function valueText(value: Value): string {
  if (value === null) return "";
  return typeof value === "number" ? numberText(value) : String(value);
}

/** The next value in a direction, within the bounds and past the excluded numbers. */
export function stepped(parameter: Parameter, value: Value, direction: 1 | -1): number {
  const from = startOf(parameter, value);
  if (from === null) return parameter.recommended?.[0] ?? Math.max(parameter.minimum ?? 0, 1);
  let next = from;
  do next = clamped(parameter, one(parameter, next, direction));
  while (parameter.excluded.includes(next));
  return next;
}

function startOf(parameter: Parameter, value: Value): number | null {
  if (typeof value === "number") return value;
  return typeof parameter.default === "number" ? parameter.default : null;
}

function one(parameter: Parameter, from: number, direction: 1 | -1): number {
  const next =
    parameter.scale === "log"
      ? logStep(from, direction)
      : from + direction * (parameter.step ?? (parameter.type === "integer" ? 1 : 0.1));
  return parameter.type === "integer" ? wholeStep(from, next) : Number(next.toPrecision(12));
}

function wholeStep(from: number, next: number): number {
  const rounded = Math.round(next);
  return rounded === from ? from + Math.sign(next - from) : rounded;
}

function clamped({ minimum, maximum, ...p }: Parameter, value: number): number {
  if (minimum !== null && (p.exclusive_minimum ? value <= minimum : value < minimum))
    return p.exclusive_minimum ? value + (p.step ?? 0.1) : minimum;
  if (maximum !== null && (p.exclusive_maximum ? value >= maximum : value > maximum))
    return p.exclusive_maximum ? value - (p.step ?? 0.1) : maximum;
  return value;
}

function unitWidth(unit: string): number {
  return unit ? unit.length * 6.5 + 14 : 8;
}
