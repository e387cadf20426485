import { describe, expect, it } from "vitest";
import { LogLines } from "./log-lines";

describe("log lines", () => {
  it("are found by their number", () => {
    const lines = new LogLines();
    for (let i = 0; i < 10_000; i++) lines.add(`line ${i}`);
    expect(lines.at(0)).toBe("line 0");
    expect(lines.at(9_999)).toBe("line 9999");
    expect(lines.at(10_000)).toBeUndefined();
    expect(lines.longest).toBe("line 9999".length);
  });

  it("keep their numbers when older ones are forgotten", () => {
    const lines = new LogLines(10_000);
    for (let i = 0; i < 50_000; i++) lines.add(`line ${i}`);
    expect(lines.end).toBe(50_000);
    expect(lines.end - lines.first).toBeGreaterThanOrEqual(10_000);
    expect(lines.end - lines.first).toBeLessThan(10_000 + 4096);
    expect(lines.at(lines.first - 1)).toBeUndefined();
    expect(lines.at(lines.first)).toBe(`line ${lines.first}`);
    expect(lines.at(49_999)).toBe("line 49999");
  });

  it("join into the text that is copied", () => {
    const lines = new LogLines();
    for (let i = 0; i < 5_000; i++) lines.add(`${i}`);
    expect(lines.text().split("\n")).toHaveLength(5_000);
  });
});
