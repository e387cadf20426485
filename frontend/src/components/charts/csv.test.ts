import { expect, it } from "vitest";
import { linesToCsv } from "./csv";

it("writes one row an iteration, with empty cells where nothing was reported", () => {
  const csv = linesToCsv([
    { label: "train", x: Float64Array.of(1, 2), y: Float64Array.of(3, Number.NaN) },
    { label: 'valid, "held out"', x: Float64Array.of(2, 3), y: Float64Array.of(5, 4) },
  ]);
  expect(csv).toBe('iteration,train,"valid, ""held out"""\r\n1,3,\r\n2,,5\r\n3,,4\r\n');
});
