import { describe, expect, it } from "vitest";
import { firstOf, lengthOf, marksOf, runsOf } from "./row-preview-segments";

const SEGMENTS = [
  { text: "<|im_start|>", special: true },
  { text: "user\n2 + 3?" },
  { text: "<|im_end|>", special: true },
  { text: "5", trained: true },
  { text: "<|im_end|>", special: true, trained: true },
  { text: " and more", trained: false, cut: true },
];

describe("what the model sees", () => {
  it("runs as long as it is trained alike and cut alike", () => {
    const runs = runsOf(SEGMENTS);
    expect(runs.map(({ trained, cut, segments }) => [trained, cut, segments.length])).toEqual([
      [false, false, 3],
      [true, false, 2],
      [false, true, 1],
    ]);
  });

  it("is shortened to whole characters", () => {
    expect(lengthOf(firstOf(SEGMENTS, 20))).toBe(20);
    expect(firstOf(SEGMENTS, 1000)).toEqual(SEGMENTS);
    expect(firstOf([{ text: "a😀" }], 2)).toEqual([{ text: "a" }]);
  });

  it("needs the legend of what is in it", () => {
    expect(marksOf(SEGMENTS)).toEqual({ special: true, trained: true, cut: true });
    expect(marksOf([{ text: "a" }])).toEqual({ special: false, trained: false, cut: false });
  });
});
