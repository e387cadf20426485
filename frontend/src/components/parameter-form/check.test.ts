import { describe, expect, it } from "vitest";
import type { Value } from "@/lib/draft";
import { checkValue, describeAllowed } from "./check";
import { choice, parameter } from "./parameters.test-support";

const groupSize = parameter({
  label: "Group size",
  type: "integer",
  minimum: 2,
  maximum: 64,
  recommended: [2, 16],
  raising: "Time grows in step.",
});
const rate = parameter({ type: "number", minimum: 0, exclusive_minimum: true });
const layers = parameter({ type: "integer", minimum: -1, excluded: [0] });
const dropout = parameter({ type: "number", minimum: 0, maximum: 1, exclusive_maximum: true });
const lossType = parameter({ type: "choice", choices: [choice("a", "A"), choice("b", "B")] });
const names = parameter({ type: "list", item_type: "string" });
const betas = parameter({ type: "list", item_type: "number", length: 2, minimum: 0 });

describe("checkValue refuses", () => {
  it.each<[string, typeof rate, Value]>([
    ["below the minimum", groupSize, 1],
    ["above the maximum", groupSize, 65],
    ["a fraction for a whole number", groupSize, 2.5],
    ["text for a number", groupSize, "abc"],
    ["nothing where something is needed", groupSize, null],
    ["the bound itself where it is excluded", rate, 0],
    ["the upper bound itself where it is excluded", dropout, 1],
    ["a number that the trainer cannot take", layers, 0],
    ["what is no choice", lossType, "c"],
    ["an empty list", names, []],
    ["a list of another length", betas, [0.9]],
    ["an item out of bounds", betas, [0.9, -1]],
    ["text for a list of numbers", betas, "0.9, x"],
    ["empty text", parameter({ type: "string" }), " "],
    ["text for a switch", parameter({ type: "boolean" }), "yes"],
  ])("%s", (_, about, value) => {
    expect(checkValue(about, value).error).toMatch(/^(Needs|Is) /);
  });
});

describe("checkValue takes", () => {
  it.each<[string, typeof rate, Value]>([
    ["both bounds", groupSize, 2],
    ["a small rate", rate, 1e-12],
    ["-1 for all", layers, -1],
    ["a choice", lossType, "b"],
    ["names", names, ["mine"]],
    ["two numbers", betas, [0.9, 0.999]],
    ["nothing where that is a value", parameter({ nullable: true }), null],
  ])("%s", (_, about, value) => {
    expect(checkValue(about, value)).toEqual({});
  });
});

it("warns outside the recommended range, and says what that means", () => {
  const { error, warning } = checkValue(groupSize, 24);
  expect(error).toBeUndefined();
  expect(warning).toBe("Group size is above the recommended 16. Time grows in step.");
});

it("says what can be taken", () => {
  expect(describeAllowed(groupSize)).toBe("a whole number, at least 2, at most 64");
  expect(describeAllowed(rate)).toBe("a number, above 0");
  expect(describeAllowed(layers)).toBe("a whole number, at least -1, not 0");
  expect(describeAllowed(lossType)).toBe("one of A, B");
  expect(describeAllowed(betas)).toBe("2 numbers, with commas between, each at least 0");
});

it("does not name the largest integer as a bound", () => {
  const iters = parameter({ type: "integer", minimum: 1, maximum: 2 ** 31 - 1 });
  expect(describeAllowed(iters)).toBe("a whole number, at least 1");
});
