import { ActionIcon, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { Method } from "@/components/parameter-form/catalogue";
import type { Axis } from "./axes";
import classes from "./sweep.module.css";

interface AxisRowProps {
  axis: Axis;
  method: Method;
  /** The row's place, from 1. */
  number: number;
  /** Parameters of other rows. */
  taken: readonly string[];
  onChange: (axis: Axis) => void;
  onRemove: (() => void) | undefined;
}

/** One parameter of a sweep with the values to try. */
export function AxisRow({ axis, method, number, taken, onChange, onRemove }: AxisRowProps) {
  const parameter = method.parameters.find(({ name }) => name === axis.parameter);
  const isNumber = parameter?.type === "number" || parameter?.type === "integer";
  const text = (key: "list" | "from" | "to" | "steps", label: string, placeholder: string) => (
    <TextInput
      className={key === "list" ? classes.list : classes.number}
      label={label}
      placeholder={placeholder}
      value={axis[key]}
      onChange={(event) => onChange({ ...axis, [key]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className={classes.axis}>
      <legend className="visually-hidden">Parameter {number}</legend>
      <Select
        className={classes.parameter}
        label="Parameter"
        placeholder="Choose or type"
        searchable
        nothingFoundMessage="No such parameter"
        data={method.parameters
          .filter(({ name }) => !taken.includes(name))
          .map(({ name, label }) => ({ value: name, label: `${label} (${name})` }))}
        value={axis.parameter}
        onChange={(name) => onChange({ ...axis, parameter: name, kind: "list" })}
      />
      {isNumber && (
        <Select
          className={classes.kind}
          label="Values"
          allowDeselect={false}
          data={[
            { value: "list", label: "A list" },
            { value: "range", label: "A range" },
          ]}
          value={axis.kind}
          onChange={(kind) => onChange({ ...axis, kind: kind === "range" ? "range" : "list" })}
        />
      )}
      {axis.kind === "list" ? (
        text("list", "Values, with commas between", exampleOf(parameter))
      ) : (
        <>
          {text("from", "From", "1e-5")}
          {text("to", "To", "1e-4")}
          {text("steps", "How many", "3")}
          <Select
            className={classes.kind}
            label="Steps"
            allowDeselect={false}
            data={[
              { value: "linear", label: "Even" },
              { value: "log", label: "Even factors" },
            ]}
            value={axis.scale}
            onChange={(scale) => onChange({ ...axis, scale: scale === "log" ? "log" : "linear" })}
          />
        </>
      )}
      {onRemove && (
        <ActionIcon aria-label={`Remove parameter ${number}`} onClick={onRemove}>
          <IconX size={15} />
        </ActionIcon>
      )}
    </fieldset>
  );
}

function exampleOf(parameter: Method["parameters"][number] | undefined): string {
  if (parameter?.choices?.length) return parameter.choices.slice(0, 3).join(", ");
  if (parameter?.type === "boolean") return "true, false";
  return parameter?.default == null ? "1, 2, 4" : `${parameter.default}, …`;
}
