import { describe, expect, it } from "vitest";
import { growingAxis, zoomed } from "./extent";

describe("the axis of a growing run", () => {
  it("ends at a round number ahead of the newest point", () => {
    expect(growingAxis({ from: 1, to: 13 }, null)).toEqual({ from: 1, to: 20 });
    expect(growingAxis({ from: 1, to: 201 }, null)).toEqual({ from: 1, to: 500 });
  });

  it("does not reach past the last iteration", () => {
    expect(growingAxis({ from: 1, to: 37 }, 40)).toEqual({ from: 1, to: 40 });
    expect(growingAxis({ from: 1, to: 45 }, 40)).toEqual({ from: 1, to: 45 });
  });
});

describe("zooming by keyboard", () => {
  const all = { from: 0, to: 100 };

  it("halves around the middle", () => {
    expect(zoomed(all, all, 0.5, 0)).toEqual({ from: 25, to: 75 });
  });

  it("stays within the data", () => {
    expect(zoomed({ from: 0, to: 50 }, all, 1, -1)).toEqual({ from: 0, to: 50 });
    expect(zoomed({ from: 40, to: 90 }, all, 1, 1)).toEqual({ from: 50, to: 100 });
  });

  it("is no zoom when it shows everything", () => {
    expect(zoomed({ from: 20, to: 80 }, all, 2, 0)).toBeNull();
  });
});
