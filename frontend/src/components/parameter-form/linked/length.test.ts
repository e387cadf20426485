import { expect, it } from "vitest";
import { epochNote, lengthOf, takeEpochs, takeExamples } from "./length";

const given = { iters: 100, epochs: null, batch: 4, rows: 200 };

it("says iterations as epochs and examples", () => {
  expect(lengthOf(given)).toEqual({ iterations: 100, epochs: 2, examples: 400 });
});

it("counts an epoch as rows divided by the batch, rounded up, as the trainer does", () => {
  const epochs = { ...given, iters: null, epochs: 3, rows: 10 };
  expect(lengthOf(epochs)).toEqual({ iterations: 9, epochs: 3, examples: 36 });
  expect(epochNote(epochs)).toBe("An epoch is 10 rows ÷ 4, rounded up to 3 iterations.");
  expect(epochNote({ ...epochs, rows: 12 })).toBeNull();
});

it("lets epochs win over iterations that were left from before", () => {
  expect(lengthOf({ ...given, epochs: 1 }).iterations).toBe(50);
});

it("does not know epochs without rows, nor anything from epochs without rows", () => {
  expect(lengthOf({ ...given, rows: null })).toEqual({
    iterations: 100,
    epochs: null,
    examples: 400,
  });
  expect(lengthOf({ ...given, epochs: 2, rows: null })).toEqual({
    iterations: null,
    epochs: 2,
    examples: null,
  });
});

it("knows nothing of a batch that is no number", () => {
  expect(lengthOf({ ...given, batch: "x" })).toEqual({
    iterations: 100,
    epochs: null,
    examples: null,
  });
});

it("takes a part of an epoch for iterations, and says how it rounded", () => {
  expect(takeEpochs(0.5, 4, 200)).toEqual({ iters: 25, said: null });
  expect(takeEpochs(0.5, 4, 10)).toEqual({
    iters: 1,
    said: "0.5 epochs in batches of 4 would be 1.25 iterations: rounded to 1.",
  });
});

it("takes examples for iterations, at least one", () => {
  expect(takeExamples(400, 4)).toEqual({ iters: 100, said: null });
  expect(takeExamples(1, 4)).toEqual({
    iters: 1,
    said: "1 example in batches of 4 would be 0.25 iterations: rounded to 1.",
  });
});
