import { describe, expect, it } from "vitest";
import { smooth } from "./smooth";

describe("smoothing", () => {
  it("changes nothing at weight 0", () => {
    const values = Float64Array.of(1, 5, 2);
    expect(smooth(values, 0)).toBe(values);
  });

  it("starts at the first value, not at zero", () => {
    const smoothed = smooth(Float64Array.of(10, 10, 10), 0.9);
    for (const value of smoothed) expect(value).toBeCloseTo(10);
  });

  it("weighs newer values more", () => {
    const [, second] = smooth(Float64Array.of(0, 1), 0.5);
    expect(second).toBeCloseTo(2 / 3);
  });

  it("leaves gaps as gaps and goes on after them", () => {
    const smoothed = smooth(Float64Array.of(4, Number.NaN, 4), 0.8);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeCloseTo(4);
  });
});
