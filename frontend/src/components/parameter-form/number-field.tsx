import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { TextBox } from "@/components/ui/text-box";
import type { Value } from "@/lib/draft";
import { numberText, parseNumber } from "@/lib/number-input";
import type { Parameter } from "./catalogue";
import type { FieldProps } from "./field-props";
import classes from "./fields.module.css";
import { paged, stepped } from "./stepping";
import { useHold } from "./use-hold";
import { useTyped } from "./use-typed";

/** What a key does to the value: arrows make a step, the page keys several. */
const KEYS: Record<string, [typeof stepped, 1 | -1]> = {
  ArrowUp: [stepped, 1],
  ArrowDown: [stepped, -1],
  PageUp: [paged, 1],
  PageDown: [paged, -1],
};

/** A number as text: `1e-4` can be typed; buttons and keys step on the parameter's own scale. */
export function NumberField(props: FieldProps) {
  const { parameter, value, onChange, id, describedBy, invalid, placeholder, onLeave } = props;
  const [typed, setTyped] = useTyped();
  const unit = parameter.unit === parameter.label.toLowerCase() ? "" : parameter.unit;
  const type = (text: string) => {
    setTyped(text);
    onChange(readText(parameter, text));
  };
  const step = (direction: 1 | -1, by = stepped) => {
    setTyped(null);
    onChange(by(parameter, value, direction));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [by, direction] = KEYS[event.key] ?? [];
    if (!by || !direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(direction, by);
  };
  const lower = useHold(() => step(-1));
  const raise = useHold(() => step(1));
  return (
    <div className={classes.number}>
      <TextBox
        id={id}
        inputMode="decimal"
        style={{ paddingRight: unitWidth(unit) }}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        placeholder={placeholder ?? (parameter.nullable ? "not given" : undefined)}
        value={typed ?? valueText(value)}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setTyped(null);
          if (value === "") onChange(parameter.default);
          onLeave?.();
        }}
      />
      {unit && <span className={classes.unit}>{unit}</span>}
      <button
        type="button"
        tabIndex={-1}
        className={classes.step}
        aria-label={`Lower ${parameter.label}`}
        {...lower}
      >
        <IconMinus size={12} aria-hidden />
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={classes.step}
        aria-label={`Raise ${parameter.label}`}
        {...raise}
      >
        <IconPlus size={12} aria-hidden />
      </button>
    </div>
  );
}

/** `0,001` and `1.234,567`: thousands begin with no 0 and follow no point, so the comma stands for a point. */
const DECIMAL_COMMA = /^[+\-\u2212]?(0\d*|\d*\.\d*),/;

/** What was typed as a value: text that is no number stays text, and is refused beside the field. */
export function readText(parameter: Parameter, text: string): Value {
  const trimmed = text.trim();
  if (trimmed === "") return parameter.nullable ? null : "";
  return DECIMAL_COMMA.test(trimmed) ? trimmed : (parseNumber(trimmed) ?? trimmed);
}

function valueText(value: Value): string {
  if (value === null) return "";
  return typeof value === "number" ? numberText(value) : String(value);
}

function unitWidth(unit: string): number {
  return unit ? unit.length * 6.5 + 14 : 8;
}
