import { describe, expect, it } from "vitest";
import { logStep, numberText, parseNumber } from "./number-input";

describe("parseNumber", () => {
  it.each([
    ["1e-4", 0.0001],
    ["1E5", 100000],
    [".5", 0.5],
    ["5.", 5],
    ["-3", -3],
    ["\u22123", -3],
    [" 7 ", 7],
    ["2,048", 2048],
    ["2 048", 2048],
    ["1_000_000", 1_000_000],
    ["0.9999", 0.9999],
  ])("reads %j", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(["", "abc", "1e", "1e-", "--1", "1.2.3", "0x10", "1e999", "Infinity", "1,5", "12 34"])(
    "refuses %j",
    (text) => {
      expect(parseNumber(text)).toBeNull();
    },
  );
});

describe("numberText", () => {
  it.each([
    [0.00001, "1e-5"],
    [0.0002, "2e-4"],
    [0.001, "0.001"],
    [512, "512"],
    [0, "0"],
    [-0.00005, "-5e-5"],
  ])("shows %d as %j", (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it("shows every number so that it is read back the same", () => {
    for (const value of [7e-5, 1 / 3, 123456789, 2 ** 31 - 1, 1e-8, 0.05, 4294967295]) {
      expect(parseNumber(numberText(value))).toBe(value);
    }
  });
});

describe("logStep", () => {
  it("goes 1, 2, 5, 10 and back", () => {
    const up = [1e-5];
    for (let index = 0; index < 6; index += 1) up.push(logStep(up.at(-1) ?? 0, 1));
    expect(up).toEqual([1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3]);
    const down = [1e-3];
    for (let index = 0; index < 6; index += 1) down.push(logStep(down.at(-1) ?? 0, -1));
    expect(down).toEqual([...up].reverse());
  });

  it("leads from a number in between to the next of the scale", () => {
    expect(logStep(512, 1)).toBe(1000);
    expect(logStep(512, -1)).toBe(500);
  });

  it("leaves 0 upwards, and stays there downwards", () => {
    expect(logStep(0, 1)).toBeGreaterThan(0);
    expect(logStep(0, -1)).toBe(0);
  });
});
