import { Switch } from "@mantine/core";
import type { FieldProps } from "./field-props";

export function BooleanField({ value, onChange, id, describedBy }: FieldProps) {
  return (
    <Switch
      id={id}
      aria-describedby={describedBy}
      checked={value === true}
      label={value === true ? "On" : "Off"}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
