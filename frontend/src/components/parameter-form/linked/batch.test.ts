import { expect, it } from "vitest";
import { accumulationFor, effectiveBatch } from "./batch";

it("is batch size times accumulation", () => {
  expect(effectiveBatch(4, 8)).toBe(32);
  expect(effectiveBatch("x", 8)).toBeNull();
  expect(effectiveBatch(0, 8)).toBeNull();
});

it("sets the accumulation where it divides", () => {
  expect(accumulationFor(32, 4)).toEqual({ accumulation: 8 });
  expect(accumulationFor(4, 4)).toEqual({ accumulation: 1 });
});

it("says what is near where it does not", () => {
  expect(accumulationFor(33, 4)).toEqual({
    nearest: "Must be a multiple of the batch size 4: nearest are 32 and 36.",
  });
  expect(accumulationFor(3, 4)).toEqual({
    nearest: "Must be a multiple of the batch size 4: nearest is 4.",
  });
});
