import type { ChangeEvent } from "react";
import control from "@/components/ui/control.module.css";
import { TextBox } from "@/components/ui/text-box";
import type { FieldProps } from "./field-props";
import classes from "./fields.module.css";
import { holdsProse } from "./taken";

/** Text or a path; empty is "not given" where that is a value. */
export function TextField({ parameter, value, onChange, id, describedBy, invalid }: FieldProps) {
  const shared = {
    id,
    "aria-invalid": invalid,
    "aria-describedby": describedBy,
    placeholder: parameter.type === "path" ? "~/path/to/file" : "not given",
    value: value === null ? "" : String(value),
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(currentTarget.value === "" && parameter.nullable ? null : currentTarget.value),
  };
  if (!holdsProse(parameter)) return <TextBox {...shared} />;
  return <textarea {...shared} rows={4} className={`${control.control} ${classes.prose}`} />;
}
