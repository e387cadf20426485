import { describe, expect, it } from "vitest";
import { fitPercent, fitSentence, type TokensReport } from "./tokens";

const REPORT: TokensReport = {
  state: "done",
  dataset: "a",
  method: "sft",
  model: "m",
  limit: 2048,
  rows: 400,
  over_limit: 12,
};

describe("how many rows fit, in a sentence", () => {
  it("says the share and the count of what is cut", () => {
    expect(fitSentence(REPORT)).toBe("97% of rows fit in 2,048 tokens; 12 are cut.");
  });

  it("says when all or none fit", () => {
    expect(fitSentence({ ...REPORT, over_limit: 0 })).toBe("All rows fit in 2,048 tokens.");
    const none = fitSentence({ ...REPORT, over_limit: 400 });
    expect(none).toBe("No row fits in 2,048 tokens; 400 rows are cut.");
  });

  it("claims nothing of rows that were not measured", () => {
    const said = fitSentence({ ...REPORT, exact: false, over_limit: 0 });
    expect(said).toBe("All measured rows fit in 2,048 tokens.");
  });
});

describe("a share in percent", () => {
  it("is never rounded up", () => {
    expect(fitPercent(99_999, 100_000)).toBe("99.9%");
    expect(fitPercent(239, 240)).toBe("99.5%");
    expect(fitPercent(39, 40)).toBe("97%");
    expect(fitPercent(100, 100)).toBe("100%");
    expect(fitPercent(0, 100)).toBe("0%");
  });
});
