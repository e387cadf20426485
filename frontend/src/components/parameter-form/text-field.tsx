import { TextBox } from "@/components/ui/text-box";
import type { FieldProps } from "./field-props";

/** Text or a path; empty is "not given" where that is a value. */
export function TextField({ parameter, value, onChange, id, describedBy, invalid }: FieldProps) {
  return (
    <TextBox
      id={id}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      placeholder={parameter.type === "path" ? "~/path/to/file" : "not given"}
      value={value === null ? "" : String(value)}
      onChange={({ currentTarget: { value: text } }) =>
        onChange(text === "" && parameter.nullable ? null : text)
      }
    />
  );
}
