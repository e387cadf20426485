import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { considerate } from "./schedule";

const FRAME_MS = 20;
let spentDrawing: number;

beforeEach(() => {
  vi.useFakeTimers();
  spentDrawing = 0;
  const started = performance.now();
  const passed = vi.getMockedSystemTime()?.getTime() ?? 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    const now = vi.getMockedSystemTime()?.getTime() ?? 0;
    return started + now - passed + spentDrawing;
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("drawing as often as the page can bear", () => {
  it("is at each frame when drawing is quick", () => {
    const schedule = considerate();
    const work = vi.fn();
    schedule(work);
    vi.advanceTimersByTime(FRAME_MS);
    schedule(work);
    vi.advanceTimersByTime(FRAME_MS);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("rests three times as long as drawing took", () => {
    const schedule = considerate();
    schedule(() => {
      spentDrawing += 100;
    });
    vi.advanceTimersByTime(FRAME_MS);
    const work = vi.fn();
    schedule(work);
    vi.advanceTimersByTime(250);
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(50 + 2 * FRAME_MS);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
