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
