import { describe, expect, it } from "vitest";
import { Speed } from "./speed";

describe("the speed of a transfer", () => {
  it("is unknown at first", () => {
    expect(new Speed().add(0, 0)).toBeNull();
  });

  it("is what was sent in the time", () => {
    const speed = new Speed();
    speed.add(0, 0);
    expect(speed.add(2_000, 4_000)).toBe(2_000);
  });

  it("forgets what was long ago", () => {
    const speed = new Speed();
    speed.add(0, 0);
    speed.add(10_000, 1_000_000);
    speed.add(16_000, 1_006_000);
    expect(speed.add(17_000, 1_007_000)).toBe(1_000);
  });

  it("does not count a pause", () => {
    const speed = new Speed();
    speed.add(0, 0);
    speed.reset();
    speed.add(60_000, 0);
    expect(speed.add(61_000, 500)).toBe(500);
  });
});
