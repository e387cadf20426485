import type { Value } from "@/lib/draft";
import type { Method, Parameter } from "../catalogue";
import type { Finding } from "../check";

/** Parameters that are one decision, and so stand in one row of the form. */
interface Link {
  id: string;
  /** What the row is found by, beside its parameters. */
  words: string;
  parameters: readonly string[];
}

/** The decisions that are shown so wherever a method has all of their parameters. */
export const LINKS = [
  { id: "length", words: "length steps examples", parameters: ["iters", "epochs"] },
  {
    id: "effective-batch",
    words: "effective batch completions an update",
    parameters: ["batch_size", "gradient_accumulation_steps"],
  },
] as const satisfies readonly Link[];

export type LinkId = (typeof LINKS)[number]["id"];

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
