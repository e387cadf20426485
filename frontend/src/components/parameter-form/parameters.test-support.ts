import type { Method, Parameter } from "./catalogue";

/** A parameter as the catalogue gives it, with what a test is about. */
export function parameter(own: Partial<Parameter>): Parameter {
  return {
    name: "thing",
    label: "Thing",
    type: "number",
    default: 1,
    group: "main",
    help: "What it is.",
    carrier: { kind: "flag", target: `--${own.name ?? "thing"}` },
    acts_on: "what it acts on",
    trainer_default: own.default === undefined ? 1 : own.default,
    raising: "",
    lowering: "",
    nullable: false,
    minimum: null,
    maximum: null,
    exclusive_minimum: false,
    exclusive_maximum: false,
    excluded: [],
    recommended: null,
    choices: [],
    item_type: null,
    length: null,
    unit: "",
    scale: "linear",
    step: null,
    primary: true,
    effect: null,
    shown_when: {},
    exclusive_group: null,
    tip: "",
    reference: null,
    unavailable: null,
    ...own,
  };
}

export function flag(target: string): Parameter["carrier"] {
  return { kind: "flag", target };
}

export function choice(value: string, label: string, help = "") {
  return { value, label, help };
}

export function method(parameters: Parameter[], own: Partial<Method> = {}): Method {
  return {
    id: "made",
    title: "Made",
    family: "answers",
    summary: "",
    description: "",
    train_mode: "sft",
    dataset_shape: "sft",
    relative_cost: "1",
    paper: { title: "Paper", url: "https://example.org/paper" },
    groups: [
      { id: "main", title: "Main", help: "" },
      { id: "more", title: "More", help: "" },
    ],
    parameters,
    drops_leftover_gradients: false,
    completions_per_prompt: null,
    unavailable: null,
    identity: {},
    ...own,
  };
}
