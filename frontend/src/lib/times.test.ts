import { describe, expect, it } from "vitest";
import { formatDuration, formatWhen } from "./times";

describe("durations", () => {
  it("name their two largest units", () => {
    expect([0, 0.4, 45, 60, 125, 3600, 12_000, 187_200].map(formatDuration)).toEqual([
      "0 s",
      "0 s",
      "45 s",
      "1 min",
      "2 min 5 s",
      "1 h",
      "3 h 20 min",
      "2 d 4 h",
    ]);
  });

  it("are a dash while unknown", () => {
    expect(formatDuration(null)).toBe("–");
    expect(formatDuration(Number.POSITIVE_INFINITY)).toBe("–");
  });
});

describe("moments", () => {
  const now = Date.parse("2026-06-15T12:00:00Z");

  it("are relative when near", () => {
    expect(formatWhen("2026-06-15T11:59:30Z", now)).toBe("just now");
    expect(formatWhen("2026-06-15T11:55:00Z", now)).toBe("5 min ago");
    expect(formatWhen("2026-06-15T09:00:00Z", now)).toBe("3 h ago");
  });

  it("are a date when far", () => {
    expect(formatWhen("2026-06-01T09:00:00Z", now)).toMatch(/1/);
    expect(formatWhen("2024-06-01T09:00:00Z", now)).toMatch(/2024/);
  });
});
