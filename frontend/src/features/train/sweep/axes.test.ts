import { describe, expect, it } from "vitest";
import { listOf, newAxis, overOf } from "./axes";

describe("what is typed for a sweep", () => {
  it("is a list of numbers, truths or words", () => {
    expect(listOf("1e-5, 3e-5 ,0.1")).toEqual([1e-5, 3e-5, 0.1]);
    expect(listOf("true,false")).toEqual([true, false]);
    expect(listOf("adam, null,")).toEqual(["adam", null]);
    expect(listOf(" , ")).toBeNull();
  });

  it("or a range of even steps", () => {
    const range = { ...newAxis("a"), kind: "range" as const, from: "1e-5", to: "1e-4", steps: "4" };
    const over = overOf([{ ...range, parameter: "learning_rate", scale: "log" }]);
    expect(over).toEqual({ learning_rate: { from: 1e-5, to: 1e-4, steps: 4, scale: "log" } });
    expect(overOf([{ ...range, parameter: "learning_rate", to: "" }])).toBeNull();
    expect(overOf([{ ...range, parameter: "learning_rate", to: "many" }])).toBeNull();
  });

  it("is nothing yet while a row is not filled in or named twice", () => {
    const iters = { ...newAxis("a"), parameter: "iters", list: "1,2" };
    expect(overOf([])).toBeNull();
    expect(overOf([iters, newAxis("b")])).toBeNull();
    expect(overOf([iters, { ...iters, key: "b" }])).toBeNull();
    expect(overOf([iters])).toEqual({ iters: [1, 2] });
  });
});
