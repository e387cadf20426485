import { describe, expect, it } from "vitest";
import { nearest, rowsToDraw } from "./decimate";

const count = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1);

describe("the rows to draw", () => {
  it("are all rows when there are few", () => {
    const xs = count(5);
    expect(rowsToDraw(xs, [xs], 1, 5, 100)).toEqual([0, 1, 2, 3, 4]);
  });

  it("are a few for each pixel when there are many, and keep every spike", () => {
    const xs = count(100_000);
    const ys = new Float64Array(100_000).fill(1);
    ys[54_321] = 99;
    ys[12_345] = -99;
    const rows = rowsToDraw(xs, [ys], 1, 100_000, 500);
    expect(rows.length).toBeLessThanOrEqual(500 * 4 + 4);
    expect(rows).toContain(54_321);
    expect(rows).toContain(12_345);
    expect(rows[0]).toBe(0);
    expect(rows.at(-1)).toBe(99_999);
  });

  it("ascend and come once", () => {
    const xs = count(10_000);
    const noise = xs.map((x) => Math.sin(x * 12.9898) * 43758.5453);
    const rows = rowsToDraw(xs, [noise, xs], 1, 10_000, 200);
    expect(rows.every((row, i) => i === 0 || row > (rows[i - 1] as number))).toBe(true);
  });

  it("reach one row past what is zoomed to, so that lines leave the plot", () => {
    expect(rowsToDraw(count(100), [count(100)], 50, 52, 400)).toEqual([48, 49, 50, 51, 52]);
  });

  it("skip missing values when they look for extremes", () => {
    const xs = count(1000);
    const ys = xs.map((x) => (x % 3 === 0 ? x : Number.NaN));
    const rows = rowsToDraw(xs, [ys], 1, 1000, 10);
    expect(rows).toContain(998);
  });

  it("are none for an empty line", () => {
    expect(rowsToDraw(count(0), [], 0, 1, 100)).toEqual([]);
  });
});

describe("the nearest row", () => {
  it("is the closer neighbour", () => {
    const xs = Float64Array.of(10, 20, 30);
    expect(nearest(xs, 14)).toBe(0);
    expect(nearest(xs, 16)).toBe(1);
    expect(nearest(xs, -5)).toBe(0);
    expect(nearest(xs, 99)).toBe(2);
    expect(nearest(new Float64Array(0), 1)).toBe(-1);
  });
});
