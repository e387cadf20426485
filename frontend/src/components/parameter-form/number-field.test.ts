import { expect, it } from "vitest";
import { readNumbers } from "./list-field";
import { readText } from "./number-field";
import { parameter } from "./parameters.test-support";

const rate = parameter({ scale: "log", default: 1e-5, minimum: 0, exclusive_minimum: true });

it("keeps what is no number as text, so that it can be refused beside the field", () => {
  expect(readText(rate, "1e-4")).toBe(1e-4);
  expect(readText(rate, "1e-")).toBe("1e-");
  expect(readText(rate, "")).toBe("");
  expect(readText(parameter({ nullable: true }), " ")).toBeNull();
});

it("reads a list of numbers with commas or spaces, and keeps what is none as text", () => {
  expect(readNumbers("1, 0.5 1e-3", false)).toEqual([1, 0.5, 1e-3]);
  expect(readNumbers("1, x", false)).toBe("1, x");
  expect(readNumbers("", true)).toBeNull();
  expect(readNumbers("", false)).toBe("");
});
