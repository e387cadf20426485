import { describe, expect, it } from "vitest";
import { splitCounts } from "./split-shares";

describe("the rows that a split gives each file", () => {
  it("adds up to all rows", () => {
    expect(splitCounts(240, { valid: 0.1, test: 0.05 })).toEqual({
      train: 204,
      valid: 24,
      test: 12,
    });
  });

  it("is at least one where a share is asked for", () => {
    expect(splitCounts(5, { valid: 0.01, test: 0 })).toEqual({ train: 4, valid: 1, test: 0 });
  });

  it("is none where nothing would be left to train on", () => {
    expect(splitCounts(2, { valid: 0.1, test: 0.1 })).toBeNull();
    expect(splitCounts(100, { valid: 0.5, test: 0.5 })).toBeNull();
  });
});
