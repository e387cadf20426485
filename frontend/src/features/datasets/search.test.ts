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
  it("is the one of its split, whatever file and line it came from", () => {
    const place = { split: "train" as const, position: 1_004, line: 12, row: 4 };
    expect(rowAddress({ id: "a" }, place)).toEqual({ id: "a", split: "train", line: 1_004 });
  });

  it("is nowhere for a file as a whole", () => {
    expect(rowAddress({ id: "a" }, { split: "train", position: null })).toBeNull();
    expect(rowAddress({ id: "a" }, {})).toBeNull();
  });
});
