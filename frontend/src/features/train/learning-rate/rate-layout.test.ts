import { describe, expect, it } from "vitest";
import { indexForKey, layoutRates, nearest, type RatePoint } from "./rate-layout";
import { describeRates, isFlat, pointText } from "./rate-words";

const SIZE = { width: 300, height: 100 };

function points(...rates: [number, number][]): RatePoint[] {
  return rates.map(([update, rate]) => ({ update, iteration: update * 2, rate }));
}

const warm = points([1, 0], [11, 1e-4], [12, 1e-4], [100, 2e-8]);

describe("the curve", () => {
  it("stands between 0 and a round number above its largest rate", () => {
    const layout = layoutRates(points([1, 0], [100, 9.1e-5]), 0, SIZE);
    expect(layout.path).toBe("M0 100L300 9");
    expect(layout.yTicks.map(({ value }) => value)).toEqual([0, 5e-5, 1e-4]);
  });

  it("has its first and its last update below it, and round ones between", () => {
    const { xTicks } = layoutRates(warm, 10, SIZE);
    expect(xTicks.map(({ value }) => value)).toEqual([1, 50, 100]);
    expect(xTicks.map(({ at }) => at)).toEqual([0, expect.closeTo(148.5, 0), 300]);
  });

  it("shows a warm-up to where the full rate is reached, or to the end of the run", () => {
    expect(layoutRates(warm, 10, SIZE).warmupX).toBeCloseTo(30.3, 1);
    expect(layoutRates(warm, 500, SIZE).warmupX).toBe(300);
    expect(layoutRates(warm, 0, SIZE).warmupX).toBeNull();
  });

  it("is drawn for a thousand million updates as well", () => {
    const { xTicks } = layoutRates(points([1, 1e-4], [1e9, 0]), 0, SIZE);
    expect(xTicks.map(({ value }) => value)).toEqual([1, 5e8, 1e9]);
  });
});

it("is read at the nearest point, by pointer and by key", () => {
  const layout = layoutRates(warm, 10, SIZE);
  expect(nearest(warm, layout, 28)).toBe(1);
  expect(nearest(warm, layout, 290)).toBe(3);
  expect(indexForKey("ArrowRight", 1, 4)).toBe(2);
  expect(indexForKey("ArrowLeft", 0, 4)).toBe(0);
  expect(indexForKey("End", 0, 4)).toBe(3);
  expect(indexForKey("a", 0, 4)).toBeNull();
});

describe("in words", () => {
  it("names the warm-up from its first step, and where it goes from there", () => {
    expect(describeRates(warm, 10, "cosine_decay")).toBe(
      "Climbs from 0 at the first update to 1e−4 at update 11, then goes along half a cosine to 2e−8 at the last, update 100.",
    );
    expect(describeRates(points([1, 0], [11, 1e-4], [100, 1e-4]), 10, "constant")).toBe(
      "Climbs from 0 at the first update to 1e−4 at update 11, then stays there to the last, update 100.",
    );
  });

  it("says that a warm-up lasts longer than the run", () => {
    expect(describeRates(points([1, 0], [5, 4e-5]), 10, "constant")).toBe(
      "Climbs from 0 at the first update to 4e−5 at the last: the run is over with the warm-up.",
    );
  });

  it("says a rate that does not change in one sentence", () => {
    const flat = points([1, 1e-5], [1000, 1e-5]);
    expect(isFlat(flat)).toBe(true);
    expect(describeRates(flat, 0, "constant")).toBe("1e−5 at each of 1,000 updates.");
    expect(describeRates(points([1, 1e-5]), 0, "constant")).toBe("1e−5 at the only update.");
  });

  it("tells a point's iteration where it is another number", () => {
    expect(pointText({ update: 3, iteration: 12, rate: 3.14159e-5 })).toBe(
      "Update 3 (iteration 12): 3.14e−5",
    );
    expect(pointText({ update: 3, iteration: 3, rate: 0.002 })).toBe("Update 3: 0.002");
  });
});
