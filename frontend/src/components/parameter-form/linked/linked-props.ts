import type { Value } from "@/lib/draft";
import type { Method, Parameter } from "../catalogue";
import type { Finding } from "../check";

/** What the fields of a link get: the form around them, by the names of its parameters. */
export interface LinkedProps {
  method: Method;
  /** Training rows of the dataset; null while they are unknown. */
  rows: number | null;
  parameter: (name: string) => Parameter;
  read: (name: string) => Value;
  finding: (name: string) => Finding;
  isChanged: (name: string) => boolean;
  onChange: (parameter: Parameter, value: Value) => void;
}
