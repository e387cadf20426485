import { describe, expect, it } from "vitest";
import type { Dataset } from "./api";
import { containersOf, readyWords, rowsOf } from "./words";

function dataset(...files: Partial<Dataset["files"][number]>[]): Dataset {
  return {
    id: "a",
    name: "a",
    path: "/a",
    origin: "registered",
    created_at: "2026-01-31T14:23:05.123Z",
    format: null,
    lineage: {},
    files: files.map((file) => ({ split: "train", path: "/a/train.jsonl", bytes: 10, ...file })),
  };
}

describe("how much a dataset holds", () => {
  it("is its rows of all splits", () => {
    expect(rowsOf(dataset({ rows: 1_200 }, { split: "valid", rows: 30 }))).toBe("1,230 rows");
  });

  it("is its size while a file is not counted", () => {
    expect(rowsOf(dataset({ rows: 3 }, { split: "valid", bytes: 2_000_000 }))).toBe("2 MB");
  });
});

it("names each container once, and how it is packed", () => {
  const files = [
    { container: "csv", compression: "gzip" },
    { container: "csv", compression: "gzip" },
    { container: "parquet" },
  ] as const;
  expect(containersOf(dataset(...files))).toBe("CSV, gzip and Parquet");
});

describe("what a dataset is ready for", () => {
  const named = (...titles: string[]) => titles.map((title) => ({ title }));

  it.each([
    [named(), "Not ready"],
    [named("SFT"), "Ready for SFT"],
    [named("SFT", "GRPO"), "Ready for SFT and GRPO"],
    [named("SFT", "GRPO", "GSPO"), "Ready for SFT, GRPO and 1 more"],
    [named("SFT", "GRPO", "GSPO", "DPO"), "Ready for all"],
  ])("%j: %s", (ready, words) => {
    expect(readyWords(ready, 4)).toBe(words);
  });
});
