import { describe, expect, it } from "vitest";
import type { Line } from "./line";
import { drawnLines, plotColumns, type View } from "./plot-columns";

const view = { from: 1, to: 4, pixels: 400, logarithmic: false };

function columnsOf(lines: Line[], smoothing = 0, shown: View = view) {
  return plotColumns(drawnLines(lines, smoothing), shown);
}

describe("the columns of a plot", () => {
  it("put lines with different iterations on one axis", () => {
    const train = { label: "train", x: Float64Array.of(1, 2, 4), y: Float64Array.of(3, 2, 1) };
    const valid = { label: "valid", x: Float64Array.of(1, 3), y: Float64Array.of(5, 4) };
    expect(columnsOf([train, valid])).toEqual([
      [1, 2, 3, 4],
      [null, null, null, null],
      [3, 2, null, 1],
      [null, null, null, null],
      [5, null, 4, null],
    ]);
  });

  it("show the raw line behind the smoothed one", () => {
    const line = { label: "loss", x: Float64Array.of(1, 2), y: Float64Array.of(0, 1) };
    const [, raw, main] = columnsOf([line], 0.5);
    expect(raw).toEqual([0, 1]);
    expect(main?.[1]).toBeCloseTo(2 / 3);
  });

  it("draw a spread as a band around the line", () => {
    const line = {
      label: "reward",
      x: Float64Array.of(1, 2),
      y: Float64Array.of(1, 2),
      spread: Float64Array.of(0.5, 0.25),
    };
    const [, low, high] = columnsOf([line]);
    expect(low).toEqual([0.5, 1.75]);
    expect(high).toEqual([1.5, 2.25]);
  });

  it("leave out what a logarithmic axis cannot show", () => {
    const line = { label: "kl", x: Float64Array.of(1, 2), y: Float64Array.of(0, 1) };
    expect(columnsOf([line], 0, { ...view, logarithmic: true })[2]).toEqual([null, 1]);
  });
});
