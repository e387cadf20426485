import { describe, expect, it } from "vitest";
import { readRunSearch, readRunsSearch } from "./search";

describe("the address of the list of runs", () => {
  it("is read as far as it makes sense", () => {
    expect(readRunsSearch({ q: 123, status: "failed", sort: "name", other: 1 })).toEqual({
      q: "123",
      status: "failed",
      sort: "name",
    });
    expect(readRunsSearch({ q: "", sort: "sideways", method: ["a"] })).toEqual({});
  });
});

describe("the address of a run", () => {
  it("is read as far as it makes sense", () => {
    expect(readRunSearch({ tab: "log" })).toEqual({ tab: "log" });
    expect(readRunSearch({ tab: "rollouts", iteration: 40, split: "valid" })).toEqual({
      tab: "rollouts",
      iteration: 40,
      split: "valid",
    });
    expect(readRunSearch({ tab: "nonsense", iteration: "x", split: "test" })).toEqual({});
  });
});
