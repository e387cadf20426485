import { describe, expect, it } from "vitest";
import { diffWords } from "./convert-diff";

/** `[-removed-]{+added+}`. */
function shown(before: string, after: string): string {
  const marks = { same: ["", ""], removed: ["[-", "-]"], added: ["{+", "+}"] } as const;
  return diffWords(before, after)
    .map(({ kind, text }) => marks[kind].join(text))
    .join("");
}

describe("the difference of two rows", () => {
  it("marks what was changed alone", () => {
    expect(shown('{"answer": 7}', '{"answer": "7"}')).toBe('{"answer": {+"+}7{+"+}}');
    expect(shown('{"Question": "a"}', '{"prompt": "a"}')).toBe('{"[-Question-]{+prompt+}": "a"}');
  });

  it("is nothing where nothing changed", () => {
    expect(diffWords("a b", "a b")).toEqual([{ kind: "same", text: "a b" }]);
    expect(diffWords("", "")).toEqual([]);
  });

  it("keeps both texts whole, however long they are", () => {
    const before = Array.from({ length: 3000 }, (_, i) => `w${i}`).join(" ");
    const after = Array.from({ length: 3000 }, (_, i) => `x${i}`).join(" ");
    const pieces = diffWords(before, after);
    const side = (kind: string) =>
      pieces
        .filter((piece) => piece.kind === "same" || piece.kind === kind)
        .map(({ text }) => text)
        .join("");
    expect(side("removed")).toBe(before);
    expect(side("added")).toBe(after);
  });
});
