import { describe, expect, it } from "vitest";
import type { Value } from "@/lib/draft";
import { isTaken, type Rules } from "./taken";
import recorded from "./taken-cases.json";

interface Case {
  /** The first parameter with these rules. */
  first: string;
  rules: Omit<Rules, "choices"> & { choices: string[] };
  taken: Value[];
  refused: Value[];
}

/** What the server said to each value: recorded by `backend/tests/methods/form_cases.py`. */
const cases = recorded as Case[];

describe.each(cases)("of $first the form", ({ rules: given, taken, refused }) => {
  const rules = { ...given, choices: given.choices.map((value) => ({ value })) };

  it("takes what the server takes", () => {
    expect(taken.filter((value) => !isTaken(rules, value))).toEqual([]);
  });

  it("refuses what the server refuses", () => {
    expect(refused.filter((value) => isTaken(rules, value))).toEqual([]);
  });
});

it("refuses a list that is longer than anyone needs, as the server does", () => {
  const names = cases.find(({ rules }) => rules.item_type === "string");
  const rules = { ...(names as Case).rules, choices: [] };
  expect(isTaken(rules, Array(1000).fill("a"))).toBe(true);
  expect(isTaken(rules, Array(1001).fill("a"))).toBe(false);
});

it("covers every type of parameter", () => {
  const types = new Set(cases.map(({ rules }) => rules.type));
  expect([...types].sort()).toEqual(
    ["boolean", "choice", "integer", "list", "number", "path", "string"].sort(),
  );
});
