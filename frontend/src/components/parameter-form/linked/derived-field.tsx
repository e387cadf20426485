import type { Parameter } from "../catalogue";
import { NumberField } from "../number-field";
import classes from "./linked.module.css";

interface DerivedFieldProps {
  id: string;
  /** A number that follows from parameters: its label, unit and scale. */
  parameter: Parameter;
  value: number | null;
  error: string | null;
  onChange: (value: number | null) => void;
  /** The focus went elsewhere: the field shows again what follows. */
  onLeave?: () => void;
}

/** A number that is no parameter but follows from some, and sets them when it is changed. */
export function DerivedField({
  id,
  parameter,
  value,
  error,
  onChange,
  onLeave,
}: DerivedFieldProps) {
  return (
    <div className={classes.derived}>
      <label htmlFor={id}>{parameter.label}</label>
      <div className={classes.follows}>
        <NumberField
          parameter={parameter}
          value={value}
          onChange={(next) => onChange(typeof next === "number" ? next : null)}
          id={id}
          describedBy={error ? `${id}-error` : undefined}
          invalid={error !== null}
          placeholder="–"
          onLeave={onLeave}
        />
      </div>
      {error && <p id={`${id}-error`}>{error}</p>}
    </div>
  );
}
