import { expect, it } from "vitest";
import type { Reading, ReadLine } from "./api";
import { countedVerdicts, draftOfReading, placeOf } from "./reading";

function line(verdict: ReadLine["verdict"], more: Partial<ReadLine> = {}): ReadLine {
  return { source: "text", line: 1, text: "", message: "", verdict, ...more };
}

function reading(request: Reading["request"]): Reading {
  return { kind: "command", request, lines: [], warnings: [], findings: [] };
}

it("counts what wants a look first", () => {
  const lines = [line("taken"), line("not_needed"), line("taken"), line("wrong")];
  expect(countedVerdicts(lines)).toBe("1 wrong, 2 taken and 1 not needed");
  expect(countedVerdicts([])).toBe("0 lines");
});

it("says where a line stands", () => {
  expect(placeOf(line("taken", { line: 3 }))).toBe("Line 3");
  expect(placeOf(line("taken", { argument: 2 }))).toBe("Argument 2");
  expect(placeOf(line("taken", { source: "config", line: 7 }))).toBe("File, line 7");
});

it("takes the place of the draft, and leaves open what the text leaves open", () => {
  const before = {
    method: "grpo",
    model: "m",
    dataset: "d",
    name: "n",
    preset: "quick",
    p: { beta: 1 },
  };
  const given = reading({ method: "sft", model: null, dataset: "e", parameters: { rank: 4 } });
  expect(draftOfReading(given, before)).toEqual({
    method: "sft",
    model: "m",
    dataset: "e",
    name: "n",
    preset: "none",
    p: { rank: 4 },
  });
  const own = reading({ method: "sft", preset: "thorough", name: "123", parameters: {} });
  expect(draftOfReading(own, {})).toEqual({ method: "sft", preset: "thorough", name: "123" });
});
