import { expect, it } from "vitest";
import { readNumbers } from "./list-field";
import { readText, stepped } from "./number-field";
import { parameter } from "./parameters.test-support";

const rate = parameter({ scale: "log", default: 1e-5, minimum: 0, exclusive_minimum: true });
const layers = parameter({ type: "integer", default: -1, minimum: -1, excluded: [0] });

it("keeps what is no number as text, so that it can be refused beside the field", () => {
  expect(readText(rate, "1e-4")).toBe(1e-4);
  expect(readText(rate, "1e-")).toBe("1e-");
  expect(readText(rate, "")).toBe("");
  expect(readText(parameter({ nullable: true }), " ")).toBeNull();
});

it("steps rates in 1, 2, 5 and counts by one, past what cannot be taken", () => {
  expect(stepped(rate, 1e-5, 1)).toBe(2e-5);
  expect(stepped(layers, -1, 1)).toBe(1);
  expect(stepped(layers, 1, -1)).toBe(-1);
  expect(stepped(layers, -1, -1)).toBe(-1);
});

it("steps by the parameter's own step without binary dust", () => {
  const temperature = parameter({ default: 0.8, step: 0.05, minimum: 0.01 });
  expect(stepped(temperature, 0.8, 1)).toBe(0.85);
  expect(stepped(temperature, 0.05, -1)).toBe(0.01);
});

it("steps a log-scaled whole number by at least one", () => {
  const rank = parameter({ type: "integer", scale: "log", minimum: 1 });
  expect(stepped(rank, 1, 1)).toBe(2);
  expect(stepped(rank, 1, -1)).toBe(1);
});

it("starts where nothing was given at the low end of what is recommended", () => {
  const epochs = parameter({
    type: "integer",
    default: null,
    nullable: true,
    recommended: [1, 10],
  });
  expect(stepped(epochs, null, 1)).toBe(1);
});

it("reads a list of numbers with commas or spaces, and keeps what is none as text", () => {
  expect(readNumbers("1, 0.5 1e-3", false)).toEqual([1, 0.5, 1e-3]);
  expect(readNumbers("1, x", false)).toBe("1, x");
  expect(readNumbers("", true)).toBeNull();
  expect(readNumbers("", false)).toBe("");
});
