import { beforeEach, describe, expect, it, vi } from "vitest";
import { drawSoon, forgetDrawing } from "./draw-queue";

describe("what is to be drawn", () => {
  let frames: (() => void)[] = [];
  let now = 0;
  const nextFrame = () => frames.shift()?.();
  const drawn: string[] = [];
  const drawing =
    (name: string, takes = 0) =>
    () => {
      drawn.push(name);
      now += takes;
    };

  beforeEach(() => {
    frames = [];
    drawn.length = 0;
    vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
    vi.spyOn(performance, "now").mockImplementation(() => now);
    return () => vi.unstubAllGlobals();
  });

  it("is drawn at the next frame, once, as it was asked for last", () => {
    const chart = {};
    drawSoon(chart, drawing("old"));
    drawSoon(chart, drawing("new"));
    expect(drawn).toEqual([]);
    nextFrame();
    nextFrame();
    expect(drawn).toEqual(["new"]);
  });

  it("is spread over frames where it takes long, and all have their turn", () => {
    const [a, b] = [{}, {}];
    drawSoon(a, drawing("a", 20));
    drawSoon(b, drawing("b", 20));
    nextFrame();
    drawSoon(a, drawing("a again", 20));
    expect(drawn).toEqual(["a"]);
    nextFrame();
    nextFrame();
    expect(drawn).toEqual(["a", "b", "a again"]);
  });

  it("is forgotten with its chart", () => {
    const chart = {};
    drawSoon(chart, drawing("gone"));
    forgetDrawing(chart);
    nextFrame();
    expect(drawn).toEqual([]);
  });
});
