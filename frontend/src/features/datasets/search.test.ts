import { describe, expect, it } from "vitest";
import { readDatasetsSearch, rowAddress } from "./search";

describe("the address of the Datasets page", () => {
  it("keeps what it knows", () => {
    const search = { id: "a", method: "sft", limit: 512, mask: true, split: "valid", line: 3 };
    expect(readDatasetsSearch(search)).toEqual(search);
  });

  it("reads a name of digits as text", () => {
    expect(readDatasetsSearch({ id: 123 })).toEqual({ id: "123" });
  });

  it("drops what is nonsense", () => {
    const search = { id: [], limit: 0, line: "x", mask: "yes", split: "all", other: 1 };
    expect(readDatasetsSearch(search)).toEqual({});
  });
});

describe("the row of a place", () => {
  const files = [
    { split: "train" as const, path: "/data/rows.csv", bytes: 1, container: "csv" as const },
    { split: "valid" as const, path: "/data/valid.jsonl", bytes: 1, container: "jsonl" as const },
  ];
  const dataset = { id: "a", files: files.map((file) => ({ ...file, parts: 1 })) };

  it("is in the file of that name", () => {
    const place = { file: "valid.jsonl", line: 7 };
    expect(rowAddress(dataset, place)).toEqual({ id: "a", split: "valid", line: 7 });
  });

  it("is counted in rows where rows are not lines", () => {
    const place = { file: "rows.csv", line: 12, row: 4 };
    expect(rowAddress(dataset, place)).toEqual({ id: "a", split: "train", line: 4 });
  });

  it("is found by the split where the file is one of several", () => {
    const place = { file: "train-00001-of-00002.parquet", row: 2 };
    expect(rowAddress(dataset, place)?.split).toBe("train");
  });

  it("is nowhere for a whole file or one that is not there", () => {
    expect(rowAddress(dataset, { file: "valid.jsonl", line: null })).toBeNull();
    expect(rowAddress(dataset, { file: "test.jsonl", line: 1 })).toBeNull();
  });
});
