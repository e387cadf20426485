import { expect, it } from "vitest";
import { parameter } from "./parameters.test-support";
import { paged, stepped } from "./stepping";

const rate = parameter({ scale: "log", default: 1e-5, minimum: 0, exclusive_minimum: true });
const layers = parameter({ type: "integer", default: -1, minimum: -1, excluded: [0], step: 1 });
const batches = parameter({ ...layers, scale: "log", step: null });
const rank = parameter({ type: "integer", scale: "log2", minimum: 1, maximum: 65536 });

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

it("steps a log-scaled whole number by at least one, and never onto what cannot be taken", () => {
  expect(stepped(batches, 25, 1)).toBe(50);
  expect(stepped(batches, 2, -1)).toBe(1);
  expect(stepped(batches, 1, -1)).toBe(-1);
  expect(stepped(batches, -1, -1)).toBe(-1);
  expect(stepped(batches, -1, 1)).toBe(1);
});

it("doubles and halves sizes, from a number between as well", () => {
  expect(stepped(rank, 8, 1)).toBe(16);
  expect(stepped(rank, 8, -1)).toBe(4);
  expect(stepped(rank, 12, 1)).toBe(16);
  expect(stepped(rank, 12, -1)).toBe(8);
  expect(stepped(rank, 1, -1)).toBe(1);
  expect(stepped(rank, 65536, 1)).toBe(65536);
});

it("takes a page for ten steps, or for a factor", () => {
  expect(paged(rate, 1e-5, 1)).toBe(1e-4);
  expect(paged(rank, 8, 1)).toBe(64);
  expect(paged(layers, 2, 1)).toBe(12);
  expect(paged(rank, 4, -1)).toBe(1);
});

it("stays where the next step would leave what can be taken", () => {
  const momentum = parameter({ minimum: 0, maximum: 1, exclusive_maximum: true, step: 0.01 });
  expect(stepped(momentum, 0.99, 1)).toBe(0.99);
  expect(stepped(parameter({ ...rate, scale: "linear", step: 0.5 }), 0.5, -1)).toBe(0.5);
});

it("goes from a part of a whole to the next whole number", () => {
  const epochs = parameter({ type: "integer", minimum: 1, step: 1 });
  expect(stepped(epochs, 0.4, 1)).toBe(1);
  expect(stepped(epochs, 2.5, -1)).toBe(2);
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
