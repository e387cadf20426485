import type { Value } from "@/lib/draft";
import { fieldId } from "../field-props";
import { FieldShell } from "../field-shell";
import { NumberField } from "../number-field";
import classes from "./linked.module.css";
import type { LinkedProps } from "./linked-props";

interface OneFieldProps extends LinkedProps {
  name: string;
  /** The number that follows from another field, shown in place of a value that was not set. */
  follows?: { value: Value } | undefined;
  onSet?: (value: Value) => void;
  /** The same for a reset; without it the field alone gets its default again. */
  onReset?: () => void;
  changed?: boolean;
}

/** A parameter within a link: as anywhere in the form, unless it follows from its neighbour. */
export function OneField({ name, follows, onSet, onReset, changed, ...form }: OneFieldProps) {
  const parameter = form.parameter(name);
  const finding = follows ? {} : form.finding(name);
  return (
    <FieldShell
      id={fieldId(name)}
      label={parameter.label}
      // What follows is no choice that could be recommended against.
      parameters={[follows ? { ...parameter, recommended: null } : parameter]}
      finding={finding}
      changed={changed ?? form.isChanged(name)}
      onReset={onReset ?? (() => form.onChange(parameter, parameter.default))}
      labelled
      wide={false}
    >
      {(describedBy) => (
        <div className={follows && classes.follows}>
          <NumberField
            parameter={parameter}
            value={follows ? follows.value : form.read(name)}
            onChange={onSet ?? ((value) => form.onChange(parameter, value))}
            id={fieldId(name)}
            describedBy={describedBy}
            invalid={finding.error !== undefined}
            placeholder={follows && "–"}
          />
        </div>
      )}
    </FieldShell>
  );
}
