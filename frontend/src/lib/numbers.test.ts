import { describe, expect, it } from "vitest";
import { formatBytes, formatCount, formatNumber, formatPercent, formatShort } from "./numbers";

describe("numbers", () => {
  it("have four digits when measured", () => {
    expect(formatNumber(1.23456)).toBe("1.235");
    expect(formatNumber(0.5)).toBe("0.5000");
    expect(formatNumber(0)).toBe("0");
    expect(formatNumber(-2)).toBe("−2.000");
    expect(formatNumber(12_345.6)).toBe("12,346");
    expect(formatNumber(0.00001)).toBe("1e−5");
    expect(formatNumber(null)).toBe("–");
    expect(formatNumber(Number.NaN)).toBe("–");
    expect(formatNumber(Number.POSITIVE_INFINITY)).toBe("∞");
  });

  it("are short on an axis", () => {
    expect([0, 0.25, 5000, 20_000, 1_500_000, 0.0001].map(formatShort)).toEqual([
      "0",
      "0.25",
      "5000",
      "20k",
      "1.5M",
      "1e−4",
    ]);
  });

  it("count, share and weigh", () => {
    expect(formatCount(200_000)).toBe("200,000");
    expect(formatPercent(0.1234)).toBe("12.3%");
    expect(formatPercent(1)).toBe("100%");
    expect(formatBytes(999)).toBe("999 B");
    expect(formatBytes(3_400_000)).toBe("3.4 MB");
    expect(formatBytes(999_900)).toBe("1 MB");
  });
});
