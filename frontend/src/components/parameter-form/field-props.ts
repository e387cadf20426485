import type { Value } from "@/lib/draft";
import type { Parameter } from "./catalogue";

/** What every kind of field gets. */
export interface FieldProps {
  parameter: Parameter;
  value: Value;
  onChange: (value: Value) => void;
  /** The control's id, which its label names. */
  id: string;
  /** Ids of the texts that describe it: errors, warnings, hints. */
  describedBy: string | undefined;
  invalid: boolean;
  /** What stands in an empty box, where that is not "not given". */
  placeholder?: string | undefined;
  /** The focus left a number's box. */
  onLeave?: (() => void) | undefined;
}

/** The id of a parameter's control in the page. */
export function fieldId(name: string): string {
  return `parameter-${name}`;
}
