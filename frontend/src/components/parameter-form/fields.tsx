import type { ComponentType } from "react";
import { BooleanField } from "./boolean-field";
import type { Parameter } from "./catalogue";
import { ChoiceField } from "./choice-field";
import type { FieldProps } from "./field-props";
import { ListField } from "./list-field";
import { NumberField } from "./number-field";
import { TextField } from "./text-field";

/** Which component shows a parameter of which type. */
export const FIELDS: Record<Parameter["type"], ComponentType<FieldProps>> = {
  integer: NumberField,
  number: NumberField,
  boolean: BooleanField,
  string: TextField,
  path: TextField,
  choice: ChoiceField,
  list: ListField,
};

/** Types whose label names no single control, so that it is a plain text. */
export function isGroup(parameter: Parameter): boolean {
  return parameter.type === "list" && parameter.item_type === "string";
}
