import { describe, expect, it } from "vitest";
import { isFlat, iterationsOf, placeOf, ranked } from "./rollout-list";

const completion = (text: string, total: number | null) => ({
  text,
  total,
  rewards: {},
  advantage: null,
});

describe("the iterations with rollouts", () => {
  const entries = [
    { seq: 3, iteration: 1, split: "valid" as const },
    { seq: 4, iteration: 1, split: "valid" as const },
    { seq: 7, iteration: 1, split: "train" as const },
    { seq: 9, iteration: 3, split: "train" as const },
  ];

  it("gather what was sampled in each, by split", () => {
    expect(iterationsOf(entries, "train")).toEqual([
      { iteration: 1, seqs: [7] },
      { iteration: 3, seqs: [9] },
    ]);
    expect(iterationsOf(entries, "valid")).toEqual([{ iteration: 1, seqs: [3, 4] }]);
  });

  it("are found by number, the newest without one", () => {
    const found = iterationsOf(entries, "train");
    expect(placeOf(found, undefined)).toBe(1);
    expect(placeOf(found, 1)).toBe(0);
    expect(placeOf(found, 2)).toBe(0);
    expect(placeOf(found, 99)).toBe(1);
    expect(placeOf(found, 0)).toBe(0);
    expect(placeOf([], undefined)).toBe(-1);
  });
});

describe("a group", () => {
  it("is ranked by total, with its best and its worst", () => {
    const group = [completion("b", 1), completion("none", null), completion("a", 2)];
    expect(ranked(group).map((one) => [one.completion.text, one.rank, one.mark])).toEqual([
      ["a", 1, "best"],
      ["b", 2, null],
      ["none", 3, "worst"],
    ]);
  });

  it("shares ranks and marks between equals", () => {
    const group = [1, 2, 1.5, 2, 1].map((total) => completion("", total));
    expect(ranked(group).map((one) => [one.rank, one.mark])).toEqual([
      [1, "best"],
      [1, "best"],
      [3, null],
      [4, "worst"],
      [4, "worst"],
    ]);
  });

  it("of equals has no best, and teaches nothing", () => {
    const group = [completion("a", 1), completion("b", 1)];
    expect(ranked(group).map((one) => one.mark)).toEqual([null, null]);
    expect(isFlat(group)).toBe(true);
    expect(isFlat([completion("a", 1), completion("b", 2)])).toBe(false);
    expect(isFlat([completion("a", 1)])).toBe(false);
  });
});
