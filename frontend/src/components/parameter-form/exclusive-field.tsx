import { SegmentedControl } from "@mantine/core";
import type { Value } from "@/lib/draft";
import { capital } from "@/lib/words";
import type { Parameter } from "./catalogue";

interface ExclusiveFieldProps {
  parameters: readonly Parameter[];
  read: (name: string) => Value;
  onChange: (parameter: Parameter, value: Value) => void;
  id: string;
  label: string;
  describedBy: string | undefined;
}

const OFF = "";

/** Booleans of which at most one may be on, as one control. */
export function ExclusiveField(props: ExclusiveFieldProps) {
  const { parameters, read, onChange, id, label, describedBy } = props;
  const on = parameters.find((p) => read(p.name) === true);
  const choose = (name: string) => {
    for (const p of parameters) {
      if ((read(p.name) === true) !== (p.name === name)) onChange(p, p.name === name);
    }
  };
  const options = parameters.map((p) => ({
    value: p.name,
    label: capital(p.label.slice(label.length).trim()),
  }));
  return (
    <SegmentedControl
      id={id}
      fullWidth
      aria-label={label}
      aria-describedby={describedBy}
      data={[{ value: OFF, label: "Off" }, ...options]}
      value={on?.name ?? OFF}
      onChange={choose}
    />
  );
}

/** What the labels of a group begin with: "Load in" of "Load in 4 bits" and "Load in MXFP4". */
export function commonLabel(parameters: readonly Parameter[]): string {
  const [first, ...rest] = parameters.map((p) => p.label.split(" "));
  if (!first) return "";
  const same = first.findIndex((word, index) => rest.some((words) => words[index] !== word));
  return first.slice(0, same === -1 ? first.length : same).join(" ");
}
