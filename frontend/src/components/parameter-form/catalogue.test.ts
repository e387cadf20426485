import { describe, expect, it } from "vitest";
import { acts, formItems, itemParameters, matches, valuesFor, withValue } from "./catalogue";
import { method, parameter } from "./parameters.test-support";

const rank = parameter({ name: "rank", default: 8, shown_when: { train_type: ["lora", "dora"] } });
const betas = parameter({
  name: "betas",
  type: "list",
  item_type: "number",
  default: [0.9, 0.999],
});

describe("withValue", () => {
  it("keeps only what differs from the default", () => {
    expect(withValue(rank, {}, 16)).toEqual({ rank: 16 });
    expect(withValue(rank, { rank: 16, other: 1 }, 8)).toEqual({ other: 1 });
  });

  it("compares lists by their items", () => {
    expect(withValue(betas, { betas: [0.8, 0.9] }, [0.9, 0.999])).toEqual({});
    expect(withValue(betas, {}, [0.999, 0.9])).toEqual({ betas: [0.999, 0.9] });
  });

  it("keeps null where it is not the default", () => {
    expect(withValue(rank, {}, null)).toEqual({ rank: null });
  });
});

it("shows a parameter only where it acts", () => {
  expect(acts(rank, { train_type: "lora" })).toBe(true);
  expect(acts(rank, { train_type: "full" })).toBe(false);
  expect(acts(parameter({ shown_when: { test: [true] } }), { test: false })).toBe(false);
  expect(acts(parameter({}), {})).toBe(true);
});

it("takes any number but 0 for on", () => {
  const init = parameter({ shown_when: { warmup: [true] } });
  expect(acts(init, { warmup: 10 })).toBe(true);
  expect(acts(init, { warmup: 0 })).toBe(false);
});

it("leaves what belongs to other methods aside, and hands on what no method knows", () => {
  const sft = method([rank], { id: "sft" });
  const grpo = method([parameter({ name: "group_size" })], { id: "grpo" });
  const changed = { rank: 4, group_size: 8, typo: 1 };
  expect(valuesFor(sft, [sft, grpo], changed)).toEqual({ rank: 4, typo: 1 });
  expect(valuesFor(grpo, [sft, grpo], changed)).toEqual({ group_size: 8, typo: 1 });
});

it("gathers an exclusive group where its first member stands", () => {
  const load = (name: string) =>
    parameter({ name, type: "boolean", default: false, exclusive_group: "load_in" });
  const items = formItems([rank, load("a"), betas, load("b")]);
  expect(items.map((item) => itemParameters(item).map((p) => p.name))).toEqual([
    ["rank"],
    ["a", "b"],
    ["betas"],
  ]);
});

it("finds a parameter by every word, in its name, flag and help", () => {
  const one = parameter({ name: "group_size", label: "Group size", help: "Completions sampled." });
  expect(matches(one, "group completions")).toBe(true);
  expect(matches(one, "--group_size")).toBe(true);
  expect(matches(one, "group beta")).toBe(false);
});
