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

it.each(["0,001", "-0,001", "0,0001", "1.234,567"])(
  "never takes the decimal comma of %j for one between thousands",
  (text) => {
    expect(readText(rate, text)).toBe(text);
  },
);

it("takes a comma between thousands", () => {
  expect(readText(rate, "2,048")).toBe(2048);
  expect(readText(rate, "1,024.5")).toBe(1024.5);
});

it("reads a list of numbers with commas or spaces, and keeps what is none as text", () => {
  expect(readNumbers("1, 0.5 1e-3", false)).toEqual([1, 0.5, 1e-3]);
  expect(readNumbers("1, x", false)).toBe("1, x");
  expect(readNumbers("", true)).toBeNull();
  expect(readNumbers("", false)).toBe("");
});
