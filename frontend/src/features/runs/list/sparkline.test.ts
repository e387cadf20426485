import { expect, it } from "vitest";
import { pointsOf } from "./sparkline";

it("fills its box from the first value to the last", () => {
  expect(pointsOf([0, 1])).toBe("2.0,22.0 108.0,2.0");
});

it("runs through the middle when nothing changes", () => {
  expect(pointsOf([3, 3])).toBe("2.0,12.0 108.0,12.0");
});
