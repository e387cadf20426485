import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/client";
import { differencesOf } from "./differences";
import { type Compared, labelsOf, lowestAndLast, overlaidCharts, titleOf } from "./overlay";

function detail(parameters: Record<string, unknown>, model = "starter") {
  const effective = Object.entries(parameters).map(([name, value]) => [
    name,
    { value, origin: "request", carrier: null, acts_on: "", effect: null },
  ]);
  const plan = { parameters: Object.fromEntries(effective), steps: { rows: { train: 200 } } };
  return {
    method: "sft",
    model_name: model,
    dataset_name: "sums",
    plan: plan as unknown as Schemas["PlanOut"],
  };
}

describe("what differs", () => {
  it("is only what is not the same everywhere", () => {
    const found = differencesOf([
      detail({ iters: 10, rank: 8, mask_prompt: true }),
      detail({ iters: 20, rank: 8, mask_prompt: false }),
    ]);
    expect(found.map(({ name, values }) => [name, ...values.map((v) => v.text)])).toEqual([
      ["iters", "10", "20"],
      ["mask_prompt", "on", "off"],
    ]);
  });

  it("names a parameter that only some methods have, and lists by what they hold", () => {
    const found = differencesOf([
      detail({ betas: [0.9, 0.99] }),
      detail({ betas: [0.9, 0.99], group_size: 4 }, "other"),
    ]);
    expect(found.map(({ name }) => name)).toEqual(["model", "group_size"]);
    expect(found[1]?.values.map(({ text }) => text)).toEqual(["–", "4"]);
  });
});

describe("curves over one another", () => {
  const runs: Compared[] = [
    { id: "run-000001", name: "a", metrics: { iteration: [1, 2], train_loss: [3, 2] } },
    {
      id: "run-000002",
      name: "a",
      metrics: { iteration: [1, 5], train_loss: [4, null], val_loss: [null, 1], time: [1, 2] },
    },
    { id: "run-000003", name: "b", metrics: undefined },
  ];

  it("are a chart for each metric, what matters most first", () => {
    expect(overlaidCharts(runs).map(({ title }) => title)).toEqual([
      "Training loss",
      "Validation loss",
    ]);
  });

  it("have one line for each run, over its own iterations", () => {
    const [loss, validation] = overlaidCharts(runs);
    expect(loss?.lines.map((line) => [...line.y])).toEqual([[3, 2], [4], []]);
    expect([...(validation?.lines[1]?.x ?? [])]).toEqual([5]);
  });

  it("are told apart by id where the names are the same", () => {
    expect(labelsOf(runs)).toEqual(["a (000001)", "a (000002)", "b"]);
  });

  it("are called as people call them", () => {
    expect(titleOf("train_total_rewards_mean")).toBe("Total reward");
    expect(titleOf("val_margins")).toBe("Validation margins");
    expect(titleOf("learning_rate")).toBe("Learning rate");
  });

  it("are summed up by the least and the newest number", () => {
    expect(lowestAndLast([3, null, 1, 2, null])).toEqual({ lowest: 1, last: 2 });
    expect(lowestAndLast([null])).toBeUndefined();
    expect(lowestAndLast(undefined)).toBeUndefined();
  });
});
