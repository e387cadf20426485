import { describe, expect, it } from "vitest";
import { excerptParts } from "./excerpt-parts";

function marked(excerpt: string, column?: number): string[] {
  return excerptParts(excerpt, column)
    .filter((part) => part.marked)
    .map(({ text }) => text);
}

describe("the offending place of an excerpt", () => {
  it("is the character at the column", () => {
    expect(excerptParts('{"a": NaN}', 7)).toEqual([
      { text: '{"a": ', marked: false },
      { text: "N", marked: true },
      { text: "aN}", marked: false },
    ]);
  });

  it("is found in a line whose start is left out", () => {
    const excerpt = `…${"x".repeat(80)}!${"y".repeat(79)}…`;
    expect(marked(excerpt, 5_000)).toEqual(["!"]);
  });

  it("is nowhere without a column", () => {
    expect(marked("plain")).toEqual([]);
  });

  it("loses no character that can be seen", () => {
    const parts = excerptParts("naïve 🙂 text", 3);
    expect(parts.map(({ text }) => text).join("")).toBe("naïve 🙂 text");
  });
});

describe("characters that nobody sees", () => {
  it.each([
    ["\ufeff{}", "BOM"],
    ["a\u0000b", "NUL"],
    ["a\u0007b", "U+0007"],
    ["a\u00a0b", "NBSP"],
    ["a\ufffdb", "\ufffd"],
  ])("are named: %j", (excerpt, name) => {
    expect(marked(excerpt)).toEqual([name]);
  });
});
