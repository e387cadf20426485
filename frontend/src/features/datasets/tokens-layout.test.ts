import { describe, expect, it } from "vitest";
import { layoutHistogram, limitForKey, slotsOf, tokensAt, xOf } from "./tokens-layout";

const RANGES = [
  { start: 0, end: 10, rows: 4 },
  { start: 10, end: 20, rows: 40 },
  { start: 30, end: 40, rows: 1 },
];
const SIZE = { width: 400, height: 100 };

describe("the histogram", () => {
  it("keeps the place of ranges without rows", () => {
    expect(slotsOf(RANGES)).toHaveLength(4);
    expect(slotsOf(RANGES)[2]).toEqual({ start: 20, end: 30, rows: 0 });
  });

  it("begins near the shortest row", () => {
    const late = Array.from({ length: 9 }, (_, i) => ({
      start: i * 10,
      end: i * 10 + 10,
      rows: i < 6 ? 0 : 5,
    }));
    expect(slotsOf(late)[0]?.start).toBe(40);
  });

  it("maps tokens to places and back", () => {
    const slots = slotsOf(RANGES);
    for (const tokens of [1, 10, 15, 25, 39]) {
      expect(tokensAt(slots, 400, xOf(slots, 400, tokens))).toBe(tokens);
    }
    expect(tokensAt(slots, 400, -50)).toBe(1);
    expect(tokensAt(slots, 400, 900)).toBe(40);
  });

  it("lets every bar with rows be seen", () => {
    const { bars } = layoutHistogram(RANGES, { tokens: 100, over: null }, SIZE);
    expect(bars.map(({ height }) => height > 0)).toEqual([true, true, false, true]);
    expect(Math.max(...bars.map(({ height }) => height))).toBeLessThanOrEqual(SIZE.height);
  });

  it("cuts the bar that the limit falls into, and those beyond", () => {
    const { bars, limitX, isBeyond } = layoutHistogram(RANGES, { tokens: 14, over: null }, SIZE);
    const cut = bars.map((bar) => bar.x + bar.width - bar.cutX);
    expect(cut[0]).toBe(0);
    expect(cut[1]).toBeGreaterThan(0);
    expect(cut[1]).toBeLessThan(bars[1]?.width ?? 0);
    expect(cut[3]).toBe(bars[3]?.width);
    expect(limitX).toBe(150);
    expect(isBeyond).toBe(false);
  });

  it("says how many rows of the bar at the limit are cut, where that is known", () => {
    const [, known] = layoutHistogram(RANGES, { tokens: 14, over: 5 }, SIZE).bars;
    expect(known?.cutRows).toBe(4);
    expect(known?.cutHeight).toBeCloseTo(10);
    expect(known?.height).toBeCloseTo(90);
    const [, dragged] = layoutHistogram(RANGES, { tokens: 14, over: null }, SIZE).bars;
    expect(dragged?.cutRows).toBeNull();
    expect(dragged?.cutHeight).toBe(dragged?.height);
  });

  it("cuts nothing of a row that is as long as the limit", () => {
    const { bars, isBeyond } = layoutHistogram(RANGES, { tokens: 39, over: null }, SIZE);
    expect(bars.every((bar) => bar.cutX === bar.x + bar.width)).toBe(true);
    expect(isBeyond).toBe(true);
  });

  it("labels as many edges as there is room for", () => {
    expect(
      layoutHistogram(RANGES, { tokens: 14, over: null }, SIZE).xTicks.map(({ value }) => value),
    ).toEqual([0, 10, 20, 30, 40]);
    const narrow = layoutHistogram(RANGES, { tokens: 14, over: null }, { width: 120, height: 100 });
    expect(narrow.xTicks.map(({ value }) => value)).toEqual([0, 20, 40]);
  });

  it("counts in round numbers from 0", () => {
    const { yTicks } = layoutHistogram(RANGES, { tokens: 14, over: null }, SIZE);
    expect(yTicks.map(({ value }) => value)).toEqual([0, 20, 40]);
    expect(yTicks.map(({ at }) => at)).toEqual([100, 50, 0]);
  });
});

describe("keys on the limit", () => {
  const bounds = { least: 2, most: 402 };
  it("step, jump to powers of two, and stay within the chart", () => {
    expect(limitForKey("ArrowRight", 100, bounds)).toBe(104);
    expect(limitForKey("PageUp", 100, bounds)).toBe(128);
    expect(limitForKey("PageDown", 128, bounds)).toBe(64);
    expect(limitForKey("ArrowLeft", 3, bounds)).toBe(2);
    expect(limitForKey("End", 100, bounds)).toBe(402);
    expect(limitForKey("Tab", 100, bounds)).toBeNull();
  });

  it("bring a limit that lies beyond the chart to its edge, and no further out", () => {
    expect(limitForKey("ArrowRight", 2048, bounds)).toBe(2048);
    expect(limitForKey("ArrowLeft", 2048, bounds)).toBe(402);
  });
});
